"""Which values of a series may be compared: territory versions, changes of method, sources.

Values are compared only within a :class:`Segment`. A new one starts where a row names a break
(``bruch``), where the borders change (``gebietsstand``), and, as long as no borders are stated,
with another source: then nobody knows whether the two count alike. A line joins the values of one
segment and stops at a year that is known to have no published value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalogue import Wert
from . import text

OTHER_SOURCE = "Die Zahlen kommen aus einer anderen Quelle."


def when(wert: Wert) -> str:
    """Sort key of time: the date as far as it is known."""
    return wert.stichtag or (str(wert.jahr) if wert.jahr is not None else "")


def year_fraction(wert: Wert) -> float:
    """Where a value stands on an axis of years (2021-12-31 is close to 2022)."""
    if not wert.stichtag:
        return float(wert.jahr or 0)
    parts = [int(p) for p in wert.stichtag.split("-")] + [1, 1]
    return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 365


@dataclass(frozen=True, slots=True)
class Segment:
    """Measured values of one area that may be compared, in order of time."""

    werte: tuple[Wert, ...]
    grund: str = ""
    """Why they cannot be compared with those before, or "" for the first."""

    def runs(self, gaps: Sequence[str]) -> tuple[tuple[Wert, ...], ...]:
        """The parts that a line joins: cut where a time without a published value lies between."""
        out: list[list[Wert]] = []
        for w in self.werte:
            joined = out and not any(when(out[-1][-1]) < gap < when(w) for gap in gaps)
            if joined:
                out[-1].append(w)
            else:
                out.append([w])
        return tuple(tuple(run) for run in out)


def segments(rows: Iterable[Wert]) -> tuple[Segment, ...]:
    """The segments of one indicator and one area, in order of their first value.

    Rows without a year are left out: nobody knows where they belong.
    """
    dated = sorted((w for w in rows if w.jahr is not None), key=lambda w: (when(w), w.id))
    breaks = [(when(w), w.bruch) for w in dated if w.bruch]
    groups: dict[tuple[str, int], list[Wert]] = defaultdict(list)
    for w in dated:
        if w.wert is None:
            continue
        version = f"stand {w.gebietsstand}" if w.gebietsstand else f"quelle {w.quelle}"
        groups[version, sum(1 for at, _ in breaks if at <= when(w))].append(w)
    ordered = sorted(groups.items(), key=lambda item: (when(item[1][0]), item[0]))
    out: list[Segment] = []
    before: tuple[tuple[str, int], list[Wert]] | None = None
    for key, values in ordered:
        reason = ""
        if before is not None:
            reason = _reason(before[0], before[1][-1], key, values[0], breaks)
        out.append(Segment(tuple(values), reason))
        before = (key, values)
    return tuple(out)


def _reason(
    old_key: tuple[str, int], old: Wert, key: tuple[str, int], new: Wert,
    breaks: Sequence[tuple[str, str | None]],
) -> str:  # fmt: skip
    reasons = []
    if old_key[1] < key[1]:
        reasons += [said for _, said in breaks[old_key[1] : key[1]] if said]
    if old.gebietsstand != new.gebietsstand:
        reasons.append(territory(new.gebietsstand))
    elif not reasons and old.quelle != new.quelle:
        reasons.append(OTHER_SOURCE)
    return " ".join(dict.fromkeys(reasons))


def territory(version: str | None) -> str:
    """The borders of a value in words."""
    if not version:
        return "Welche Grenzen gelten, ist nicht bekannt."
    return f"Ab hier gelten die Grenzen vom {text.partial_date(version)}."


def gaps(rows: Iterable[Wert]) -> tuple[str, ...]:
    """Times at which an area is known to have no published value."""
    rows = list(rows)
    known = {when(w) for w in rows if w.wert is not None}
    return tuple(sorted({when(w) for w in rows if w.wert is None and when(w)} - known))


def newest_segment(rows: Iterable[Wert]) -> Segment | None:
    """The segment that holds the newest value."""
    return max(segments(rows), key=lambda s: when(s.werte[-1]), default=None)
