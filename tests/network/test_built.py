"""A town that lists a neighbour, built whole and opened in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import MUSTERSTADT_DAY, build_site
from tests.network.test_network import Towns, towns  # noqa: F401  (a fixture)


@pytest.mark.browser
def test_the_built_page_of_the_other_town(
    towns: Towns,  # noqa: F811
    page: Callable[..., Page],
    serve: Callable[..., str],
    tmp_path: Path,
) -> None:
    """Beispielhausen built whole with its neighbour's copy, as a reader sees it."""
    assert towns.update().returncode == 0
    site = build_site(towns.config, tmp_path / "site", MUSTERSTADT_DAY)
    for width in (360, 1280):
        tab = page(width=width)
        tab.goto(serve(site) + "netzwerk/")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        town = tab.get_by_role("link", name="Musterstadt", exact=True).first
        assert town.get_attribute("href") == "https://musterstadt.example/praevention/"
        same = tab.locator('[data-vergleich="u8-anteil"]')
        expect(same).to_contain_text("Beispielhausen")
        expect(same.locator("img")).to_have_count(1)
        assert same.locator("img").evaluate("e => e.complete ? e.naturalWidth : e.decode()") != 0
        unlike = tab.locator('[data-vergleich="anteil-unter-18"]')
        expect(unlike.locator("img")).to_have_count(0)
        expect(unlike.locator("[data-anders]")).to_contain_text("Dort gezählt")
        expect(tab.get_by_role("link", name="Geburtsvorbereitung am Kai")).to_be_visible()
    with (site / "netzwerk" / "vergleich.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {"Beispielhausen", "Musterstadt"} <= {v for row in rows for v in row.values()}
