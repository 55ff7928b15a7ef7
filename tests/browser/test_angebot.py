"""The page of an offer in a real Chromium: the hour, the check, print, report, hostile text."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import MUSTERSTADT_DAY, build_site

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
Opens = Callable[..., Page]


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment)


def said(tab: Page) -> str:
    line = tab.locator(".pk-jetzt")
    expect(line).to_be_visible()
    return line.inner_text().replace("\u00a0", " ")


CALL = "Bitte vorher nachfragen."
MOMENTS = [
    # Monday to Friday of an ordinary week
    ("ms-jugendtreff", "2026-11-30T16:00+01:00", "Jetzt geöffnet bis 20 Uhr."),
    ("ms-jugendtreff", "2026-11-30T12:00+01:00", "Öffnet heute um 15 Uhr."),
    ("ms-jugendtreff", "2026-11-30T20:00+01:00", "Öffnet am Mittwoch, 2. Dezember, um 15 Uhr."),
    ("ms-jugendtreff", "2026-12-01T09:00+01:00", "Öffnet morgen, Mittwoch, um 15 Uhr."),
    ("ms-jugendtreff", "2026-12-02T16:00+01:00",
     "Heute ab 15 Uhr. Wie lange, ist nicht bekannt. Bitte vorher nachfragen."),
    ("ms-jugendtreff", "2026-12-04T23:59+01:00", "Jetzt geöffnet bis 24 Uhr."),
    ("ms-jugendtreff", "2026-12-05T00:00+01:00", "Öffnet am Montag, 7. Dezember, um 15 Uhr."),
    # public holidays: yes, no; far away nothing is known of them
    ("ms-jugendtreff", "2026-12-25T19:00+01:00", "Jetzt geöffnet bis 24 Uhr."),
    ("ms-jugendtreff", "2027-03-29T16:00+02:00", "Öffnet am Mittwoch, 31. März, um 15 Uhr."),
    ("ms-jugendtreff", "2030-01-07T16:00+01:00",
     "Heute: vielleicht ein Feiertag. Ob jetzt geöffnet ist, wissen wir nicht. " + CALL),
    # several slots a day; not in school holidays, or not known whether
    ("ms-krabbelgruppe", "2026-11-24T10:00+01:00", "Jetzt geöffnet bis 11 Uhr."),
    ("ms-krabbelgruppe", "2026-11-24T11:00+01:00", "Öffnet heute um 15 Uhr."),
    ("ms-krabbelgruppe", "2026-12-22T10:00+01:00",
     "Vielleicht wieder am Donnerstag, 24. Dezember, um 10 Uhr (Winterferien). " + CALL),
    ("ms-krabbelgruppe", "2026-12-24T10:30+01:00",
     "Heute: Winterferien. Ob jetzt geöffnet ist, wissen wir nicht. Bitte vorher nachfragen."),
    # single dates
    ("ms-krabbelgruppe", "2026-12-04T18:00+01:00",
     "Nächster Termin morgen, Samstag, um 9 Uhr: Adventsfrühstück."),
    ("ms-krabbelgruppe", "2026-12-05T10:00+01:00", "Jetzt: Adventsfrühstück, bis 11 Uhr."),
    ("ms-geburtsvorbereitung", "2027-01-20T10:00+01:00",
     "Nächster Termin am Samstag, 23. Januar, Uhrzeit nicht bekannt. Bitte vorher nachfragen."),
    # what is unknown, or over, is never called closed
    ("ms-lesezwerge", "2026-11-25T10:00+01:00",
     "Heute. Die Uhrzeit ist nicht bekannt. Bitte vorher nachfragen."),
    ("ms-lesezwerge", "2026-11-26T10:00+01:00",
     "Wieder am Mittwoch, 2. Dezember, Uhrzeit nicht bekannt. Bitte vorher nachfragen."),
    ("ms-hausaufgaben", "2026-11-30T15:00+01:00",
     "Die Zeiten, die wir kennen, gelten nicht mehr. Bitte vorher nachfragen."),
    # Sunday 1:30 to 4:00 on both days of the change of time: the clock on the wall counts
    ("ms-elternlinie", "2027-03-28T00:29+00:00", "Öffnet heute um 1:30 Uhr."),
    ("ms-elternlinie", "2027-03-28T00:45+00:00", "Jetzt geöffnet bis 4 Uhr."),
    ("ms-elternlinie", "2027-03-28T01:59+00:00", "Jetzt geöffnet bis 4 Uhr."),
    ("ms-elternlinie", "2027-03-28T02:00+00:00", "Öffnet am Sonntag, 4. April, um 1:30 Uhr."),
    ("ms-elternlinie", "2026-10-25T00:30+00:00", "Jetzt geöffnet bis 4 Uhr."),
    ("ms-elternlinie", "2026-10-25T02:59+00:00", "Jetzt geöffnet bis 4 Uhr."),
    ("ms-elternlinie", "2026-10-25T03:00+00:00", "Öffnet morgen, Montag, um 8 Uhr."),
    # over the end of the year
    ("ms-geburtsvorbereitung", "2026-12-30T23:00+01:00",
     "Nächster Termin am Samstag, 16. Januar 2027, um 10 Uhr."),
]  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland"])
def test_open_now_is_told_by_the_clock_in_germany(page: Opens, base: str, zone: str) -> None:
    tab = page(width=360, timezone_id=zone)
    wrong = []
    for offer, moment, words in MOMENTS:
        tab.clock.set_fixed_time(at(moment))
        tab.goto(f"{base}angebote/{offer}/")
        if (found := said(tab)) != words:
            wrong.append((offer, moment, words, found))
    assert not wrong


def test_an_open_page_follows_the_clock(page: Opens, base: str) -> None:
    tab = page()
    tab.clock.install(time=at("2026-11-30T14:59:40+01:00"))
    tab.goto(f"{base}angebote/ms-jugendtreff/")
    assert said(tab) == "Öffnet heute um 15 Uhr."
    tab.clock.run_for(60_000)
    assert said(tab) == "Jetzt geöffnet bis 20 Uhr."


def test_without_scripts_the_times_stand_there_in_words(page: Opens, base: str) -> None:
    tab = page(width=360, java_script_enabled=False)
    tab.goto(f"{base}angebote/ms-krabbelgruppe/")
    text = tab.locator(".pk-wann").inner_text().replace("\u00a0", " ")
    assert re.search(r"Dienstag:\s+9:30–11 und 15–16:30 Uhr", text)
    assert "Nicht in den Schulferien und nicht an Feiertagen." in text
    assert "Samstag, 5. Dezember 2026, 9–11 Uhr – Adventsfrühstück" in text
    assert not tab.locator(".pk-jetzt").is_visible()
    assert not tab.locator("[data-merken]").is_visible()
    tab.goto(f"{base}merkliste/")
    assert "braucht JavaScript" in tab.locator("noscript").inner_text()


def test_a_check_grows_old_on_the_visitors_day(page: Opens, base: str) -> None:
    tab = page(width=360)
    warning = tab.locator(".pk-hinweis", has_text="Bitte vorher anrufen.")
    card = tab.locator('[data-angebot="ms-geburtsvorbereitung"]')
    for day, old in (("2027-11-02", False), ("2027-11-03", True)):
        tab.clock.set_fixed_time(at(f"{day}T12:00+01:00"))
        tab.goto(f"{base}angebote/ms-geburtsvorbereitung/")
        expect(warning).to_be_visible(visible=old)
        tab.goto(f"{base}angebote/")
        expect(card.get_by_text("bitte vorher anrufen")).to_be_visible(visible=old)
        expect(card.get_by_text("geprüft am 2. November 2026", exact=True)).to_be_visible(
            visible=not old
        )
    tab.clock.set_fixed_time(at("2028-01-01T12:00+01:00"))
    tab.goto(f"{base}angebote/ms-zahnprofis/")
    expect(tab.get_by_text("Dieses Angebot ging bis 31. Dezember 2027.")).to_be_visible()


def test_states_are_published_beside_the_data(
    page: Opens, base: str, musterstadt_site: Path
) -> None:
    tab = page()
    tab.goto(f"{base}daten/angebote/")
    with tab.expect_download() as caught:
        tab.locator('a.pk-datei[href="angebote_status.csv"]').first.click()
    with Path(caught.value.path()).open(encoding="utf-8", newline="") as handle:
        rows = {row["id"]: row for row in csv.DictReader(handle)}
    assert rows["ms-krabbelgruppe"]["bestaetigung"] == "bitte-vorher-anrufen"
    assert rows["ms-geburtsvorbereitung"]["bestaetigung"] == "geprueft"
    assert rows["ms-jugendtreff"]["bestaetigung"] == "nicht-bestaetigt"
    assert rows["ms-inselferien"]["bestaetigung"] == "verborgen"
    assert {row["stichtag"] for row in rows.values()} == {"2026-11-24"}


def test_the_phone_number_is_the_biggest_button(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(f"{base}angebote/ms-geburtsvorbereitung/")
    sizes = tab.locator("main .pk-knopf:visible").evaluate_all(
        "all => all.map(e => [e.getBoundingClientRect(), e.href || ''])"
        ".map(([r, h]) => [r.width * r.height, r.height, h])"
    )
    assert max(sizes)[2] == "tel:+493023125201"
    assert min(height for _, height, _ in sizes) >= 44
    assert max(sizes)[1] >= 60


def test_calendar_of_an_offer_can_be_taken_home(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(f"{base}angebote/ms-krabbelgruppe/")
    with tab.expect_download() as caught:
        tab.get_by_role("link", name="In meinen Kalender").click()
    raw = Path(caught.value.path()).read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert {str(e["uid"]).split("@")[0] for e in events} == {
        "zeit-z-krabbel-di-1", "zeit-z-krabbel-di-2", "zeit-z-krabbel-do", "termin-t-advent",
    }  # fmt: skip


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_an_offer_prints_on_one_page_with_its_qr_code(page: Opens, base: str) -> None:
    tab = page()
    for offer in ("ms-krabbelgruppe", "ms-jugendtreff", "ms-geburtsvorbereitung"):
        tab.goto(f"{base}angebote/{offer}/")
        assert not tab.locator(".pk-qr").is_visible()
        assert pages_of(tab.pdf(prefer_css_page_size=True)) == 1, offer
    tab.emulate_media(media="print")
    box = tab.locator(".pk-qr svg").bounding_box()
    assert box is not None
    assert box["width"] > 90  # 2.6 cm
    for gone in (".pk-kopf", ".pk-fuss", ".pk-melden", "[data-merken]", ".pk-jetzt"):
        assert not tab.locator(gone).is_visible(), gone


def test_the_longest_pages_of_neuss_print_on_one_page(
    page: Opens, neuss_site: Path, serve: Callable[..., str]
) -> None:
    tab, root = page(), serve(neuss_site)
    found = sorted(
        (neuss_site / "angebote").glob("ne-*/index.html"), key=lambda p: p.stat().st_size
    )
    for file in found[-6:]:
        tab.goto(f"{root}angebote/{file.parent.name}/")
        assert pages_of(tab.pdf(prefer_css_page_size=True)) == 1, file.parent.name


def test_neuss_knows_a_weekday_and_no_hour(
    page: Opens, neuss_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=360)
    tab.clock.set_fixed_time(at("2026-12-01T10:00+01:00"))
    tab.goto(f"{serve(neuss_site)}angebote/ne-034/")
    assert said(tab).startswith("Heute. Die Uhrzeit ist nicht bekannt.")
    assert "Uhrzeit nicht bekannt" in tab.locator(".pk-zeiten").inner_text()
    raw = (neuss_site / "angebote" / "kalender.ics").read_bytes()
    names = [str(e["uid"]) for e in icalendar.Calendar.from_ical(raw).walk("VEVENT")]
    assert names == [
        "zeit-ne-034-di@praeventionskette-05162024", "zeit-ne-036-mi@praeventionskette-05162024",
    ]  # fmt: skip


def test_every_offer_of_neuss_carries_json_ld(neuss_site: Path) -> None:
    files = list((neuss_site / "angebote").glob("ne-*/index.html"))
    assert len(files) > 60
    for file in files:
        text = file.read_text(encoding="utf-8")
        (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        service = json.loads(found)["@graph"][0]
        assert service["identifier"] == file.parent.name
        assert service["@type"] in ("Service", "GovernmentService")


def test_a_usual_reason_is_reported_with_the_keyboard(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(f"{base}angebote/ms-jugendtreff/")
    tab.locator(".pk-melden summary").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    link = tab.get_by_role("link", name="Adresse oder Ort falsch")
    expect(link).to_be_focused()
    assert "template=fehler-melden.yml" in (link.get_attribute("href") or "")
    assert "angebot=ms-jugendtreff" in (link.get_attribute("href") or "")


# The checker refuses formulas, hidden signs and reversed text; this is what gets past it.
NASTY = {
    "Krabbelgruppe": "<img src=x onerror=alert(1)><b>Krabbel</b>",
    "Erfundener Treff für Eltern mit Babys ab einem halben Jahr.": (
        "{{ 7*191 }} {% raw %} **fett** </script><script>alert(2)</script>"
    ),
    "Eltern mit Babys": "x' autofocus onfocus='alert(3)",
}


def test_hostile_text_stays_text_wherever_it_is_shown(
    page: Opens, serve: Callable[..., str], tmp_path: Path
) -> None:
    folder = tmp_path / "stadt"
    shutil.copytree(ROOT / "tests" / "musterstadt", folder)
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("../../hooks", str(ROOT / "hooks")), encoding="utf-8")
    table = folder / "datapackages" / "angebote" / "angebote.csv"
    with table.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    column = rows[0].index("text")
    for row in rows[1:]:
        row[:] = [NASTY.get(cell, cell) for cell in row]
        if row[0] == "ms-krabbelgruppe":
            row[column] = "<script>alert(4)</script> Sehr lang. " * 700 + "Ende."
    with table.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)
    site = build_site(settings, tmp_path / "site", MUSTERSTADT_DAY)
    root, tab = serve(site), page()
    shown: list[str] = []
    tab.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
    tab.goto(f"{root}angebote/ms-krabbelgruppe/")
    assert tab.locator("h1").inner_text() == NASTY["Krabbelgruppe"]
    assert "{{ 7*191 }} {% raw %} **fett**" in tab.locator(".pk-vorspann").inner_text()
    assert "1337" not in tab.content()
    assert pages_of(tab.pdf(prefer_css_page_size=True)) == 1
    tab.get_by_role("button", name="Auf die Merkliste").click()
    tab.goto(f"{root}merkliste/")
    expect(tab.locator(".pk-merkblatt h2")).to_have_text(NASTY["Krabbelgruppe"])
    for path in ("angebote/", "", "quartiere/altmarkt/", "daten/angebote/"):
        tab.goto(root + path)
        assert tab.locator('main img[src="x"]').count() == 0, path
    assert shown == []


def test_cards_of_a_small_town_tell_the_hour(page: Opens, base: str) -> None:
    """The list, a ready list and a quarter's page: the same words as on the offer's page."""
    tab = page(width=360)
    tab.clock.set_fixed_time(at("2026-11-30T16:00+01:00"))
    for path in ("angebote/", "angebote/phase/13-16/", "quartiere/nordring/"):
        tab.goto(base + path)
        card = tab.locator('[data-angebot="ms-jugendtreff"]')
        expect(card.locator(".pk-jetzt")).to_have_text("Jetzt geöffnet bis 20\u00a0Uhr.")
    plain = page(width=360, java_script_enabled=False)
    plain.goto(base + "angebote/")
    expect(plain.locator('[data-angebot="ms-jugendtreff"] .pk-jetzt')).to_be_hidden()


def test_the_list_leads_to_the_calendar_of_the_town(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "angebote/")
    with tab.expect_download() as caught:
        tab.get_by_role("link", name="Kalender herunterladen").click()
    assert icalendar.Calendar.from_ical(Path(caught.value.path()).read_bytes()).walk("VEVENT")
