"""Embeds: everything that can be shown has a small page and a line to copy, in each version."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from html import unescape
from pathlib import Path

from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Package
from praeventionskette.published import Edition
from praeventionskette.views import site
from praeventionskette.views.page import SitePage

from tests.views.town import HOSTILE, town

ROOT = Path(__file__).resolve().parents[2]
URL = "https://musterstadt.example/praevention/"


@lru_cache(maxsize=1)
def musterstadt() -> tuple[Catalogue, dict[str, SitePage]]:
    found = packages.check(ROOT / "tests" / "musterstadt" / "mkdocs.yml").loaded.catalogue
    assert found is not None
    return found, {p.src_uri: p for p in site.pages(found, frozenset(), Edition(URL))}


def lines(page: SitePage) -> list[str]:
    """The lines to copy on a page, as a person copies them."""
    return [unescape(v) for v in re.findall(r'data-einbetten value="([^"]*)"', page.html)]


def test_each_map_chart_and_quarter_has_a_line_that_leads_to_a_page() -> None:
    catalogue, pages = musterstadt()
    wanted = {"karte.md", *(f"quartiere/{q.id}.md" for q in catalogue.quartiere)}
    wanted |= {p for p in pages if p.startswith("monitoring/") and p != "monitoring/index.md"}
    assert {src for src, page in pages.items() if lines(page)} == wanted
    for src in wanted:
        for line in lines(pages[src]):
            found = re.fullmatch(
                r'<iframe src="([^"]+)" title="[^"<>]+" width="100%" height="\d+" '
                r'loading="lazy"></iframe>',
                line,
            )
            assert found, line
            address = found[1].removeprefix(URL)
            assert f"{address.rstrip('/')}.md" in pages
    assert len(lines(pages["monitoring/einwohner.md"])) >= 2


def test_the_line_is_pinned_to_the_version() -> None:
    catalogue, pages = musterstadt()
    package = catalogue.package("monitoring")
    assert package is not None
    line = lines(pages["monitoring/durchschnittsalter.md"])[0]
    assert f"/einbetten/monitoring/{package.version}/durchschnittsalter/karte/" in line


def test_an_earlier_version_shows_its_own_numbers_and_where_the_newer_one_is() -> None:
    catalogue, pages = musterstadt()
    package = catalogue.package("monitoring")
    assert package is not None
    old = pages["einbetten/monitoring/0.9.0/durchschnittsalter/karte.md"]
    new = pages[f"einbetten/monitoring/{package.version}/durchschnittsalter/karte.md"]
    assert "Neuere Fassung vorhanden" in old.html
    assert f"einbetten/monitoring/{package.version}/durchschnittsalter/karte/" in old.html
    assert "Neuere Fassung" not in new.html
    assert "48,4\u00a0Jahre" in old.html
    assert "48,4" not in new.html
    assert "44,8\u00a0Jahre" in new.html
    assert '"kurz": "48,4"' in old.html
    assert [path for path in old.assets if path.endswith(".js")]


def test_a_chart_of_an_earlier_version_lies_beside_its_page() -> None:
    _, pages = musterstadt()
    old = pages["einbetten/monitoring/0.9.0/durchschnittsalter/diagramm-vergleich.md"]
    (image,) = old.assets
    assert image.startswith("einbetten/monitoring/0.9.0/durchschnittsalter/diagramm-vergleich/")
    assert (
        old.assets[image]
        != pages["monitoring/durchschnittsalter.md"].assets[
            "monitoring/durchschnittsalter/vergleich.svg"
        ]
    )
    assert re.search(r'<img [^>]*alt="Diagramm: Durchschnittsalter[^"]+"', old.html)


def test_what_comes_from_data_is_text() -> None:
    catalogue = town()
    package = Package("angebote", HOSTILE, "", "1.0.0", {}, b"", ())
    hostile = dataclasses.replace(catalogue, packages=(package,))
    pages = {p.src_uri: p for p in site.pages(hostile, frozenset(), Edition("https://a.example"))}
    made = [p for src, p in pages.items() if src.startswith("einbetten/")]
    assert len(made) == 3
    for page in (*made, pages["quartiere/sued.md"]):
        assert "<script" not in page.html.lower()
    (line,) = lines(pages["quartiere/sued.md"])
    title = re.search(r' title="([^"]*)" width=', line)
    assert title, "a quotation mark broke out of the line"
    assert "<" not in title[1]
    assert HOSTILE in unescape(title[1])


def test_an_old_embed_links_to_no_newer_one_that_is_gone() -> None:
    catalogue, _ = musterstadt()
    gone = "durchschnittsalter"
    fewer = dataclasses.replace(
        catalogue,
        kennzahlen=tuple(k for k in catalogue.kennzahlen if k.id != gone),
        werte=tuple(w for w in catalogue.werte if w.kennzahl != gone),
    )
    pages = {p.src_uri: p for p in site.pages(fewer, frozenset(), Edition(URL))}
    old = pages[f"einbetten/monitoring/0.9.0/{gone}/karte.md"]
    assert "Neuere Fassung vorhanden" in old.html
    targets = re.findall(r'href="(?:\.\./)+([^"]+)"', old.html)
    assert targets
    assert all(f"{t.rstrip('/')}.md" in pages for t in targets)
