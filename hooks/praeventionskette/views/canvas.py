"""A sheet to draw on, in points, y downwards: matplotlib without axes, which is quick and exact.

Text is measured with matplotlib's own font, so that the bytes are the same on every machine; in
the SVG it stays text, and a reader's own sans-serif stands in where DejaVu is not installed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

WIDTH = 320.0
"""Points. A phone of 360 px shows the picture at about its own size, so 11 pt stay 11 px."""
SIZE = 11.5
SMALL = 11.0
INK, QUIET, LINE, PAPER = "#1d2629", "#54605f", "#6b7574", "#ffffff"
FILL = {
    "1": "#dfe9f5", "2": "#b9cfe8", "3": "#86a9d0", "4": "#41709f", "5": "#1f4e82",
    "n3": "#8c4a0b", "n2": "#c98a45", "n1": "#efd3ae", "z": "#f4f4f1",
    "p1": "#cfe0f0", "p2": "#7fa9d1", "p3": "#2f639a",
    "ohne": "#e2ded6", "geheim": "#ffffff",
}  # fmt: skip
"""The colours of classes; the page's stylesheet (pk-monitoring.css) has the same."""
DARK = {"4", "5", "n3", "p3"}
"""Classes on which text is white."""
PNG_SCALE = 2.0


@lru_cache(maxsize=1)
def _ready() -> Any:
    # Imported here: matplotlib takes a third of a second, and only the process that draws needs it.
    import matplotlib as mpl
    from matplotlib.textpath import TextToPath

    mpl.rcParams.update(
        {
            "svg.hashsalt": "praeventionskette",
            "svg.fonttype": "none",
            "font.family": "DejaVu Sans",
            "hatch.color": LINE,
            "hatch.linewidth": 1.4,
        }
    )
    return TextToPath()


@lru_cache(maxsize=8)
def _font(size: float, bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    _ready()
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def width(words: str, size: float = SIZE, bold: bool = False) -> float:
    """How wide a text is, in points."""
    found = _ready().get_text_width_height_descent(words, _font(size, bold), ismath=False)
    return float(found[0])


def wrap(words: str, room: float, size: float = SIZE, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than ``room`` (a single long word may be)."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Sheet:
    """One picture of :data:`WIDTH` and a height, both in points."""

    def __init__(self, height: float) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        _ready()
        self.height = height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), facecolor=PAPER)
        down = Affine2D().scale(1 / WIDTH, -1 / height).translate(0, 1)
        self.to_page = down + self.figure.transFigure

    def text(
        self, x: float, y: float, words: str, *, size: float = SIZE, bold: bool = False,
        colour: str = INK, align: str = "left",
    ) -> None:  # fmt: skip
        """A line of text on the base line ``y``. What stands in data is never read as a formula."""
        self.figure.text(
            x, y, words, transform=self.to_page, fontproperties=_font(size, bold), color=colour,
            ha=align, va="baseline", parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, w: float, h: float, klasse: str, edge: str = LINE) -> None:
        """A rectangle in the colour of a class."""
        self.shape([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]], klasse, edge)

    def shape(
        self, rings: Sequence[Sequence[tuple[float, float]]], klasse: str, edge: str = LINE
    ) -> None:
        """A polygon, perhaps with holes, in the colour of a class (or a colour as it is)."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        points: list[tuple[float, float]] = []
        codes: list[Any] = []
        for ring in rings:
            closed = [*ring, ring[0]]
            points += closed
            codes += [Path.MOVETO, *[Path.LINETO] * (len(closed) - 2), Path.CLOSEPOLY]
        self.figure.add_artist(
            PathPatch(
                Path(points, codes), facecolor=FILL.get(klasse, klasse), edgecolor=edge,
                linewidth=0.8, hatch="////" if klasse == "geheim" else None,
                transform=self.to_page,
            )
        )  # fmt: skip

    def line(
        self, points: Sequence[tuple[float, float]], *, colour: str = LINE, weight: float = 1.0,
        dashed: bool = False, dots: float = 0.0,
    ) -> None:  # fmt: skip
        """A line through points; ``dots``: the size of a dot at each, 0 for none."""
        from matplotlib.lines import Line2D

        self.figure.add_artist(
            Line2D(
                [p[0] for p in points], [p[1] for p in points], color=colour, linewidth=weight,
                linestyle=(0, (3, 2)) if dashed else "solid", transform=self.to_page,
                marker="o" if dots else None, markersize=dots, markeredgewidth=0,
            )
        )  # fmt: skip

    def save(self, form: str, title: str) -> bytes:
        """The picture as "svg" or "png", without date or version; ``title`` for the SVG."""
        out = io.BytesIO()
        if form == "png":
            self.figure.savefig(
                out, format="png", dpi=72 * PNG_SCALE, metadata={"Software": None, "Title": title},
                pil_kwargs={"compress_level": 3},
            )  # fmt: skip
            return out.getvalue()
        meta = {"Date": None, "Creator": None, "Title": title}
        self.figure.savefig(out, format="svg", metadata=meta)
        return out.getvalue().replace(b"'DejaVu Sans'", b"'DejaVu Sans', Verdana, sans-serif")
