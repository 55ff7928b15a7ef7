"""Three parents on a small phone: what each types, every step counted, until contact is on screen.

A step is one thing that a person does: type words, press a key, tap something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


class Parent:
    """Somebody with a phone of 360 by 640; ``steps`` holds what she did, in order."""

    def __init__(self, tab: Page, start: str) -> None:
        self.tab, self.steps = tab, list[str]()
        tab.goto(start)

    def ask(self, words: str) -> None:
        """Type into the first field of the start page, and go."""
        self.tab.get_by_role("searchbox", name="Was suchen Sie?").fill(words)
        self.steps.append(f"„{words}“")
        self.tab.keyboard.press("Enter")
        self.steps.append("Enter")
        self.sees_hits()

    def tap(self, what: Locator) -> None:
        self.steps.append(what.inner_text().strip())
        what.click()

    def sees_hits(self) -> None:
        """The number of hits is on the screen, without any scrolling of her own."""
        status = self.tab.locator("[data-treffer]")
        expect(status).to_be_in_viewport()
        expect(status).to_have_text(re.compile(r"^[1-9]\d*\s"))

    def names(self) -> list[str]:
        return self.tab.locator("[data-angebot] h2").all_inner_texts()

    def opens(self, name: str) -> None:
        self.tap(self.tab.locator("[data-angebot]").get_by_role("link", name=name))
        expect(self.tab.locator("h1")).to_have_text(name)


@pytest.fixture
def parent(page: Opens, neuss_site: Path, serve: Callable[..., str]) -> Parent:
    return Parent(page(width=360, height=640), serve(neuss_site))


def test_a_playgroup_for_a_baby_of_8_months_that_costs_nothing(parent: Parent) -> None:
    parent.ask("Krabbelgruppe für 8 Monate, kostenlos")
    # No source of Neuss says what a playgroup costs: the button says so and leads to them.
    button = parent.tab.get_by_role("button", name=re.compile("^Als Filter nehmen: 8 Monate alt"))
    expect(button).to_contain_text("kostenlos, Kosten nicht bekannt")
    parent.tap(button)
    parent.sees_hits()
    expect(parent.tab).to_have_url(re.compile("alter=8m&kosten=kostenlos&kosten=unbekannt"))
    assert "Elterntreff „Pünktchen“" in parent.names()
    parent.opens("Elterntreff „Pünktchen“")
    expect(parent.tab.locator(".pk-angaben")).to_contain_text("Kinder bis 2 Jahre")
    expect(parent.tab.get_by_role("heading", name="Kontakt")).to_be_visible()
    assert len(parent.steps) == 4, parent.steps


def test_help_in_a_quarrel_with_a_son_of_14(parent: Parent) -> None:
    parent.ask("Hilfe bei Streit mit dem Sohn, 14")
    first = parent.names()[0]
    assert first == "Beratungsstelle für Kinder-, Jugend- und Familienhilfe"
    parent.opens(first)
    call = parent.tab.get_by_role("link", name=re.compile("Anrufen"))
    assert (call.get_attribute("href") or "").startswith("tel:+49")
    assert len(parent.steps) == 3, parent.steps


def test_pregnant_and_with_little_german(parent: Parent) -> None:
    parent.ask("schwanger, wenig Deutsch")
    assert "Schwangerschaftsberatung" in parent.names()[0]
    # Nothing in Neuss is for both: the filter drops the other words rather than show nothing.
    parent.tap(parent.tab.get_by_role("button", name="Als Filter nehmen: schwanger"))
    parent.sees_hits()
    expect(parent.tab).to_have_url(re.compile(r"\?alter=schwanger$"))
    parent.opens("esperanza Schwangerschaftsberatung")
    expect(parent.tab.get_by_role("heading", name="Kontakt")).to_be_visible()
    assert len(parent.steps) == 4, parent.steps
