"""The built site of Neuss in a real Chromium, as a parent, a journalist and an editor use it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
Opens = Callable[..., Page]


def rows(package: str, table: str) -> list[dict[str, str]]:
    raw = (ROOT / "datapackages" / package / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(raw)))


CURRENT = [row for row in rows("angebote", "angebote") if row["status"] == "aktiv"]


@pytest.fixture
def base(neuss_site: Path, serve: Callable[..., str]) -> str:
    return serve(neuss_site)


def test_start_leads_through_four_doors_and_a_search(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base)
    doors = tab.locator(".pk-tuer")
    assert [re.sub(r"\s+", " ", t) for t in doors.locator("strong").all_inner_texts()] == [
        "Angebot finden", "Wie geht es den Quartieren?", "Leitbild", "Offene Daten"]  # fmt: skip
    tab.get_by_role("searchbox", name="Was suchen Sie?").fill("Hebamme")
    tab.get_by_role("button", name="Suchen").click()
    expect(tab).to_have_url(re.compile(r"/angebote/\?q=Hebamme$"))
    expect(tab.locator("[data-angebot]:visible").first).to_contain_text("Hebamme")


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("bereich=gesundheit", lambda row: row["bereich"] == "gesundheit"),
        ("quartier=erfttal", lambda row: row["quartier"] == "erfttal"),
        ("phase=schwangerschaft", lambda row: row["schwangerschaft"] == "ja"),
        (
            "bereich=kinder-und-jugendhilfe&quartier=innenstadt",
            lambda row: (
                (row["bereich"], row["quartier"]) == ("kinder-und-jugendhilfe", "innenstadt")
            ),
        ),
    ],
)
def test_facets_work_in_the_query(
    page: Opens, base: str, query: str, fits: Callable[[dict[str, str]], bool]
) -> None:
    wanted = {row["id"] for row in CURRENT if fits(row)}
    assert wanted
    tab = page(width=360)
    tab.goto(f"{base}angebote/?{query}")
    shown = tab.locator("[data-angebot]:visible")
    found = shown.evaluate_all("all => all.map(e => e.dataset.angebot)")
    assert set(found) == wanted
    status = tab.locator('[role="status"]')
    expect(status).to_contain_text(str(len(wanted)))


def test_a_facet_is_kept_in_the_address_and_the_back_button_works(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "angebote/")
    tab.get_by_role("checkbox", name=re.compile("^Bildung")).check()
    expect(tab).to_have_url(re.compile(r"\?bereich=bildung$"))
    tab.get_by_label("3–6 Jahre").check()
    expect(tab).to_have_url(re.compile(r"phase=3-6&bereich=bildung$"))
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"\?bereich=bildung$"))
    expect(tab.locator("[data-angebot]:visible")).to_have_count(
        sum(row["bereich"] == "bildung" for row in CURRENT)
    )


def test_the_offer_page_says_what_is_known_and_how_to_report(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/ne-003/")
    call = tab.get_by_role("link", name=re.compile("Anrufen"))
    assert call.get_attribute("href") == "tel:+492131905394"
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert "Nicht bestätigt" in tab.locator("main").inner_text()
    assert "31. Juli 2024" in tab.locator("main").inner_text()
    tab.locator("summary", has_text="Stimmt etwas nicht?").click()
    report = tab.locator("#melden li a").first.get_attribute("href") or ""
    assert "ne-003" in report
    assert (
        tab.locator('link[rel="canonical"]')
        .get_attribute("href", timeout=1000)
        .endswith("/angebote/ne-003/")
    )


def test_offers_that_ended_are_planned_or_unclear_have_no_page(base: str, neuss_site: Path) -> None:
    for row in rows("angebote", "angebote"):
        exists = (neuss_site / "angebote" / row["id"] / "index.html").is_file()
        assert exists == (row["status"] == "aktiv"), row["id"]


@pytest.mark.parametrize(
    "path", ["karte/", "monitoring/einwohner/", "monitoring/einwohnerveraenderung-zum-vorjahr/"]
)
def test_the_map_draws_a_shape_for_every_quarter(page: Opens, base: str, path: str) -> None:
    tab = page(width=360)
    tab.goto(base + path)
    tab.wait_for_selector('[data-bereit="ja"]')
    shapes = tab.locator(".pk-plan path.leaflet-interactive")
    expect(shapes).to_have_count(len(rows("quartiere", "quartiere")))
    titles = shapes.locator("title").evaluate_all("all => all.map(e => e.textContent)")
    assert any(t.startswith("Erfttal: ") for t in titles)
    boxes = [b for b in (s.bounding_box() for s in shapes.all()) if b]
    assert min(b["width"] for b in boxes) > 24


def test_a_click_on_a_tile_opens_the_quarter(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "karte/")
    tab.wait_for_selector('[data-bereit="ja"]')
    tab.locator(".pk-plan path.leaflet-interactive").first.click()
    expect(tab).to_have_url(re.compile(r"/quartiere/innenstadt/$"))
    expect(tab.locator("h1")).to_have_text("Innenstadt")


def test_a_quarter_shows_its_offers_and_figures_with_source(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "quartiere/erfttal/")
    here = {row["id"] for row in CURRENT if row["quartier"] == "erfttal"}
    listed = tab.locator("[data-angebot]").evaluate_all("all => all.map(e => e.dataset.angebot)")
    assert set(listed) >= here
    text = tab.locator("main").inner_text()
    assert "5.139" in text
    assert "31. Dezember 2021" in text


@pytest.mark.parametrize("package", ["angebote", "quartiere", "monitoring"])
def test_a_download_is_the_very_bytes_that_were_checked(
    page: Opens, base: str, package: str
) -> None:
    folder = ROOT / "datapackages" / package
    tab = page()
    tab.goto(f"{base}daten/{package}/")
    link = tab.locator('a[download][href$=".csv"]:not([href$=".excel.csv"])').first
    name = link.get_attribute("href") or ""
    with tab.expect_download() as caught:
        link.click()
    assert Path(caught.value.path()).read_bytes() == (folder / name).read_bytes()


def test_without_scripts_list_pages_and_downloads_are_there(page: Opens, base: str) -> None:
    tab = page(width=360, java_script_enabled=False)
    tab.goto(base + "angebote/")
    assert tab.locator("[data-angebot]").count() == len(CURRENT)
    assert tab.locator("[data-angebot]").last.is_visible()
    assert not tab.locator(".pk-filter").is_visible()
    assert tab.get_by_role("link", name="Karte", exact=True).is_visible()
    tab.goto(base + "karte/")
    assert "Karte braucht JavaScript" in tab.locator("noscript").inner_text()
    assert tab.get_by_role("link", name="10 Erfttal").is_visible()


def test_the_menu_of_a_phone_opens_and_closes(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base)
    entry = tab.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Leitbild")
    assert not entry.is_visible()
    tab.locator("summary", has_text="Menü").click()
    entry.click()
    expect(tab.locator("h1")).to_have_text("Leitbild")
    expect(tab.locator("main")).to_contain_text("noch offen")


def test_a_wrong_address_leads_on(page: Opens, base: str) -> None:
    tab = page(tolerate=("404",))
    tab.goto(base + "angebote/gibt-es-nicht/")
    assert tab.locator("h1").inner_text() == "Diese Seite gibt es nicht"
