"""Pages of a town with 5,000 offers stay small, whoever looks at them and with what."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import goals
from tests.browser.published import offers, table

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
SMALL = 250_000
"""Bytes of HTML that no page has, however large the town."""
ELEMENTS = 6_000
"""What the list holds at most with a hundred cards."""


def test_no_page_grows_with_the_town(generated_site: Path) -> None:
    large = {
        p.parent.relative_to(generated_site).as_posix(): p.stat().st_size
        for p in generated_site.rglob("*.html")
        if p.stat().st_size > SMALL
    }
    assert not large


def test_a_goal_shows_the_first_of_its_offers_and_leads_to_all(generated_site: Path) -> None:
    known = set(goals.table(generated_site, "leitbild", "ziele")["id"])
    cut = 0
    for goal in known:
        html = (generated_site / "leitbild" / goal / "index.html").read_text(encoding="utf-8")
        shown = re.findall(r'href="\.\./\.\./angebote/([^/"?]+)/"', html)
        if "Hier stehen die ersten 100." not in html:
            assert len(shown) <= 150
            continue
        cut += 1
        links = html.split("Alle ansehen:")[1].split("</ul>")[0]
        assert re.search(r'href="\.\./\.\./angebote/[^"]*"', links)
        listed = html.split('id="angebote"')[1].split("Hier stehen")[0]
        assert listed.count("<li>") == 100
    assert cut


def test_an_embedded_quarter_shows_the_first_and_leads_to_all(
    page: Opens, generated_site: Path, serve: Callable[..., str]
) -> None:
    quarter = table(generated_site, "quartiere")["id"].iloc[0]
    here = offers(generated_site).frame["quartier"].map(lambda own: quarter in own).sum()
    assert here > 150
    folder = next((generated_site / "einbetten" / "angebote").iterdir()).name
    tab = page(width=360, java_script_enabled=False)
    tab.goto(f"{serve(generated_site)}einbetten/angebote/{folder}/quartier/{quarter}/")
    assert tab.locator(".pk-einbettung__liste > li").count() == 100
    link = tab.get_by_role("link", name=re.compile(r"^Alle [\d.]+ ansehen$"))
    assert f"{here:,}".replace(",", ".") in link.inner_text()
    with tab.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("[data-angebot]")).to_have_count(100)
    assert f"/angebote/quartier/{quarter}/" in opened.value.url


def test_the_list_holds_a_hundred_cards_whatever_is_chosen_and_goes_back(
    page: Opens, generated_site: Path, serve: Callable[..., str]
) -> None:
    known = offers(generated_site)
    tab = page(width=360)
    tab.goto(serve(generated_site) + "angebote/")
    tab.locator("[data-mehr] > summary").click()
    cards, status = tab.locator("[data-liste] [data-angebot]"), tab.locator("[data-treffer]")
    chosen: dict[str, list[str]] = {}
    for facet, value in (("kosten", "kostenlos"), ("bereich", "bildung")):
        chosen[facet] = [value]
        tab.locator(f'[name="{facet}"][value="{value}"]').check()
        wanted = known.passing(known.masks(chosen)).sum()
        expect(status).to_have_text(re.compile(rf"^{wanted:,}\s".replace(",", r"\.")))
        expect(cards).to_have_count(100)
        assert tab.evaluate("document.querySelectorAll('*').length") < ELEMENTS
    tab.go_back()
    wanted = known.passing(known.masks({"kosten": ["kostenlos"]})).sum()
    expect(status).to_have_text(re.compile(rf"^{wanted:,}\s".replace(",", r"\.")))
    expect(tab.locator('[name="bereich"][value="bildung"]')).not_to_be_checked()
    tab.go_back()
    expect(status).to_have_text(re.compile(rf"^{len(known.frame):,}\s".replace(",", r"\.")))
    expect(cards).to_have_count(100)
    assert not tab.locator('[data-filter] [name="kosten"]:checked').count()


def test_the_data_comes_once_somebody_turns_to_the_filter(
    page: Opens, generated_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=360)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(serve(generated_site) + "angebote/", wait_until="networkidle")
    assert not [url for url in asked if url.endswith(".json")]
    with tab.expect_request("**/angebote/liste.json"):
        tab.get_by_label("Suchwort").focus()
