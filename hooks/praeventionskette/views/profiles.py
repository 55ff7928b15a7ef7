"""What the published figures say about one quarter, in sentences that judge nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import Catalogue, Quartier
from . import text
from .comparable import when
from .indicators import Indicator
from .trends import older, trend
from .values import TOWN, Value, comparable_town

ROUGHLY = "Das ist eine andere Quelle und nur ungefähr vergleichbar."


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator for one quarter: the newest value or the gap, and what can be said of it."""

    indikator: Indicator
    wert: Value
    vergleich: str
    trend: str
    aelter: bool
    """There are older values that cannot be compared."""
    luecke: Value | None
    """A newer time for which the value is withheld or not known."""
    zusammen: tuple[Value, ...]
    """Where the quarter has no value: those of larger areas that it lies in."""


def figures(q: Quartier, known: Sequence[Indicator], catalogue: Catalogue) -> tuple[Figure, ...]:
    """All that is known of a quarter, in the order of the indicators."""
    around = {g.id for g in catalogue.gebiete if q.id in g.quartiere and g.id != TOWN}
    found = []
    for ind in known:
        own = [v for v in ind.werte if v.wert.gebiet == q.id]
        newest = ind.latest(q.id) or next(iter(own), None)
        if newest is None:
            continue
        gap = newest.wert.wert is None
        found.append(
            Figure(
                ind,
                newest,
                comparison(ind, newest, catalogue.town.name),
                "" if gap else trend(own, ind.kennzahl),
                not gap and older(own),
                None if gap else _gap_after(newest, own),
                tuple(_newest(v for v in ind.gemessen if v.wert.gebiet in around)) if gap else (),
            )
        )
    return tuple(found)


def _gap_after(shown: Value, own: Iterable[Value]) -> Value | None:
    """The newest gap that is younger than what is shown."""
    later = [v for v in own if v.wert.wert is None and when(v.wert) > when(shown.wert)]
    return max(later, key=lambda v: when(v.wert), default=None)


def _newest(values: Iterable[Value]) -> list[Value]:
    """The newest value of each area."""
    by_area: dict[str, list[Value]] = defaultdict(list)
    for v in values:
        by_area[v.wert.gebiet].append(v)
    return [max(rows, key=lambda v: when(v.wert)) for _, rows in sorted(by_area.items())]


def comparison(ind: Indicator, v: Value, town: str) -> str:
    """How a quarter's value stands to the town's, or why that cannot be said."""
    k, value = ind.kennzahl, v.wert.wert
    if value is None or k.art == "saldo":
        return ""
    rows = [t for t in ind.werte if t.wert.gebiet == TOWN]
    whole = comparable_town(v.wert, rows)
    if whole is None or whole.wert.wert is None:
        near = next((t for t in rows if t.wert.jahr == v.wert.jahr is not None), None)
        if near is None or near.wert.wert is None:
            return ""
        return f"Ganz {town} im selben Jahr: {near.menge}. {ROUGHLY}"
    if v.vergleich:
        return f"{v.vergleich[0].upper()}{v.vergleich[1:]} ({whole.menge})."
    if k.art == "anzahl":
        return _part(value, whole.wert.wert, town)
    if value == whole.wert.wert:
        return f"Genauso wie in ganz {town}."
    words = "Höher" if value > whole.wert.wert else "Niedriger"
    return f"{words} als in ganz {town} ({whole.menge})."


def _part(value: Decimal, whole: Decimal, town: str) -> str:
    if whole <= 0:
        return ""
    share = 100 * value / whole
    if share < 1:
        return f"Das ist weniger als 1 von 100 in ganz {town}."
    return f"Das sind etwa {text.number(round(share))} von 100 in ganz {town}."
