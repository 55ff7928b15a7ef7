"""View models of indicators: values in words, what may be compared, which year is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..catalogue import Catalogue, Kennzahl, Wert
from . import maps, text
from .classes import Classes, build
from .comparable import when
from .uncertainty import Span, ranks, wilson

MAP_FROM = 3
"""A map of fewer quarters says nothing about the town; the table does."""
PAGE_FROM = 2
"""An indicator with fewer values is listed on /monitoring/ and gets no page of its own."""
STATUS = {"geheim": "geheim", "nicht-verfuegbar": "nicht verfügbar", "gemessen": "gemessen"}
FULL_DATE = 3
TOWN = "stadt"
"""The id of the whole town in ``quartiere/gebiete``."""
SAME = "kein klarer Unterschied zur Stadt"
MORE, LESS = "höher als in der Stadt", "niedriger als in der Stadt"


def _figures(date: str | None) -> str:
    """ "2021-12-31" → "31.12.2021"; "" for a date that is not known to the day."""
    parts = (date or "").split("-")
    return ".".join(reversed(parts)) if len(parts) == FULL_DATE else ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its words."""

    wert: Wert
    gebiet: str
    quartier: str | None
    zeit: str
    """The date in words; :attr:`tag` in figures, for narrow tables."""
    menge: str
    quelle: str
    zahl: str = ""
    """The value without its unit; "" where there is none."""
    spanne: Span | None = None
    """Of a share whose denominator is known: where it lies if chance is counted in."""
    zwischen: str = ""
    """The same in words: "ungefähr zwischen 12 und 21 %"."""
    vergleich: str = ""
    """How a quarter compares with the town; "" where the numbers do not say."""
    platz: str = ""
    """Place among all quarters; "" where the numbers do not support one."""

    @property
    def tag(self) -> str:
        return _figures(self.wert.stichtag) or self.zeit

    @property
    def stand(self) -> str:
        """The date of the borders, in figures where it is a full date."""
        return _figures(self.wert.gebietsstand) or text.partial_date(self.wert.gebietsstand)


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


def year_of(wert: Wert) -> str | None:
    return str(wert.jahr) if wert.jahr is not None else None


def amount(value: Decimal, k: Kennzahl) -> str:
    """A value of an indicator with its unit."""
    return text.quantity(value, k.einheit, sign=k.art == "saldo", places=k.nachkommastellen)


def bare(value: Decimal, k: Kennzahl) -> str:
    """A value of an indicator without its unit."""
    return (text.signed if k.art == "saldo" else text.number)(value, k.nachkommastellen)


def between(span: Span, k: Kennzahl) -> str:
    """An interval in words, in whole numbers where the value itself has few places."""
    low, high = text.number(span.low), text.number(span.high)
    return f"ungefähr zwischen {low} und {high}{text.NBSP}{k.einheit}".strip()


def _value(wert: Wert, kennzahl: Kennzahl, catalogue: Catalogue, base: Decimal | None) -> Value:
    quarter = catalogue.quartiere_by_id.get(wert.gebiet)
    area = catalogue.gebiete_by_id.get(wert.gebiet)
    words = STATUS.get(wert.status, wert.status)
    span = None
    if wert.wert is not None:
        words = amount(wert.wert, kennzahl)
        if base and kennzahl.art == "anteil":
            span = wilson(wert.wert, base, 0)
    return Value(
        wert=wert,
        gebiet=quarter.name if quarter else area.name if area else wert.gebiet,
        quartier=quarter.id if quarter else None,
        zeit=text.partial_date(wert.stichtag) or (year_of(wert) or "ohne Datum"),
        menge=words,
        quelle=text.web_label(wert.quelle) if wert.quelle else "",
        zahl=bare(wert.wert, kennzahl) if wert.wert is not None else "",
        spanne=span,
        zwischen=between(span, kennzahl) if span else "",
    )


def indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """All indicators in the order of their table."""
    rows: dict[str, list[Wert]] = defaultdict(list)
    for w in catalogue.werte:
        rows[w.kennzahl].append(w)
    found = []
    for k in catalogue.kennzahlen:
        bases = _bases(rows[k.nenner_kennzahl]) if k.nenner_kennzahl else {}
        values = [
            _value(w, k, catalogue, bases.get((w.gebiet, w.jahr, w.gebietsstand)))
            for w in rows[k.id]
        ]
        values.sort(key=lambda v: (v.quartier is not None, v.gebiet))
        values.sort(key=lambda v: when(v.wert), reverse=True)
        found.append(Indicator(k, tuple(_compared(values, k, len(catalogue.quartiere)))))
    return tuple(found)


def _bases(rows: Iterable[Wert]) -> dict[tuple[str, int | None, str | None], Decimal]:
    """The denominator by area, year and borders; the newest of a year, none where it is 0."""
    found: dict[tuple[str, int | None, str | None], Decimal] = {}
    for w in sorted(rows, key=when):
        if w.wert and w.jahr is not None:
            found[w.gebiet, w.jahr, w.gebietsstand] = w.wert
    return found


def comparable_town(wert: Wert, town: Iterable[Value]) -> Value | None:
    """The town's value that a quarter's may be held against: same year, counted alike.

    Counted alike: both in stated borders (a quarter's may change while the town's stay), or, as
    long as none are stated, by the same source.
    """
    for v in town:
        same = v.wert.jahr == wert.jahr is not None and v.wert.wert is not None
        stated = v.wert.gebietsstand and wert.gebietsstand
        unknown = not v.wert.gebietsstand and not wert.gebietsstand
        if same and (stated or (unknown and v.wert.quelle == wert.quelle)):
            return v
    return None


def _compared(values: Sequence[Value], k: Kennzahl, quarters: int) -> list[Value]:
    """The values with how they compare to the town, and their place where one can be given."""
    town = [v for v in values if v.wert.gebiet == TOWN]
    places = _places(values, k, quarters)
    out = []
    for v in values:
        words = ""
        whole = comparable_town(v.wert, town) if v.quartier and v.spanne else None
        if whole and whole.wert.wert is not None and v.spanne:
            level = whole.wert.wert
            words = SAME if v.spanne.holds(level) else MORE if v.spanne.low > level else LESS
        out.append(replace(v, vergleich=words, platz=places.get(v.wert.id, "")))
    return out


def _places(values: Sequence[Value], k: Kennzahl, quarters: int) -> dict[str, str]:
    """Place by id of the value: only shares without a valuation, only if no quarter is missing."""
    if k.richtung not in (None, "neutral"):
        return {}
    by_year: dict[int | None, dict[str, Span]] = defaultdict(dict)
    for v in values:
        if v.quartier and v.spanne:
            by_year[v.wert.jahr][v.wert.id] = v.spanne
    found = {}
    for spans in by_year.values():
        for key, (first, last) in ranks(spans).items() if len(spans) == quarters else ():
            span = str(first) if first == last else f"{first} bis {last}"
            found[key] = f"{span} von {quarters}"
    return found


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
