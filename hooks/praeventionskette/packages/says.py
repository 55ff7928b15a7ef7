"""A collector of problems that knows which file, line and column it speaks of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from praeventionskette import messages, problems
from praeventionskette.problems import Problem

MOST = 100
"""Problems of one rule in one column of one file; a line counts the rest."""


@dataclass(slots=True)
class Notes:
    """All problems of one run. Repetitions beyond ``MOST`` are counted, not kept."""

    problems: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    places: set[tuple[str, int]] = field(default_factory=set)
    """File and line of each problem, also of those that were only counted."""

    def add(self, problem: Problem) -> None:
        """Keep a problem, or count it where there are many of its kind."""
        key = (problem.file, problem.rule, problem.column)
        self.counts[key] += 1
        self.places.add((problem.file, problem.line))
        if self.counts[key] <= MOST:
            self.problems.append(problem)

    def full(self, file: str, line: int, rule: str, column: str) -> bool:
        """Whether such a problem is only counted from now on; then it is counted here."""
        key = (messages.visible(file), rule, messages.show(column))
        if self.counts[key] < MOST:
            return False
        self.counts[key] += 1
        self.places.add((key[0], line))
        return True

    def all(self) -> tuple[Problem, ...]:
        """All problems in order, with a line for what was only counted."""
        rest = [
            problems.found("viele", "weitere", file=file, column=column, regel=rule, zahl=n - MOST)
            for (file, rule, column), n in self.counts.items()
            if n > MOST
        ]
        return problems.ordered([*self.problems, *rest])


@dataclass(frozen=True, slots=True)
class Says:
    """``says("rule", "key", value=…)`` notes a problem at this place.

    A value that is costly to find may be a function of no argument.
    """

    notes: Notes
    file: str
    line: int = 0
    column: str = ""

    def __call__(self, rule: str, key: str, **values: object) -> None:
        if self.notes.full(self.file, self.line, rule, self.column):
            return  # finding the words costs more than all the rest
        found = {name: value() if callable(value) else value for name, value in values.items()}
        place = (self.file, self.line, self.column)
        self.notes.add(problems.worded(rule, key, place, found))

    def at(self, line: int, column: str = "") -> Says:
        """The same file, another line (kept where it is 0) and column."""
        return replace(self, line=line or self.line, column=column or self.column)
