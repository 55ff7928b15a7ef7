"""No barriers: axe-core and our own looks, on each kind of page that the two towns have.

Here each kind is looked at once, in states, widths and schemes that take turns; the full cross
product runs at night (``scripts/accessibility.py``).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import _axe
import _barriers
import _pages
import _states
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def kinds(
    neuss_site: Path, musterstadt_site: Path, serve: Callable[..., str]
) -> list[tuple[str, str]]:
    """(address of the site, page) of one page of each kind, the richest first."""
    bases = {
        neuss_site: serve(neuss_site),
        musterstadt_site: serve(musterstadt_site, "/praevention/"),
    }
    chosen = _pages.kinds(bases, together=True)
    return [(bases[site], page) for site, pages in chosen.items() for page in pages]


def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Browser, kinds: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    turns = itertools.cycle(itertools.product(_axe.WIDTHS, _axe.SCHEMES))
    looks, reached = [], set()
    for base, page in kinds:
        width, scheme = next(turns)
        # Each page once, unfolded where it unfolds; other states on the first page that has them.
        for seen in _axe.look(
            chromium, base, [page], widths=[width], schemes=[scheme], once=frozenset(reached)
        ):
            looks.append(seen)
            reached.add(seen.state)
    with capsys.disabled():
        print(f"\naxe-core: {len(kinds)} Arten von Seiten, {len(looks)} Ansichten")
    assert [str(look) for look in looks if look.findings] == []
    assert reached == {state.name for state in _states.STATES}


LATER = ("Tastatur", "Zoom und Abstände")
"""Takes long: here on the richest pages alone, at night on every kind."""


def test_what_axe_does_not_see(
    page: Opens, kinds: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    found, done = [], 0
    tab = page()
    for number, (base, address) in enumerate(kinds):
        if address == "404.html":
            continue  # answers with the status that the fixture takes for a fault; see below
        tab.goto(base + address)
        for name, check in _barriers.CHECKS.items():
            if name not in LATER or number < 9:
                found += [f"{address}: {name}: {barrier}" for barrier in check(tab)]
                done += 1
    with capsys.disabled():
        print(f"\neigene Prüfungen: {done}")
    assert found == []


def test_without_scripts_the_words_are_there(page: Opens, kinds: list[tuple[str, str]]) -> None:
    tab = page(width=360, java_script_enabled=False)
    for base, address in kinds[:14]:
        tab.goto(base + address)
        assert _barriers.without_scripts(tab) == [], address


def test_the_skip_link_leads_past_the_menu(page: Opens, kinds: list[tuple[str, str]]) -> None:
    tab = page(width=1280)
    tab.goto(kinds[0][0])
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.localName") == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["angebote/", "karte/", "suche/"])
def test_the_number_of_hits_is_told_in_an_element_that_was_there_before(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str], path: str
) -> None:
    tab = page()
    tab.goto(serve(musterstadt_site, "/praevention/") + path)
    status = tab.locator("main [role=status]").first
    status.evaluate("e => { e.marked = true; }")
    before = status.text_content()
    field = tab.locator("main input[type=search]").first
    field.fill("Beratung")
    field.press("Enter")
    expect(status).not_to_have_text(before or "–")
    assert status.evaluate("e => e.marked"), "a new element would not be read aloud"


PLANTED = {
    "Aufbau, Namen, Sprachen": "<h4>zu tief</h4><svg width=9 height=9></svg><p>Добро</p>",
    "Reihenfolge": '<div style="display:flex;flex-direction:row-reverse"><p>1</p><p>2</p></div>',
    "Zoom und Abstände": '<p style="width:900px">breit</p>',
    "Größe der Ziele": '<button style="all:unset;height:20px">x</button>',
    "eigene Farben, weniger Bewegung": '<button style="all:unset">flach</button>',
    "Druck": "<button>Knopf</button>",
    "Tastatur": '<a href="#x" style="opacity:0">unsichtbar</a>',
}
FRAME = (
    '<!doctype html><html lang="de"><link rel="icon" href="data:,"><title>Probe – Probe</title>'
    '<header><a href="#i">Zum Inhalt</a></header><main id="i"><h1>Probe</h1>'
    "<p>Ein Absatz mit genug Worten, damit die Seite nicht als leer gilt.</p>{}</main>"
    "<footer>Ende</footer></html>"
)


@pytest.fixture
def planted(tmp_path: Path, serve: Callable[..., str]) -> Iterator[Callable[[str], str]]:
    """Address of a page that holds the given markup."""

    def write(markup: str) -> str:
        (tmp_path / "index.html").write_text(FRAME.format(markup), encoding="utf-8")
        return serve(tmp_path)

    return write


@pytest.mark.parametrize("name", PLANTED)
def test_each_check_finds_what_was_planted(
    page: Opens, planted: Callable[[str], str], name: str
) -> None:
    tab = page()
    tab.goto(planted(""))
    assert _barriers.CHECKS[name](tab) == []
    tab.goto(planted(PLANTED[name]))
    assert _barriers.CHECKS[name](tab)


def test_a_trap_for_the_keyboard_is_found(page: Opens, planted: Callable[[str], str]) -> None:
    trap = "<input id=t aria-label=x><script>t.onkeydown = e => e.preventDefault()</script>"
    tab = page()
    tab.goto(planted(trap))
    assert any("hält die Tabulatortaste fest" in f for f in _barriers.keyboard(tab))


def test_axe_finds_what_was_planted(chromium: Browser, planted: Callable[[str], str]) -> None:
    base = planted('<img src="data:,"><p style="color:#aaa">blass</p>')
    found = {rule for look in _axe.look(chromium, base, [""]) for rule, _ in look.findings}
    assert {"image-alt", "color-contrast"} <= found
