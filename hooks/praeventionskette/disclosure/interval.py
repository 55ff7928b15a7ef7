"""What can anybody work out? Intervals of unknown cells, by fractions first, then whole numbers.

Fractions refuse quickly (an interval too narrow for fractions is too narrow for whole numbers);
only whole tables, checked again with integers, accept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from praeventionskette.disclosure.model import COMPLEMENT, COUNT, SIGNED, TABLE, System
from praeventionskette.disclosure.polytope import (
    EPSILON,
    INFINITY,
    Ints,
    Polytope,
    Row,
    Vector,
    whole,
)

REACH = 4
"""How many thresholds above a fitting table we look; enough to see that a cell is wide."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """An unknown cell whose interval gives too much away."""

    cell: int
    low: int
    high: int
    because: tuple[int, ...] = ()
    """Positions of the links that the attacker used."""


@dataclass
class Answer:
    """All intervals of a system."""

    contradictions: tuple[int, ...] = ()
    """Links that no table of whole, non-negative numbers satisfies together."""
    narrow: list[Narrow] = field(default_factory=list)
    tables: list[Ints] = field(default_factory=list)
    """Whole tables over ``system.unknown`` that fit everything published."""


class Questioner:
    """One system as a linear program and an integer program over its unknown cells."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.unknown = system.unknown
        self.column = {cell: j for j, cell in enumerate(self.unknown)}
        self.rows: list[Row] = []
        self.row_link: list[int] = []
        self.broken: list[int] = []
        for number, (link, terms, known) in enumerate(system.open_links()):
            low = -INFINITY if link.low is None else float(link.low - known)
            high = INFINITY if link.high is None else float(link.high - known)
            if terms:
                self.rows.append(Row(tuple((self.column[i], f) for i, f in terms), low, high))
                self.row_link.append(number)
            elif low > 0 or high < 0:
                self.broken.append(number)
        signed = np.array([system.cells[i].kind == SIGNED for i in self.unknown], dtype=bool)
        self.low = np.where(signed, -INFINITY, 0.0)
        self.high = np.full(len(self.unknown), INFINITY)
        self.linear = Polytope(self.rows, self.low, self.high)
        self.exact = Polytope(self.rows, self.low, self.high, integer=True)
        self.exact.highs.setOptionValue("mip_abs_gap", 1e-6)

    def base(self) -> Ints | None:
        """Some whole table that fits, or None."""
        self.exact.price([])
        if not self.exact.solve():
            return None
        point = whole(self.exact.point())
        return point if point is not None and self.fits(point) else None

    def fits(self, table: Ints) -> bool:
        """Whole-number check of a table against every link."""
        values = [int(v) for v in table]
        if any(v < low for v, low in zip(values, self.low, strict=True)):
            return False
        return all(
            row.low <= sum(f * values[j] for j, f in row.terms) <= row.high for row in self.rows
        )

    def end(self, column: int, sign: int, limit: float) -> Vector:
        """Fractions: a table with the column at its upper (1) or lower (-1) end."""
        return self._end(self.linear, column, sign, limit)

    def whole_end(self, column: int, sign: int, limit: float) -> Ints:
        """Whole numbers: likewise."""
        point = self._end(self.exact, column, sign, limit)
        table = np.rint(point).astype(np.int64)
        if not self.fits(table):
            raise ArithmeticError("the integer program returned a table that does not fit")
        return table

    def between(self, column: int, least: float, most: float) -> Ints | None:
        """Any whole table with the column inside these bounds, or None."""
        self.exact.bound(column, max(self.low[column], least), most)
        self.exact.price([])
        solved = self.exact.solve()
        self.exact.bound(column, self.low[column], self.high[column])
        if not solved:
            return None
        table = np.rint(self.exact.point()).astype(np.int64)
        return table if self.fits(table) else None

    def _end(self, program: Polytope, column: int, sign: int, limit: float) -> Vector:
        program.bound(column, max(self.low[column], -1e6), limit)
        program.price([(column, -float(sign))])
        if not program.solve():
            raise ArithmeticError("the attacker's program did not solve")
        point = program.point()
        program.bound(column, self.low[column], self.high[column])
        return point

    def used(self) -> tuple[int, ...]:
        """The links behind the last answer of the linear program."""
        duals = self.linear.duals()
        return tuple(
            link for link, dual in zip(self.row_link, duals, strict=True) if abs(dual) > EPSILON
        )

    def conflict(self) -> tuple[int, ...]:
        """Links that cannot hold together (a small set, found by dropping one after another)."""
        active = list(range(len(self.rows)))
        for row in list(active):
            trial = [r for r in active if r != row]
            program = Polytope([self.rows[r] for r in trial], self.low, self.high, integer=True)
            if not program.solve():
                active = trial
        return tuple(self.row_link[r] for r in active)


def ask(system: System, need: int, cells: Iterable[int] | None = None) -> Answer:
    """Intervals of the unknown counts (or of ``cells``): which are too narrow, and the tables."""
    questioner = Questioner(system)
    if questioner.broken:
        return Answer(contradictions=tuple(questioner.broken))
    if not questioner.unknown:
        return Answer()
    base = questioner.base()
    if base is None:
        return Answer(contradictions=questioner.conflict())
    answer = Answer(tables=[base])
    low, high = base.copy(), base.copy()
    for cell in cells if cells is not None else questioner.unknown:
        if system.cells[cell].kind != COUNT:
            continue
        _ask_cell(questioner, answer, cell, need, low, high)
    return answer


def _ask_cell(
    questioner: Questioner, answer: Answer, cell: int, need: int, low: Ints, high: Ints
) -> None:
    """Widen ``low``/``high`` at one cell until it is wide, or report it."""
    column = questioner.column[cell]
    limit = float(answer.tables[0][column] + REACH * need)
    ends = {1: float(high[column]), -1: float(low[column])}
    because: set[int] = set()
    for exact in (False, True):
        for sign in (1, -1):
            if high[column] - low[column] >= need:
                return
            table: Ints | None
            if exact:
                table = (
                    questioner.between(column, float(low[column] + need), INFINITY)
                    if sign == 1
                    else questioner.between(column, -INFINITY, float(high[column] - need))
                )
                if table is None:
                    table = questioner.whole_end(column, sign, limit)
            else:
                point = questioner.end(column, sign, limit)
                ends[sign] = float(point[column])
                because.update(questioner.used())
                table = whole(point)
                if table is not None and not questioner.fits(table):
                    table = None
            if table is not None:
                answer.tables.append(table)
                np.minimum(low, table, out=low)
                np.maximum(high, table, out=high)
        if ends[1] - ends[-1] < need - EPSILON and not exact:
            least = int(np.ceil(ends[-1] - EPSILON))
            most = int(np.floor(ends[1] + EPSILON))
            if _tells(questioner.system.cells[cell].origin, least, most, need):
                answer.narrow.append(Narrow(cell, least, most, tuple(sorted(because))))
            return
    if high[column] - low[column] < need:
        least, most = int(low[column]), int(high[column])
        if _tells(questioner.system.cells[cell].origin, least, most, need):
            answer.narrow.append(Narrow(cell, least, most, tuple(sorted(because))))


def _tells(origin: str, low: int, high: int, need: int) -> bool:
    """Whether an interval narrower than the threshold gives a small count away."""
    if origin == TABLE:
        return True
    if origin == COMPLEMENT:
        return 1 <= high < need
    return low < need and high >= 1
