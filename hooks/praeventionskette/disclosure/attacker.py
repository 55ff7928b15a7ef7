"""The attacker on a trial pattern, and the cuts that say what a pattern lacks."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from praeventionskette.disclosure.interval import ask
from praeventionskette.disclosure.model import Cell, Link, System
from praeventionskette.disclosure.polytope import EPSILON, INFINITY, Polytope, Row, Vector
from praeventionskette.disclosure.task import Task

Known = tuple[int, ...]
"""Cells that an insider knows besides."""
DELTA = 1e-3
SMALL = 1e-9
POOL = 1500
"""Tables kept from earlier questions; most still fit the next pattern."""


class TimeUp(Exception):  # noqa: N818
    """The time limit was reached."""


class Attacker:
    """Knows the published cells of a pattern and every equation."""

    def __init__(self, task: Task, deadline: float) -> None:
        self.task = task
        self.deadline = deadline
        self.true = np.array(task.values, dtype=float)
        self.size = len(task.values)
        self.totals = [sum(f * task.values[i] for i, f in row) for row in task.rows]
        rows = [Row(r, t, t) for r, t in zip(task.rows, self.totals, strict=True)]
        self.full = Polytope(rows, self.true, self.true)
        self.columns = np.array([i for r in task.rows for i, _ in r], dtype=np.int64)
        self.factors = np.array([f for r in task.rows for _, f in r], dtype=float)
        self.row_of = np.repeat(np.arange(len(task.rows)), [len(r) for r in task.rows])
        self.pattern: frozenset[int] = frozenset()
        self.cells = np.empty(0, dtype=np.int64)
        self.small = self.full
        self.pool: list[Vector] = []

    def show(self, pattern: frozenset[int]) -> None:
        """Let the attacker see all but the pattern."""
        if pattern == self.pattern:
            return
        cells = sorted(pattern)
        place = {cell: j for j, cell in enumerate(cells)}
        rows = []
        for row in self.task.rows:
            terms = tuple((place[i], f) for i, f in row if i in place)
            if terms:
                total = float(sum(f * self.task.values[i] for i, f in row if i in place))
                rows.append(Row(terms, total, total))
        self.cells = np.array(cells, dtype=np.int64)
        true = self.true[self.cells]
        self.small = Polytope(rows, np.zeros(len(cells)), true + self.task.cap)
        shown = np.ones(self.size, dtype=bool)
        shown[self.cells] = False
        table = np.array(self.pool[-POOL:]).reshape(-1, self.size)
        gap = np.abs(table[:, shown] - self.true[shown]).max(axis=1, initial=0.0)
        self.pool = list(table[gap < EPSILON])
        self.pattern = pattern

    def end(self, polytope: Polytope, column: int, sign: int) -> Vector:
        """A table in which the column is as large (sign 1) or as small (-1) as can be."""
        if time.monotonic() > self.deadline:
            raise TimeUp
        polytope.price([(column, -float(sign))])
        if not polytope.solve():  # the true table always fits
            raise ArithmeticError("the attacker's program did not solve")
        return polytope.point()

    def narrow(
        self, pattern: frozenset[int], asked: Iterable[int], need: int, *, known: Known = ()
    ) -> list[int]:
        """The cells whose interval is narrower than ``need``; one table serves many cells."""
        self.show(pattern)
        place = {int(cell): j for j, cell in enumerate(self.cells)}
        low, high = self._seen(known)
        for cell in known:
            self.small.bound(place[cell], self.true[cell], self.true[cell])
        found = []
        try:
            for cell in sorted(set(asked) - set(known)):
                for sign in (1, -1):
                    if high[cell] - low[cell] >= need - DELTA:
                        break
                    point = self.true.copy()
                    point[self.cells] = self.end(self.small, place[cell], sign)
                    self.pool.append(point)
                    np.minimum(low, point, out=low)
                    np.maximum(high, point, out=high)
                if high[cell] - low[cell] < need - DELTA:
                    found.append(cell)
        finally:
            for cell in known:
                self.small.bound(place[cell], 0.0, self.true[cell] + self.task.cap)
        return found

    def _seen(self, known: Known) -> tuple[Vector, Vector]:
        """How far the tables reach that were found before and fit."""
        table = np.array(self.pool).reshape(-1, self.size)
        if known:
            mine = list(known)
            gap = np.abs(table[:, mine] - self.true[mine]).max(axis=1, initial=0.0)
            table = table[gap < EPSILON]
        low = np.minimum(self.true, table.min(axis=0, initial=INFINITY))
        high = np.maximum(self.true, table.max(axis=0, initial=-INFINITY))
        return low, high

    def soften(self, pattern: frozenset[int], known: Known = ()) -> None:
        """Prepare cuts: published cells get a hair of freedom, so that the multipliers of a
        question choose sparse cuts."""
        low = self.true - np.minimum(self.true, DELTA)
        high = self.true + DELTA
        cells = np.fromiter(pattern, dtype=np.int64)
        low[cells] = 0.0
        high[cells] = self.true[cells] + self.task.cap
        mine = list(known)
        low[mine] = high[mine] = self.true[mine]
        self.full.bounds(low, high)

    def cut(self, cell: int, need: int, known: Known = ()) -> Vector | None:
        """Coefficients c with ``c @ x >= 0`` for every pattern that protects the cell.

        Any multipliers give a valid cut; those of the attacker's optimum give a sharp one. Call
        ``soften`` first. None if the cell is wide whatever is published.
        """
        reach = np.zeros(self.size)
        cap = self.task.cap
        for sign in (1, -1):
            self.end(self.full, cell, sign)
            duals = np.round(self.full.duals(), 6)
            slope = np.bincount(
                self.columns, weights=self.factors * duals[self.row_of], minlength=self.size
            )
            slope[cell] += sign
            slope[np.abs(slope) < SMALL] = 0.0
            reach += np.where(slope > 0, slope * cap, -slope * self.true)
        reach[list(known)] = 0.0
        lack = need - reach[cell]
        if lack <= SMALL:
            return None
        reach = np.minimum(reach, lack)
        reach[cell] = -lack
        result: Vector = reach / lack
        return result

    def not_whole(self, pattern: frozenset[int], need: int) -> list[int]:
        """Cells whose interval is wide enough for fractions, but not for whole numbers."""
        values = self.task.values
        cells = tuple(
            Cell(str(i), "", None if i in pattern else value) for i, value in enumerate(values)
        )
        links = tuple(
            Link(row, total, total, "")
            for row, total in zip(self.task.rows, self.totals, strict=True)
        )
        return [n.cell for n in ask(System(cells, links), need).narrow]
