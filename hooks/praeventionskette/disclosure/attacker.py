"""The attacker on a trial pattern, and the cuts that say what a pattern lacks."""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .polytope import EPSILON, INFINITY, Ints, Polytope, Row, Vector, whole
from .task import Task

DELTA = 1e-3
SMALL = 1e-9
POOL = 3000
"""Tables kept from earlier questions; most still fit the next pattern."""


class Attacker:
    """Knows the published cells of a pattern and every equation."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.true = np.array(task.values, dtype=float)
        self.size = len(task.values)
        totals = [sum(f * task.values[i] for i, f in row) for row in task.rows]
        self.rows = [Row(r, t, t) for r, t in zip(task.rows, totals, strict=True)]
        self.polytope = Polytope(self.rows, self.true, self.true)
        self.columns = np.array([i for r in task.rows for i, _ in r], dtype=np.int64)
        self.factors = np.array([f for r in task.rows for _, f in r], dtype=float)
        self.row_of = np.repeat(np.arange(len(task.rows)), [len(r) for r in task.rows])
        self.exact: Polytope | None = None
        self.pool: list[Vector] = []
        self.pool_table: Vector = np.empty((0, self.size))
        self.pool_pattern: frozenset[int] = frozenset()

    def show(self, pattern: Iterable[int], *, known: int | None = None, soft: bool = False) -> None:
        """Let the attacker see all but the pattern (and ``known`` too).

        ``soft`` leaves published cells a hair of freedom, so that the multipliers of a question
        choose sparse cuts.
        """
        slack = DELTA if soft else 0.0
        low = self.true - np.minimum(self.true, slack)
        high = self.true + slack
        cells = np.fromiter(pattern, dtype=np.int64)
        low[cells] = 0.0
        high[cells] = self.true[cells] + self.task.cap
        if known is not None:
            low[known] = high[known] = self.true[known]
        self.polytope.bounds(low, high)

    def end(self, cell: int, sign: int) -> Vector:
        """A table in which the cell is as large (sign 1) or as small (-1) as can be."""
        self.polytope.price([(cell, -float(sign))])
        if not self.polytope.solve():  # the true table always fits
            raise ArithmeticError("the attacker's program did not solve")
        return self.polytope.point()

    def narrow(
        self, pattern: Iterable[int], asked: Iterable[int], need: int, *, known: int | None = None
    ) -> list[int]:
        """The cells whose interval is narrower than ``need``; one table serves many cells."""
        cells = frozenset(pattern)
        self.show(cells, known=known)
        low, high = self._seen(cells, known)
        todo = sorted(set(asked) - ({known} if known is not None else set()))
        found = []
        for cell in todo:
            for sign in (1, -1):
                if high[cell] - low[cell] >= need - DELTA:
                    break
                point = self.end(cell, sign)
                self.pool.append(point)
                np.minimum(low, point, out=low)
                np.maximum(high, point, out=high)
            if high[cell] - low[cell] < need - DELTA:
                found.append(cell)
        return found

    def _seen(self, pattern: frozenset[int], known: int | None) -> tuple[Vector, Vector]:
        """How far earlier tables already reach that still fit what is published now."""
        if pattern != self.pool_pattern or len(self.pool) > len(self.pool_table):
            shown = np.ones(self.size, dtype=bool)
            shown[list(pattern)] = False
            table = np.array(self.pool[-POOL:]).reshape(-1, self.size)
            gap = np.abs(table[:, shown] - self.true[shown]).max(axis=1, initial=0.0)
            table = table[gap < EPSILON]
            self.pool, self.pool_table, self.pool_pattern = list(table), table, pattern
        table = self.pool_table
        if known is not None:
            table = table[np.abs(table[:, known] - self.true[known]) < EPSILON]
        low = np.minimum(self.true, table.min(axis=0, initial=INFINITY))
        high = np.maximum(self.true, table.max(axis=0, initial=-INFINITY))
        return low, high

    def cut(self, cell: int, need: int) -> Vector | None:
        """Coefficients c with ``c @ x >= 0`` for every pattern that protects the cell.

        Any multipliers give a valid cut; those of the attacker's optimum give a sharp one. Call
        ``show(..., soft=True)`` first. None if the cell is wide whatever is published.
        """
        reach = np.zeros(self.size)
        cap = self.task.cap
        for sign in (1, -1):
            self.end(cell, sign)
            duals = np.round(self.polytope.duals(), 6)
            slope = np.bincount(
                self.columns, weights=self.factors * duals[self.row_of], minlength=self.size
            )
            slope[cell] += sign
            slope[np.abs(slope) < SMALL] = 0.0
            reach += np.where(slope > 0, slope * cap, -slope * self.true)
        lack = need - reach[cell]
        if lack <= SMALL:
            return None
        reach = np.minimum(reach, lack)
        reach[cell] = -lack
        result: Vector = reach / lack
        return result

    def whole_ends(self, pattern: Iterable[int], cell: int, need: int) -> bool:
        """Whether integer tables exist that differ by ``need`` at the cell."""
        if self.exact is None:
            self.exact = Polytope(self.rows, self.true, self.true, integer=True)
        cells = np.fromiter(pattern, dtype=np.int64)
        low, high = self.true.copy(), self.true.copy()
        low[cells] = 0.0
        high[cells] += self.task.cap
        self.exact.bounds(low, high)
        ends = []
        for sign in (1.0, -1.0):
            self.exact.price([(cell, -sign)])
            self.exact.solve()
            ends.append(round(float(self.exact.point()[cell])))
        return ends[0] - ends[1] >= need

    def not_whole(self, pattern: Iterable[int], need: int) -> list[int]:
        """Cells whose interval is wide enough for fractions, but not for whole numbers."""
        cells = sorted(pattern)
        self.show(cells)
        tables: list[Ints] = [np.rint(self.true).astype(np.int64)]
        low, high = tables[0].copy(), tables[0].copy()
        found = []
        for cell in cells:
            for sign in (1, -1):
                if high[cell] - low[cell] >= need:
                    break
                table = whole(self.end(cell, sign))
                if table is not None:
                    np.minimum(low, table, out=low)
                    np.maximum(high, table, out=high)
            if high[cell] - low[cell] < need and not self.whole_ends(cells, cell, need):
                found.append(cell)
        return found

