"""The site of this repository's town, built from its own ``mkdocs.yml``, in a real Chromium."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page
from praeventionskette.languages import LANGUAGES

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "datapackages"
FIXED = {
    *("", "angebote/", "kette/", "karte/", "quartiere/", "monitoring/", "leitbild/", "daten/"),
    *("aenderungen/", "suche/", "merkliste/", "impressum/", "datenschutz/", "barrierefreiheit/"),
}
"""Addresses that every town has (the contract in HACKING.md)."""
Opens = Callable[..., Page]


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml, whose ``!ENV`` is a list of a name and what holds without it."""


_Settings.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])


def rows(package: str, table: str) -> list[dict[str, str]]:
    raw = (PACKAGES / package / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(raw)))


@pytest.fixture
def base(own_site: Path, serve: Callable[..., str]) -> str:
    return serve(own_site)


def test_it_bears_the_towns_name(page: Opens, base: str) -> None:
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)
    tab = page()
    tab.goto(base)
    assert settings["site_name"] in tab.title()
    assert settings["site_name"] in tab.locator("header").inner_text()


def one_of_each_kind(site: Path) -> list[str]:
    """Addresses: all fixed ones, and of pages made from data the first in each folder."""
    found: dict[str, str] = {}
    for file in sorted(site.rglob("index.html")):
        if file.relative_to(site).parts[0] in LANGUAGES:
            continue  # tests/browser/test_sprachen.py opens those
        address = file.parent.relative_to(site).as_posix().removeprefix(".") + "/"
        folder = address.rstrip("/").rpartition("/")[0]
        found.setdefault(address if address.lstrip("/") in FIXED else folder, address.lstrip("/"))
    return list(found.values())


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_and_have_what_every_page_needs(
    page: Opens, base: str, own_site: Path, width: int
) -> None:
    addresses = one_of_each_kind(own_site)
    assert set(addresses) >= FIXED
    tab = page(width=width)
    for address in addresses:
        tab.goto(base + address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
        assert tab.locator("h1").count() == 1, address
        assert tab.get_attribute("html", "lang") == "de", address
        about = tab.get_attribute('meta[name="description"]', "content")
        assert len(about or "") > 30, address
        if tab.locator("footer").count():  # an embed has none, its page has
            for name in ("Impressum", "Datenschutz", "Barrierefreiheit"):
                assert tab.locator("footer").get_by_role("link", name=name).count() == 1, address


def test_every_current_offer_has_a_page_an_entry_and_a_row(
    page: Opens, base: str, own_site: Path
) -> None:
    stated = own_site / "daten" / "angebote" / "angebote_status.csv"
    day = next(csv.DictReader(io.StringIO(stated.read_text(encoding="utf-8"))))["stichtag"]
    current = [row for row in rows("angebote", "angebote") if row["status"] == "aktiv"]
    ids = {row["id"] for row in current if not row["endet_am"] or row["endet_am"] >= day}
    tab = page(java_script_enabled=False)
    listed: list[str] = []
    address: str | None = base + "angebote/"
    while address:
        tab.goto(address)
        cards = tab.locator("[data-angebot]")
        assert cards.last.is_visible()
        listed += cards.evaluate_all("all => all.map(e => e.dataset.angebot)")
        further = tab.locator('a[rel="next"]')
        address = further.evaluate("e => e.href") if further.count() else None
    pages = {p.parent.name for p in own_site.glob("angebote/*/index.html")}
    assert len(listed) == len(ids)
    assert set(listed) == ids
    assert ids <= pages


def test_every_quarter_has_a_profile(own_site: Path) -> None:
    made = {p.parent.name for p in (own_site / "quartiere").glob("*/index.html")}
    assert made == {row["id"] for row in rows("quartiere", "quartiere")}


@pytest.mark.parametrize(
    "package", [p.name for p in sorted(PACKAGES.iterdir()) if not p.name.startswith("_")]
)
def test_downloads_are_the_very_bytes_that_were_checked(own_site: Path, package: str) -> None:
    files = [f for f in sorted((PACKAGES / package).iterdir()) if f.is_file()]
    assert PACKAGES / package / "datapackage.json" in files
    for file in files:
        assert (own_site / "daten" / package / file.name).read_bytes() == file.read_bytes()


def test_keyboard_starts_with_a_skip_link(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "quartiere/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "inhalt"


def test_no_file_names_a_resource_of_another_host(own_site: Path) -> None:
    loads = re.compile(
        r"""<(?:script|img|iframe|frame|embed|object|source|video|audio)\b[^>]*\s(?:src|data)=["']?(?:https?:)?//"""
        r"""|<link\b[^>]*rel=["']?(?:stylesheet|icon|preload|preconnect|dns-prefetch)[^>]*href=["']?(?:https?:)?//"""
        r"""|<link\b[^>]*href=["']?(?:https?:)?//[^>]*rel=["']?(?:stylesheet|icon|preload|preconnect)"""
        r"""|url\(\s*["']?(?:https?:)?//|@import\s+["']?(?:https?:)?//""",
        re.I,
    )
    scanned = 0
    for file in own_site.rglob("*"):
        if file.suffix in {".html", ".css", ".svg", ".js", ".xml"}:
            scanned += 1
            assert not loads.search(file.read_text(encoding="utf-8")), file
    assert scanned > 50
