"""The calendars, read back by a real iCalendar parser and by the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr
from praeventionskette import packages
from praeventionskette.catalogue import Angebot, Catalogue
from praeventionskette.exports import calendars
from praeventionskette.times import Termin, Zeit, by_offer

from tests.views.town import HOSTILE, town

ROOT = Path(__file__).resolve().parents[2]
BERLIN = ZoneInfo("Europe/Berlin")
D = dt.date
DAY = D(2026, 11, 24)


def made(*entries: Zeit | Termin, name: str = "Treff") -> Catalogue:
    offer = Angebot("a-1", name, "bildung", "aktiv", "https://a.example/", orte=("haus",))
    return town(
        angebote=(offer,),
        zeiten=tuple(e for e in entries if isinstance(e, Zeit)),
        termine=tuple(e for e in entries if isinstance(e, Termin)),
        stichtag=DAY,
    )


def parsed(catalogue: Catalogue, path: str = "angebote/kalender.ics") -> icalendar.Calendar:
    files = dict(calendars.files(catalogue, "https://x.example/"))
    calendar = icalendar.Calendar.from_ical(files[path])
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def events(catalogue: Catalogue) -> list[icalendar.Event]:
    return list(parsed(catalogue).events)


def test_a_town_without_times_has_no_calendar() -> None:
    assert list(calendars.files(town())) == []


def test_lines_end_and_fold_as_rfc_5545_wants() -> None:
    catalogue = made(Zeit("z", "a-1", "montag", von="09:00"), name="Ä" * 200)
    raw = dict(calendars.files(catalogue))["angebote/kalender.ics"]
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    raw.decode("utf-8")


def test_required_parts_and_reproducible_stamps() -> None:
    catalogue = made(Zeit("z-1", "a-1", "montag", von="09:00", bis="10:00"))
    assert list(calendars.files(catalogue)) == list(calendars.files(catalogue))
    calendar = parsed(catalogue)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    (event,) = calendar.events
    assert event["uid"] == "zeit-z-1@praeventionskette-test"
    assert event["dtstamp"].dt == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    assert event["url"] == "https://x.example/angebote/a-1/"
    assert str(event["location"]) == "Haus"
    assert "Nicht bestätigt" in event["description"]
    later = made(Zeit("z-1", "a-1", "montag", von="10:00", bis="11:00"))
    assert events(later)[0]["uid"] == event["uid"]  # a moved slot stays the same entry


def test_the_time_zone_agrees_with_the_systems_for_many_years() -> None:
    (zone,) = parsed(made(Zeit("z", "a-1", "montag", von="09:00"))).timezones
    assert zone["tzid"] == "Europe/Berlin"
    for year in range(2020, 2041):
        for part in zone.subcomponents:
            rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=part["dtstart"].dt)
            (switch,) = rule.between(dt.datetime(year, 1, 1), dt.datetime(year, 12, 31))
            before = part["tzoffsetfrom"].td
            moment = (switch - before).replace(tzinfo=dt.UTC)
            assert moment.astimezone(BERLIN).utcoffset() == part["tzoffsetto"].td
            earlier = moment - dt.timedelta(seconds=1)
            assert earlier.astimezone(BERLIN).utcoffset() == before


def occurrences(event: icalendar.Event) -> list[dt.datetime]:
    """All starts of a series, as a calendar program computes them."""
    start = event["dtstart"].dt.replace(tzinfo=None)
    text = event["rrule"].to_ical().decode()
    until = event["rrule"]["until"][0].astimezone(BERLIN).replace(tzinfo=None)
    rule = rrulestr(text.replace(text.split("UNTIL=")[1].split(";")[0], f"{until:%Y%m%dT%H%M%S}"),
                    dtstart=start)  # fmt: skip
    off = {d.dt.replace(tzinfo=None) for d in event["exdate"].dts} if "exdate" in event else set()
    return [day for day in rule if day not in off]


def test_a_series_leaves_out_the_days_it_is_known_not_to_take_place() -> None:
    slot = Zeit("z", "a-1", "freitag", von="15:00", bis="17:00", ferien="nein", feiertage="nein",
                gueltig_von=D(2026, 12, 1), gueltig_bis=D(2027, 1, 31))  # fmt: skip
    (event,) = events(made(slot))
    days = {day.date() for day in occurrences(event)}
    assert event["dtstart"].dt == dt.datetime(2026, 12, 4, 15, tzinfo=BERLIN)
    assert D(2026, 12, 18) in days
    assert D(2026, 12, 25) not in days  # a public holiday
    assert D(2027, 1, 1) not in days
    assert D(2027, 1, 29) in days  # the last within validity
    assert max(days) <= D(2027, 1, 31)
    assert all(day.weekday() == 4 for day in days)


def test_a_series_keeps_its_hour_over_the_change_of_time() -> None:
    slot = Zeit("z", "a-1", "sonntag", von="15:00", bis="24:00", gueltig_von=D(2027, 3, 21),
                gueltig_bis=D(2027, 4, 4), feiertage="ja")  # fmt: skip
    (event,) = events(made(slot))
    assert [d.hour for d in occurrences(event)] == [15, 15, 15]
    assert event["dtend"].dt == dt.datetime(2027, 3, 22, 0, tzinfo=BERLIN)


def test_an_unknown_hour_is_a_day_that_blocks_nothing() -> None:
    (event,) = events(made(Zeit("z", "a-1", "dienstag", gueltig_von=D(2026, 11, 2))))
    assert event["dtstart"].dt == D(2026, 11, 3)
    assert event["transp"] == "TRANSPARENT"
    assert str(event["summary"]) == "Treff (Uhrzeit nicht bekannt)"
    assert isinstance(event["rrule"]["until"][0], D)
    assert "nachfragen" in event["description"]


def test_single_dates_and_those_called_off() -> None:
    one = Termin("t-1", "a-1", D(2026, 12, 5), titel="Fest", von="09:00", bis="11:00")
    two = Termin("t-2", "a-1", D(2026, 12, 6), status="abgesagt")
    first, second = events(made(one, two))
    assert str(first["summary"]) == "Fest: Treff"
    assert first["dtend"].dt == dt.datetime(2026, 12, 5, 11, tzinfo=BERLIN)
    assert first["status"] == "CONFIRMED"
    assert second["status"] == "CANCELLED"
    assert "Abgesagt" in second["summary"]


def test_slots_without_a_day_are_left_out_of_a_calendar_that_is_there() -> None:
    over = Zeit("z", "a-1", "montag", gueltig_von=D(2026, 12, 1), gueltig_bis=D(2026, 12, 2))
    assert events(made(over)) == []
    # the offer's page links to its calendar, so it is there
    assert parsed(made(over), "angebote/a-1/kalender.ics").walk("VTIMEZONE")


def test_hostile_text_stays_text_and_adds_no_line() -> None:
    nasty = f"{HOSTILE}\r\nBEGIN:VALARM\nATTACH:x"
    slot = Zeit("z", "a-1", "montag", von="09:00", bis="10:00")
    (event,) = events(made(slot, name=nasty))
    assert event.subcomponents == []
    assert "BEGIN:VALARM" in event["summary"]
    assert "<script>" in event["summary"]


def test_calendars_of_the_two_towns_can_be_read() -> None:
    for folder in (ROOT, ROOT / "tests" / "musterstadt"):
        loaded = packages.check(folder / "mkdocs.yml").loaded.catalogue
        assert loaded is not None
        files = dict(calendars.files(loaded))
        whole = icalendar.Calendar.from_ical(files["angebote/kalender.ics"])
        uids = [str(e["uid"]) for e in whole.walk("VEVENT")]
        assert len(uids) == len(set(uids))
        parts = [icalendar.Calendar.from_ical(raw) for path, raw in files.items()
                 if path != "angebote/kalender.ics"]  # fmt: skip
        assert sorted(uids) == sorted(str(e["uid"]) for p in parts for e in p.walk("VEVENT"))


def test_what_is_joined_from_kept_lines_is_what_icalendar_writes_of_the_whole() -> None:
    for folder in (ROOT, ROOT / "tests/musterstadt"):
        catalogue = packages.check(folder / "mkdocs.yml").loaded.catalogue
        assert catalogue is not None
        maker = calendars.Maker(catalogue, "https://x.example/")
        weekly, single = by_offer(catalogue.zeiten), by_offer(catalogue.termine)
        found = 0
        for offer in catalogue.aktuelle_angebote:
            times = weekly.get(offer.id, ()), single.get(offer.id, ())
            for event in maker.events(offer, *times):
                found += 1
                assert calendars.written("Event", event) == calendars.whole("Event", event)
        assert found
