"""Before a script or its data is there: what somebody chooses counts, and who waits is told so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


@pytest.fixture
def base(neuss_site: Path, serve: Callable[..., str]) -> str:
    return serve(neuss_site)


@pytest.mark.parametrize("arrives_with", ["", "?bereich=gesundheit"])
def test_what_is_chosen_before_the_script_is_loaded_counts(
    page: Opens, base: str, arrives_with: str
) -> None:
    tab = page(width=360)
    held: list[Route] = []
    tab.route("**/pk-liste.js", lambda route: held.append(route))
    tab.goto(base + "angebote/" + arrives_with, wait_until="commit")
    tab.wait_for_selector("html.pk-js", state="attached")
    tab.locator("[data-mehr] > summary").click()
    free, quarter = tab.locator('[name="kosten"][value="kostenlos"]'), tab.locator("#f-quartier")
    free.check()
    quarter.select_option("erfttal")
    tab.get_by_label("Suchwort").fill("Familie")
    (script,) = held
    script.continue_()
    chosen = {"q": ["Familie"], "kosten": ["kostenlos"], "quartier": ["erfttal"]}
    chosen |= parse_qs(arrives_with.removeprefix("?"))
    expect(tab.locator("[data-chips] li")).to_have_count(len(chosen) + 1)  # and "all of them"
    assert parse_qs(urlsplit(tab.url).query) == chosen
    expect(free).to_be_checked()
    tab.go_back()
    expect(free).not_to_be_checked()
    expect(quarter).to_have_value("")
    assert tab.url == base + "angebote/" + arrives_with


@pytest.mark.parametrize("held", ["liste.json", "woerter.json", "teil-*.json"])
def test_who_waits_for_the_list_is_told_so(
    page: Opens, generated_site: Path, serve: Callable[..., str], held: str
) -> None:
    tab = page(width=360)
    tab.route(f"**/angebote/{held}", lambda route: None)
    tab.goto(serve(generated_site) + "angebote/?q=Beratung")
    status = tab.locator("[data-treffer]")
    expect(status).to_have_text("Wird geladen …")
    tab.unroute(f"**/angebote/{held}")  # lets go on what waits
    expect(status).to_have_text(re.compile(r"^[1-9][\d.]*\sAngebote$"))


def test_what_does_not_come_leaves_the_list_as_it_was(
    page: Opens, generated_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=360, tolerate=("ERR_FAILED",))
    waiting: list[Route] = []
    tab.route("**/angebote/liste.json", lambda route: waiting.append(route))
    tab.goto(serve(generated_site) + "angebote/")
    status, hints = tab.locator("[data-treffer]"), tab.locator("[data-hinweise]")
    before = status.inner_text()
    tab.locator('[name="phase"][value="0-3"]').check()
    expect(status).to_have_text("Wird geladen …")
    for route in waiting:
        route.abort()
    expect(hints).to_contain_text("gerade nicht zu laden")
    expect(status).to_have_text(before)
    expect(tab.locator("[data-liste] [data-angebot]")).to_have_count(100)


def test_who_waits_for_the_search_is_told_so(page: Opens, base: str) -> None:
    tab = page(width=360)
    waiting: list[Route] = []
    tab.route("**/pagefind/pagefind.js", lambda route: waiting.append(route))
    tab.goto(base + "suche/?q=Hebamme")
    expect(tab.get_by_role("status")).to_have_text("Wird geladen …")
    (script,) = waiting
    script.continue_()
    expect(tab.get_by_role("status")).to_contain_text("Treffer für „Hebamme“")
