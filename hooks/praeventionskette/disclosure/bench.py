"""How well and how fast: invented tables from a fixed seed, beside what a plain heuristic does.

``table()`` gives the figures as Markdown; ``python -m praeventionskette.disclosure.bench``
prints it (``--alles``: also the largest table, some minutes).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from praeventionskette.disclosure import primary
from praeventionskette.disclosure.anonymise import slices
from praeventionskette.disclosure.attacker import Attacker
from praeventionskette.disclosure.certificate import load, verify
from praeventionskette.disclosure.certify import certify
from praeventionskette.disclosure.crosstable import CrossTable, Declaration
from praeventionskette.disclosure.geometry import Dimension, Geometry, Key
from praeventionskette.disclosure.parts import solve_all
from praeventionskette.disclosure.polytope import Polytope, Row
from praeventionskette.disclosure.suppress import Pattern
from praeventionskette.disclosure.task import Task

THRESHOLD = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One table of the bench. ``mean``: average count of an innermost cell."""

    title: str
    shape: tuple[int, ...]
    seed: int
    mean: float
    seconds: float
    insider: str = "aus"
    plain: bool = False
    zeros: float = 0.0
    """Share of innermost cells that are empty whatever their mean."""


CASES = (
    Case("28 × 6 × 5", (28, 6, 5), 4, 9.0, 60, plain=True),
    Case("28 × 6 × 5, viele Nullen", (28, 6, 5), 4, 5.6, 60, plain=True, zeros=0.3),
    Case("28 × 6 × 5, Mitwisser (genau)", (28, 6, 5), 4, 9.0, 60, "genau"),
    Case("28 × 6 × 5, Mitwisser (Schwelle)", (28, 6, 5), 4, 9.0, 60, "schwelle"),
    Case("28 × 5", (28, 5), 4, 9.0, 30),
    Case("200 × 10", (200, 10), 4, 9.0, 30),
)
LARGE = (Case("200 × 10 × 10, in Blöcken", (200, 10, 10), 4, 9.0, 300),)


def made_up(case: Case) -> tuple[Geometry, dict[Key, int]]:
    """The invented table with all its margins."""
    dice = np.random.default_rng(case.seed)
    sizes = dice.lognormal(0, 0.5, case.shape[0])
    sizes /= sizes.mean()
    spread = dice.lognormal(0, 1.0, case.shape)
    means = case.mean * spread * sizes.reshape(-1, *[1] * (len(case.shape) - 1))
    counts = dice.poisson(means)
    counts[dice.random(case.shape) < case.zeros] = 0
    dimensions = tuple(
        Dimension("qak"[axis], tuple(f"{n:03}" for n in range(size)), total="alle")
        for axis, size in enumerate(case.shape)
    )
    geometry = Geometry(dimensions)
    inner = {tuple(f"{n:03}" for n in place): int(v) for place, v in np.ndenumerate(counts)}
    return geometry, geometry.full(inner)


def task_of(case: Case) -> tuple[Geometry, dict[Key, int], primary.Primary, Task]:
    """The suppression task of a case; the grand total must be published."""
    geometry, values = made_up(case)
    rules = primary.Rules(THRESHOLD, insider=case.insider)
    found = primary.find(geometry, values, rules)
    total = tuple("alle" for _ in case.shape)
    return geometry, values, found, primary.task(geometry, values, found, rules, [total])


def plain(task: Task) -> Pattern:
    """The plain way, for comparison: one cell after another by the cheapest flow, then a clean-up.

    It protects the primary cells only.
    """
    size = len(task.values)
    rows = [Row((*r, *((i + size, -f) for i, f in r)), 0.0, 0.0) for r in task.rows]
    true = np.array(task.values, dtype=float)
    up, down = np.full(size, float(task.cap)), true.copy()
    fixed = list(task.fixed)
    up[fixed] = down[fixed] = 0.0
    program = Polytope(rows, np.zeros(2 * size), np.concatenate((up, down)))
    pattern = set(task.primary)
    for cell in sorted(task.primary, key=lambda c: -task.values[c]):
        free = [i for i in range(size) if i not in pattern]
        program.price([*((i, 1.0) for i in free), *((i + size, 1.0) for i in free)])
        program.bound(cell, task.need, task.need)
        program.bound(cell + size, 0.0, 0.0)
        if program.solve():
            point = program.point()
            moved = np.flatnonzero(point[:size] + point[size:] > 1e-6)
            pattern |= {int(i) for i in moved}
        program.bound(cell, 0.0, up[cell])
        program.bound(cell + size, 0.0, down[cell])
    attacker = Attacker(task, time.monotonic() + 3600)
    for cell in sorted(pattern - task.primary, key=lambda c: -task.values[c]):
        trial = frozenset(pattern - {cell})
        if not attacker.narrow(trial, task.primary, task.need):
            pattern = set(trial)
    return Pattern(frozenset(pattern), len(pattern), len(task.primary))


def run(case: Case) -> dict[str, str]:
    """One row of figures."""
    geometry, values, found, task = task_of(case)
    start = time.perf_counter()
    pattern = solve_all(task, case.seconds, slices(geometry, found))
    seconds = time.perf_counter() - start
    declaration = Declaration(geometry, THRESHOLD, 20, ())
    shown = {k: None if n in pattern.cells else values[k] for n, k in enumerate(geometry.keys)}
    start = time.perf_counter()
    certificate, _ = certify(CrossTable("", declaration, shown).system(), THRESHOLD)
    audited = time.perf_counter() - start
    if certificate is None:
        raise AssertionError(f"{case.title}: not safe")
    raw = certificate.dump().encode()
    start = time.perf_counter()
    wrong = verify(CrossTable("", declaration, shown).system(), load(raw), THRESHOLD)
    checked = time.perf_counter() - start
    if wrong:
        raise AssertionError(f"{case.title}: {wrong}")
    return {
        "Tabelle": case.title,
        "Zellen": str(len(values)),
        "primär": str(len(found.reasons)),
        "geheim": str(len(pattern.cells)),
        "bewiesene Schranke": str(pattern.bound),
        "Muster (s)": f"{seconds:.1f}",
        "volle Prüfung (s)": f"{audited:.1f}",
        "Zertifikat prüfen (s)": f"{checked:.2f}",
        "Zertifikat (KB)": f"{len(raw) / 1000:.0f}",
        "einfache Heuristik": _plain(task) if case.plain else "",
    }


def _plain(task: Task) -> str:
    start = time.perf_counter()
    cells = len(plain(task).cells)
    return f"{cells} in {time.perf_counter() - start:.0f} s"


def table(cases: Sequence[Case] = CASES) -> str:
    """All figures as a Markdown table."""
    rows = []
    for case in cases:
        rows.append(run(case))
        print(rows[-1], file=sys.stderr, flush=True)
    head = list(rows[0])
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row.values())} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table((*CASES, *LARGE) if "--alles" in sys.argv else CASES))
