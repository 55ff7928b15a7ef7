"""A second, independent way to intervals: search all whole tables by hand, no solver at all."""

from __future__ import annotations

from collections.abc import Sequence

Equation = tuple[int, tuple[int, ...]]
"""(margin, parts): the margin is the sum of its parts."""
BEYOND = 40
"""How far above its published surroundings an unknown cell is tried."""


def narrowed(
    low: list[int], high: list[int], equations: Sequence[Equation]
) -> tuple[list[int], list[int]] | None:
    """Shrink the domains by every equation until nothing moves; None if nothing fits."""
    low, high = list(low), list(high)
    moved = True
    while moved:
        moved = False
        for total, parts in equations:
            least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
            bounds = [(total, least, most)]
            bounds += [
                (p, low[total] - (most - high[p]), high[total] - (least - low[p])) for p in parts
            ]
            for cell, a, b in bounds:
                if a > low[cell]:
                    low[cell], moved = a, True
                if b < high[cell]:
                    high[cell], moved = b, True
                if low[cell] > high[cell]:
                    return None
    return low, high


def fits(low: list[int], high: list[int], equations: Sequence[Equation]) -> bool:
    """Whether some whole table lies in the domains."""
    shrunk = narrowed(low, high, equations)
    if shrunk is None:
        return False
    low, high = shrunk
    open_cells = [c for c in range(len(low)) if low[c] < high[c]]
    if not open_cells:
        return True
    cell = min(open_cells, key=lambda c: high[c] - low[c])
    for value in range(low[cell], high[cell] + 1):
        below, above = list(low), list(high)
        below[cell] = above[cell] = value
        if fits(below, above, equations):
            return True
    return False


def interval(
    cell: int,
    values: Sequence[int],
    hidden: frozenset[int],
    equations: Sequence[Equation],
    reach: int,
) -> tuple[int, int]:
    """Smallest and largest value of the cell within ``reach`` of its true value."""
    low = [0 if c in hidden else v for c, v in enumerate(values)]
    high = [v + BEYOND if c in hidden else v for c, v in enumerate(values)]
    possible = []
    for value in range(max(0, values[cell] - reach), values[cell] + reach + 1):
        below, above = list(low), list(high)
        below[cell] = above[cell] = value
        if fits(below, above, equations):
            possible.append(value)
    return min(possible), max(possible)
