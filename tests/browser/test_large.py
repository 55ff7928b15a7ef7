"""A town with 5,000 offers: page, times, confirmation, own list and report, as with a few."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable
from pathlib import Path

import icalendar
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.published import offers, table

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
TUESDAY = dt.datetime.fromisoformat("2026-11-24T10:30+01:00")
"""The day of the build, no holiday and in no school holidays."""


@pytest.fixture
def base(generated_site: Path, serve: Callable[..., str]) -> str:
    return serve(generated_site)


def one(frame: pd.DataFrame) -> pd.Series:
    """The first row, which has to be there."""
    assert len(frame)
    return frame.iloc[0]


def open_on_tuesday(site: Path) -> pd.DataFrame:
    """Weekly times that run at half past ten on the Tuesday of the build."""
    times = table(site, "zeiten")
    until = times["gueltig_bis"].where(times["gueltig_bis"] != "", "9999")
    return times[
        (times["wochentag"] == "dienstag")
        & (times["von"] != "") & (times["von"] <= "10:30") & (times["bis"] > "10:30")
        & (times["gueltig_von"] <= "2026-11-24") & (until >= "2026-11-24")
        & times["angebot"].isin(offers(site).frame["id"])
    ]  # fmt: skip


def test_the_page_of_an_offer(page: Opens, base: str, generated_site: Path) -> None:
    known = offers(generated_site).frame
    places = table(generated_site, "orte").set_index("id")
    many = known[(known["orte"].str.contains("|", regex=False)) & (known["sprachen"] != "")]
    row = one(many[many["telefon"] != ""])
    tab = page(width=360)
    tab.goto(f"{base}angebote/{row['id']}/")
    text = tab.locator("main").inner_text().replace("\u00a0", " ")
    assert row["name"] in text
    for place in row["orte"].split("|"):
        assert places.loc[place, "strasse"] in text
    assert row["quelle"] in tab.locator("main").inner_html()
    call = tab.get_by_role("link", name=re.compile("Anrufen"))
    assert re.sub(r"\D", "", call.get_attribute("href") or "").endswith(
        re.sub(r"\D", "", row["telefon"])[1:]
    )
    graph = json.loads(tab.locator('script[type="application/ld+json"]').inner_text())
    assert row["name"] in json.dumps(graph, ensure_ascii=False)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True))) == 1


def test_open_now_on_the_page_and_on_every_card(
    page: Opens, base: str, generated_site: Path
) -> None:
    slot = one(open_on_tuesday(generated_site))
    hour = slot["bis"].removesuffix(":00").lstrip("0")
    tab = page(width=360)
    tab.clock.set_fixed_time(TUESDAY)
    tab.goto(f"{base}angebote/{slot['angebot']}/")
    said = f"Jetzt geöffnet bis {hour}\u00a0Uhr."
    expect(tab.locator(".pk-jetzt")).to_have_text(said)
    expect(tab.get_by_role("link", name="In meinen Kalender")).to_be_visible()
    name = one(offers(generated_site).frame.query("id == @slot.angebot"))["name"]
    tab.goto(f"{base}angebote/?q={name}")
    card = tab.locator(f'[data-angebot="{slot["angebot"]}"]')
    expect(card.locator(".pk-jetzt")).to_have_text(said)


def test_cards_of_the_first_page_and_later_ones_tell_the_hour(
    page: Opens, base: str, generated_site: Path
) -> None:
    timed = set(table(generated_site, "zeiten")["angebot"]) | set(
        table(generated_site, "termine")["angebot"]
    )
    tab = page()
    tab.clock.set_fixed_time(TUESDAY)
    tab.goto(f"{base}angebote/")
    cards = tab.locator("[data-angebot]:visible")
    for number in (100, 200):
        expect(cards).to_have_count(number)
        ids = cards.evaluate_all("all => all.map(e => e.dataset.angebot)")
        with_hour = cards.filter(has=tab.locator(".pk-jetzt:not([hidden])"))
        expect(with_hour).to_have_count(len(timed & set(ids)))
        assert 10 < len(timed & set(ids)) < len(ids)
        words = with_hour.locator(".pk-jetzt").all_inner_texts()
        assert not [w for w in words if "geschlossen" in w.lower()]
        tab.locator("[data-weitere]").click()


def test_the_calendar_holds_every_time_once(generated_site: Path) -> None:
    raw = (generated_site / "angebote" / "kalender.ics").read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    keys = [(str(e["uid"]), str(e.get("recurrence-id", ""))) for e in events]
    assert len(keys) == len(set(keys))
    current = set(offers(generated_site).frame["id"])
    times, dates = table(generated_site, "zeiten"), table(generated_site, "termine")
    times = times[times["gueltig_bis"].where(times["gueltig_bis"] != "", "9999") >= "2026-11-24"]
    wanted = {f"zeit-{i}" for i in times["id"][times["angebot"].isin(current)]}
    wanted |= {f"termin-{i}" for i in dates["id"][dates["angebot"].isin(current)]}
    assert {uid.split("@")[0] for uid, _ in keys} >= {
        f"zeit-{i}" for i in open_on_tuesday(generated_site)["id"]
    }
    assert {uid.split("@")[0] for uid, _ in keys} <= wanted | {
        f"zeit-{i}" for i in table(generated_site, "zeiten")["id"]
    }


def test_confirmed_or_not_in_list_page_and_table(
    page: Opens, base: str, generated_site: Path
) -> None:
    states = table(generated_site, "angebote_status")
    words = {
        "geprueft": "geprüft am",
        "bitte-vorher-anrufen": "bitte vorher anrufen",
        "nicht-bestaetigt": "nicht bestätigt",
    }
    tab = page()
    tab.clock.set_fixed_time(TUESDAY)
    for state, said in words.items():
        row = one(states[states["bestaetigung"] == state])
        tab.goto(f"{base}angebote/{row['id']}/")
        expect(tab.locator("main .pk-stand:visible").first).to_contain_text(said)
        tab.goto(f"{base}angebote/?q={row['name']}")
        card = tab.locator(f'[data-angebot="{row["id"]}"]')
        expect(card.locator("li:visible").filter(has_text=said)).to_have_count(1)
    hidden = set(states["id"][states["bestaetigung"] == "verborgen"])
    assert hidden
    assert not hidden & set(offers(generated_site).frame["id"])
    assert not [i for i in hidden if (generated_site / "angebote" / i).exists()]
    assert set(states["bestaetigung"]) == {*words, "verborgen"}


def test_an_own_list_of_two_and_what_is_gone(page: Opens, base: str, generated_site: Path) -> None:
    rows = offers(generated_site).frame.iloc[[7, 4000]]
    tab = page(width=360)
    for offer in rows["id"]:
        tab.goto(f"{base}angebote/{offer}/")
        tab.get_by_role("button", name="Auf die Merkliste").click()
    tab.get_by_role("link", name="Zur Merkliste (2 Angebote)").click()
    tab.wait_for_selector('[data-merkliste][data-bereit="ja"]')
    sheets = tab.locator(".pk-merkblatt h2")
    assert sorted(sheets.all_inner_texts()) == sorted(rows["name"])
    shared = page(width=360)
    shared.goto(f"{base}merkliste/?ids={rows['id'].iloc[0]},gibt-es-nicht")
    shared.wait_for_selector('[data-merkliste][data-bereit="ja"]')
    expect(shared.locator(".pk-merkblatt h2")).to_have_text([rows["name"].iloc[0]])
    expect(shared.get_by_text("gibt-es-nicht")).to_be_visible()


def test_a_report_names_the_offer(page: Opens, base: str, generated_site: Path) -> None:
    offer = one(offers(generated_site).frame)["id"]
    tab = page(width=360)
    tab.goto(f"{base}angebote/{offer}/")
    tab.locator("summary", has_text="Stimmt etwas nicht?").click()
    links = tab.locator("#melden li a")
    assert links.count() >= 5
    assert all(offer in (a.get_attribute("href") or "") for a in links.all())


def test_near_a_place_comes_by_distance_then_by_quarter(
    page: Opens, base: str, generated_site: Path
) -> None:
    """The device's place, on a click: the nearest first, as pandas reckons it from the tables."""
    places = table(generated_site, "orte").set_index("id")
    points = places[places["breite"] != ""][["breite", "laenge"]].astype(float)
    here = points.iloc[3]
    tab = page(
        width=360,
        geolocation={"latitude": here["breite"], "longitude": here["laenge"]},
        permissions=["geolocation"],
    )
    tab.goto(f"{base}angebote/")
    tab.locator("[data-mehr] > summary").click()
    tab.get_by_role("button", name="Meinen Standort nehmen").click()
    expect(tab.locator("[data-chips]")).to_contain_text("meinem Standort")
    cards = tab.locator("[data-angebot]:visible")
    expect(cards.first.locator(".pk-karte__nah")).to_have_text("unter 1 km Luftlinie bis zum Ort")
    shown = cards.evaluate_all("all => all.map(e => e.dataset.angebot)")
    north = (points["breite"] - here["breite"]) * 111.2
    east = (points["laenge"] - here["laenge"]) * 111.2 * math.cos(math.radians(here["breite"]))
    km = (north**2 + east**2) ** 0.5
    frame = offers(generated_site).frame.set_index("id")
    own = frame.loc[shown, "orte"].map(lambda v: min(km.get(p, 99.0) for p in v.split("|")))
    known = own[own < 99]
    assert len(known) > 50
    assert (known.diff().fillna(0) > -0.05).all()
    lines = cards.locator(".pk-karte__nah").all_text_contents()
    for far, line in zip(own, lines, strict=True):
        assert line.endswith("Luftlinie bis zum Ort" if far < 99 else "genauer Ort nicht bekannt")
    tab.goto(f"{base}angebote/?nah=altmarkt&kosten=kostenlos&format=vor-ort")
    expect(tab.locator("[data-chips]")).to_contain_text("sortiert von Altmarkt aus")
    here_too = tab.get_by_text("in diesem Quartier, genauer Ort nicht bekannt")
    expect(here_too.first).to_be_visible()
    assert cards.locator(".pk-karte__nah").count() == cards.count() == 100


def test_map_and_list_show_the_same_of_5000(page: Opens, base: str, generated_site: Path) -> None:
    known = offers(generated_site)
    choice = {"kosten": ["kostenlos"], "bereich": ["bildung"]}
    fits = known.passing(known.masks(choice))
    tab = page(width=1280)
    tab.goto(f"{base}karte/?bereich=bildung&kosten=kostenlos")
    tab.wait_for_selector('[data-bereit="ja"][data-treffer]')
    expect(tab.locator("[data-klassen]")).to_have_attribute("data-treffer", str(fits.sum()))
    expect(tab.locator("[data-treffer][role='status']")).to_contain_text(str(fits.sum()))
    listed = tab.locator("[data-angebot]").evaluate_all("a => a.map(e => e.dataset.angebot)")
    assert listed
    assert set(listed) <= set(known.frame["id"][fits])
