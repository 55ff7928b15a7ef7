"""An embed in a frame of another site, in a real Chromium."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import framing

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
ADDRESS = "https://musterstadt.example/praevention/"
HEARD = "window.gehoert = []; onmessage = function (e) { window.gehoert.push(e.data); };"


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


@pytest.fixture
def host(base: str, serve: Callable[..., str], tmp_path: Path) -> Callable[[str], str]:
    """``host(line)`` is another site that has the line in its page."""

    def write(line: str) -> str:
        text = f"<!doctype html><title>Fremde Seite</title><script>{HEARD}</script>"
        (tmp_path / "index.html").write_text(text + line.replace(ADDRESS, base), encoding="utf-8")
        return serve(tmp_path)

    return write


def copied(tab: Page, at: str) -> str:
    """The line that a page offers."""
    tab.goto(at)
    tab.get_by_text("Zeile zum Kopieren zeigen").click()
    field = tab.locator("[data-einbetten]").first
    assert field.get_attribute("readonly") is not None
    field.focus()
    assert tab.evaluate("getSelection().toString()") == field.input_value()
    return field.input_value()


def test_a_copied_line_shows_the_map_on_another_site(
    page: Opens, base: str, host: Callable[[str], str]
) -> None:
    tab = page(width=360)
    line = copied(tab, base + "monitoring/durchschnittsalter/")
    assert line.startswith(f'<iframe src="{ADDRESS}einbetten/monitoring/')
    tab.goto(host(line))
    frame = tab.frame_locator("iframe")
    expect(frame.locator(".pk-plan path.leaflet-interactive")).to_have_count(6)
    expect(frame.locator("h1")).to_have_text(re.compile("Durchschnittsalter"))
    assert frame.locator("nav, footer, header").count() == 0
    tab.wait_for_function("window.gehoert.some(m => m.praeventionskette === 'hoehe')")
    height = tab.evaluate("window.gehoert.at(-1).hoehe")
    assert 200 < height < 900
    inner = tab.frames[1]
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with tab.context.expect_page() as opened:
        frame.locator(".pk-plan path.leaflet-interactive").first.click()
    opened.value.wait_for_load_state()
    assert "/quartiere/" in opened.value.url
    assert "/einbetten/" in inner.url


def test_an_old_line_still_shows_the_old_value_and_leads_to_the_new_one(
    page: Opens, base: str, host: Callable[[str], str]
) -> None:
    address = f"{ADDRESS}einbetten/monitoring/0.9.0/durchschnittsalter/karte/"
    tab = page()
    tab.goto(host(f'<iframe src="{html.escape(address)}" width="100%" height="760"></iframe>'))
    frame = tab.frame_locator("iframe")
    expect(frame.get_by_role("note")).to_contain_text("Neuere Fassung vorhanden.")
    expect(frame.locator(".pk-plan")).to_contain_text("48,4")
    frame.get_by_role("note").get_by_role("link").click()
    expect(frame.locator(".pk-plan")).to_contain_text("44,8")
    expect(frame.get_by_role("note")).to_have_count(0)


def test_nothing_but_an_embed_stands_in_a_foreign_frame(
    page: Opens, base: str, serve: Callable[..., str], tmp_path: Path
) -> None:
    """By ``_headers``; the files of nginx and Apache: ``tests/nightly/test_servers.py``."""
    framing.foreign(tmp_path / "fremd", base)
    framing.look(page(tolerate=framing.REFUSED), serve(tmp_path / "fremd"))


def test_without_scripts_the_values_are_a_table(page: Opens, base: str) -> None:
    tab = page(width=320, java_script_enabled=False)
    tab.goto(f"{base}einbetten/monitoring/0.9.0/durchschnittsalter/karte/")
    tab.get_by_text("Dieselben Angaben als Tabelle").click()
    assert tab.get_by_role("row", name="Altmarkt").is_visible()
    tab.goto(f"{base}quartiere/altmarkt/")
    tab.get_by_text("Zeile zum Kopieren zeigen").click()
    assert "<iframe src=" in tab.locator("[data-einbetten]").first.input_value()


def test_embeds_are_no_pages_to_be_found(musterstadt_site: Path) -> None:
    assert "/einbetten/" not in (musterstadt_site / "sitemap.xml").read_text(encoding="utf-8")
    made = list((musterstadt_site / "einbetten").rglob("index.html"))
    assert len(made) > 15
    for file in made:
        text = file.read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in text
        assert "data-pagefind-body" not in text
