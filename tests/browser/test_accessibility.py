"""No barriers: axe-core and our own looks, on each kind of page that the two towns have.

Here each kind is looked at once, in states, widths and schemes that take turns; the full cross
product runs at night (``scripts/accessibility.py``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import _axe
import _barriers
import _pages
import _states
import pytest
from playwright.sync_api import Browser, Page, expect
from praeventionskette import assets

from tests.test_assets import whole_sheet

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
    chosen = _pages.kinds(bases, together=True, brief=True)
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


def test_nothing_jumps_when_the_menu_closes_and_it_opens_where_no_script_comes(
    page: Opens, neuss_site: Path, serve: Callable[..., str]
) -> None:
    base = serve(neuss_site)
    tab = page(width=360)
    tab.goto(base)
    top = "document.querySelector('main').getBoundingClientRect().top"
    closed = tab.evaluate(top)
    # An empty script is no failed load, but does nothing: the page as it is before pk.js came.
    tab.route("**/pk.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    tab.route("**/pk-*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    tab.emulate_media(reduced_motion="no-preference")
    tab.goto(base)
    assert tab.evaluate(top) == closed
    link = tab.locator(".pk-menue nav a").first
    expect(link).to_be_hidden()
    tab.evaluate("document.getAnimations().forEach(a => a.finish())")
    expect(link).to_be_visible()


LATER = ("Tastatur", "Zoom und Abstände")
"""Takes long: here on the richest pages alone, at night on every kind."""


MET = """selectors => selectors.filter(s => {
  try { return document.querySelector(s); } catch (error) { return false; }
})"""


def cut_selectors() -> list[str]:
    """What ``assets.slim`` takes out of Material's stylesheet: it must meet nothing on any page.

    Without states and parts (``:hover``, ``::after``), so that they meet the element itself.
    """
    state = re.compile(r"::?(after|before|placeholder|marker|hover|focus[a-z-]*|active|checked)")
    gone = [state.sub("", s) for s in assets.removed(whole_sheet())]
    assert len(gone) > 500
    return gone


def test_what_axe_does_not_see(
    page: Opens, kinds: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    found, done = [], 0
    tab = page()
    gone = cut_selectors()
    for number, (base, address) in enumerate(kinds):
        if address == "404.html":
            continue  # answers with the status that the fixture takes for a fault; see below
        tab.goto(base + address)
        found += [f"{address}: fehlt im Stylesheet: {s}" for s in tab.evaluate(MET, gone)]
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


def test_the_list_of_languages_does_not_cover_what_gets_the_focus_next(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=1100)
    tab.goto(serve(musterstadt_site, "/praevention/") + "monitoring/anteil-unter-18/")
    box = tab.locator("[data-sprachen]")
    box.locator("summary").click()
    links = box.locator("a")
    expect(links.last).to_be_in_viewport(ratio=1)
    tab.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    for _ in range(links.count()):
        expect(box).to_have_attribute("open", "")
        tab.keyboard.press("Tab")
    expect(tab.locator("main a").first).to_be_focused()
    expect(box).not_to_have_attribute("open", "")


def _search(tab: Page) -> None:
    field = tab.locator("main input[type=search]").first
    field.fill("Beratung")
    field.press("Enter")


def _keep(tab: Page) -> None:
    tab.locator("main [data-merken]").first.click()


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("angebote/", _search),
        ("karte/", _search),
        ("suche/", _search),
        ("angebote/ms-krabbelgruppe/", _keep),
    ],
)
def test_what_changes_is_told_in_an_element_that_was_there_before(
    page: Opens,
    musterstadt_site: Path,
    serve: Callable[..., str],
    path: str,
    act: Callable[[Page], None],
) -> None:
    tab = page()
    tab.goto(serve(musterstadt_site, "/praevention/") + path)
    assert _barriers.announced(tab, act) == []
