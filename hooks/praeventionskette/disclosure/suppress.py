"""Complementary suppression: the cheapest pattern that leaves every withheld cell wide.

A master program chooses cells, the attacker answers which of them are still narrow and why (a
cut that every safe pattern satisfies), until no answer is left. Cuts hold for all patterns, so
the master's bound is proven at any time; restricted masters (cells only added, cells only
dropped) give safe patterns on the way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from praeventionskette.disclosure.attacker import Attacker, Known, TimeUp
from praeventionskette.disclosure.master import Master
from praeventionskette.disclosure.task import Task

Progress = Callable[[str, float], None]
GROW_EVERY = 6
MAX_ROUNDS = 400
MAX_CUTS = 60
"""Cuts a round; many cells give way together, so more would be for nothing."""


class NotProtectable(Exception):  # noqa: N818  (a finding, told in German by the caller)
    """Some cells stay recognisable whatever else is withheld."""

    def __init__(self, cells: tuple[int, ...], insider: Known = ()) -> None:
        super().__init__(f"{len(cells)} cells cannot be protected")
        self.cells = cells
        self.insider = insider


@dataclass(frozen=True)
class Pattern:
    """Which cells are withheld, and how good that is."""

    cells: frozenset[int]
    cost: int
    bound: int
    rounds: int = 0
    timed_out: bool = False

    @property
    def proven(self) -> bool:
        """Whether no cheaper pattern is safe."""
        return self.bound >= self.cost


class Search:
    """One task, its attacker, its master and the best safe pattern so far."""

    def __init__(self, task: Task, deadline: float, progress: Progress | None = None) -> None:
        self.deadline = deadline
        self.progress = progress
        self.attacker = Attacker(task, math.inf)
        self.task = self._without_hopeless(task)  # needed in any case: it makes all of it safe
        self.attacker.deadline = deadline
        self.master = Master(self.task)
        everything = frozenset(range(len(task.values))) - self.task.fixed
        self.best, self.cost = everything, self.task.price(everything)
        self.bound = self.task.price(self.task.must)
        self.rounds = 0
        self.all_of_it = True
        """Whether nothing better was found yet than to withhold all that may be."""

    def left(self) -> float:
        """Seconds until the time limit."""
        return self.deadline - time.monotonic()

    def _without_hopeless(self, task: Task) -> Task:
        """Publish cells that stay narrow even if all are withheld; refuse if one is primary."""
        while True:
            every = frozenset(range(len(task.values))) - task.fixed
            narrow = self.attacker.narrow(every, every, task.need)
            lost = [c for c in narrow if c in task.must]
            if lost:
                raise NotProtectable(tuple(lost))
            if not narrow:
                break
            task = task.without(narrow)
        for insider in task.insiders if task.insider_need else ():
            lost = self.attacker.narrow(every, task.asked, task.insider_need, known=insider)
            if lost:
                raise NotProtectable(tuple(lost), insider)
        return task

    def weak(self, pattern: frozenset[int]) -> int:
        """Attack the pattern; add a cut for every cell that gives way; return their number."""
        task, attacker = self.task, self.attacker
        count = 0
        narrow = attacker.narrow(pattern, pattern, task.need)
        if narrow:
            attacker.soften(pattern)
            count = self._cuts(pattern, narrow, task.need)
        elif task.insider_need:
            for insider in task.insiders:
                narrow = attacker.narrow(pattern, task.asked, task.insider_need, known=insider)
                if narrow:
                    attacker.soften(pattern, insider)
                    count += self._cuts(pattern, narrow, task.insider_need, insider)
                if count >= MAX_CUTS:
                    break
        if not count:
            for cell in attacker.not_whole(pattern, task.need):
                self.master.widen(cell, pattern)
                count += 1
        return count

    def _cuts(
        self, pattern: frozenset[int], cells: Sequence[int], need: int, known: Known = ()
    ) -> int:
        count = 0
        for cell in spread(cells):
            cut = self.attacker.cut(cell, need, known)
            if cut is None:
                continue
            if not self.master.cut(cut, pattern):
                self.master.widen(cell, pattern)
            count += 1
        return count

    def grow(self, pattern: frozenset[int]) -> frozenset[int] | None:
        """Add cells until the pattern is safe; None if time ran out."""
        while self.weak(pattern):
            if self.left() < 0:
                return None
            chosen = self.master.solve(self.left(), at_least=pattern)
            if chosen is None or chosen <= pattern:
                return None
            pattern = pattern | chosen
        return pattern

    def shrink(self, pattern: frozenset[int]) -> frozenset[int]:
        """The cheapest safe pattern inside a safe one (or the pattern, if time runs out)."""
        while self.left() > 0:
            chosen = self.master.solve(self.left(), at_most=pattern)
            if chosen is None or self.task.price(chosen) >= self.task.price(pattern):
                return pattern
            if not self.weak(chosen):
                return chosen
        return pattern

    def keep(self, pattern: frozenset[int] | None) -> None:
        """Remember a safe pattern if it is cheaper."""
        if pattern is not None and (cost := self.task.price(pattern)) < self.cost:
            self.best, self.cost, self.all_of_it = pattern, cost, False
            self.tell()

    def tell(self) -> None:
        """Report progress."""
        if self.progress:
            gap = f"{self.cost} Zellen sicher, bewiesen nötig: {self.bound}"
            self.progress(gap, self.bound / max(self.cost, 1))

    def _round(self) -> bool:
        """One choice of the master and the attack on it; True if nothing is left to do."""
        chosen = self.master.solve(self.left() * 0.5)
        self.bound = max(self.bound, self.master.bound)
        if chosen is None:
            raise TimeUp
        if not self.weak(chosen):
            self.keep(chosen)
            if not self.master.exact and self.cost > self.bound:
                raise TimeUp
            return True
        if self.rounds % GROW_EVERY == 0:
            grown = self.grow(chosen)
            if grown is not None:
                self.keep(grown)
                self.keep(self.shrink(grown))
        return False

    def run(self, max_rounds: int = MAX_ROUNDS) -> Pattern:
        """Search until optimal, out of rounds or out of time."""
        late = False
        while self.cost > self.bound and self.rounds < max_rounds:
            try:
                if self._round():
                    break
            except TimeUp:
                late = True
                break
            self.rounds += 1
            self.tell()
        if self.all_of_it and (narrow := self.attacker.not_whole(self.best, self.task.need)):
            raise NotProtectable(tuple(narrow))
        visible = self.best - self.task.hidden
        return Pattern(visible, self.cost, min(self.bound, self.cost), self.rounds, late)


def spread(cells: Sequence[int]) -> Sequence[int]:
    """At most ``MAX_CUTS`` of the cells, from all over the table."""
    step = -(-len(cells) // MAX_CUTS)
    return cells[:: max(step, 1)]


def solve(
    task: Task, seconds: float = 60.0, progress: Progress | None = None, rounds: int = MAX_ROUNDS
) -> Pattern:
    """The cheapest safe pattern that the time allows, with a proven bound."""
    if not task.must:
        return Pattern(frozenset(), 0, 0)
    return Search(task, time.monotonic() + seconds, progress).run(rounds)
