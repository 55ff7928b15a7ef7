"""Small groups: intervals against a second calculation, differences, ranks."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from praeventionskette.views.uncertainty import Span, Z, counts_differ, ranks, wilson

D = Decimal


@given(st.integers(1, 2000), st.data())
@settings(max_examples=60)
def test_the_interval_is_that_of_the_score_test(base: int, data: st.DataObject) -> None:
    """Its ends are the shares p at which |k/n - p| = z · sqrt(p(1-p)/n): solved by bisection."""
    count = data.draw(st.integers(0, base))
    found = wilson(D(count) * 100 / base, D(base), 6)
    share = count / base

    def outside(p: float) -> bool:
        return abs(share - p) > Z * sqrt(p * (1 - p) / base)

    for end, edge in ((float(found.low) / 100, 0.0), (float(found.high) / 100, 1.0)):
        a, b = edge, share
        for _ in range(60):
            middle = (a + b) / 2
            a, b = (middle, b) if outside(middle) else (a, middle)
        assert end == pytest.approx((a + b) / 2, abs=2e-6)


def test_it_is_rounded_outwards_and_stays_between_0_and_100() -> None:
    assert wilson(D(50), D(10), 0) == Span(D(23), D(77))
    assert wilson(D(0), D(5), 0).low == 0
    assert wilson(D(100), D(5), 0).high == 100
    with pytest.raises(ValueError, match="denominator"):
        wilson(D(0), D(0))


def test_small_counts_differ_by_chance() -> None:
    assert not counts_differ(D(19), D(21))
    assert counts_differ(D(5553), D(5139))


def test_a_rank_is_given_only_where_the_intervals_part() -> None:
    spans = {"a": Span(D(30), D(33)), "b": Span(D(10), D(20)), "c": Span(D(12), D(21)),
             "d": Span(D(11), D(19)), "e": Span(D(13), D(18)), "f": Span(D(1), D(4))}  # fmt: skip
    assert ranks(spans) == {"a": (1, 1), "f": (6, 6)}


def test_noise_has_no_ranks() -> None:
    assert ranks({str(i): Span(D(i), D(i + 50)) for i in range(20)}) == {}
