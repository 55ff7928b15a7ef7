"""The data pages in a real Chromium: tables sort and filter, and are plain without scripts."""

from __future__ import annotations

import html
import json
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


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["daten/", "daten/monitoring/", "daten/nutzen/"])
def test_pages_fit_with_everything_open(page: Opens, base: str, path: str, width: int) -> None:
    tab = page(width=width)
    tab.goto(base + path)
    tab.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("h1").count() == 1


def test_a_table_sorts_by_number_and_filters_by_word(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "daten/quartiere/")
    tab.locator("summary", has_text="Tabelle ansehen").first.click()
    table = tab.locator("[data-pk-tabelle]").first
    heads = table.locator("th").all_inner_texts()
    column = heads.index("einwohner")
    button = table.get_by_role("button", name="einwohner", exact=True)

    def numbers() -> list[int]:
        cells = table.locator(f"tbody tr:visible td:nth-child({column + 1})").all_inner_texts()
        return [int(c) for c in cells if c]

    button.click()
    assert numbers() == sorted(numbers())
    head = table.locator(f"th:nth-child({column + 1})")
    assert head.get_attribute("aria-sort") == "ascending"
    button.click()
    assert numbers() == sorted(numbers(), reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    rows = table.locator("tbody tr").all_inner_texts()
    wanted = [row for row in rows if "furth" in row.lower()]
    table.get_by_label("Zeilen filtern").fill("FURTH")
    expect(table.get_by_role("status")).to_have_text(f"{len(wanted)} Zeilen")
    assert 1 < len(wanted) < len(rows)
    assert table.locator("tbody tr:visible").all_inner_texts() == wanted


def test_without_scripts_the_table_and_all_files_are_there(
    page: Opens, base: str, neuss_site: Path
) -> None:
    tab = page(java_script_enabled=False)
    tab.goto(base + "daten/quartiere/")
    assert tab.locator("[data-pk-tabelle] button").count() == 0
    assert tab.locator("[data-pk-tabelle]").first.locator("tbody tr").count() == 28
    for link in tab.locator("a[download]").all():
        target = link.get_attribute("href") or ""
        assert (neuss_site / "daten" / "quartiere" / target).is_file(), target


def test_the_javascript_example_runs_as_it_stands(page: Opens, base: str, neuss_site: Path) -> None:
    text = (neuss_site / "daten" / "nutzen" / "index.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<code class="language-javascript">(.*?)</code>', text, re.S)
    index = json.loads((neuss_site / "daten" / "data.json").read_text(encoding="utf-8"))
    assert len(blocks) == 1
    script = html.unescape(blocks[0]).replace(str(index["seite"]), base + "daten/")
    tab = page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(base + "daten/nutzen/")
    tab.evaluate(f"async () => {{ {script} }}")
    assert any(index["pakete"][0]["titel"] in line for line in said)
