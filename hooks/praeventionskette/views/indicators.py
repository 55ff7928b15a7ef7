"""View models of indicators: their values, which years are drawn, the classes of a map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalogue import Catalogue, Kennzahl, Wert
from . import maps
from .classes import Classes, build
from .comparable import when
from .values import Value, bare, bases, compared, value, year_of

MAP_FROM = 3
"""A map of fewer quarters says nothing about the town; the table does."""
PAGE_FROM = 2
"""An indicator with fewer values is listed on /monitoring/ and gets no page of its own."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with all its values, newest first."""

    kennzahl: Kennzahl
    werte: tuple[Value, ...]

    @property
    def url(self) -> str:
        return f"monitoring/{'' if self.own_page else '#'}{self.kennzahl.id}{'/' * self.own_page}"

    @property
    def gemessen(self) -> tuple[Value, ...]:
        return tuple(v for v in self.werte if v.wert.wert is not None)

    @property
    def geheim(self) -> tuple[Value, ...]:
        return tuple(v for v in self.werte if v.wert.status == "geheim")

    @property
    def own_page(self) -> bool:
        return len(self.gemessen) >= PAGE_FROM

    @property
    def stand(self) -> str | None:
        """The newest borders that any value is counted in."""
        return max((v.wert.gebietsstand for v in self.werte if v.wert.gebietsstand), default=None)

    def quarters_in(self, stand: str | None) -> tuple[Value, ...]:
        """All rows of quarters (also withheld ones) for one year."""
        return tuple(v for v in self.werte if v.quartier and year_of(v.wert) == stand)

    @property
    def map_years(self) -> tuple[str, ...]:
        """Years with enough quarters for a map, in the newest borders, oldest first."""
        known: dict[str, set[str]] = defaultdict(set)
        for v in self.werte:
            there = v.wert.wert is not None or v.wert.status == "geheim"
            year = year_of(v.wert)
            if v.quartier and there and year and v.wert.gebietsstand == self.stand:
                known[year].add(v.quartier)
        return tuple(sorted(y for y, quarters in known.items() if len(quarters) >= MAP_FROM))

    @property
    def map_year(self) -> str | None:
        """The year that is drawn: most quarters measured or withheld, the newest of equals."""
        return max(self.map_years, key=lambda y: (len(self._known(y)), y), default=None)

    def _known(self, year: str) -> set[str | None]:
        rows = self.quarters_in(year)
        return {v.quartier for v in rows if v.wert.wert is not None or v.wert.status == "geheim"}

    @property
    def year_groups(self) -> tuple[tuple[str, ...], ...]:
        """The map's years in groups that may be compared with each other."""
        groups: list[list[str]] = []
        for year in self.map_years:
            rows = [v.wert for v in self.werte if year_of(v.wert) == year]
            sources = {w.quelle for w in rows}
            old = {v.wert.quelle for v in self.quarters_in(groups[-1][-1])} if groups else set()
            broken = any(w.bruch for w in rows)
            known = self.stand is not None or (len(sources) == 1 and sources == old)
            if groups and known and not broken:
                groups[-1].append(year)
            else:
                groups.append([year])
        return tuple(tuple(g) for g in groups)

    def group_of(self, year: str) -> tuple[str, ...]:
        return next(g for g in self.year_groups if year in g)

    def latest(self, gebiet: str) -> Value | None:
        """The newest dated value of an area."""
        dated = [v for v in self.gemessen if v.wert.gebiet == gebiet and year_of(v.wert)]
        return max(dated, key=lambda v: when(v.wert), default=None)


def indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """All indicators in the order of their table."""
    rows: dict[str, list[Wert]] = defaultdict(list)
    for w in catalogue.werte:
        rows[w.kennzahl].append(w)
    found = []
    for k in catalogue.kennzahlen:
        found_bases = bases(rows[k.nenner_kennzahl]) if k.nenner_kennzahl else {}
        values = [
            value(w, k, catalogue, found_bases.get((w.gebiet, w.jahr, w.gebietsstand)))
            for w in rows[k.id]
        ]
        values.sort(key=lambda v: (v.quartier is not None, v.gebiet))
        values.sort(key=lambda v: when(v.wert), reverse=True)
        found.append(Indicator(k, tuple(compared(values, k, len(catalogue.quartiere)))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    klasse: str
    text: str


def legend(classes: Classes, k: Kennzahl, withheld: bool, missing: bool) -> tuple[LegendEntry, ...]:
    """The classes in words, then what a hatched and a grey area mean."""
    entries = []
    zero = any(s.name == "z" for s in classes.steps)
    for s in classes.steps:
        low = bare(s.low, k) if s.low is not None else ""
        high = bare(s.high, k) if s.high is not None else ""
        if s.low == 0 and s.open and zero:
            low = "über 0"
        if not low:
            span = f"unter {high}"
        elif not high:
            span = f"{low} und mehr"
        elif s.open:
            span = f"{low} bis unter {high}"
        else:
            span = low if low == high else f"{low} bis {high}"
        entries.append(LegendEntry(s.name, f"{span} {k.einheit}".strip()))
    if withheld:
        entries.append(LegendEntry("geheim", "geheim – zum Schutz von Menschen"))
    if missing:
        entries.append(LegendEntry("ohne", "keine Angabe"))
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class MapView:
    map: maps.Map
    legende: tuple[LegendEntry, ...]
    jahr: str
    anzahl: int
    geheim: int = 0
    classes: Classes | None = None


def newest_by_quarter(ind: Indicator, year: str) -> dict[str, Value]:
    """The row of each quarter for a year; of several the newest that was measured."""
    newest: dict[str, Value] = {}
    for v in ind.quarters_in(year):
        assert v.quartier
        old = newest.get(v.quartier)
        better = old is None or (old.wert.wert is None and v.wert.wert is not None)
        if better or (v.wert.wert is not None and old and when(v.wert) > when(old.wert)):
            newest[v.quartier] = v
    return newest


def classes_for(ind: Indicator, years: Iterable[str]) -> Classes:
    """One set of classes for years that may be compared, from published values alone."""
    values = [
        v.wert.wert
        for year in years
        for v in newest_by_quarter(ind, year).values()
        if v.wert.wert is not None
    ]
    return build(values, ind.kennzahl.klassen, balance=ind.kennzahl.art == "saldo")


def area_class(v: Value | None, classes: Classes) -> str:
    """The class an area is drawn in."""
    if v is not None and v.wert.wert is not None:
        return classes.name(v.wert.wert)
    return "geheim" if v is not None and v.wert.status == "geheim" else "ohne"


def map_view(ind: Indicator, catalogue: Catalogue) -> MapView | None:
    """The map of the indicator's best year; its classes hold for all comparable years."""
    year = ind.map_year
    if year is None:
        return None
    newest = newest_by_quarter(ind, year)
    classes = classes_for(ind, ind.group_of(year))
    areas: dict[str, maps.Area] = {}
    for q in catalogue.quartiere:
        v = newest.get(q.id)
        klasse = area_class(v, classes)
        words, short = "keine Angabe", "–"
        if v and v.wert.wert is not None:
            words, short = v.menge, bare(v.wert.wert, ind.kennzahl)
        elif klasse == "geheim":
            words = short = "geheim"
        areas[q.id] = maps.Area(klasse, words, f"quartiere/{q.id}/", short)
    drawn = maps.quarter_map(ind.kennzahl.id, catalogue, areas)
    if drawn is None:
        return None
    names = _names(areas)
    entries = legend(classes, ind.kennzahl, "geheim" in names, "ohne" in names)
    measured = sum(1 for v in newest.values() if v.wert.wert is not None)
    return MapView(drawn, entries, year, measured, names.count("geheim"), classes)


def _names(areas: Mapping[str, maps.Area]) -> list[str]:
    return [a.klasse for a in areas.values()]
