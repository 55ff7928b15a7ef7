"""Classes of maps: each method, zero as neutral, colours far apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from praeventionskette.views import classes
from praeventionskette.views.classes import build


def d(*values: float) -> list[Decimal]:
    return [Decimal(str(v)) for v in values]


@pytest.mark.parametrize(
    ("values", "klassen", "names"),
    [
        ([1], None, "3"),
        ([1, 2, 3, 4], None, "24"),
        (range(1, 7), None, "135"),
        (range(1, 9), None, "1245"),
        (range(1, 11), None, "12345"),
        ([1, 7, 30], "0|5|10|20", "1245"),
    ],
)
def test_colours_are_far_apart(values: list[int], klassen: str | None, names: str) -> None:
    assert "".join(s.name for s in build(d(*values), klassen).steps) == names


def test_fixed_limits_belong_to_the_class_above_and_do_not_move_with_the_values() -> None:
    one, other = build(d(7), "0|5|10|20"), build(d(0, 99), "0|5|10|20")
    assert one == other
    assert [one.of(v) for v in d(0, 4.9, 5, 10, 19.99, 20, 1000)] == [1, 1, 2, 3, 3, 4, 4]


def test_a_value_below_the_lowest_limit_opens_a_class() -> None:
    found = build(d(-1, 3), "0|5")
    assert (found.steps[0].low, found.steps[0].high) == (None, Decimal(0))
    assert found.of(Decimal(-1)) == 1


def test_jenks_finds_the_gaps() -> None:
    found = build(d(1, 3, 50, 51, 90, 91), "jenks")
    assert (Decimal(1), Decimal(3)) in found.ranges
    assert found.ranges[-1] == (Decimal(90), Decimal(91))
    assert found.methode == "jenks"


@pytest.mark.parametrize("klassen", [None, "jenks", "ab -50|-10|0|10|50"])
def test_a_balance_is_classed_on_each_side_of_a_neutral_zero(klassen: str | None) -> None:
    values = d(-60, -20, -11, -4, 0, 3, 12, 13, 70)
    found = build(values, klassen, balance=True)
    for value in values:
        name = found.name(value)
        assert name[0] == ("n" if value < 0 else "p" if value else "z"), (value, name)
    strength = [found.name(v) for v in values]
    assert strength[0] >= strength[3]
    assert strength[-1] >= strength[5]


def test_no_values_make_no_classes() -> None:
    assert build([], None).steps == ()
    assert build([], None, balance=True).steps == ()


def test_every_method_has_its_words() -> None:
    assert {build(d(1, 2), k).methode for k in (None, "jenks", "0|1")} == set(classes.METHODS)
