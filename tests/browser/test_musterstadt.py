"""Another town: nothing but its own mkdocs.yml, pages and packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_it_builds_below_a_folder_with_its_own_polygons(
    page: Callable[..., Page], musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    base = serve(musterstadt_site, at="/praevention/")
    tab = page(width=360)
    tab.goto(base + "karte/")
    tab.wait_for_selector('[data-bereit="ja"]')
    expect(tab.locator(".pk-plan path.leaflet-interactive")).to_have_count(6)
    assert "Schematischer Plan" not in tab.locator("main").inner_text()
    tab.goto(base + "monitoring/kinder-unter-6/")
    tab.wait_for_selector('[data-bereit="ja"]')
    expect(tab.locator(".pk-plan path.pk-geheim")).to_have_count(1)
    assert "geheim" in tab.locator(".pk-legende").inner_text()


def test_nothing_of_neuss_is_in_it(musterstadt_site: Path) -> None:
    for file in musterstadt_site.rglob("*.html"):
        assert "Neuss" not in file.read_text(encoding="utf-8"), file


def test_its_report_link_is_a_filled_issue_form(
    page: Callable[..., Page], musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    base = serve(musterstadt_site, at="/praevention/")
    tab = page()
    tab.goto(base + "angebote/")
    tab.locator("[data-angebot] a").first.click()
    tab.locator("summary", has_text="Stimmt etwas nicht?").click()
    href = tab.locator("#melden li a").first.get_attribute("href") or ""
    assert href.startswith("https://git.example/musterstadt/praevention/issues/new?template=")


def test_a_wrong_address_is_answered_below_the_folder(
    page: Callable[..., Page], musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    base = serve(musterstadt_site, at="/praevention/")
    tab = page(tolerate=("404",))
    tab.goto(base + "x/y/z/")
    tab.get_by_role("link", name="Alle Angebote ansehen").click()
    expect(tab.locator("h1")).to_contain_text("Angebote")
