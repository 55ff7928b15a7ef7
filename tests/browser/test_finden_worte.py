"""The list by keyboard alone, and words that hold an age or try to harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


@pytest.fixture
def base(neuss_site: Path, serve: Callable[..., str]) -> str:
    return serve(neuss_site)


def test_by_keyboard_alone_from_search_to_filter_to_offer(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/")

    def tab_to(script: str) -> None:
        for _ in range(120):
            tab.keyboard.press("Tab")
            if tab.evaluate(f"(e => {script})(document.activeElement)"):
                return
        raise AssertionError(f"no Tab leads to {script}")

    tab_to("e.id === 'f-q'")
    tab.keyboard.type("Beratng")
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-chips] li")).to_have_count(1)
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "status"
    tab.keyboard.press("Shift+Tab")  # back over the chips to the filter
    for _ in range(20):
        if tab.evaluate("document.activeElement.closest('[data-filter]') !== null"):
            break
        tab.keyboard.press("Shift+Tab")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
    tab.keyboard.press("Enter")
    tab_to("e.name === 'kosten' && e.value === 'unbekannt'")
    tab.keyboard.press("Space")
    expect(tab).to_have_url(re.compile("q=Beratng&kosten=unbekannt"))
    tab_to("e.closest('[data-angebot] h2') !== null")
    name = tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text(name)


@pytest.mark.parametrize(
    ("words", "alter", "rest"),
    [
        ("Krabbelgruppe für 8 Monate", "8m", "Krabbelgruppe für"),
        ("Hilfe bei Streit mit dem Sohn, 14", "14", "Hilfe bei Streit mit dem Sohn"),
        ("Turnen 5-jährige", "5", ""),  # no offer has both: rather the age than no hit
    ],
)
def test_an_age_in_the_words_becomes_a_filter_on_a_click(
    page: Opens, base: str, words: str, alter: str, rest: str
) -> None:
    tab = page()
    tab.goto(base + "angebote/?q=" + words)
    tab.get_by_role("button", name=re.compile("^Als Filter nehmen")).click()
    expect(tab).to_have_url(re.compile(rf"alter={alter}$"))
    expect(tab.get_by_label("Suchwort")).to_have_value(rest)


def test_the_page_is_not_torn_by_hostile_words(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(
        base
        + "angebote/?q=<img src=x onerror=alert(1)>&nah=<i>"
        + "&quartier=__proto__&stufenlos=constructor"
    )
    expect(tab.locator('[role="status"]')).to_have_text("0 Angebote")
    assert not tab.locator("main img").count()
