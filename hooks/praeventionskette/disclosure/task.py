"""What has to be hidden: the raw table as a cell suppression problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as changed
from functools import cached_property

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Task:
    """One table (or several that are linked) with true values. Never leaves the raw machine."""

    values: tuple[int, ...]
    rows: tuple[Terms, ...]
    """Equations: the factors times the *true* values give a sum that everybody knows."""
    primary: frozenset[int]
    """Must be withheld."""
    need: int = 5
    """How wide the integer interval of every withheld cell must be."""
    weights: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    """Never shown anywhere and free of cost, yet it must be wide (a complement)."""
    fixed: frozenset[int] = frozenset()
    """Must stay published."""
    insiders: tuple[tuple[int, ...], ...] = ()
    """For each person who is alone in a cell: the cells (all of them primary or hidden) that
    count nobody else."""
    insider_need: int = 0
    """How wide every other primary cell must stay for an insider; 0: not checked."""

    @cached_property
    def cost(self) -> tuple[int, ...]:
        """Weight of each cell; hidden ones are free."""
        base = self.weights or (1,) * len(self.values)
        return tuple(0 if i in self.hidden else w for i, w in enumerate(base))

    @cached_property
    def must(self) -> frozenset[int]:
        """Unknown to the reader in any case."""
        return self.primary | self.hidden

    @cached_property
    def asked(self) -> frozenset[int]:
        """What an insider could learn of others: cells that must be hidden and are not empty."""
        return frozenset(i for i in self.must if self.values[i] > 0)

    @property
    def cap(self) -> int:
        """How far above its value an attacker lets a cell grow, at least."""
        return max(100 * self.need, *self.values)

    def price(self, pattern: Iterable[int]) -> int:
        """What a pattern costs."""
        return sum(self.cost[i] for i in pattern)

    def without(self, cells: Iterable[int]) -> Task:
        """The same task with more cells that must stay published."""
        return changed(self, fixed=self.fixed | frozenset(cells))

    def part(self, cells: Iterable[int], *, known: Iterable[int] = ()) -> tuple[Task, list[int]]:
        """The task of some cells alone, all others being published; and their old positions."""
        keep = sorted(set(cells))
        place = {old: new for new, old in enumerate(keep)}
        rows = []
        for row in self.rows:
            terms = tuple((place[i], f) for i, f in row if i in place)
            if terms:
                rows.append(terms)

        def moved(group: Iterable[int]) -> frozenset[int]:
            return frozenset(place[i] for i in group if i in place)

        task = Task(
            tuple(self.values[i] for i in keep),
            tuple(rows),
            moved(self.primary),
            self.need,
            tuple(self.cost[i] for i in keep),
            moved(self.hidden),
            moved(self.fixed) | moved(known),
            tuple(t for i in self.insiders if (t := tuple(place[c] for c in i if c in place))),
            self.insider_need,
        )
        return task, keep
