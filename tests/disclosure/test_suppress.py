"""The search for a pattern: proven optimum, time limit, repeatability, blocks, insiders."""

from __future__ import annotations

import itertools

import pytest
from praeventionskette.disclosure import bench, parts, primary
from praeventionskette.disclosure.certify import certify
from praeventionskette.disclosure.crosstable import CrossTable, Declaration
from praeventionskette.disclosure.geometry import Dimension, Geometry
from praeventionskette.disclosure.parts import solve_all
from praeventionskette.disclosure.suppress import NotProtectable, Pattern, solve

from tests.disclosure.enumeration import interval

SMALL = bench.Case("klein", (8, 4, 3), 1, 9.0, 20)


def safe(case: bench.Case, pattern: Pattern) -> bool:
    geometry, values = bench.made_up(case)
    shown = {k: None if n in pattern.cells else v for n, (k, v) in enumerate(values.items())}
    declaration = Declaration(geometry, 5, 20, ())
    return certify(CrossTable("", declaration, shown).system(), 5)[0] is not None


def test_optimum_is_proven_in_two_dimensions() -> None:
    case = bench.Case("28 × 5", (28, 5), 4, 9.0, 30)
    pattern = solve(bench.task_of(case)[3], 30)
    assert pattern.proven
    assert safe(case, pattern)


def test_optimum_of_a_tiny_table_by_trying_all() -> None:
    geometry = Geometry(
        (Dimension("x", ("a", "b", "c"), total="x"), Dimension("y", ("d", "e", "f"), total="y"))
    )
    inner = dict(zip(itertools.product("abc", "def"), (3, 12, 9, 20, 7, 11, 8, 15, 6), strict=True))
    values = geometry.full(inner)
    rules = primary.Rules(5, insider="aus")
    task = primary.task(geometry, values, primary.find(geometry, values, rules), rules)
    pattern = solve(task, 10)
    equations = [
        (geometry.position[t], tuple(geometry.position[p] for p in ps)) for t, ps in geometry.sums()
    ]
    true = [values[k] for k in geometry.keys]

    def wide(cells: frozenset[int]) -> bool:
        spans = (interval(c, true, cells, equations, 5) for c in cells)
        return all(high - low >= 5 for low, high in spans)

    (must,) = task.primary
    others = [c for c in range(len(true)) if c != must]
    assert pattern.proven
    assert wide(pattern.cells)
    smaller = range(pattern.cost - 1)
    assert not any(
        wide(frozenset((must, *more)))
        for n in smaller
        for more in itertools.combinations(others, n)
    )


def test_no_time_still_gives_a_safe_pattern() -> None:
    pattern = solve(bench.task_of(SMALL)[3], 0.0)
    assert pattern.timed_out
    assert pattern.bound <= pattern.cost
    assert safe(SMALL, pattern)


def test_search_is_repeatable() -> None:
    task = bench.task_of(SMALL)[3]
    assert solve(task, 20) == solve(task, 20)


def test_blocks_are_safe_together(monkeypatch: pytest.MonkeyPatch) -> None:
    geometry, _, found, task = bench.task_of(SMALL)
    monkeypatch.setattr(parts, "LARGE", 50)
    monkeypatch.setattr(parts, "BLOCK", 60)
    pattern = solve_all(task, 20, bench.slices(geometry, found))
    assert safe(SMALL, pattern)
    assert pattern.cost >= solve(task, 20).cost


def test_plain_heuristic_is_no_better() -> None:
    task = bench.task_of(SMALL)[3]
    assert bench.plain(task).cost >= solve(task, 20).bound


@pytest.mark.parametrize("insider", ["genau", "schwelle"])
def test_insiders_learn_too_little(insider: str) -> None:
    geometry = Geometry(
        (
            Dimension("x", ("a", "b", "c", "d"), total="x"),
            Dimension("y", ("e", "f", "g"), total="y"),
        )
    )
    numbers = (1, 4, 30, 20, 17, 9, 12, 40, 2, 25, 31, 14)
    values = geometry.full(dict(zip(itertools.product("abcd", "efg"), numbers, strict=True)))
    rules = primary.Rules(5, insider=insider)
    found = primary.find(geometry, values, rules)
    pattern = solve(primary.task(geometry, values, found, rules), 20)
    equations = [
        (geometry.position[t], tuple(geometry.position[p] for p in ps)) for t, ps in geometry.sums()
    ]
    true = [values[k] for k in geometry.keys]
    insider_cell = geometry.position[("a", "e")]
    for key in found.reasons:
        cell = geometry.position[key]
        if cell != insider_cell:
            low, high = interval(cell, true, pattern.cells - {insider_cell}, equations, 5)
            assert high - low >= rules.insider_need


def test_hopeless_table_is_refused() -> None:
    geometry = Geometry((Dimension("x", ("a", "b"), total="x"),))
    values = geometry.full({("a",): 3, ("b",): 20})
    rules = primary.Rules(5, insider="aus")
    found = primary.find(geometry, values, rules)
    task = primary.task(geometry, values, found, rules, [("b",), ("x",)])
    with pytest.raises(NotProtectable):
        solve(task, 5)
