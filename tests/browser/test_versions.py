"""Versions and changes on the built sites, as a journalist and a feed reader find them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import MUSTERSTADT_DAY, ROOT, build_site

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
KEPT = ROOT / "tests/musterstadt/datapackages/_fassungen/monitoring/0.9.0"


def test_from_the_package_to_the_cell_that_was_wrong(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    base = serve(musterstadt_site, at="/praevention/")
    tab = page(width=360)
    tab.goto(base + "daten/monitoring/")
    tab.get_by_role("link", name="Was sich gegenüber 0.9.0 geändert hat").click()
    expect(tab.locator("main")).to_contain_text("Berichtigung")
    expect(tab.locator("main")).to_contain_text("Ziffern vertauscht")
    row = tab.get_by_role("row").filter(has_text="mw-052")
    expect(row.locator("del")).to_have_text("48.4")
    expect(row.locator("ins")).to_have_text("44.8")
    tab.get_by_role("link", name="Dateien der Fassung 0.9.0").click()
    expect(tab.locator(".pk-hinweis--achtung")).to_contain_text("Neuere Fassung vorhanden.")
    for name in ("datapackage.json", "kennzahlen.csv", "werte.csv"):
        raw = (KEPT / name).read_bytes()
        published = musterstadt_site / "daten" / "monitoring" / "0.9.0" / name
        assert published.read_bytes() == raw
        line = tab.get_by_role("row").filter(has_text=name)
        expect(line).to_contain_text(hashlib.sha256(raw).hexdigest())
    tab.wait_for_load_state()  # before its stylesheet a page is as wide as it likes
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["aenderungen/", "daten/hsds/", "daten/angebote/"])
def test_pages_of_neuss_fit(
    page: Opens, neuss_site: Path, serve: Callable[..., str], path: str, width: int
) -> None:
    tab = page(width=width)
    tab.goto(serve(neuss_site) + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("h1").count() == 1


def test_two_builds_give_the_same_bytes(musterstadt_site: Path, tmp_path: Path) -> None:
    config, again = ROOT / "tests" / "musterstadt" / "mkdocs.yml", tmp_path / "noch-einmal"
    build_site(config, again, MUSTERSTADT_DAY)
    compared = 0
    for folder in ("daten", "aenderungen", "einbetten"):
        first, second = (dict(files(site / folder)) for site in (musterstadt_site, again))
        assert first.keys() == second.keys()
        assert [name for name in first if first[name] != second[name]] == []
        compared += len(first)
    assert compared > 70


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
