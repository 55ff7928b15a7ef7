"""Primary cells: what may not be read, and the suppression task that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from praeventionskette.disclosure.geometry import Geometry, Key, replace
from praeventionskette.disclosure.task import Task

SMALL = "klein"
COMPLEMENT = "gegenstueck"
GROUP = "gruppe"

INSIDER_NEED = {"schwelle": None, "genau": 1, "aus": 0}


@dataclass(frozen=True, slots=True)
class Rules:
    """When a cell is primary. ``features``: dimensions that say something about a person."""

    threshold: int = 5
    group_threshold: int = 20
    features: tuple[str, ...] = ()
    use_zeros: bool = False
    insider: str = "schwelle"

    @property
    def insider_need(self) -> int:
        """How wide a cell must stay for somebody who knows one cell."""
        need = INSIDER_NEED[self.insider]
        return self.threshold if need is None else need


@dataclass
class Primary:
    """Primary cells with the reason; rests of groups that nobody shows but that must be wide."""

    reasons: dict[Key, str] = field(default_factory=dict)
    rests: list[tuple[Key, Key]] = field(default_factory=list)
    """(cell, total of its group): their difference must be wide."""


def feature_totals(geometry: Geometry, key: Key, features: Iterable[str]) -> list[Key]:
    """For a cell that says something about people: the groups it says it of."""
    result = []
    for axis, dimension in enumerate(geometry.dimensions):
        if dimension.name in features and dimension.total is not None:
            total = replace(key, axis, dimension.total)
            if total != key:
                result.append(total)
    return result


def find(geometry: Geometry, values: Mapping[Key, int], rules: Rules) -> Primary:
    """All primary cells of the true table."""
    result = Primary()
    for key, value in values.items():
        if 1 <= value < rules.threshold:
            result.reasons[key] = SMALL
        for total in feature_totals(geometry, key, rules.features):
            whole = values[total]
            rest = whole - value
            small_group = 0 < whole < rules.group_threshold
            if 1 <= rest < rules.threshold:
                result.reasons.setdefault(key, COMPLEMENT)
                result.rests.append((key, total))
            elif rest == 0 and small_group:
                result.reasons.setdefault(key, GROUP)
                result.rests.append((key, total))
            if value == 0 and small_group:
                result.reasons.setdefault(key, GROUP)
    return result


def task(
    geometry: Geometry,
    values: Mapping[Key, int],
    primary: Primary,
    rules: Rules,
    published: Iterable[Key] = (),
) -> Task:
    """The table as a suppression task; positions are those of ``geometry.keys``, rests follow."""
    numbers = [values[key] for key in geometry.keys]
    place = geometry.position
    rows = [
        ((place[total], -1), *((place[part], 1) for part in parts))
        for total, parts in geometry.sums()
    ]
    hidden = []
    for key, total in primary.rests:
        rest = len(numbers)
        numbers.append(values[total] - values[key])
        hidden.append(rest)
        rows.append(((place[total], -1), (place[key], 1), (rest, 1)))
    needed = frozenset(place[key] for key in primary.reasons)
    fixed = {place[key] for key in published}
    if not rules.use_zeros:
        fixed |= {n for n, value in enumerate(numbers) if value == 0}
    must = needed | frozenset(hidden)
    return Task(
        values=tuple(numbers),
        rows=tuple(rows),
        primary=needed,
        need=rules.threshold,
        hidden=frozenset(hidden),
        fixed=frozenset(fixed) - must,
        insiders=insiders(geometry, values, primary),
        insider_need=rules.insider_need,
    )


def insiders(
    geometry: Geometry, values: Mapping[Key, int], primary: Primary
) -> tuple[tuple[int, ...], ...]:
    """Each person who is alone in an innermost cell: the cells that count this person alone."""
    inner = [set(d.leaves) for d in geometry.dimensions]
    alone: dict[Key, list[int]] = {}
    ones = [key for key, value in values.items() if value == 1]
    for key in ones:
        if all(code in leaves for code, leaves in zip(key, inner, strict=True)):
            alone[key] = []
    for key in ones:
        for person in _inside(geometry, key, alone):
            alone[person].append(geometry.position[key])
    for n, (key, total) in enumerate(primary.rests, start=len(geometry.keys)):
        if values[total] - values[key] == 1:
            mine = set(_inside(geometry, key, alone))
            for person in _inside(geometry, total, alone):
                if person not in mine:
                    alone[person].append(n)
    return tuple(tuple(cells) for cells in alone.values())


def _inside(geometry: Geometry, key: Key, persons: Iterable[Key]) -> list[Key]:
    """The persons that a cell counts."""
    below = [set(d.under(c)) for d, c in zip(geometry.dimensions, key, strict=True)]
    return [p for p in persons if all(c in b for c, b in zip(p, below, strict=True))]
