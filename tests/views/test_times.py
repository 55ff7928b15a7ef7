"""Times in words: what is unknown is said to be, and never called closed."""

from __future__ import annotations

import datetime as dt

import pytest
from praeventionskette.catalogue import Ort
from praeventionskette.times import Termin, Zeit, by_offer, minutes
from praeventionskette.views import times

D = dt.date
DAY = D(2026, 11, 24)
HAUS = {"haus": Ort("haus", "Haus")}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("09:30", "11:00", "9:30–11 Uhr"),
        ("18:00", "24:00", "18–24 Uhr"),
        ("00:00", "02:05", "0–2:05 Uhr"),
        ("15:00", None, "ab 15 Uhr, Ende nicht bekannt"),
        (None, None, "Uhrzeit nicht bekannt"),
    ],
)
def test_hours(start: str | None, end: str | None, words: str) -> None:
    assert plain(times.hours(start, end)) == words


def test_several_slots_a_day_are_one_line_and_days_come_in_order() -> None:
    slots = (
        Zeit("c", "a", "donnerstag", von="10:00", bis="11:30"),
        Zeit("b", "a", "dienstag", von="15:00", bis="16:30"),
        Zeit("a", "a", "dienstag", von="09:30", bis="11:00"),
    )
    (block,) = times.blocks(slots, {}, DAY)
    assert [(d, plain(u)) for d, u in block.zeilen] == [
        ("Dienstag", "9:30–11 und 15–16:30 Uhr"),
        ("Donnerstag", "10–11:30 Uhr"),
    ]
    assert plain(times.summary(slots, DAY)) == (
        "Dienstag: 9:30–11 und 15–16:30 Uhr; Donnerstag: 10–11:30 Uhr"
    )


@pytest.mark.parametrize(
    ("ferien", "feiertage", "words"),
    [
        ("ja", "ja", "Auch in den Schulferien und an Feiertagen."),
        ("nein", "nein", "Nicht in den Schulferien und nicht an Feiertagen."),
        ("ja", "nein", "Auch in den Schulferien. Nicht an Feiertagen."),
        ("nein", "unbekannt", "Nicht in den Schulferien. An Feiertagen: nicht bekannt."),
        (None, "ja", "In den Schulferien: nicht bekannt. Auch an Feiertagen."),
        ("unbekannt", None,
         "Ob es in den Schulferien und an Feiertagen stattfindet, ist nicht bekannt."),
    ],
)  # fmt: skip
def test_holidays(ferien: str | None, feiertage: str | None, words: str) -> None:
    assert times.holidays(Zeit("a", "a", "montag", ferien=ferien, feiertage=feiertage)) == words


def test_places_and_validity_part_the_blocks_and_old_ones_go() -> None:
    slots = (
        Zeit("a", "a", "montag", ort="haus", gueltig_bis=D(2026, 11, 23)),
        Zeit("b", "a", "montag", ort="haus", gueltig_von=D(2026, 12, 1), hinweis="Neu."),
        Zeit("c", "a", "montag", ort="weg"),
    )
    found = {b.ort: b for b in times.blocks(slots, HAUS, DAY)}
    assert set(found) == {"", "Haus"}
    assert found["Haus"].notizen[0] == "Gilt ab 1. Dezember 2026."
    assert found["Haus"].hinweise == ("Neu.",)
    assert len(times.blocks(slots, HAUS, None)) == 3


def test_dates_of_the_past_go_and_one_called_off_says_so() -> None:
    dates = (
        Termin("a", "a", D(2026, 11, 23)),
        Termin("b", "a", DAY, von="09:00", ort="haus", titel="Fest"),
        Termin("c", "a", D(2026, 12, 5), status="abgesagt"),
    )
    today, off = times.dates(dates, HAUS, DAY)
    assert (today.tag, today.ort, today.titel) == ("Dienstag, 24. November 2026", "Haus", "Fest")
    assert off.abgesagt
    assert len(times.dates(dates, HAUS, None)) == 3


def test_data_for_the_browser_has_the_agreed_order() -> None:
    slot = Zeit("a", "a", "mittwoch", von="09:00", gueltig_von=D(2026, 1, 1), ferien="nein")
    date = Termin("t", "a", D(2026, 12, 5), von="09:00", bis="11:00", status="abgesagt")
    assert times.machine((slot,), (date,), DAY) == {
        "z": [[2, "09:00", "", "2026-01-01", "", "n", "u"]],
        "t": [["2026-12-05", "09:00", "11:00", "", 1]],
    }


def test_entries_are_grouped_by_offer_in_order() -> None:
    slots = (
        Zeit("b", "x", "montag", von="12:00"),
        Zeit("a", "y", "sonntag"),
        Zeit("c", "x", "montag", von="09:00"),
    )
    assert [z.id for z in by_offer(slots)["x"]] == ["c", "b"]
    assert minutes("24:00") == 1440
