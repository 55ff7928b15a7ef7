"""Nothing jumps, while a page comes in or later; without its scripts it is a page all the same."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.published import offers

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
SHIFTS = """window.pkShifts = [];
new PerformanceObserver(list => list.getEntries().forEach(e => { pkShifts.push(e.value); }))
  .observe({ type: "layout-shift", buffered: true });"""
MOST = 0.1
"""Cumulative layout shift that counts as good (Core Web Vitals)."""
PAINTED = 300
"""Milliseconds that scripts come later than the page, so that it is painted without them."""


def late(route: Route) -> None:
    time.sleep(PAINTED / 1000)
    route.continue_()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["angebote/", "karte/", "angebote/?kosten=kostenlos"])
def test_nothing_jumps_when_the_scripts_come(
    page: Opens, neuss_site: Path, serve: Callable[..., str], path: str, width: int
) -> None:
    tab = page(width=width, height=800)
    tab.add_init_script(SHIFTS)
    tab.route(re.compile(r"/pk\.js$"), late)
    tab.goto(serve(neuss_site) + path)
    expect(tab.locator("[data-filter]")).to_be_visible()
    expect(tab.locator("[data-angebot]").first).to_be_visible()
    assert sum(tab.evaluate("pkShifts")) < MOST


PLACES = """async target => {
  const found = [];
  target.scrollIntoView({ block: "center" });
  for (let frame = 0; frame < 8; frame += 1) {
    found.push(Math.round(target.getBoundingClientRect().top));
    await new Promise(requestAnimationFrame);
  }
  return found;
}"""
"""Where something stands in the window, frame by frame, from the moment somebody jumps to it."""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("what", ["[data-weitere]", "#listen", "footer"])
def test_what_stands_below_the_cards_stays_where_somebody_looks(
    page: Opens, generated_site: Path, serve: Callable[..., str], what: str, width: int
) -> None:
    tab = page(width=width, height=900)
    tab.goto(serve(generated_site) + "angebote/")
    expect(tab.locator("[data-weitere]")).to_be_visible()
    places = tab.locator(what).evaluate(PLACES)
    assert 0 < places[0] < 900
    moved = max(places) - min(places)
    assert moved <= 2, "cards that were not drawn before grew and pushed it away"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("town", ["neuss_site", "generated_site"])
def test_the_height_of_cards_not_yet_drawn_is_guessed_well(
    page: Opens, serve: Callable[..., str], request: pytest.FixtureRequest, town: str, width: int
) -> None:
    tab = page(width=width, height=900)
    tab.goto(serve(request.getfixturevalue(town)) + "angebote/")
    expect(tab.locator("[data-filter]")).to_be_visible()
    cards = tab.locator("[data-liste]")
    guessed = cards.evaluate("e => e.offsetHeight")
    tab.evaluate(
        "document.querySelectorAll('.pk-karte')"
        ".forEach(card => { card.style.contentVisibility = 'visible'; })"
    )
    drawn = cards.evaluate("e => e.offsetHeight")
    assert guessed == pytest.approx(drawn, rel=0.15), "the scroll bar lies"


@pytest.mark.parametrize("width", [360, 1280])
def test_where_the_scripts_never_come_the_list_and_its_ways_are_there(
    page: Opens, neuss_site: Path, serve: Callable[..., str], width: int
) -> None:
    tab = page(width=width, height=800, tolerate=("ERR_FAILED",))
    tab.route(re.compile(r"\.js$"), lambda route: route.abort())
    tab.goto(serve(neuss_site) + "angebote/")
    ways = tab.get_by_role("link", name="Nach Bereich, Lebensphase oder Quartier ansehen")
    expect(tab.locator("[data-filter]")).not_to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, "while it waits"
    tab.evaluate("document.getAnimations().forEach(a => a.finish())")
    expect(ways).to_be_visible()
    assert (tab.locator("[data-filter]").bounding_box() or {"height": 0})["height"] == 0
    assert tab.locator("[data-angebot]:visible").count() == len(offers(neuss_site).frame)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
