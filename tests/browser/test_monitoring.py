"""Indicators and quarter profiles in a real Chromium, as a reader without statistics uses them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]

SHARE = "monitoring/u8-anteil/"


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    "path",
    ["monitoring/", SHARE, "monitoring/wanderung/", "monitoring/durchschnittsalter/",
     "quartiere/tannenhof/"],
)  # fmt: skip
def test_pages_fit(page: Opens, base: str, path: str, width: int) -> None:
    tab = page(width=width)
    tab.goto(base + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_letters_in_pictures_are_big_enough_on_a_phone(page: Opens, base: str) -> None:
    tab = page(width=360)
    for path in (SHARE, "monitoring/einwohner/"):
        tab.goto(base + path)
        pictures = tab.locator(".pk-figur img")
        assert pictures.count() >= 3
        for picture in pictures.all():
            picture.evaluate("e => e.decode()")
            size = picture.evaluate(
                """async e => {
                  const svg = await (await fetch(e.src)).text();
                  const box = svg.match(/viewBox="0 0 ([\\d.]+)/);
                  const sizes = [...svg.matchAll(/font(?:-size)?:[^;"]*?([\\d.]+)px/g)];
                  return Math.min(...sizes.map(m => +m[1])) * e.clientWidth / +box[1];
                }"""
            )
            assert size >= 11, picture.get_attribute("src")
            assert (picture.get_attribute("alt") or "").count(".") >= 2


def test_the_table_sorts_and_what_is_withheld_stays_last(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + SHARE)
    head = tab.locator("thead th").nth(1)
    values = tab.locator("tbody td[data-zahl]")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").press("Enter")
        expect(head).to_have_attribute("aria-sort", direction)
        shown = [t.strip() for t in values.all_inner_texts()]
        numbers = [float(t.replace(",", ".")) for t in shown if t != "geheim"]
        assert numbers == sorted(numbers, reverse=direction == "descending")
        assert shown[len(numbers) :] == ["geheim"] * 10
    assert tab.locator("thead th[aria-sort]").count() == 1


def test_without_scripts_map_years_table_and_downloads_are_there(page: Opens, base: str) -> None:
    tab = page(width=360, java_script_enabled=False)
    tab.goto(base + SHARE)
    assert tab.locator("noscript img").is_visible()
    assert tab.locator("#jahre ~ figure img").first.is_visible()
    assert tab.locator("thead button").count() == 0
    assert tab.locator("thead th[aria-sort]").inner_text() == "Zeit"
    assert tab.locator("tbody tr").count() == 40


def test_a_gap_says_why_and_where_that_is_explained(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + SHARE)
    row = tab.locator("tbody tr", has_text="Tannenhof").filter(has_text="geheim").first
    expect(row).to_contain_text("Warum die Zahl fehlt:")
    row.get_by_role("link", name="geheim").click()
    expect(tab).to_have_url(re.compile(r"geheim"))


def test_downloads_are_what_is_shown(page: Opens, base: str, musterstadt_site: Path) -> None:
    tab = page()
    tab.goto(base + SHARE)
    with tab.expect_download() as caught:
        tab.get_by_role("link", name="Diese Tabelle als CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(caught.value.path()).read_text(encoding="utf-8"))))
    assert len(rows) == tab.locator("tbody tr").count()
    assert all(row["quelle"] for row in rows)
    links = tab.locator("a[href$='.svg'], a[href$='.png']")
    names = {link.get_attribute("href") or "" for link in links.all()}
    assert {n.partition(".")[0] for n in names} == {
        "karte", "karten-2023", "vergleich", "verlauf"}  # fmt: skip
    for name in names:
        content = (musterstadt_site / SHARE / name).read_bytes()
        assert content.startswith((b"\x89PNG", b"<?xml"))


def test_breaks_are_explained_and_colours_have_words(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "monitoring/durchschnittsalter/")
    text = tab.locator("main").inner_text()
    assert "Die gestrichelten Linien sind Brüche" in text
    assert "Grenzen vom 1. Januar 2023" in text
    assert "Für 2021 und 2022 zeigen wir keine Karte" in text
    tab.goto(base + "monitoring/wanderung/")
    legend = tab.locator(".pk-legende").inner_text()
    assert "0 Personen" in legend
    assert tab.locator(".pk-plan path.pk-kn2").count() >= 1
    assert tab.locator(".pk-plan path.pk-kp3").count() >= 1


def test_the_map_keeps_its_colours_in_dark_mode(page: Opens, base: str) -> None:
    seen = []
    for scheme in ("light", "dark"):
        tab = page(color_scheme=scheme)
        tab.goto(base + "monitoring/anteil-unter-18/")
        tab.wait_for_selector('[data-bereit="ja"]')
        shapes = tab.locator(".pk-plan path.leaflet-interactive")
        seen.append(shapes.evaluate_all("all => all.map(e => getComputedStyle(e).fill)"))
    assert seen[0] == seen[1]


def test_a_profile_says_what_is_known_and_what_is_not(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "quartiere/tannenhof/")
    card = tab.locator(".pk-zahlkarte", has_text="Kinder unter 6 Jahren")
    expect(card).to_contain_text("7 Personen")
    expect(card).to_contain_text("geheim")
    expect(tab.locator(".pk-zahlkarte", has_text="U8")).to_contain_text("Seeblick/Tannenhof")
    expect(tab.locator("main")).to_contain_text("Niedriger als in der Stadt (19,6\u00a0%)")
    assert tab.get_by_role("heading", name="Was wir nicht wissen").is_visible()


def test_all_maps_share_one_script(musterstadt_site: Path) -> None:
    made = {p.name for p in (musterstadt_site / "assets" / "karten").iterdir()}
    assert made == {"quartiere.js", "angebote.js"}


@pytest.mark.parametrize("town", ["neuss_site", "musterstadt_site"])
def test_every_picture_of_a_page_exists(town: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(town)
    seen = 0
    for html in (site / "monitoring").glob("*/index.html"):
        for name in re.findall(
            r'(?:src|href)="([\w-]+\.(?:svg|png|csv))"', html.read_text("utf-8")
        ):
            assert (html.parent / name).stat().st_size > 100, name
            seen += 1
    assert seen > 60
