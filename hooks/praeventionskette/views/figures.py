"""What the pictures of an indicator show: the numbers and words of each, ready to be drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import Catalogue
from ..workshop import Task
from . import charts, text
from .classes import METHODS, Classes
from .comparable import gaps, segments, when, year_fraction
from .indicators import (
    Indicator,
    area_class,
    classes_for,
    legend,
    map_view,
    newest_by_quarter,
)
from .outlines import Outlines
from .trends import Break, breaks
from .values import TOWN, Value, amount, bare, comparable_town, year_of

MOST_PANELS = 40
TOGETHER = ("anteil", "mittelwert", "dichte", "quotient", "saldo")
"""Kinds whose panels share one scale; counts of a quarter and of the town cannot."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: its file (without ending), its words, and what is drawn."""

    datei: str
    titel: str
    alt: str
    text: str
    """What a reader has to know, below the picture."""
    spec: charts.Figure
    brueche: tuple[tuple[str, str, str], ...] = ()
    """(number, year, reason) of each break that is drawn."""

    def files(self, folder: str) -> dict[str, bytes | Task]:
        """The SVG of the page and the PNG to take along."""
        return {
            f"{folder}{self.datei}.{form}": Task("views.charts:draw", (self.spec, form))
            for form in ("svg", "png")
        }


def sources(values: Iterable[Value], town: str) -> str:
    """The source line of a picture."""
    hosts = sorted({v.quelle for v in values if v.quelle})
    named = ", ".join(hosts[:3]) + (f" und {len(hosts) - 3} weitere" if len(hosts) > 3 else "")
    return f"Quelle: {named or 'nicht genannt'}. Darstellung: Präventionskette {town}."


def pictures(ind: Indicator, catalogue: Catalogue, shapes: Outlines | None) -> list[Picture]:
    """Map, years side by side, comparison and development, as far as the values reach."""
    found = [
        _map(ind, catalogue, shapes) if shapes else None,
        *(_years(ind, catalogue, shapes) if shapes else ()),
        _comparison(ind, catalogue),
        _development(ind, catalogue),
    ]
    return [p for p in found if p]


def _shapes(
    ind: Indicator, catalogue: Catalogue, outlines: Outlines, year: str, classes: Classes
) -> tuple[charts.Shape, ...]:
    newest = newest_by_quarter(ind, year)
    out = []
    for q in catalogue.quartiere:
        if q.id not in outlines.ringe:
            continue
        v = newest.get(q.id)
        klasse = area_class(v, classes)
        words = bare(v.wert.wert, ind.kennzahl) if v and v.wert.wert is not None else "–"
        out.append(
            charts.Shape(outlines.ringe[q.id], outlines.mitten[q.id], klasse, q.nummer, words)
        )
    return tuple(out)


def _entries(ind: Indicator, classes: Classes, maps: Iterable[Sequence[charts.Shape]]):  # type: ignore[no-untyped-def]
    names = {s.klasse for shapes in maps for s in shapes}
    entries = legend(classes, ind.kennzahl, "geheim" in names, "ohne" in names)
    return tuple((e.klasse, e.text) for e in entries)


def _span(ind: Indicator, values: Iterable[Value]) -> str:
    """ "Die Werte reichen von 3 bis 12 %." of published values."""
    known = [v.wert.wert for v in values if v.wert.wert is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    if low == high:
        return f"Der Wert ist {amount(low, ind.kennzahl)}."
    return f"Die Werte reichen von {bare(low, ind.kennzahl)} bis {amount(high, ind.kennzahl)}."


def _map(ind: Indicator, catalogue: Catalogue, outlines: Outlines) -> Picture | None:
    view = map_view(ind, catalogue)
    if view is None or view.classes is None:
        return None
    k, town = ind.kennzahl, catalogue.town.name
    rows = list(newest_by_quarter(ind, view.jahr).values())
    shapes = _shapes(ind, catalogue, outlines, view.jahr, view.classes)
    title = f"{k.name} {view.jahr} nach Quartieren in {town}"
    note = METHODS[view.classes.methode]
    if len(group := ind.group_of(view.jahr)) > 1:
        note += f" Sie sind für {group[0]} bis {group[-1]} dieselben."
    plan = charts.Plan(
        charts.Frame(title, _unit(ind), (note, _schematic(outlines), sources(rows, town))),
        (("", shapes),),
        outlines.hoehe,
        _entries(ind, view.classes, [shapes]),
    )
    alt = f"Karte: {title}. {view.anzahl} Quartiere mit Zahl. {_span(ind, rows)}"
    return Picture("karte", title, alt, note, plan)


def _schematic(outlines: Outlines) -> str:
    return (
        "Schematischer Plan, ein Feld je Quartier; keine Vermessung." if outlines.schematic else ""
    )


def _unit(ind: Indicator) -> str:
    return f"Einheit: {ind.kennzahl.einheit or 'keine, eine Verhältniszahl'}"


def _years(ind: Indicator, catalogue: Catalogue, outlines: Outlines) -> list[Picture]:
    """A picture for each group of comparable years, if any group has more than one."""
    groups = ind.year_groups
    if not any(len(g) > 1 for g in groups):
        return []
    out = []
    for group in groups:
        classes = classes_for(ind, group)
        maps = [(y, _shapes(ind, catalogue, outlines, y, classes)) for y in group]
        span = group[0] if len(group) == 1 else f"{group[0]} bis {group[-1]}"
        title = f"{ind.kennzahl.name} {span}"
        rows = [v for y in group for v in newest_by_quarter(ind, y).values()]
        note = "Gleiche Farbe heißt in allen diesen Jahren gleicher Bereich."
        foot = (note if len(group) > 1 else "", sources(rows, catalogue.town.name))
        plan = charts.Plan(
            charts.Frame(f"{title} nach Quartieren", _unit(ind), foot),
            tuple(maps),
            outlines.hoehe,
            _entries(ind, classes, [shapes for _, shapes in maps]),
        )
        alt = f"Kleine Karten: {title} nach Quartieren. {_span(ind, rows)}"
        out.append(Picture(f"karten-{group[0]}", title, alt, foot[0], plan))
    return out


def _comparison(ind: Indicator, catalogue: Catalogue) -> Picture | None:
    year, k, town = ind.map_year, ind.kennzahl, catalogue.town.name
    if year is None:
        return None
    rows = [v for v in newest_by_quarter(ind, year).values() if v.wert.wert is not None]
    if len(rows) < 2:
        return None
    numbers = {q.id: q.nummer for q in catalogue.quartiere}
    rows.sort(key=lambda v: (numbers.get(v.quartier or "", ""), v.gebiet))
    whole = [v for v in ind.werte if v.wert.gebiet == TOWN]
    level = comparable_town(rows[0].wert, whole) if k.art in TOGETHER[:4] else None
    spans = any(v.spanne for v in rows)
    bars = tuple(
        charts.Bar(
            f"{numbers.get(v.quartier or '', '')} {v.gebiet}".strip(),
            float(v.wert.wert or 0),
            bare(v.wert.wert or Decimal(0), k),
            (float(v.spanne.low), float(v.spanne.high)) if v.spanne else None,
        )
        for v in rows
    )
    mark = None
    if level and level.wert.wert is not None:
        mark = (float(level.wert.wert), f"{town}: {bare(level.wert.wert, k)}")
    # Never by size: a picture that ranks places would rank noise, and shame the last.
    notes = ["In der Reihenfolge der Stadt, nicht nach der Größe der Zahl."]
    if spans:
        notes.append(
            "Der Punkt ist die Zahl. Der Balken zeigt, wo sie liegen könnte, wenn man den Zufall "
            "mitrechnet. Je kleiner die Gruppe, desto länger der Balken."
        )
    if mark:
        notes.append(f"Die gestrichelte Linie ist der Wert für ganz {town}.")
    title = f"{k.name} {year}: die Quartiere im Vergleich"
    withheld = sum(1 for v in newest_by_quarter(ind, year).values() if v.wert.status == "geheim")
    if withheld:
        notes.append(f"Nicht gezeigt: {text.plural(withheld, 'geheime Zahl', 'geheime Zahlen')}.")
    said = " ".join(notes)
    frame = charts.Frame(title, _unit(ind), (said, sources(rows, town)))
    alt = f"Diagramm: {title}. {len(rows)} Quartiere. {_span(ind, rows)}"
    return Picture("vergleich", title, alt, said, charts.Bars(frame, bars, mark))


def small(ind: Indicator, catalogue: Catalogue) -> Picture | None:
    """The development of the whole town alone, where it has two dated values."""
    return _development(ind, catalogue, only=TOWN, datei="stadt")


def _development(
    ind: Indicator, catalogue: Catalogue, only: str = "", datei: str = "verlauf"
) -> Picture | None:
    """Small panels over time: one for each area (or one alone) with two dated values or more."""
    by_area: dict[str, list[Value]] = defaultdict(list)
    for v in ind.werte:
        if year_of(v.wert):
            by_area[v.wert.gebiet].append(v)
    numbers = {q.id: q.nummer for q in catalogue.quartiere}
    order = sorted(by_area, key=lambda a: (a != TOWN, a in numbers, numbers.get(a, ""), a))
    order = [a for a in order if only in ("", a)]
    areas = [a for a in order if len(_times(by_area[a])) > 1][:MOST_PANELS]
    if not areas:
        return None
    k, town = ind.kennzahl, catalogue.town.name
    marks: dict[tuple[str, str], str] = {}
    for area in areas:
        for b in breaks(by_area[area]):
            marks.setdefault((b.jahr, b.grund), str(len(marks) + 1))
    shown = [v for a in areas for v in by_area[a]]
    measured = [float(v.wert.wert) for v in shown if v.wert.wert is not None]
    common = _scale(measured) if k.art in TOGETHER else None
    panels = tuple(_panel(ind, by_area[a], marks, common) for a in areas)
    years = [year_fraction(v.wert) for v in shown]
    notes = []
    if k.art not in TOGETHER:
        notes.append("Jedes Feld hat seinen eigenen Maßstab und beginnt bei null.")
    if any(len(p.strecken) > 1 for p in panels):
        notes.append("Verbunden ist nur, was sich vergleichen lässt.")
    if any(status == "geheim" for p in panels for _, status in p.luecken):
        notes.append("Schraffiertes Kästchen: geheim.")
    if any(status != "geheim" for p in panels for _, status in p.luecken):
        notes.append("Graues Kästchen: keine Angabe.")
    said = " ".join(notes)
    foot = [said, *(f"{n} – Bruch {year}: {reason}" for (year, reason), n in marks.items())]
    title = f"{k.name}: Entwicklung"
    frame = charts.Frame(title, _unit(ind), (*foot, sources(shown, town)))
    alt = f"Diagramm: {title} in {text.plural(len(panels), 'Gebiet', 'Gebieten')}"
    alt += f", {int(min(years))} bis {int(max(years))}. {_span(ind, shown)}"
    return Picture(
        datei, title, alt, said, charts.Series(frame, panels, (min(years), max(years))),
        tuple((n, year, reason) for (year, reason), n in marks.items()),
    )  # fmt: skip


def _times(values: Iterable[Value]) -> set[str]:
    return {when(v.wert) for v in values if v.wert.wert is not None}


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if low != high else (low - 1, high + 1)


def _panel(
    ind: Indicator, values: list[Value], marks: dict[tuple[str, str], str],
    common: tuple[float, float] | None,
) -> charts.Panel:  # fmt: skip
    rows = [v.wert for v in values]
    holes = gaps(rows)
    runs = [run for part in segments(rows) for run in part.runs(holes)]
    dated = sorted((v for v in values if v.wert.wert is not None), key=lambda v: when(v.wert))
    missing = {when(w): (year_fraction(w), w.status) for w in rows if w.wert is None}
    own = (0.0, max(float(v.wert.wert or 0) for v in dated))
    found: tuple[Break, ...] = breaks(values)
    return charts.Panel(
        titel=values[0].gebiet,
        strecken=tuple(
            tuple((year_fraction(w), float(w.wert)) for w in run if w.wert is not None)
            for run in runs
        ),
        brueche=tuple((b.wo, marks[b.jahr, b.grund]) for b in found),
        luecken=tuple(missing[at] for at in holes),
        von=(year_fraction(dated[0].wert), bare(dated[0].wert.wert or Decimal(0), ind.kennzahl)),
        bis=(year_fraction(dated[-1].wert), bare(dated[-1].wert.wert or Decimal(0), ind.kennzahl)),
        skala=common or own,
    )
