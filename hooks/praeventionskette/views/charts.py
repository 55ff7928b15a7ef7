"""Pictures of indicators: bars, small panels over time, maps. What is drawn stands in the spec.

A spec holds every word as it is printed, so the process that draws decides nothing. The same spec
gives the SVG of the page and the PNG to take along: a download is exactly what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .canvas import DARK, INK, LINE, QUIET, SIZE, SMALL, WIDTH, Sheet, width, wrap

EDGE = 8.0
ROOM = WIDTH - 2 * EDGE
LEAD = 15.0
BAR = "#41709f"
MARK = "#8c4a0b"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above and below every picture."""

    titel: str
    einheit: str
    fuss: tuple[str, ...]
    """Notes and the source line."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    wert: float
    worte: str
    spanne: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """One row an area; a mark through all rows stands for the town."""

    frame: Frame
    rows: tuple[Bar, ...]
    marke: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One area over time. ``strecken`` are joined by a line each; ``brueche``: (year, number)."""

    titel: str
    strecken: tuple[tuple[Point, ...], ...]
    brueche: tuple[tuple[float, str], ...]
    luecken: tuple[tuple[float, str], ...]
    """(year, status) of times without a published value."""
    von: tuple[float, str]
    bis: tuple[float, str]
    """The first and the newest value: (year, words)."""
    skala: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    frame: Frame
    panels: tuple[Panel, ...]
    jahre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area of a map in the unit square (y downwards), with its class and its label."""

    ringe: tuple[tuple[Point, ...], ...]
    mitte: Point
    klasse: str
    nummer: str = ""
    wert: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One map, or several small ones with the same classes."""

    frame: Frame
    karten: tuple[tuple[str, tuple[Shape, ...]], ...]
    hoehe: float
    """Height of a map as part of its width."""
    legende: tuple[tuple[str, str], ...]


Figure = Bars | Series | Plan


def draw(figure: Figure, form: str) -> bytes:
    """The figure as "svg" or "png"."""
    if isinstance(figure, Bars):
        return _bars(figure, form)
    return _series(figure, form) if isinstance(figure, Series) else _plan(figure, form)


def _lines(frame: Frame) -> tuple[list[str], list[str]]:
    head = wrap(frame.titel, ROOM, SIZE + 1, True)
    foot = [line for note in frame.fuss if note for line in wrap(note, ROOM, SMALL)]
    return head, foot


def _sheet(frame: Frame, body: float) -> tuple[Sheet, float]:
    """A sheet with head and foot, and where its body begins."""
    head, foot = _lines(frame)
    unit = wrap(frame.einheit, ROOM, SMALL) if frame.einheit else []
    top = 10 + LEAD * (len(head) + len(unit))
    sheet = Sheet(top + body + LEAD * len(foot) + 14)
    y = 8.0
    for line in head:
        y += LEAD
        sheet.text(EDGE, y, line, size=SIZE + 1, bold=True)
    for line in unit:
        y += LEAD
        sheet.text(EDGE, y, line, size=SMALL, colour=QUIET)
    y = top + body + 4
    for line in foot:
        y += LEAD
        sheet.text(EDGE, y, line, size=SMALL, colour=QUIET)
    return sheet, top


def _bars(figure: Bars, form: str) -> bytes:
    step = 31.0
    first = 24.0 if figure.marke else 8.0
    sheet, top = _sheet(figure.frame, first + step * len(figure.rows))
    ends = [0.0] + [r.wert for r in figure.rows] + [v for r in figure.rows for v in r.spanne or ()]
    if figure.marke:
        ends.append(figure.marke[0])
    low, high = min(ends), max(ends)
    scale = (ROOM - 4) / ((high - low) or 1.0)

    def x(value: float) -> float:
        return EDGE + 2 + (value - low) * scale

    bottom = top + first + step * len(figure.rows) - 4
    if figure.marke:
        at, words = figure.marke
        sheet.line([(x(at), top + 20), (x(at), bottom)], colour=MARK, dashed=True, weight=1.4)
        half = width(words, SMALL, True) / 2
        place = min(max(x(at), EDGE + half), WIDTH - EDGE - half)
        sheet.text(place, top + 14, words, size=SMALL, bold=True, colour=MARK, align="center")
    y = top + first
    for row in figure.rows:
        sheet.text(EDGE, y + 12, row.label)
        sheet.text(WIDTH - EDGE, y + 12, row.worte, bold=True, align="right")
        if row.spanne:
            ends_at = [(x(row.spanne[0]), y + 21), (x(row.spanne[1]), y + 21)]
            sheet.line(ends_at, colour=BAR, weight=5.0)
            sheet.line([(x(row.wert), y + 21)], colour=INK, dots=7.0)
        else:
            left, right = sorted((x(0), x(row.wert)))
            colour = MARK if row.wert < 0 else BAR
            sheet.box(left, y + 17, max(right - left, 1.0), 8, colour, colour)
            if low < 0:
                sheet.line([(x(0), y + 15), (x(0), y + 27)], colour=INK)
        y += step
    return sheet.save(form, figure.frame.titel)


def _series(figure: Series, form: str) -> bytes:
    gap, high = 18.0, 132.0
    wide = (ROOM - gap) / 2
    count = (len(figure.panels) + 1) // 2
    sheet, top = _sheet(figure.frame, count * high + 6)
    for i, panel in enumerate(figure.panels):
        left, upper = EDGE + (i % 2) * (wide + gap), top + 6 + (i // 2) * high
        _panel(sheet, panel, figure.jahre, left, upper, wide)
    return sheet.save(form, figure.frame.titel)


def _panel(
    sheet: Sheet, panel: Panel, years: Point, left: float, upper: float, wide: float
) -> None:
    title = wrap(panel.titel, wide, SMALL, True)
    sheet.text(left, upper + 12, title[0] + (" …" if title[1:] else ""), size=SMALL, bold=True)
    floor, roof = upper + 102, upper + 62
    low, high = panel.skala
    span = (years[1] - years[0]) or 1.0

    def at(point: Point) -> Point:
        x = left + 6 + (point[0] - years[0]) / span * (wide - 12)
        return x, floor - (point[1] - low) / ((high - low) or 1.0) * (floor - roof)

    sheet.line([(left, floor + 4), (left + wide, floor + 4)], colour=LINE, weight=0.7)
    for year, number in panel.brueche:
        x = at((year, low))[0]
        sheet.line([(x, roof - 6), (x, floor + 4)], colour=MARK, dashed=True, weight=1.2)
        sheet.text(x + 2, roof - 2, number, size=SMALL, bold=True, colour=MARK)
    for year, status in panel.luecken:
        x = at((year, low))[0]
        sheet.box(x - 4, floor - 5, 8, 8, "geheim" if status == "geheim" else "ohne")
    for run in panel.strecken:
        sheet.line([at(p) for p in run], colour=BAR, weight=1.6, dots=5.0)
    for at_y, point, bold in ((26, panel.von, False), (39, panel.bis, True)):
        sheet.text(left, upper + at_y, f"{int(point[0])}: {point[1]}", size=SMALL, bold=bold)
    sheet.text(left, floor + 17, str(int(years[0])), size=SMALL, colour=QUIET)
    sheet.text(left + wide, floor + 17, str(int(years[1])), size=SMALL, colour=QUIET, align="right")


def _plan(figure: Plan, form: str) -> bytes:
    columns = 1 if len(figure.karten) == 1 else 2
    gap = 14.0
    wide = (ROOM - gap * (columns - 1)) / columns
    high = wide * figure.hoehe
    named = any(title for title, _ in figure.karten)
    row = high + (22 if named else 8)
    rows = -(-len(figure.karten) // columns)
    legend = [(klasse, wrap(words, ROOM - 30, SMALL)) for klasse, words in figure.legende]
    body = rows * row + 8 + sum(LEAD * len(lines) + 3 for _, lines in legend)
    sheet, top = _sheet(figure.frame, body)
    for i, (title, shapes) in enumerate(figure.karten):
        left, upper = EDGE + (i % columns) * (wide + gap), top + 6 + (i // columns) * row
        if named:
            sheet.text(left, upper + 11, title, bold=True)
            upper += 16
        _shapes(sheet, shapes, left, upper, wide, labels=columns == 1)
    y = top + rows * row + 8
    for klasse, lines in legend:
        sheet.box(EDGE, y + 2, 20, 11, klasse)
        for line in lines:
            sheet.text(EDGE + 28, y + 12, line, size=SMALL)
            y += LEAD
        y += 3
    return sheet.save(form, figure.frame.titel)


def _shapes(
    sheet: Sheet, shapes: Sequence[Shape], left: float, upper: float, wide: float, *, labels: bool
) -> None:
    def put(point: Point) -> Point:
        return left + point[0] * wide, upper + point[1] * wide

    for shape in shapes:
        sheet.shape([[put(p) for p in ring] for ring in shape.ringe], shape.klasse)
    for shape in shapes if labels else ():
        x, y = put(shape.mitte)
        colour = "#ffffff" if shape.klasse in DARK else INK
        sheet.text(x, y - 3, shape.nummer, size=SMALL, colour=colour, align="center")
        if shape.klasse != "geheim":
            sheet.text(x, y + 10, shape.wert, size=SMALL, bold=True, colour=colour, align="center")
