"""Public holidays and school holidays of a town, from the ``holidays`` library and its own table.

The library takes school holidays from the Kultusministerkonferenz (KMK) and knows them for some
years ahead only; where it ends, whether a day is in the school holidays is not known.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache

from . import store
from .catalogue import Catalogue
from .status import reference_day
from .times import Ferienzeit

LAENDER = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip
"""First two digits of the official municipality key → state as in ISO 3166-2:DE."""

NAMES = {
    "Oster-/Frühjahrsferien": "Osterferien",
    "Himmelfahrts-/Pfingstferien": "Pfingstferien",
}


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of the days around a build.

    feiertage: public holiday → name; known for all days of ``jahre`` (first and last day).
    ferien: times without school in order. ferien_bekannt: first and last day for which it is
    known whether there is school; None where nothing is known.
    """

    feiertage: tuple[tuple[dt.date, str], ...]
    jahre: tuple[dt.date, dt.date]
    ferien: tuple[Ferienzeit, ...]
    ferien_bekannt: tuple[dt.date, dt.date] | None

    def feiertag(self, day: dt.date) -> str:
        """Name of the public holiday, or ""."""
        return next((name for date, name in self.feiertage if date == day), "")

    def schulferien(self, day: dt.date) -> bool | None:
        """Whether there is no school; None where that is not known."""
        if any(f.von <= day <= f.bis for f in self.ferien):
            return True
        if self.ferien_bekannt is None:
            return None
        return False if self.ferien_bekannt[0] <= day <= self.ferien_bekannt[1] else None


def days(catalogue: Catalogue) -> Days:
    """The year before the build's day to two years after it."""
    year = reference_day(catalogue).year
    land = LAENDER.get(catalogue.town.ags[:2], "")
    public, school = _library(land, year - 1, year + 2)
    own = tuple(sorted(catalogue.ferien, key=lambda f: f.von))
    every = tuple(sorted((*school, *own), key=lambda f: (f.von, f.bis)))
    first, last = dt.date(year - 1, 1, 1), dt.date(year + 2, 12, 31)
    known = None
    if every:
        begin = first if school else every[0].von
        known = begin, min(max(f.bis for f in every), last) if school else every[-1].bis
    return Days(public, (first, last), every, known)


@lru_cache(maxsize=8)
def _library(
    land: str, first: int, last: int
) -> tuple[tuple[tuple[dt.date, str], ...], tuple[Ferienzeit, ...]]:
    """Public holidays and times without school, from the store: the library takes long to load."""
    made = store.recall("tage", (land, first, last), lambda: _asked(land, first, last))
    public, school = json.loads(made)
    day = dt.date.fromisoformat
    return (
        tuple((day(date), name) for date, name in public),
        tuple(Ferienzeit(id_, name, day(von), day(bis), KMK) for id_, name, von, bis in school),
    )


def _asked(land: str, first: int, last: int) -> bytes:
    import holidays

    years = range(first, last + 1)
    public = holidays.country_holidays("DE", subdiv=land or None, language="de", years=years)
    found: list[Ferienzeit] = []
    if land:
        more = range(first, last + 2)
        school = holidays.country_holidays(
            "DE", subdiv=land, language="de", years=more, categories=("school",)
        )
        found = _periods(dict(school))
    plain = [
        [(date.isoformat(), name) for date, name in sorted(public.items())],
        [(f.id, f.name, f.von.isoformat(), f.bis.isoformat()) for f in found],
    ]
    return json.dumps(plain).encode()


def _periods(found: dict[dt.date, str]) -> list[Ferienzeit]:
    """Single days → times from the first to the last."""
    periods: list[Ferienzeit] = []
    for day, name in sorted(found.items()):
        before = periods[-1] if periods else None
        if before and day - before.bis == dt.timedelta(1) and before.name == NAMES.get(name, name):
            periods[-1] = Ferienzeit(before.id, before.name, before.von, day, before.quelle)
        else:
            periods.append(Ferienzeit(f"kmk-{day:%Y-%m-%d}", NAMES.get(name, name), day, day, KMK))
    return periods


KMK = "https://www.kmk.org/service/ferienregelung/ferienkalender.html"
