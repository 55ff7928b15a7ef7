"""Changes over time in words, and the breaks that forbid them. Nothing is claimed by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..catalogue import Kennzahl
from .comparable import OTHER_SOURCE, Segment, newest_segment, segments, when, year_fraction
from .uncertainty import counts_differ
from .values import Value, amount, bare

CHANCE = "Der Unterschied kann Zufall sein."
UNKNOWN = f"Wie groß die Gruppe ist, wissen wir nicht. {CHANCE}"


@dataclass(frozen=True, slots=True)
class Break:
    """Where a series starts anew; ``wo``: between the last value before and the first after."""

    wo: float
    jahr: str
    grund: str


def breaks(values: Sequence[Value]) -> tuple[Break, ...]:
    """The breaks of one area that the data name: method or borders, not a mere other source."""
    found = []
    parts = segments(v.wert for v in values)
    for before, part in pairwise(parts):
        if part.grund and part.grund != OTHER_SOURCE:
            old, new = year_fraction(before.werte[-1]), year_fraction(part.werte[0])
            found.append(Break((old + new) / 2, when(part.werte[0])[:4], part.grund))
    return tuple(found)


def trend(values: Sequence[Value], k: Kennzahl) -> str:
    """How the newest comparable values of one area changed, as a sentence, or "".

    A change is named only where it is more than chance: counts by Poisson, shares by the intervals
    of their denominators. A share without a known denominator shows its two values and no claim.
    """
    part: Segment | None = newest_segment(v.wert for v in values)
    if part is None or k.art == "saldo":
        return ""
    first, last = part.werte[0], part.werte[-1]
    if when(first) == when(last) or first.wert is None or last.wert is None:
        return ""
    words = {v.wert.id: v for v in values}
    old, new = words[first.id], words[last.id]
    start = (amount if k.einheit == "%" else bare)(first.wert, k)
    pair = f"von {start} auf {amount(last.wert, k)}"
    since = f"Seit {first.jahr if first.jahr != last.jahr else old.zeit}"
    grown = last.wert > first.wert
    if first.wert == last.wert:
        return f"{since} gleich geblieben: {amount(last.wert, k)}."
    if k.art == "anzahl":
        if not counts_differ(first.wert, last.wert):
            return f"{since} etwa gleich geblieben ({pair})."
        return f"{since} {'mehr' if grown else 'weniger'} geworden: {pair}."
    if k.art == "anteil":
        if old.spanne is None or new.spanne is None:
            return f"{since}: {pair}. {UNKNOWN}"
        if not old.spanne.apart(new.spanne):
            return f"{since} kein klarer Unterschied ({pair}). {CHANCE}"
    return f"{since} {'gestiegen' if grown else 'gesunken'}: {pair}."


def older(values: Sequence[Value]) -> bool:
    """Whether there are older values that cannot be compared with the newest."""
    return len(segments(v.wert for v in values)) > 1
