"""From any offer to a goal and an indicator in two clicks, and back; one set of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.goals import (
    indicators_of_goals,
    newest_of_town,
    offers_of_goals,
    table,
)

pytestmark = pytest.mark.browser
SITES = pytest.mark.parametrize(
    ("site", "at"), [("neuss_site", "/"), ("musterstadt_site", "/praevention/")]
)
CAUSAL = re.compile(
    r"\b(bewirk\w*|verursach\w*|dank (der|des|dem|unser\w*)|führt(e|en)? (dazu|zu)|"
    r"dadurch|deshalb (stieg|sank|ist|sind)|erfolg\w*|wirksam\w*|verbesser(t|te|ten) sich durch)\b",
    re.I,
)
LINKS = "nodes => nodes.map(n => n.href)"


def hrefs(tab: Page, address: str, selector: str) -> set[str]:
    """Addresses of the links that a page shows there, without what follows #."""
    tab.goto(address)
    found = tab.locator(selector).evaluate_all(LINKS)
    return {href.partition("#")[0] for href in found}


@SITES
def test_every_offer_leads_to_a_goal_and_an_indicator_and_back(
    site: str, at: str, page: Callable[..., Page], serve: Callable[..., str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    root: Path = request.getfixturevalue(site)
    base, tab = serve(root, at=at), page(width=360)
    offers, indicators = offers_of_goals(root), indicators_of_goals(root)
    measured = {i for own in indicators.values() for i in own}
    pages = {i for i in measured if (root / "monitoring" / i / "index.html").is_file()}
    assert pages
    from_goal = {}
    for goal, served in offers.items():
        address = f"{base}leitbild/{goal}/"
        found = hrefs(tab, address, "main a")
        assert {f"{base}angebote/{o}/" for o in served} == {
            h for h in found if h.startswith(f"{base}angebote/")
        }, goal
        wanted = {f"{base}monitoring/{i}/" for i in indicators.get(goal, set()) & pages}
        assert wanted <= found, goal
        from_goal[address] = found
    for offer in sorted(set().union(*offers.values())):
        first = hrefs(tab, f"{base}angebote/{offer}/", "section[aria-labelledby=ziele] a")
        assert first == {f"{base}leitbild/{g}/" for g, served in offers.items() if offer in served}
        second = set().union(*(from_goal[address] for address in first))
        assert second & {f"{base}monitoring/{i}/" for i in measured}, offer
    for indicator in sorted(pages):
        back = hrefs(tab, f"{base}monitoring/{indicator}/", "h2#ziele + ul a")
        assert back == {f"{base}leitbild/{g}/" for g, own in indicators.items() if indicator in own}
        assert any(from_goal[a] & {f"{base}angebote/{o}/" for o in set().union(*offers.values())}
                   for a in back) or not any(offers[a.split("/")[-2]] for a in back)  # fmt: skip


def test_it_is_two_clicks_there_and_two_clicks_back(
    page: Callable[..., Page], neuss_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=360, java_script_enabled=False)
    tab.goto(serve(neuss_site) + "angebote/ne-040/")
    name = tab.locator("h1").inner_text()
    tab.locator("section[aria-labelledby=ziele] a").first.click()
    tab.locator(".pk-zahlkarte a").first.click()
    expect(tab.locator(".pk-pfad")).to_contain_text("Alle Kennzahlen")
    tab.locator("h2#ziele + ul a").first.click()
    tab.get_by_role("link", name=name).click()
    expect(tab.locator("h1")).to_have_text(name)


@SITES
def test_leitbild_effect_and_tables_say_the_same(
    site: str, at: str, page: Callable[..., Page], serve: Callable[..., str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    root: Path = request.getfixturevalue(site)
    base, tab = serve(root, at=at), page()
    offers, indicators = offers_of_goals(root), indicators_of_goals(root)
    goals = table(root, "leitbild", "ziele").set_index("id")
    effect = pd.read_csv(root / "wirkung" / "wirkung.csv", dtype=str, keep_default_na=False)
    assert set(effect["ziel"]) == set(goals.index)
    tab.goto(base + "wirkung/")
    for goal in goals.index:
        rows = effect[effect["ziel"] == goal]
        assert set(rows["angebote"]) == {str(len(offers[goal]))}
        assert set(rows["kennzahl"]) - {""} == indicators.get(goal, set())
        cells = tab.locator(f'tr[data-ziel="{goal}"] td')
        said = re.match(r"(\d+)", cells.nth(0).inner_text())
        assert int(said[1] if said else 0) == len(offers[goal])
        for _, row in rows[rows["kennzahl"] != ""].iterrows():
            newest = newest_of_town(root, row["kennzahl"])
            if newest is None:
                assert (row["jahr"], row["wert"]) == ("", "")
                continue
            assert (row["jahr"], float(row["wert"])) == (newest[0], float(newest[1]))
            assert _german(newest[1]) in cells.nth(1).inner_text()
    tab.goto(base + "leitbild/")
    for goal in goals.index:
        block = tab.locator(f"section[aria-labelledby=ziel-{goal}]")
        link = block.locator(".pk-ziel__angebote")
        count = int(link.inner_text().split()[0]) if link.count() else 0
        assert count == len(offers[goal])
        assert block.locator(".pk-zahlkarte").count() == len(indicators.get(goal, set()))
        if not goals.loc[goal, "verantwortlich"]:
            expect(block).to_contain_text("von der Stadt zu liefern")
        for indicator in indicators.get(goal, set()):
            if newest := newest_of_town(root, indicator):
                expect(block).to_contain_text(_german(newest[1]))
        if not indicators.get(goal):
            expect(block).to_contain_text("keine Kennzahl")


def _german(value: str) -> str:
    whole, _, part = value.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".") if len(digits) > 3 else digits
    return sign + grouped + (f",{part}" if part.strip("0") else "")


@SITES
def test_history_stands_in_order_and_each_event_with_its_source(
    site: str, at: str, page: Callable[..., Page], serve: Callable[..., str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    root: Path = request.getfixturevalue(site)
    events = table(root, "leitbild", "ereignisse").sort_values("zeit", kind="stable")
    tab = page()
    tab.goto(serve(root, at=at) + "leitbild/")
    items = tab.locator(".pk-zeitleiste > li")
    expect(items).to_have_count(len(events))
    for i, (_, event) in enumerate(events.iterrows()):
        expect(items.nth(i)).to_contain_text(event["text"])
        urls = [u for u in (event["quelle"], event["weitere_quelle"]) if u]
        shown = items.nth(i).locator("a").evaluate_all("ns => ns.map(n => n.getAttribute('href'))")
        assert shown == urls


@pytest.mark.parametrize("site", ["neuss_site", "musterstadt_site"])
def test_no_page_of_goals_claims_a_cause(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    pages = [root / "wirkung" / "index.html", *(root / "leitbild").rglob("*.html")]
    pages += (root / "bericht").rglob("*.html")
    assert len(pages) > 4
    wrong = []
    for path in pages:
        text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
        wrong += [f"{path.relative_to(root)}: {m[0]}" for m in CAUSAL.finditer(text)]
    assert not wrong
    assert "zeigt" in pages[0].read_text(encoding="utf-8")
    assert CAUSAL.search("Das Angebot bewirkt weniger Armut.")
