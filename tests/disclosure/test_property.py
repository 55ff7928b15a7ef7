"""On 200 random tables no withheld cell's whole-number interval is narrower than the threshold."""

from __future__ import annotations

import random

import pytest
from praeventionskette.disclosure import primary
from praeventionskette.disclosure.certificate import load, verify
from praeventionskette.disclosure.certify import certify
from praeventionskette.disclosure.crosstable import CrossTable, Declaration
from praeventionskette.disclosure.geometry import Dimension, Geometry
from praeventionskette.disclosure.parts import solve_all
from praeventionskette.disclosure.suppress import NotProtectable

from tests.disclosure.enumeration import Equation, interval

THRESHOLD = 5
SHAPES = ((4, 3), (5, 4), (3, 3, 3), (4, 3, 2))


def geometry(shape: tuple[int, ...], grouped: bool) -> Geometry:
    dimensions = []
    for axis, size in enumerate(shape):
        leaves = tuple(f"{'abc'[axis]}{n}" for n in range(size))
        groups = ((f"g{axis}", leaves[:2]),) if grouped and axis == 0 else ()
        dimensions.append(Dimension("xyz"[axis], leaves, groups, f"alle{axis}"))
    return Geometry(tuple(dimensions))


@pytest.mark.parametrize("part", range(4))
def test_no_withheld_cell_is_narrow(part: int) -> None:
    protected = refused = 0
    for seed in range(part * 50, part * 50 + 50):
        dice = random.Random(seed)
        shape = SHAPES[seed % len(SHAPES)]
        geo = geometry(shape, grouped=seed % 3 == 0)
        counts = {
            key: dice.choice((0, dice.randint(1, 9), dice.randint(5, 40), dice.randint(8, 60)))
            for key in geo.keys
            if all(code in d.leaves for code, d in zip(key, geo.dimensions, strict=True))
        }
        values = geo.full(counts)
        features = ("y",) if seed % 2 else ()
        insider = ("aus", "genau", "schwelle")[seed % 3]
        rules = primary.Rules(THRESHOLD, 20, features, insider=insider)
        found = primary.find(geo, values, rules)
        task = primary.task(geo, values, found, rules)
        try:
            pattern = solve_all(task, 20)
        except NotProtectable:
            refused += 1
            continue
        protected += 1
        assert {geo.position[k] for k in found.reasons} <= pattern.cells
        equations: list[Equation] = [
            (geo.position[total], tuple(geo.position[p] for p in parts))
            for total, parts in geo.sums()
        ]
        true = [values[key] for key in geo.keys]
        rests = frozenset(range(len(true), len(true) + len(found.rests)))
        for rest, (key, total) in zip(sorted(rests), found.rests, strict=True):
            equations.append((geo.position[total], (geo.position[key], rest)))
            true.append(values[total] - values[key])
        hidden = pattern.cells | rests
        for cell in sorted(hidden):
            low, high = interval(cell, true, hidden, equations, THRESHOLD)
            assert high - low >= THRESHOLD, (seed, cell, low, high)
        shown = {k: None if n in pattern.cells else v for n, (k, v) in enumerate(values.items())}
        declaration = Declaration(geo, THRESHOLD, 20, features)
        system = CrossTable("t.csv", declaration, shown).system()
        certificate, answer = certify(system, THRESHOLD)
        assert certificate is not None, (seed, answer.narrow)
        assert not verify(system, load(certificate.dump().encode()), THRESHOLD)
    assert protected > refused
