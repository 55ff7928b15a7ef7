"""Makes the certificate, from published values alone.

For each withheld cell the smallest move is sought that changes it by the threshold; moves that
do not hinder each other share a table. Where no whole move is found, the full question is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from praeventionskette.disclosure.certificate import Certificate
from praeventionskette.disclosure.interval import Answer, Questioner, ask
from praeventionskette.disclosure.model import System
from praeventionskette.disclosure.polytope import INFINITY, Ints, Polytope, Row, whole

Pair = tuple[int, int]
Table = tuple[int, ...]


def certify(system: System, need: int) -> tuple[Certificate | None, Answer]:
    """A certificate for a safe system; None with the findings for any other."""
    questioner = Questioner(system)
    base = None if questioner.broken or not questioner.unknown else questioner.base()
    packed = Packed(base, need) if base is not None else None
    if packed is not None and all(row.low == row.high for row in questioner.rows):
        for target, move in Moves(questioner, packed, need):
            packed.add(move, target)
    left = [j for j in range(len(questioner.unknown)) if packed is None or j not in packed.place]
    answer = ask(system, need, [questioner.unknown[j] for j in left])
    if answer.contradictions or answer.narrow:
        return None, answer
    keys = tuple(system.cells[i].key for i in system.unknown)
    tables, pairs = packed.tables() if packed is not None else ([], {})
    more, their_pairs = choose(answer.tables, left, need)
    for column, (a, b) in zip(left, their_pairs, strict=True):
        pairs[column] = (a + len(tables), b + len(tables))
    every = (*tables, *more)
    ordered = tuple(pairs[j] for j in range(len(keys)))
    return Certificate(need, system.fingerprint(), keys, every, ordered), answer


class Packed:
    """Few tables: the base, and the base after several moves at once."""

    def __init__(self, base: Ints, need: int) -> None:
        self.base, self.need = base, need
        self.moves: list[dict[int, int]] = []
        self.place: dict[int, int] = {}
        """Cells that are wide, with the number of the table that shows it."""

    def add(self, move: Mapping[int, int], target: int) -> None:
        """Put a move for a cell into the first table where it fits.

        Sums of moves satisfy every equation; no cell may fall below 0, and cells that the table
        serves must stay wide.
        """
        for number in range(len(self.moves) + 1):
            if number == len(self.moves):
                self.moves.append({})
            if self._fits(number, move, target):
                break
        table = self.moves[number]
        for column, change in move.items():
            table[column] = table.get(column, 0) + change
            if abs(table[column]) >= self.need:
                self.place.setdefault(column, number)

    def _fits(self, number: int, move: Mapping[int, int], target: int) -> bool:
        table = self.moves[number]
        for column in move.keys() & table.keys():
            together = table[column] + move[column]
            serves = column == target or self.place.get(column) == number
            if self.base[column] + together < 0 or (serves and abs(together) < self.need):
                return False
        return True

    def tables(self) -> tuple[list[Table], dict[int, Pair]]:
        """All tables, the base first, and the pair of each wide cell."""
        tables = [tuple(int(v) for v in self.base)]
        for move in self.moves:
            table = list(tables[0])
            for column, change in move.items():
                table[column] += change
            tables.append(tuple(table))
        return tables, {column: (0, number + 1) for column, number in self.place.items()}


class Moves:
    """The smallest whole moves for all cells that are not wide yet."""

    def __init__(self, questioner: Questioner, packed: Packed, need: int) -> None:
        self.packed, self.need = packed, need
        self.size = size = len(packed.base)
        rows = [
            Row((*row.terms, *((j + size, -f) for j, f in row.terms)), 0.0, 0.0)
            for row in questioner.rows
        ]
        down = np.minimum(packed.base - questioner.low, INFINITY)
        self.most = np.concatenate((np.full(size, INFINITY), down))
        self.program = Polytope(rows, np.zeros(2 * size), self.most)
        self.program.price([(j, 1.0) for j in range(2 * size)])

    def __iter__(self) -> Iterator[tuple[int, dict[int, int]]]:
        for column in range(self.size):
            for up in (True, False):
                if column in self.packed.place:
                    break
                move = self._move(column, up)
                if move is not None:
                    yield column, move

    def _move(self, column: int, up: bool) -> dict[int, int] | None:
        one, other = (column, column + self.size) if up else (column + self.size, column)
        if self.most[one] < self.need:
            return None
        self.program.bound(one, self.need, self.need)
        self.program.bound(other, 0.0, 0.0)
        point = whole(self.program.point()) if self.program.solve() else None
        self.program.bound(one, 0.0, self.most[one])
        self.program.bound(other, 0.0, self.most[other])
        if point is None:
            return None
        change = point[: self.size] - point[self.size :]
        return {int(j): int(change[j]) for j in np.flatnonzero(change)}


def choose(
    tables: Sequence[Ints], columns: Sequence[int], need: int
) -> tuple[tuple[Table, ...], tuple[Pair, ...]]:
    """Few tables that serve some columns, and a pair of them for each."""
    if not columns:
        return (), ()
    stack = np.array(tables)
    chosen: list[int] = []
    place: dict[int, int] = {}
    pairs: list[Pair] = []
    for column in columns:
        values = stack[:, column]
        some = values[chosen]
        if chosen and some.max() - some.min() >= need:
            pairs.append((int(some.argmax()), int(some.argmin())))
            continue
        ends = (int(values.argmax()), int(values.argmin()))
        for table in ends:
            if table not in place:
                place[table] = len(chosen)
                chosen.append(table)
        pairs.append((place[ends[0]], place[ends[1]]))
    kept = tuple(tuple(int(v) for v in stack[k]) for k in chosen)
    return kept, tuple(pairs)
