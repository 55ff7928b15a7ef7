"""When an offer takes place: records of the optional tables zeiten, termine and ferien.

A day of the week is its German name in small letters; a clock time is "HH:MM" in Europe/Berlin,
"24:00" the end of a day. Blank times are unknown, which is never the same as closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

WOCHENTAGE = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
)  # fmt: skip
"""In the order of ``date.weekday()``."""


@dataclass(frozen=True, slots=True)
class Zeit:
    """One slot of a week. ``ferien``, ``feiertage``: does it take place then (ja, nein)?"""

    id: str
    angebot: str
    wochentag: str
    ort: str | None = None
    von: str | None = None
    bis: str | None = None
    gueltig_von: dt.date | None = None
    gueltig_bis: dt.date | None = None
    ferien: str | None = None
    feiertage: str | None = None
    quelle: str | None = None
    hinweis: str | None = None

    @property
    def weekday(self) -> int:
        """0 for Monday."""
        return WOCHENTAGE.index(self.wochentag)


@dataclass(frozen=True, slots=True)
class Termin:
    """A single date."""

    id: str
    angebot: str
    datum: dt.date
    titel: str | None = None
    ort: str | None = None
    von: str | None = None
    bis: str | None = None
    status: str | None = None
    """"abgesagt", or blank and "geplant"."""
    quelle: str | None = None
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class Ferienzeit:
    """Days without school; both ends included."""

    id: str
    name: str
    von: dt.date
    bis: dt.date
    quelle: str | None = None
    hinweis: str | None = None


Entry = TypeVar("Entry", Zeit, Termin)


def by_offer(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The entries of each offer by its id, in order of the week or the calendar."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.angebot, []).append(entry)
    return {offer: tuple(sorted(group, key=order)) for offer, group in found.items()}


def order(entry: Zeit | Termin) -> tuple[int, str, str]:
    """Sorts by day, then by clock; unknown times first."""
    day = entry.weekday if isinstance(entry, Zeit) else entry.datum.toordinal()
    return day, entry.von or "", entry.id


def minutes(clock: str) -> int:
    """Minutes since midnight: "09:30" → 570, "24:00" → 1440."""
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)
