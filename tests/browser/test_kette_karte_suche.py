"""The chain, the map and the full text search in the built sites."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.published import offers, table

pytestmark = pytest.mark.browser

POINT = """() => {
  const map = pkKarte.fertige, box = map.getContainer().getBoundingClientRect();
  const point = pkKarte.punkte.find(p => map.hasLayer(p));
  const at = map.latLngToContainerPoint(point.getLatLng());
  return [box.left + at.x, box.top + at.y];
}"""
"""Where on the screen the first point lies that is drawn."""

Opens = Callable[..., Page]
Serves = Callable[..., str]


@pytest.fixture
def base(neuss_site: Path, serve: Serves) -> str:
    return serve(neuss_site)


def cells(html: str) -> list[tuple[int, dict[str, list[str]]]]:
    """(number, query of its link) of each field of the matrix with an offer."""
    found = re.findall(r'class="pk-matrix__zahl" href="[^"?]*\?([^"]*)">([\d.]+)<', html)
    return [(int(n.replace(".", "")), parse_qs(q.replace("&amp;", "&"))) for q, n in found]


@pytest.mark.parametrize("name", ["neuss_site", "generated_site"])
def test_the_chain_counts_what_the_csv_holds(request: pytest.FixtureRequest, name: str) -> None:
    site: Path = request.getfixturevalue(name)
    known = offers(site)
    fields = len(table(site, "bereiche")) * len(table(site, "lebensphasen"))
    quarters = set(table(site, "quartiere")["id"])
    assert {p.parent.name for p in (site / "kette").glob("*/index.html")} == quarters
    for page in [site / "kette", *((site / "kette" / q) for q in sorted(quarters))]:
        html = (page / "index.html").read_text(encoding="utf-8")
        shown = cells(html)
        for number, choice in shown:
            assert number == int(known.passing(known.masks(choice)).sum()), (page, choice)
            assert ("quartier" in choice) == (page.name != "kette")
        gaps = html.count("Hier ist uns kein Angebot bekannt.")
        assert len(shown) + gaps == fields
        assert html.count("Angebot melden<span") == gaps
        assert html.count('<th scope="row">') == len(table(site, "lebensphasen"))


def test_a_field_of_the_chain_leads_to_its_offers(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "kette/")
    field = tab.locator(".pk-matrix__zahl").nth(3)
    number = re.findall(r"^\d+", field.inner_text())[0]
    field.click()
    expect(tab.locator('[role="status"]')).to_have_text(re.compile(rf"^{number}\s"))
    tab.goto(base + "kette/")
    tab.get_by_role("link", name="Erfttal").click()
    expect(tab.locator("h1")).to_have_text("Die Kette in Erfttal")
    expect(tab.locator(".pk-matrix")).to_contain_text("stadtweit")


def test_a_gap_is_reported_with_its_field_filled_in(
    page: Opens, musterstadt_site: Path, serve: Serves
) -> None:
    tab = page()
    tab.goto(serve(musterstadt_site, at="/praevention/") + "kette/seeblick/")
    href = tab.get_by_role("link", name=re.compile("^Angebot melden")).first.get_attribute("href")
    query = parse_qs(urlsplit(href or "").query)
    assert query["template"] == ["angebot-melden.yml"]
    assert "Seeblick" in query["fuer"][0]
    form = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE" / "angebot-melden.yml"
    for name in set(query) - {"template", "title"}:
        assert f"id: {name}\n" in form.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["kette/", "kette/erfttal/"])
def test_the_chain_prints_on_one_page_of_a4(page: Opens, base: str, path: str) -> None:
    tab = page(width=1280)
    tab.goto(base + path)
    pdf = tab.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1


def test_map_and_list_show_the_same_selection(page: Opens, base: str, neuss_site: Path) -> None:
    known = offers(neuss_site)
    tab = page(width=360)
    tab.goto(base + "karte/?phase=0-3")
    tab.wait_for_selector('[data-bereit="ja"][data-treffer]')

    def compare(choice: dict[str, list[str]]) -> None:
        fits = known.passing(known.masks(choice))
        expect(tab.locator("[data-klassen]")).to_have_attribute("data-treffer", str(fits.sum()))
        listed = tab.locator("[data-angebot]").evaluate_all("a => a.map(e => e.dataset.angebot)")
        assert set(listed) == set(known.frame["id"][fits])
        titles = tab.locator(".pk-plan path title").evaluate_all("a => a.map(e => e.textContent)")
        on_map = sum(int(n) for t in titles for n in re.findall(r": (\d+)", t))
        quarters = known.frame["quartier"][fits].explode()
        assert on_map == int((quarters != "ohne-angabe").sum())

    compare({"phase": ["0-3"]})
    tab.locator("[data-mehr] > summary").click()
    tab.get_by_role("checkbox", name=re.compile("^Bildung")).check()
    compare({"phase": ["0-3"], "bereich": ["bildung"]})
    tab.go_back()
    compare({"phase": ["0-3"]})


def test_offers_with_a_coordinate_are_points_on_one_canvas(
    page: Opens, musterstadt_site: Path, serve: Serves
) -> None:
    tab = page(width=1280)
    tab.goto(serve(musterstadt_site, at="/praevention/") + "karte/")
    tab.wait_for_selector('[data-bereit="ja"][data-treffer]')
    assert tab.locator(".pk-plan canvas").count() == 1
    assert not tab.locator(".pk-plan .leaflet-marker-icon").count()
    on = "() => pkKarte.punkte.filter(p => pkKarte.fertige.hasLayer(p)).length"
    assert tab.evaluate(on) == 4
    tab.get_by_role("checkbox", name=re.compile("^Bildung")).check()
    expect(tab.locator("[data-klassen]")).to_have_attribute("data-treffer", "2")
    assert tab.evaluate(on) == 2
    where = tab.evaluate(POINT)
    tab.mouse.click(*where)
    expect(tab.get_by_role("button", name="Schließen")).to_be_visible()
    assert tab.get_by_role("button", name="Karte vergrößern").is_visible()
    link = tab.locator(".pk-blase li a")
    expect(link).to_have_count(1)
    name = link.inner_text()
    link.click()
    expect(tab.locator("h1")).to_have_text(name)


def test_a_click_beside_the_points_opens_the_quarter(
    page: Opens, musterstadt_site: Path, serve: Serves
) -> None:
    tab = page(width=1280)
    tab.goto(serve(musterstadt_site, at="/praevention/") + "karte/")
    tab.wait_for_selector('[data-bereit="ja"][data-treffer]')
    box = tab.locator(".pk-plan path.leaflet-interactive").nth(4).bounding_box()
    assert box is not None
    tab.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 4)
    expect(tab).to_have_url(re.compile(r"/quartiere/[a-z]+/$"))


def test_5000_offers_on_the_map_are_one_layer(
    page: Opens, generated_site: Path, serve: Serves
) -> None:
    tab = page(width=1280)
    tab.goto(serve(generated_site) + "karte/?kosten=kostenlos")
    tab.wait_for_selector('[data-bereit="ja"][data-treffer]')
    assert tab.locator(".pk-plan canvas").count() == 1
    assert tab.locator(".pk-plan path").count() < 20
    shown = tab.evaluate("() => pkKarte.punkte.filter(p => pkKarte.fertige.hasLayer(p)).length")
    assert 100 < shown < 625


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Gruppen", "Was heißt „geheim“?"),
        ("Hebamme", "Öffentliches Hebammenregister"),
        ("Impressum", "Impressum"),
    ],
)
def test_the_header_searches_all_pages(page: Opens, base: str, words: str, title: str) -> None:
    tab = page()
    tab.goto(base + "leitbild/")
    field = tab.get_by_role("search", name="Website durchsuchen").get_by_role("searchbox")
    field.fill(words)
    field.press("Enter")
    expect(tab).to_have_url(re.compile(r"/suche/\?q="))
    expect(tab.locator('[role="status"]')).to_contain_text("Treffer für")
    titles = tab.locator("[data-funde] h2")
    expect(titles.first).to_be_visible()
    assert title in titles.all_inner_texts()
    link = tab.locator("[data-funde] a", has_text=title).first
    link.click()
    expect(tab.locator("h1")).to_have_text(title)


@pytest.mark.parametrize(
    ("name", "words", "title"),
    [
        ("neuss_site", "Register", "Öffentliches Hebammenregister"),
        ("neuss_site", "Beratung", "esperanza Schwangerschaftsberatung"),
        ("neuss_site", "Schwangerschaftsberatungen", "esperanza Schwangerschaftsberatung"),
        ("musterstadt_site", "Gruppen", "Krabbelgruppe"),
        ("generated_site", "Gruppen", "Krabbelgruppe"),
        ("generated_site", "Beratung", "beratung"),
        ("generated_site", "Hebamme", "Hebammensprechstunde"),
    ],
)
def test_the_search_finds_beginnings_and_ends_of_compounds(
    page: Opens, serve: Serves, request: pytest.FixtureRequest, name: str, words: str, title: str
) -> None:
    site: Path = request.getfixturevalue(name)
    tab = page(width=360)
    tab.goto(serve(site, at="/praevention/") + f"suche/?q={words}")
    titles = tab.locator("[data-funde] h2")
    for _ in range(20):
        expect(titles.first).to_be_visible()
        if any(title in found for found in titles.all_inner_texts()):
            break
        shown = titles.count()
        tab.get_by_role("button", name="Weitere Treffer zeigen").click()
        expect(titles).not_to_have_count(shown)
    text = tab.locator("[data-funde]").inner_text()
    assert title in text
    assert "\u00ad" not in text


def test_search_works_below_a_folder_and_on_a_phone(
    page: Opens, musterstadt_site: Path, serve: Serves
) -> None:
    tab = page(width=360)
    tab.goto(serve(musterstadt_site, at="/praevention/") + "leitbild/")
    tab.get_by_role("link", name="Suchen").click()
    tab.wait_for_url("**/suche/")  # loaded: before its script is there the form leads to the list
    tab.get_by_label("Suchwort").fill("Krabbelgruppen")
    tab.get_by_role("search", name="Alle Seiten").get_by_role("button", name="Suchen").click()
    tab.locator("[data-funde] a", has_text="Krabbelgruppe").first.click()
    expect(tab.locator("h1")).to_have_text("Krabbelgruppe")
    tab.go_back()
    expect(tab.locator("[data-funde] li").first).to_be_visible()


def test_search_without_a_hit_leads_on_and_shows_words_as_text(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "suche/?q=<zzqqxxvv>")
    expect(tab.locator('[role="status"]')).to_contain_text("Kein Treffer für „<zzqqxxvv>“")
    assert tab.get_by_role("link", name="filtern Sie die Angebote").is_visible()


def test_without_scripts_the_search_leads_to_the_list(page: Opens, base: str) -> None:
    tab = page(java_script_enabled=False)
    tab.goto(base)
    field = tab.get_by_role("search", name="Website durchsuchen").get_by_role("searchbox")
    field.fill("Hebamme")
    field.press("Enter")
    expect(tab).to_have_url(re.compile(r"/angebote/\?q=Hebamme$"))
    tab.goto(base + "suche/")
    assert "/angebote/" in str(tab.locator("form[data-suche]").evaluate("f => f.action"))


def fragments(site: Path) -> list[dict[str, Any]]:
    """What the index holds of each page."""
    return [
        json.loads(gzip.decompress(f.read_bytes()).removeprefix(b"pagefind_dcd"))
        for f in (site / "pagefind" / "fragment").iterdir()
    ]


@pytest.mark.parametrize("name", ["neuss_site", "musterstadt_site", "generated_site"])
def test_an_offer_is_found_by_its_own_text_alone(request: pytest.FixtureRequest, name: str) -> None:
    """Not by the names of other offers on its page, and not by what each offer's page says."""
    site: Path = request.getfixturevalue(name)
    held = {f["url"]: f["content"].replace("\u00ad-", "") for f in fragments(site)}
    seen = 0
    for url, text in held.items():
        if not re.fullmatch(r"/angebote/[^/]+/", url):
            continue
        html = (site / url.strip("/") / "index.html").read_text(encoding="utf-8")
        own, _, others = html.partition('aria-labelledby="weitere"')
        for path, other in re.findall(r'<a href="([^"]+)">([^<]+)</a>', others.split("</ul>")[0]):
            if other not in own:
                seen += 1
                assert unescape(other) not in text, (url, path)
        for said in (
            *("Stimmt etwas nicht?", "Drucken", "Nicht bestätigt.", "nicht bestätigt"),
            *("Bitte vorher anrufen", "bitte vorher anrufen (", "Diesen Zielen dient"),
        ):
            assert said not in text, (url, said)
        for place, street in re.findall(r"<address[^>]*><span>([^<]+)</span><span>([^<]+)<", own):
            assert unescape(f"{place} {street}") in text, url
        assert "Kontakt. " in text
        assert "Auf einen Blick. " in text
    assert seen > 0


def test_the_index_holds_published_pages_only_and_no_lists(neuss_site: Path) -> None:
    urls = [f["url"] for f in fragments(neuss_site)]
    assert len(urls) == len(set(urls)) > 100
    for url in urls:
        page = neuss_site / url.lstrip("/") / "index.html"
        assert "data-pagefind-body" in page.read_text(encoding="utf-8")
        assert not re.match(r"/angebote/(seite|bereich|phase|quartier)/|/suche/|/kette/.+", url)
    assert not (neuss_site / "search").exists()  # Material's own index


def test_offer_pages_are_all_in_the_index(generated_site: Path) -> None:
    number = len(list((generated_site / "pagefind" / "fragment").iterdir()))
    assert number > len(offers(generated_site).frame)
