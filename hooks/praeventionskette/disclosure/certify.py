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
PART = 800
"""Unknown cells of a part of a large table, about."""
LONG = 40
"""Terms from which a sum runs over many quarters."""


def certify(system: System, need: int) -> tuple[Certificate | None, Answer]:
    """A certificate for a safe system; None with the findings for any other."""
    questioner = Questioner(system)
    base = None if questioner.broken or not questioner.unknown else questioner.base()
    packed = Packed(base, need) if base is not None else None
    if packed is not None and all(row.low == row.high for row in questioner.rows):
        for part in chunks(questioner):
            if not packed.place.keys() >= set(part):
                for target, move in Moves(questioner, packed, need, part):
                    packed.add(move, target)
    left = [j for j in range(len(questioner.unknown)) if packed is None or j not in packed.place]
    answer = Answer()
    if packed is None or left:
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
    """The smallest whole moves for the cells of a part that are not wide yet; all others stay."""

    def __init__(
        self, questioner: Questioner, packed: Packed, need: int, columns: Sequence[int]
    ) -> None:
        self.packed, self.need, self.columns = packed, need, columns
        self.size = size = len(columns)
        place = {column: j for j, column in enumerate(columns)}
        rows = []
        for row in questioner.rows:
            inside = [(place[j], f) for j, f in row.terms if j in place]
            if inside:
                rows.append(Row((*inside, *((j + size, -f) for j, f in inside)), 0.0, 0.0))
        mine = list(columns)
        down = np.minimum(packed.base[mine] - questioner.low[mine], INFINITY)
        self.most = np.concatenate((np.full(size, INFINITY), down))
        self.program = Polytope(rows, np.zeros(2 * size), self.most)
        self.program.price([(j, 1.0) for j in range(2 * size)])

    def __iter__(self) -> Iterator[tuple[int, dict[int, int]]]:
        for place, column in enumerate(self.columns):
            for up in (True, False):
                if column in self.packed.place:
                    break
                move = self._move(place, up)
                if move is not None:
                    yield column, move

    def _move(self, place: int, up: bool) -> dict[int, int] | None:
        one, other = (place, place + self.size) if up else (place + self.size, place)
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
        return {self.columns[j]: int(change[j]) for j in map(int, np.flatnonzero(change))}


def chunks(questioner: Questioner) -> list[list[int]]:
    """Parts of a large table in which moves are looked for first, as columns in order.

    Cells that short sums tie stay together (a quarter with its own sums); the totals over many
    quarters belong to every part. The last part is the whole: for moves that need all of it.
    """
    everything = list(range(len(questioner.unknown)))
    if len(everything) <= PART:
        return [everything]
    parent = list(everything)

    def root(column: int) -> int:
        while parent[column] != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    shared: set[int] = set()
    for row, number in zip(questioner.rows, questioner.row_link, strict=True):
        if len(questioner.system.links[number].terms) > LONG:
            shared |= {j for j, factor in row.terms if factor < 0}
        else:
            for j, _ in row.terms[1:]:
                parent[root(j)] = root(row.terms[0][0])
    groups: dict[int, list[int]] = {}
    for column in everything:
        groups.setdefault(root(column), []).append(column)
    parts: list[list[int]] = [[]]
    for group in groups.values():
        if len(parts[-1]) + len(group) > PART:
            parts.append([])
        parts[-1] += group
    return [*(sorted({*part, *shared}) for part in parts), everything]


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
