"""The master program: which cells to withhold, so that all cuts found so far hold."""

from __future__ import annotations

import math

import highspy
import numpy as np

from praeventionskette.disclosure.polytope import INFINITY, Row, Vector, load, solver
from praeventionskette.disclosure.task import Task

LONG_ROW = 40
TINY = 1e-7


class Master:
    """A 0/1 program over cells; grows by cuts that hold for every safe pattern."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.size = len(task.values)
        self.bound = 0
        self.exact = False
        rows: list[Row] = []
        extra = 0
        for terms in task.rows:
            cells = sorted({i for i, _ in terms if i not in task.fixed})
            if len(cells) > LONG_ROW:
                switch = self.size + extra
                extra += 1
                rows.append(Row((*((i, 1) for i in cells), (switch, -2)), 0.0, INFINITY))
                rows.extend(Row(((switch, 1), (i, -1)), 0.0, INFINITY) for i in cells)
            else:
                for cell in cells:
                    others = tuple((i, 1) for i in cells if i != cell)
                    rows.append(Row(((cell, -1), *others), 0.0, INFINITY))
        low = np.zeros(self.size + extra)
        high = np.ones(self.size + extra)
        low[list(task.must)] = 1.0
        high[list(task.fixed - task.must)] = 0.0
        self.low, self.high = low, high
        self.columns = np.arange(self.size + extra, dtype=np.int32)
        self.highs = solver(integer=True)
        load(self.highs, rows, low.copy(), high.copy(), integer=True)
        for cell, cost in enumerate(task.cost):
            if cost:
                self.highs.changeColCost(cell, float(cost))

    def cut(self, coefficients: Vector, pattern: frozenset[int]) -> bool:
        """Add ``coefficients @ x >= 0``; False (and not added) if the pattern satisfies it."""
        cells = np.fromiter(pattern, dtype=np.int64)
        if float(coefficients[cells].sum()) > -TINY:
            return False
        index = np.flatnonzero(np.abs(coefficients) > TINY).astype(np.int32)
        self.highs.addRow(0.0, INFINITY, len(index), index, coefficients[index])
        return True

    def widen(self, cell: int, pattern: frozenset[int]) -> None:
        """Whoever withholds the cell must withhold something outside the pattern too."""
        fixed = self.task.fixed
        others = [i for i in range(self.size) if i not in pattern and i not in fixed]
        index = np.array([cell, *others], dtype=np.int32)
        values = np.ones(len(index))
        values[0] = -1.0
        self.highs.addRow(0.0, INFINITY, len(index), index, values)

    def solve(
        self,
        seconds: float,
        *,
        at_least: frozenset[int] | None = None,
        at_most: frozenset[int] | None = None,
    ) -> frozenset[int] | None:
        """The cheapest choice under all cuts; sets ``bound`` if nothing else restricts it."""
        low, high = self.low.copy(), self.high.copy()
        if at_least is not None:
            low[list(at_least)] = 1.0
        if at_most is not None:
            outside = np.ones(self.size, dtype=bool)
            outside[list(at_most)] = False
            high[: self.size][outside] = 0.0
        self.highs.changeColsBounds(len(low), self.columns, low, high)
        self.highs.clearSolver()  # a stale incumbent of other bounds would survive
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.05))
        self.highs.run()
        status = self.highs.getModelStatus()
        self.exact = bool(status == highspy.HighsModelStatus.kOptimal)
        info = self.highs.getInfo()
        if at_least is None and at_most is None and math.isfinite(info.mip_dual_bound):
            self.bound = max(self.bound, math.ceil(info.mip_dual_bound - 1e-6))
        if not math.isfinite(info.objective_function_value) or (
            info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible
        ):
            return None
        chosen = np.array(self.highs.getSolution().col_value)[: self.size] > 0.5
        return frozenset(int(i) for i in np.flatnonzero(chosen))
