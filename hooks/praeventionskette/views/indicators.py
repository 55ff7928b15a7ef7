"""View models of indicators: which year is drawn, what stands in the table, what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import Catalogue, Kennzahl, Wert
from ..workshop import Task
from . import charts, maps, text
from .classes import Classes, quantiles
from .page import SitePage, root_of
from .render import render

MAP_FROM = 3
"""A map of fewer quarters says nothing about the town; the table does."""
PAGE_FROM = 2
"""An indicator with fewer values is listed on /monitoring/ and gets no page of its own."""
STATUS = {"geheim": "geheim", "nicht-verfuegbar": "nicht verfügbar", "gemessen": "gemessen"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its words."""

    wert: Wert
    gebiet: str
    quartier: str | None
    zeit: str
    menge: str
    quelle: str


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
    def own_page(self) -> bool:
        return len(self.gemessen) >= PAGE_FROM

    def quarters_in(self, stand: str | None) -> tuple[Value, ...]:
        """All rows of quarters (also withheld ones) for one year."""
        return tuple(v for v in self.werte if v.quartier and year_of(v.wert) == stand)

    @property
    def map_year(self) -> str | None:
        """The year that is drawn: most quarters measured or withheld, the newest of equals."""
        count: dict[str, int] = defaultdict(int)
        for v in self.werte:
            known = v.wert.wert is not None or v.wert.status == "geheim"
            if v.quartier and known and (year := year_of(v.wert)):
                count[year] += 1
        best = max(count.items(), key=lambda item: (item[1], item[0]), default=None)
        return best[0] if best and best[1] >= MAP_FROM else None

    def latest(self, gebiet: str) -> Value | None:
        """The newest dated value of an area."""
        dated = [v for v in self.gemessen if v.wert.gebiet == gebiet and year_of(v.wert)]
        return max(dated, key=lambda v: when(v.wert), default=None)


def year_of(wert: Wert) -> str | None:
    return str(wert.jahr) if wert.jahr is not None else None


def when(wert: Wert) -> str:
    """Sort key of time: the date as far as it is known."""
    return wert.stichtag or (str(wert.jahr) if wert.jahr is not None else "")


def value(wert: Wert, kennzahl: Kennzahl, catalogue: Catalogue) -> Value:
    """A value in words."""
    quarter = catalogue.quartiere_by_id.get(wert.gebiet)
    area = catalogue.gebiete_by_id.get(wert.gebiet)
    if wert.wert is None:
        amount = STATUS.get(wert.status, wert.status)
    else:
        amount = text.quantity(
            wert.wert,
            kennzahl.einheit,
            sign=kennzahl.art == "saldo",
            places=kennzahl.nachkommastellen,
        )
    return Value(
        wert=wert,
        gebiet=quarter.name if quarter else area.name if area else wert.gebiet,
        quartier=quarter.id if quarter else None,
        zeit=text.partial_date(wert.stichtag) or (year_of(wert) or "ohne Datum"),
        menge=amount,
        quelle=text.web_label(wert.quelle) if wert.quelle else "",
    )


def indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """All indicators in the order of their table."""
    rows: dict[str, list[Wert]] = defaultdict(list)
    for w in catalogue.werte:
        rows[w.kennzahl].append(w)
    found = []
    for k in catalogue.kennzahlen:
        values = [value(w, k, catalogue) for w in rows[k.id]]
        values.sort(key=lambda v: (v.quartier is not None, v.gebiet))
        values.sort(key=lambda v: when(v.wert), reverse=True)
        found.append(Indicator(k, tuple(values)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    klasse: str
    text: str


def _legend(
    classes: Classes,
    k: Kennzahl,
    shown: tuple[Value, ...],
    missing: bool,
) -> tuple[LegendEntry, ...]:
    entries = []
    for i, (low, high) in enumerate(classes.ranges, start=1):
        span = text.number(low, k.nachkommastellen)
        if low != high:
            span += f" bis {text.number(high, k.nachkommastellen)}"
        entries.append(LegendEntry(str(i), f"{span} {k.einheit}".strip()))
    if any(v.wert.status == "geheim" for v in shown):
        entries.append(LegendEntry("geheim", "geheim – Zahl zu klein"))
    if missing:
        entries.append(LegendEntry("0", "keine Angabe"))
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class MapView:
    map: maps.Map
    legende: tuple[LegendEntry, ...]
    jahr: str
    anzahl: int


def map_view(ind: Indicator, catalogue: Catalogue) -> MapView | None:
    """The map of the indicator's best year; a quarter with several values shows the newest."""
    year = ind.map_year
    if year is None:
        return None
    newest: dict[str, Value] = {}
    for v in ind.quarters_in(year):
        assert v.quartier
        old = newest.get(v.quartier)
        if old is None or (old.wert.wert is None) or when(v.wert) > when(old.wert):
            newest[v.quartier] = v
    measured = [v.wert.wert for v in newest.values() if v.wert.wert is not None]
    classes = quantiles(measured)
    areas, missing = {}, False
    for q in catalogue.quartiere:
        found = newest.get(q.id)
        klasse, words, short = "0", "keine Angabe", ""
        if found and found.wert.wert is not None:
            klasse, words = str(classes.of(found.wert.wert)), found.menge
            short = text.number(found.wert.wert, ind.kennzahl.nachkommastellen)
        elif found and found.wert.status == "geheim":
            klasse, words = "geheim", "geheim"
        missing = missing or klasse == "0"
        areas[q.id] = maps.Area(klasse, words, f"quartiere/{q.id}/", short)
    drawn = maps.quarter_map(ind.kennzahl.id, catalogue, areas)
    if drawn is None:
        return None
    legend = _legend(classes, ind.kennzahl, tuple(newest.values()), missing)
    return MapView(drawn, legend, year, len(measured))


def chart(ind: Indicator, catalogue: Catalogue) -> tuple[bytes, str] | None:
    """(SVG, its caption): quarters of the map's year as bars, else the town over time."""
    k, year = ind.kennzahl, ind.map_year
    if year is not None:
        rows = [v for v in ind.quarters_in(year) if v.wert.wert is not None]
        rows.sort(key=lambda v: (-(v.wert.wert or Decimal(0)), v.gebiet))
        caption = f"{k.name} {year} nach Quartieren"
        bars = [charts.Bar(v.gebiet, v.wert.wert or Decimal(0)) for v in rows]
        return charts.bars(bars, k.einheit, k.nachkommastellen, caption), caption
    best = _longest_series(ind)
    if best is None:
        return None
    caption = f"{k.name}: {best[0].gebiet}"
    points = [charts.Point(_year_fraction(v.wert), v.zeit, v.wert.wert or Decimal(0)) for v in best]
    return charts.series(points, k.einheit, k.nachkommastellen, caption), caption


def _longest_series(ind: Indicator) -> list[Value] | None:
    by_area: dict[str, list[Value]] = defaultdict(list)
    for v in ind.gemessen:
        if year_of(v.wert):
            by_area[v.wert.gebiet].append(v)
    best = max(by_area.values(), key=len, default=[])
    return best if len({_year_fraction(v.wert) for v in best}) >= PAGE_FROM else None


def _year_fraction(wert: Wert) -> float:
    if not wert.stichtag:
        return float(wert.jahr or 0)
    parts = [int(p) for p in wert.stichtag.split("-")] + [1, 1]
    return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 365


def pages(catalogue: Catalogue, prose: frozenset[str]) -> list[SitePage]:
    """/monitoring/ and a page for each indicator with enough data."""
    if not catalogue.kennzahlen:
        return []
    found = indicators(catalogue)
    edit = "datapackages/monitoring/werte.csv"
    out = [
        SitePage(
            "monitoring/index.md",
            "Monitoring: Zahlen für die Quartiere",
            f"Wie geht es Kindern und Familien in den Quartieren von {catalogue.town.name}? "
            "Kennzahlen mit Karte, Tabelle und Quelle.",
            render(
                "monitoring.html",
                prosa=prose,
                wurzel="../",
                kennzahlen=[i for i in found if i.own_page],
                einzeln=[i for i in found if not i.own_page],
                stadt=catalogue.town.name,
                anzahl=sum(len(i.gemessen) for i in found),
            ),
            edit_path=edit,
        )
    ]
    for ind in found:
        if not ind.own_page:
            continue
        view, drawing, k = map_view(ind, catalogue), chart(ind, catalogue), ind.kennzahl
        src = f"monitoring/{k.id}.md"
        assets: dict[str, bytes | Task] = {}
        if view:
            assets[view.map.script_path] = view.map.script
        if drawing:
            assets[f"monitoring/{k.id}/{k.id}.svg"] = drawing[0]
        out.append(
            SitePage(
                src,
                k.name,
                f"{k.name} in {catalogue.town.name}: {k.beschreibung}"[:155],
                render(
                    "kennzahl.html",
                    wurzel=root_of(src),
                    i=ind,
                    karte=view,
                    stadt=catalogue.town.name,
                    bild=f"{k.id}.svg" if drawing else "",
                    bildtext=drawing[1] if drawing else "",
                    quellen=_sources(ind),
                ),
                edit_path=edit,
                scripts=(*maps.SCRIPTS, view.map.script_path) if view else (),
                styles=maps.STYLES if view else (),
                assets=assets,
            )
        )
    return out


def _sources(ind: Indicator) -> list[tuple[str, str]]:
    """(address, host) of each distinct source, in order of host."""
    urls = {v.wert.quelle: v.quelle for v in ind.werte if v.wert.quelle}
    return sorted(urls.items(), key=lambda item: (item[1], item[0]))
