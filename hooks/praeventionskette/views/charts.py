"""Static charts: SVG by matplotlib, measured with its own font so that bytes are reproducible."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import text

COLOUR = "#2b5785"
SECOND = "#54605f"


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Decimal
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    when: float
    """Year, with the part of the year as fraction (2021-12-31 is close to 2022)."""
    label: str
    value: Decimal


def bars(rows: Sequence[Bar], unit: str, places: int, description: str) -> bytes:
    """Horizontal bars, one a row, longest label at the left; the value stands at each bar."""
    figure, axes = _figure(height=0.4 + 0.27 * len(rows))
    values = [float(r.value) for r in rows]
    colours = [SECOND if r.highlight else COLOUR for r in rows]
    positions = range(len(rows), 0, -1)
    axes.barh(list(positions), values, color=colours, height=0.68)
    axes.set_yticks(list(positions), [r.label for r in rows], fontsize=9.5)
    span = max([0.0, *values]) - min([0.0, *values]) or 1.0
    for y, row in zip(positions, rows, strict=True):
        left = row.value < 0
        axes.text(
            float(row.value) + (-1 if left else 1) * span * 0.01,
            y,
            text.number(row.value, places),
            va="center",
            ha="right" if left else "left",
            fontsize=9.5,
        )
    axes.margins(x=0.14)
    axes.axvline(0, color="#1d2629", linewidth=0.8)
    axes.set_xticks([])
    axes.set_xlabel(unit, fontsize=9.5)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    return _svg(figure, description)


def series(points: Sequence[Point], unit: str, places: int, description: str) -> bytes:
    """Single values over time as dots with their figures; a thin line helps the eye along."""
    figure, axes = _figure(height=2.6)
    ordered = sorted(points, key=lambda p: p.when)
    axes.plot(
        [p.when for p in ordered],
        [float(p.value) for p in ordered],
        color=COLOUR,
        linewidth=1.2,
        marker="o",
        markersize=6,
    )
    for i, p in enumerate(ordered):
        axes.annotate(
            text.number(p.value, places),
            (p.when, float(p.value)),
            xytext=(0, 9 if i % 2 == 0 else -17),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    ticks = sorted({int(p.when) for p in ordered})
    axes.set_xticks(
        ticks, [str(t) for t in ticks], fontsize=9, rotation=45 if len(ticks) > 8 else 0
    )
    axes.margins(x=0.06, y=0.25)
    axes.set_yticks([])
    axes.set_ylabel(unit, fontsize=9.5)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return _svg(figure, description)


def _figure(height: float):  # type: ignore[no-untyped-def]
    # Imported here: matplotlib takes a third of a second, and a check needs no chart.
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update(
        {
            "svg.hashsalt": "praeventionskette",
            "svg.fonttype": "none",
            "font.family": "DejaVu Sans",
            "axes.edgecolor": "#6b7574",
            "text.color": "#1d2629",
            "axes.labelcolor": "#54605f",
            "xtick.color": "#1d2629",
            "ytick.color": "#1d2629",
        }
    )
    figure = Figure(figsize=(4.6, height), layout="constrained")
    return figure, figure.add_subplot()


def _svg(figure, description: str) -> bytes:  # type: ignore[no-untyped-def]
    """The figure as SVG without a date; ``description`` becomes its dc:title."""
    out = io.BytesIO()
    figure.savefig(
        out, format="svg", metadata={"Date": None, "Creator": None, "Title": description}
    )
    # Text stays text: a reader's own sans-serif stands in where DejaVu is not installed.
    return out.getvalue().replace(b"'DejaVu Sans'", b"'DejaVu Sans', Verdana, sans-serif")
