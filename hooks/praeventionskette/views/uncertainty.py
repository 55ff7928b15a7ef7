"""How sure a share of a small group is, and when a difference is more than chance.

A share of a full count has no sampling error, but in a small group it still moves from year to
year by chance. We treat the group as one draw of what the place tends to bring forth and give the
95 % interval of Wilson, which stays between 0 and 100 % and holds for small groups and shares near
the edges, where the usual ± formula fails.

Sources: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
JASA 22 (1927), 209-212; L. D. Brown, T. T. Cai, A. DasGupta, Interval estimation for a binomial
proportion, Statistical Science 16 (2001), 101-133 (recommends Wilson for small groups). Comparing
an area's interval with the value of the whole follows the practice of public health profiles
(Association of Public Health Observatories, Technical Briefing 3, 2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

Z = 1.959963984540054
"""Quantile of the standard normal distribution for 95 %, both sides."""
BROAD = Decimal(1) / 3
"""A rank that may lie anywhere in more than this part of the list is not shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """An interval, in the unit of its indicator (per cent for a share)."""

    low: Decimal
    high: Decimal

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def apart(self, other: Span) -> bool:
        """Whether the two do not overlap. Stricter than a test of the difference, on purpose."""
        return self.high < other.low or other.high < self.low


def wilson(share: Decimal, base: Decimal, places: int = 1) -> Span:
    """95 % interval of a share in per cent of ``base`` people (> 0), rounded outwards.

    >>> wilson(Decimal(50), Decimal(10), 0)
    Span(low=Decimal('23'), high=Decimal('77'))
    """
    if base <= 0:
        raise ValueError("the denominator of a share is positive")
    p, n = float(share) / 100, float(base)
    centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    step = Decimal(1).scaleb(-places)
    low, high = max(0.0, centre - half) * 100, min(1.0, centre + half) * 100
    return Span(
        Decimal(low).quantize(step, "ROUND_FLOOR"), Decimal(high).quantize(step, "ROUND_CEILING")
    )


def counts_differ(first: Decimal, second: Decimal) -> bool:
    """Whether two counts differ by more than chance would (Poisson, 95 %)."""
    return abs(float(first - second)) > Z * sqrt(float(first + second))


def ranks(spans: Mapping[str, Span]) -> dict[str, tuple[int, int]]:
    """For each area the best and the last rank (1 = highest value) that its interval allows.

    Areas whose interval overlaps so many others that the rank says nothing are left out.
    """
    found = {}
    for key, own in spans.items():
        above = sum(1 for other in spans.values() if other.low > own.high)
        below = sum(1 for other in spans.values() if other.high < own.low)
        first, last = above + 1, len(spans) - below
        if last - first <= int(len(spans) * BROAD) - 1:
            found[key] = (first, last)
    return found
