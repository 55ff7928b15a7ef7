"""The shape of a cross table: dimensions with their hierarchies, and the sums they imply."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

Key = tuple[str, ...]
"""One cell: a code for each dimension, in order."""


@dataclass(frozen=True)
class Dimension:
    """One way to cut the table: leaves, groups of leaves (they may overlap), and a total."""

    name: str
    leaves: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    total: str | None = None
    title: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every code that a row may carry: total first, then groups, then leaves."""
        head = (self.total,) if self.total is not None else ()
        return (*head, *(g for g, _ in self.groups), *self.leaves)

    @cached_property
    def sums(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(code, codes that add up to it); a total prefers the groups where they cover it."""
        result = list(self.groups)
        if self.total is not None:
            result.append((self.total, self.leaves))
        return tuple(result)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return dict(self.labels)

    def label(self, code: str) -> str:
        """What people call the code."""
        return self._labels.get(code, code)

    def under(self, code: str) -> tuple[str, ...]:
        """The leaves of a code."""
        if code == self.total:
            return self.leaves
        return dict(self.groups).get(code, (code,))


@dataclass(frozen=True)
class Geometry:
    """All dimensions of one cross table."""

    dimensions: tuple[Dimension, ...]

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every cell of the full table, margins included."""
        return tuple(itertools.product(*(d.codes for d in self.dimensions)))

    @cached_property
    def position(self) -> dict[Key, int]:
        """Position of each cell in ``keys``."""
        return {key: i for i, key in enumerate(self.keys)}

    def sums(self) -> Iterator[tuple[Key, tuple[Key, ...]]]:
        """Every equation as (margin, parts)."""
        for axis, dimension in enumerate(self.dimensions):
            others = [d.codes for d in self.dimensions]
            for code, parts in dimension.sums:
                others[axis] = (code,)
                for key in itertools.product(*others):
                    yield key, tuple(replace(key, axis, part) for part in parts)

    def words(self, key: Key) -> str:
        """The cell as people say it."""
        named = zip(self.dimensions, key, strict=True)
        return ", ".join(d.label(code) for d, code in named)

    def full(self, leaves: Mapping[Key, int]) -> dict[Key, int]:
        """All cells from the innermost ones; a missing innermost cell counts 0."""
        below = [{c: d.under(c) for c in d.codes} for d in self.dimensions]
        values = {
            key: leaves.get(key, 0)
            for key in itertools.product(*(d.leaves for d in self.dimensions))
        }
        for axis, dimension in enumerate(self.dimensions):
            step: dict[Key, int] = {}
            done = [d.codes for d in self.dimensions[:axis]]
            todo = [d.leaves for d in self.dimensions[axis + 1 :]]
            for code in dimension.codes:
                for key in itertools.product(*done, (code,), *todo):
                    step[key] = sum(values[replace(key, axis, p)] for p in below[axis][code])
            values = step
        return {key: values[key] for key in self.keys}


def replace(key: Key, axis: int, code: str) -> Key:
    """The key with another code on one axis."""
    return (*key[:axis], code, *key[axis + 1 :])
