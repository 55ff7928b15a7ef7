"""Times in German words, and as compact data for the browser, which knows the hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..catalogue import Ort
from ..days import Days
from ..times import Termin, Zeit, order
from . import text

UNKNOWN = "Uhrzeit nicht bekannt"


@dataclass(frozen=True, slots=True)
class Block:
    """Slots that share place, validity and what happens on holidays.

    zeilen: (day, hours) in words. gilt_bis: the last day on which they are true, or None.
    """

    ort: str
    zeilen: tuple[tuple[str, str], ...]
    notizen: tuple[str, ...]
    gilt_bis: dt.date | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A single date in words."""

    datum: dt.date
    tag: str
    uhrzeit: str
    titel: str
    ort: str
    hinweis: str
    abgesagt: bool


def hour(clock: str) -> str:
    """A clock time as one says it: "09:30" → "9:30", "15:00" → "15"."""
    head, minute = clock.split(":")
    return str(int(head)) if minute == "00" else f"{int(head)}:{minute}"


def hours(start: str | None, end: str | None) -> str:
    """Start and end in words; what is unknown is said to be."""
    if not start:
        return UNKNOWN
    if not end:
        return f"ab {hour(start)}{text.NBSP}Uhr, Ende nicht bekannt"
    return f"{hour(start)}–{hour(end)}{text.NBSP}Uhr"


def joined(slots: Sequence[Zeit]) -> str:
    """All hours of one day: "9–12 und 14–16 Uhr"."""
    words = [hours(z.von, z.bis) for z in slots]
    if len(words) > 1 and all(z.von and z.bis for z in slots):
        words = [w.removesuffix(f"{text.NBSP}Uhr") for w in words[:-1]] + words[-1:]
    return ", ".join(words[:-1]) + " und " + words[-1] if len(words) > 1 else words[0]


def blocks(
    zeiten: Sequence[Zeit], orte: Mapping[str, Ort], today: dt.date | None
) -> tuple[Block, ...]:
    """The weekly times in words, without those that are over on the day of the build."""

    def key(z: Zeit) -> tuple[str, ...]:
        days = (z.gueltig_von, z.gueltig_bis)
        return (z.ort or "", *(str(d or "") for d in days), z.ferien or "", z.feiertage or "")

    found = []
    current = [z for z in zeiten if not (today and z.gueltig_bis and z.gueltig_bis < today)]
    for _, group in groupby(sorted(current, key=lambda z: (key(z), order(z))), key):
        slots = tuple(group)
        first = slots[0]
        ort = orte.get(first.ort or "")
        lines = tuple(
            (first_.wochentag.capitalize(), joined(same))
            for same in (tuple(s) for _, s in groupby(slots, lambda z: z.weekday))
            for first_ in same[:1]
        )
        found.append(Block(ort.name if ort else "", lines, _notes(slots), first.gueltig_bis))
    return tuple(found)


def _notes(slots: Sequence[Zeit]) -> tuple[str, ...]:
    first = slots[0]
    notes = [_validity(first.gueltig_von, first.gueltig_bis), holidays(first)]
    notes += dict.fromkeys(z.hinweis for z in slots if z.hinweis)
    return tuple(n for n in notes if n)


def _validity(start: dt.date | None, end: dt.date | None) -> str:
    if start and end:
        return f"Gilt vom {text.full_date(start)} bis {text.full_date(end)}."
    if start:
        return f"Gilt ab {text.full_date(start)}."
    return f"Gilt bis {text.full_date(end)}." if end else ""


def holidays(zeit: Zeit) -> str:
    """Whether it takes place in school holidays and on public holidays; unknown is said to be."""
    known = {"ja": "ja", "nein": "nein"}
    school, public = known.get(zeit.ferien or ""), known.get(zeit.feiertage or "")
    if school is None and public is None:
        return "Ob es in den Schulferien und an Feiertagen stattfindet, ist nicht bekannt."
    if school == public:
        return (
            "Auch in den Schulferien und an Feiertagen."
            if school == "ja"
            else "Nicht in den Schulferien und nicht an Feiertagen."
        )
    words = {"ja": "Auch", "nein": "Nicht"}
    one = f"{words[school]} in den Schulferien." if school else "In den Schulferien: nicht bekannt."
    two = f"{words[public]} an Feiertagen." if public else "An Feiertagen: nicht bekannt."
    return f"{one} {two}"


def dates(
    termine: Sequence[Termin], orte: Mapping[str, Ort], today: dt.date | None
) -> tuple[DateLine, ...]:
    """The single dates from the day of the build on."""
    return tuple(
        DateLine(
            t.datum,
            text.weekday_date(t.datum),
            hours(t.von, t.bis),
            t.titel or "",
            orte[t.ort].name if t.ort and t.ort in orte else "",
            t.hinweis or "",
            t.status == "abgesagt",
        )
        for t in termine
        if not (today and t.datum < today)
    )


def summary(zeiten: Sequence[Zeit], today: dt.date | None) -> str:
    """All weekly times in one line: "Dienstag 9:30–11 Uhr, Donnerstag ab 10 Uhr"."""
    current = [z for z in zeiten if not (today and z.gueltig_bis and z.gueltig_bis < today)]
    grouped = groupby(sorted(current, key=order), lambda z: z.wochentag)
    return "; ".join(f"{day.capitalize()}: {joined(tuple(slots))}" for day, slots in grouped)


def machine(
    zeiten: Sequence[Zeit], termine: Sequence[Termin], today: dt.date | None
) -> dict[str, Any]:
    """What ``pk-zeiten.js`` computes "jetzt geöffnet" from; the order of values is its format."""
    weekly = [
        [
            z.weekday, z.von or "", z.bis or "", str(z.gueltig_von or ""), str(z.gueltig_bis or ""),
            (z.ferien or "u")[0], (z.feiertage or "u")[0],
        ]
        for z in zeiten
    ]  # fmt: skip
    single = [
        [str(t.datum), t.von or "", t.bis or "", t.titel or "", int(t.status == "abgesagt")]
        for t in termine
        if not (today and t.datum < today)
    ]
    return {"z": weekly, "t": single}


def machine_days(known: Days) -> dict[str, Any]:
    """Public and school holidays for the browser, and for which days they are known."""
    first, last = known.jahre
    near = [f for f in known.ferien if f.bis >= first and f.von <= last]
    return {
        "feiertage": {str(day): name for day, name in known.feiertage},
        "jahre": [str(first), str(last)],
        "ferien": [[str(f.von), str(f.bis), f.name] for f in near],
        "bekannt": [str(d) for d in known.ferien_bekannt or ()],
    }
