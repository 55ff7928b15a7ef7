"""Looks in a real browser for barriers that axe-core does not see; gives German sentences.

What is measured stands in ``_barriers.js``; here is how the page is brought to it. The limits are
those of WCAG 2.2: 1.4.4 and 1.4.10 (zoom, reflow), 1.4.12 (spacing), 2.1.1, 2.1.2, 2.4.3, 2.4.7
and 2.4.11 (keyboard), 2.5.8 (targets), 1.3.1, 1.3.2, 1.4.3, 2.4.1, 3.1.2 and 4.1.3.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page

LOOK = Path(__file__).with_name("_barriers.js").read_text(encoding="utf-8")
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
)
"""The text spacing that WCAG 1.4.12 names."""
TWICE = "html { font-size: 200% !important; }"
"""Letters twice as big, as a browser that enlarges text alone shows them (1.4.4)."""
LONGEST = 700
"""Presses of the tabulator after which a page counts as a trap."""


def _ask(tab: Page, name: str) -> list[str]:
    found: list[str] = tab.evaluate(f"{LOOK}.{name}()")
    return found


def _with_style(tab: Page, css: str, name: str = "overflow") -> list[str]:
    tab.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [s]; }",
        css,
    )
    found = _ask(tab, name)
    tab.evaluate("document.adoptedStyleSheets = []")
    return found


def _open(tab: Page, yes: bool = True) -> None:
    tab.evaluate(
        "yes => document.querySelectorAll('main details').forEach(d => { d.open = yes; })", yes
    )


def _sized(tab: Page, width: int, height: int = 800) -> None:
    tab.set_viewport_size({"width": width, "height": height})


def structure(tab: Page) -> list[str]:
    """Headings, landmarks, skip link, title, language of page and parts, names of pictures."""
    _open(tab)
    return [f for name in ("structure", "graphics", "languages") for f in _ask(tab, name)]


def reading_order(tab: Page) -> list[str]:
    """What is seen first is read first, on a phone and on a desk."""
    found = []
    for width in (320, 1280):
        _sized(tab, width)
        found += [f"{width} px: {f}" for f in _ask(tab, "order")]
    return found


def zoom(tab: Page) -> list[str]:
    """1280 px wide at 200 and 400 %, text alone at 200 %, and the spacing of 1.4.12."""
    _open(tab)
    found = []
    for percent in (100, 200, 400):
        _sized(tab, 1280 * 100 // percent, 1024 * 100 // percent)
        found += [f"{percent} % Zoom: {f}" for f in _ask(tab, "overflow")]
    found += [f"400 % Zoom, mehr Abstand: {f}" for f in _with_style(tab, SPACING)]
    _sized(tab, 1280)
    found += [f"mehr Abstand: {f}" for f in _with_style(tab, SPACING)]
    found += [f"Schrift 200 %: {f}" for f in _with_style(tab, TWICE)]
    return found


def room(tab: Page) -> list[str]:
    """With every menu open: all of it in the window and in its place, also with bigger letters."""
    found = []
    before = tab.evaluate(
        "[...document.querySelectorAll('details')].map(d => [d.open, d.open = true][0])"
    )
    for width in (320, 360, 768, 1280):
        _sized(tab, width)
        found += [f"{width} px, alles offen: {f}" for f in _ask(tab, "room")]
    found += [f"Schrift 200 %, alles offen: {f}" for f in _with_style(tab, TWICE, "room")]
    tab.evaluate(
        "before => document.querySelectorAll('details').forEach((d, i) => { d.open = before[i]; })",
        before,
    )
    return found


def targets(tab: Page) -> list[str]:
    """Controls that a shaking thumb meets."""
    _sized(tab, 320)
    _open(tab)
    return _ask(tab, "targets")


def own_colours(tab: Page) -> list[str]:
    """Forced colours (a high contrast theme of the visitor's) and less motion."""
    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    found = [*_ask(tab, "forced"), *_ask(tab, "motion")]
    tab.emulate_media(forced_colors="none", reduced_motion="no-preference")
    return found


def printed(tab: Page) -> list[str]:
    """On paper there are the words and no controls."""
    tab.emulate_media(media="print")
    found = _ask(tab, "printed")
    tab.emulate_media(media="screen")
    return found


def keyboard(tab: Page) -> list[str]:
    """Tab through the page: in order, seen, never on something hidden or covered, and out again.

    Menus are open at the beginning: one that lies over the page has to give way by itself.
    """
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    tab.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    found: list[str] = []
    before = -1
    for _ in range(LONGEST):
        tab.keyboard.press("Tab")
        now = tab.evaluate(f"{LOOK}.focus()")
        if now is None or before == now["last"] > now["number"]:
            return found if before >= 0 else ["nichts ist mit der Tastatur zu erreichen"]
        found += [f"{problem}: {now['name']}" for problem in now["problems"]]
        if now["number"] == before:
            return [*found, f"hält die Tabulatortaste fest: {now['name']}"]
        if now["number"] < before:
            found.append(f"springt zurück: {now['name']}")
        before = now["number"]
    return [*found, f"nach {LONGEST} Tabulatoren noch kein Ende"]


CHECKS: Mapping[str, Callable[[Page], list[str]]] = {
    "Aufbau, Namen, Sprachen": structure,
    "Reihenfolge": reading_order,
    "Zoom und Abstände": zoom,
    "Platz bei offenen Menüs": room,
    "Größe der Ziele": targets,
    "eigene Farben, weniger Bewegung": own_colours,
    "Druck": printed,
    "Tastatur": keyboard,
}
"""German name → check. Each leaves the page as a visitor has it, but for its open parts."""


def without_scripts(tab: Page) -> list[str]:
    """In a tab without JavaScript: the words are there, and nothing that would do nothing."""
    return _ask(tab, "silent")


def announced(tab: Page, act: Callable[[Page], None], patience: float = 4.0) -> list[str]:
    """After ``act`` something is told in an element that was there before (4.1.3).

    An element that comes with its text is not read aloud. patience: seconds to wait for it.
    """
    tab.evaluate(f"{LOOK}.listen()")
    act(tab)
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if tab.evaluate(f"{LOOK}.told()"):
            return []
        tab.wait_for_timeout(50)
    return ["nichts wird vorgelesen"]
