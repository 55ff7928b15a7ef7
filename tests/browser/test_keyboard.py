"""From the search to the printed list without a mouse: every key that it takes is recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


NAME = """() => {
  const e = document.activeElement, label = e.labels && e.labels[0] ? e.labels[0].innerText : '';
  return (e.getAttribute('aria-label') || label || e.innerText || '').trim();
}"""


class Keys:
    """A person with a keyboard alone. ``pressed`` records what she pressed, ``seen`` where."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.pressed: list[str] = []
        self.seen: list[str] = []

    def press(self, key: str) -> None:
        self.tab.wait_for_load_state()  # keys may go through a page before anybody sees it
        self.tab.keyboard.press(key)
        self.pressed.append(key)

    def type(self, text: str) -> None:
        self.tab.keyboard.type(text)
        self.pressed.append(f"„{text}“")

    def focused(self) -> str:
        """What has the focus, as it is announced; it has to be visible and in the view."""
        shown = """() => {
          const e = document.activeElement, box = e.getBoundingClientRect();
          return box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && getComputedStyle(e).outlineStyle !== 'none';
        }"""
        name = str(self.tab.evaluate(NAME))
        try:
            self.tab.wait_for_function(shown, timeout=5000)  # the page may still be moving
        except TimeoutError:
            pytest.fail(f"nobody sees where the focus is: {name!r}")
        return " ".join(name.split())

    def tab_to(self, name: str, limit: int = 90) -> None:
        """Tab until something has the focus whose name begins like this."""
        for _ in range(limit):
            self.press("Tab")
            found = self.focused()
            if found.startswith(name):
                self.seen.append(found)
                return
        pytest.fail(f"{name!r} is not reached with {limit} times Tab: {self.pressed}")


@pytest.mark.parametrize("width", [360, 1280])
def test_search_filter_offer_list_and_print(
    page: Opens, neuss_site: Path, serve: Callable[..., str], width: int
) -> None:
    tab = page(width=width)
    tab.add_init_script("window.print = () => { document.title = 'gedruckt'; };")
    tab.goto(serve(neuss_site))
    keys = Keys(tab)
    keys.tab_to("Zum Inhalt springen")
    keys.press("Enter")
    keys.tab_to("Was suchen Sie?")
    keys.type("Beratung")
    keys.press("Enter")
    hits = tab.locator("[data-angebot]:visible")
    tab.wait_for_url("**/angebote/?q=Beratung")
    expect(hits.first).to_be_visible()
    before = hits.count()
    keys.tab_to("Zum Inhalt springen")
    keys.press("Enter")
    keys.tab_to("0–3 Jahre")
    keys.press("Space")
    tab.wait_for_url("**phase=0-3**")
    expect(hits).not_to_have_count(before)
    name = hits.first.locator("a").text_content()
    assert name
    keys.tab_to(name)
    keys.press("Enter")
    expect(tab.locator("h1")).to_have_text(name)
    keys.tab_to("Auf die Merkliste")
    keys.press("Enter")
    expect(tab.locator("[data-merken]")).to_contain_text("Von der Merkliste nehmen")
    keys.tab_to("Zur Merkliste")
    keys.press("Enter")
    tab.wait_for_selector('[data-merkliste][data-bereit="ja"]')
    expect(tab.locator(".pk-merkblatt h2")).to_have_text([name])
    keys.tab_to("Drucken")
    keys.press("Enter")
    expect(tab).to_have_title("gedruckt")
    assert set(keys.pressed) == {"Tab", "Enter", "Space", "„Beratung“"}
    assert len(keys.pressed) < 150, keys.pressed
    print(f"{width} px: {len(keys.pressed)} keys, {keys.seen}")
