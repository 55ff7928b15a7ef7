"""Cells and the linear links between them: what an attacker can write down.

A *system* holds what a reader sees (published values), what is hidden (unknown cells) and every
linear equation or inequality that ties them. All numbers are integers; a rate at its rounding
becomes an inequality with integer coefficients.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COUNT = "anzahl"
"""Persons or cases: a non-negative integer that may be too small to publish."""
QUANTITY = "groesse"
"""A non-negative integer that is no count of persons of a group (homes, places)."""
SIGNED = "saldo"
"""An integer of either sign: a change, a balance. Never a count of persons."""

TABLE = "tabelle"
"""The unknown cell is marked as withheld: it must be wide, whatever its value."""
IMPLIED = "abgeleitet"
"""No row shows the cell, yet the links speak of it (a quarter that is left out)."""
COMPLEMENT = "gegenstueck"
"""The rest of a group: nobody shows it, it may be recognisable all the same."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. ``value`` None: unknown to the reader."""

    key: str
    words: str
    value: int | None
    kind: str = COUNT
    origin: str = TABLE
    file: str = ""
    line: int = 0
    short: str = ""
    """Its name among its like: the area, the category."""


@dataclass(frozen=True, slots=True)
class Link:
    """``low <= sum(coefficient * cell) <= high``; None stands for no bound on that side."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None
    words: str
    share: bool = False
    """Whether it ties a rate to its counts."""


@dataclass(frozen=True)
class System:
    """Everything that is known together, for one audit."""

    cells: tuple[Cell, ...]
    links: tuple[Link, ...]

    @property
    def unknown(self) -> tuple[int, ...]:
        """Positions of the cells whose value no reader sees."""
        return tuple(i for i, c in enumerate(self.cells) if c.value is None)

    @property
    def withheld(self) -> tuple[int, ...]:
        """Positions of the cells that are marked as withheld."""
        return tuple(i for i, c in enumerate(self.cells) if c.value is None and c.origin == TABLE)

    def open_links(self) -> Iterator[tuple[Link, tuple[tuple[int, int], ...], int]]:
        """Every link as (link, terms over unknown cells, sum of its known part)."""
        for link in self.links:
            known = 0
            open_terms = []
            for position, factor in link.terms:
                value = self.cells[position].value
                if value is None:
                    open_terms.append((position, factor))
                else:
                    known += factor * value
            yield link, tuple(open_terms), known

    def fingerprint(self) -> str:
        """SHA-256 over all published values and links: a certificate names what it speaks of."""
        digest = hashlib.sha256()
        for cell in self.cells:
            digest.update(json.dumps([cell.key, cell.value, cell.kind, cell.origin]).encode())
        for link in self.links:
            digest.update(json.dumps([link.terms, link.low, link.high]).encode())
        return digest.hexdigest()


class Builder:
    """Collects cells by key and links between them."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.links: list[Link] = []
        self.index: dict[str, int] = {}

    def add(self, cell: Cell) -> int:
        """Add the cell (a known key keeps its first record) and return its position."""
        position = self.index.get(cell.key)
        if position is None:
            position = self.index[cell.key] = len(self.cells)
            self.cells.append(cell)
        return position

    def sum(self, total: int, parts: Sequence[int], words: str) -> None:
        """Link ``total = sum(parts)``."""
        terms = ((total, -1), *((part, 1) for part in parts))
        self.links.append(Link(terms, 0, 0, words))

    def bound(
        self,
        terms: Sequence[tuple[int, int]],
        low: int | None,
        high: int | None,
        words: str,
        *,
        share: bool = False,
    ) -> None:
        """Link ``low <= sum(terms) <= high``."""
        self.links.append(Link(tuple(terms), low, high, words, share))

    def build(self) -> System:
        """The finished system."""
        return System(tuple(self.cells), tuple(self.links))
