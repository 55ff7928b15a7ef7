"""Times in words, and as compact data for the browser, which knows the hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..catalogue import Ort
from ..days import Days
from ..languages import N_, _, current, listed, ltr
from ..times import Termin, Zeit, order
from . import text

DAYS = (
    N_("Montag"), N_("Dienstag"), N_("Mittwoch"), N_("Donnerstag"),
    N_("Freitag"), N_("Samstag"), N_("Sonntag"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """Slots that share place, validity and what happens on holidays.

    zeilen: (day, hours) in words. gilt_bis: the last day on which they are true, or None.
    hinweise: the data's own German notes.
    """

    ort: str
    zeilen: tuple[tuple[str, str], ...]
    notizen: tuple[str, ...]
    gilt_bis: dt.date | None
    hinweise: tuple[str, ...] = ()


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
    """A clock time as one says it in German: "09:30" → "9:30", "15:00" → "15"; else "15:00"."""
    head, minute = clock.split(":")
    if not current().language.is_german:
        return f"{int(head)}:{minute}"
    return str(int(head)) if minute == "00" else f"{int(head)}:{minute}"


def hours(start: str | None, end: str | None) -> str:
    """Start and end in words; what is unknown is said to be."""
    if not start:
        return _("Uhrzeit nicht bekannt")
    if not end:
        return _bound(_("ab %(zeit)s Uhr, Ende nicht bekannt", zeit=ltr(hour(start))))
    return _bound(_("%(zeit)s Uhr", zeit=ltr(f"{hour(start)}–{hour(end)}")))


def _bound(words: str) -> str:
    return words.replace(" Uhr", f"{text.NBSP}Uhr")


def joined(slots: Sequence[Zeit]) -> str:
    """All hours of one day: "9–12 und 14–16 Uhr"."""
    if len(slots) > 1 and all(z.von and z.bis for z in slots):
        spans = [ltr(f"{hour(z.von or '')}–{hour(z.bis or '')}") for z in slots]
        return _bound(_("%(zeit)s Uhr", zeit=listed(spans)))
    return listed([hours(z.von, z.bis) for z in slots])


def blocks(
    zeiten: Sequence[Zeit], orte: Mapping[str, Ort], today: dt.date | None
) -> tuple[Block, ...]:
    """The weekly times in words, without those that are over on the day of the build."""

    def key(z: Zeit) -> tuple[str, ...]:
        days = (z.gueltig_von, z.gueltig_bis)
        return (z.ort or "", *(str(d or "") for d in days), z.ferien or "", z.feiertage or "")

    found = []
    valid = [z for z in zeiten if not (today and z.gueltig_bis and z.gueltig_bis < today)]
    for _key, group in groupby(sorted(valid, key=lambda z: (key(z), order(z))), key):
        slots = tuple(group)
        first = slots[0]
        ort = orte.get(first.ort or "")
        lines = tuple(
            (_(DAYS[first_.weekday]), joined(same))
            for same in (tuple(s) for _day, s in groupby(slots, lambda z: z.weekday))
            for first_ in same[:1]
        )
        hints = tuple(dict.fromkeys(z.hinweis for z in slots if z.hinweis))
        place = ort.name if ort else ""
        found.append(Block(place, lines, _notes(first), first.gueltig_bis, hints))
    return tuple(found)


def _notes(first: Zeit) -> tuple[str, ...]:
    notes = [_validity(first.gueltig_von, first.gueltig_bis), holidays(first)]
    return tuple(n for n in notes if n)


def _validity(start: dt.date | None, end: dt.date | None) -> str:
    first, last = text.full_date(start), text.full_date(end)
    if start and end:
        return _("Gilt vom %(von)s bis %(bis)s.", von=first, bis=last)
    if start:
        return _("Gilt ab %(tag)s.", tag=first)
    return _("Gilt bis %(tag)s.", tag=last) if end else ""


def holidays(zeit: Zeit) -> str:
    """Whether it takes place in school holidays and on public holidays; unknown is said to be."""
    school, public = ({"ja": 1, "nein": 0}.get(x or "") for x in (zeit.ferien, zeit.feiertage))
    if school is None and public is None:
        return _("Ob es in den Schulferien und an Feiertagen stattfindet, ist nicht bekannt.")
    if school == public:
        if school:
            return _("Auch in den Schulferien und an Feiertagen.")
        return _("Nicht in den Schulferien und nicht an Feiertagen.")
    one = {
        1: _("Auch in den Schulferien."),
        0: _("Nicht in den Schulferien."),
        None: _("In den Schulferien: nicht bekannt."),
    }[school]
    two = {
        1: _("Auch an Feiertagen."),
        0: _("Nicht an Feiertagen."),
        None: _("An Feiertagen: nicht bekannt."),
    }[public]
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
    valid = [z for z in zeiten if not (today and z.gueltig_bis and z.gueltig_bis < today)]
    grouped = groupby(sorted(valid, key=order), lambda z: z.weekday)
    return "; ".join(f"{_(DAYS[day])}: {joined(tuple(slots))}" for day, slots in grouped)


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
