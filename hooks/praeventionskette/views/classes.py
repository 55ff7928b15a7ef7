"""Classes of a map by quantiles: about as many quarters in each, limits are published values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes from low to high; class i reaches over ``ranges[i - 1]``, both ends are values."""

    ranges: tuple[tuple[Decimal, Decimal], ...]

    def of(self, value: Decimal) -> int:
        """The class of a value, counted from 1."""
        for i, (_, high) in enumerate(self.ranges, start=1):
            if value <= high:
                return i
        return len(self.ranges)


def quantiles(values: Sequence[Decimal], most: int = 5) -> Classes:
    """At most ``most`` classes with about equally many values; equal values share a class.

    Fewer values give fewer classes (about two values a class at least), so that a map of three
    quarters does not pretend five steps.
    """
    ordered = sorted(values)
    count = max(1, min(most, len(set(ordered)), len(ordered) // 2 or 1))
    ranges: list[tuple[Decimal, Decimal]] = []
    start = 0
    for i in range(count):
        end = round((i + 1) * len(ordered) / count)
        while 0 < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > start:
            ranges.append((ordered[start], ordered[end - 1]))
            start = end
    return Classes(tuple(ranges))
