"""The attacker: a linear program over all tables that fit, kept warm between questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
INFINITY = float(highspy.kHighsInf)
EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= sum(factor * column) <= high``."""

    terms: tuple[tuple[int, int], ...]
    low: float
    high: float


class _Quiet(highspy.Highs):
    """HiGHS without the banner that its Python class prints and the callbacks that we never use."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def solver(*, integer: bool = False, time_limit: float | None = None) -> Any:
    """A quiet, deterministic HiGHS: one thread, fixed seed."""
    highs = _Quiet()
    for name, value in (("threads", 1), ("random_seed", 20261124)):
        highs.setOptionValue(name, value)
    if integer:
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.999)
    else:
        highs.setOptionValue("presolve", "off")
    if time_limit is not None:
        highs.setOptionValue("time_limit", max(time_limit, 0.05))
    return highs


def load(highs: Any, rows: Sequence[Row], low: Vector, high: Vector, *, integer: bool) -> None:
    """Pass columns, their bounds and rows to a solver."""
    columns = len(low)
    model = highspy.HighsLp()
    model.num_col_ = columns
    model.num_row_ = len(rows)
    model.col_cost_ = np.zeros(columns)
    model.col_lower_ = low
    model.col_upper_ = high
    model.row_lower_ = np.array([r.low for r in rows], dtype=float)
    model.row_upper_ = np.array([r.high for r in rows], dtype=float)
    sizes = [len(r.terms) for r in rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    model.a_matrix_.index_ = np.array([c for r in rows for c, _ in r.terms], dtype=np.int32)
    model.a_matrix_.value_ = np.array([f for r in rows for _, f in r.terms], dtype=float)
    if integer:
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    highs.passModel(model)


class Polytope:
    """All tables that fit the rows and bounds; asks for the ends of single columns."""

    def __init__(
        self, rows: Sequence[Row], low: Vector, high: Vector, *, integer: bool = False
    ) -> None:
        self.size = len(low)
        self.highs = solver(integer=integer)
        load(self.highs, rows, low.copy(), high.copy(), integer=integer)
        self.columns = np.arange(self.size, dtype=np.int32)
        self.low, self.high = low.copy(), high.copy()
        self.priced: tuple[int, ...] = ()
        self.calls = 0

    def bounds(self, low: Vector, high: Vector) -> None:
        """Replace all column bounds."""
        self.low, self.high = low.copy(), high.copy()
        self.highs.changeColsBounds(self.size, self.columns, low, high)

    def bound(self, column: int, low: float, high: float) -> None:
        """Replace the bounds of one column."""
        self.low[column], self.high[column] = low, high
        self.highs.changeColBounds(int(column), float(low), float(high))

    def price(self, costs: Sequence[tuple[int, float]]) -> None:
        """Set the objective (to be minimised)."""
        for column in self.priced:
            self.highs.changeColCost(column, 0.0)
        self.priced = tuple(int(c) for c, _ in costs)
        for column, cost in costs:
            self.highs.changeColCost(int(column), float(cost))

    def solve(self) -> bool:
        """Optimise; False if nothing fits or (never seen) the solver gave up."""
        self.highs.run()
        self.calls += 1
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def point(self) -> Vector:
        """The columns of the last solution."""
        return np.array(self.highs.getSolution().col_value)

    def duals(self) -> Vector:
        """The row multipliers of the last solution."""
        return np.array(self.highs.getSolution().row_dual)


def whole(point: Vector) -> Ints | None:
    """The point as integers, or None if it is none."""
    nearest = np.rint(point)
    if float(np.max(np.abs(point - nearest), initial=0.0)) > EPSILON:
        return None
    return nearest.astype(np.int64)
