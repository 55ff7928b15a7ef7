"""A data package as it was checked: tables with typed cells, columns with terms, raw bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | bool | dt.date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column as its schema describes it."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    categories: tuple[tuple[str, str], ...] = ()
    """(value, German label) pairs; empty where any value of the type may stand."""
    references: tuple[str, ...] = ()
    """``table.column`` targets of which one must hold the value; may lie in another package."""
    hsds: str = ""
    rdf_type: str = ""
    unit: str = ""
    example: str = ""
    delimiter: str = ""
    """Separator of a list column, else ""."""
    empty: str = ""
    """Why a cell may be empty, in German (``leer`` in the schema)."""


@dataclass(frozen=True, slots=True)
class Table:
    """One tabular resource, checked. ``raw`` are the very bytes that were checked."""

    name: str
    title: str
    description: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    rows: Sequence[Mapping[str, Cell]]
    raw: bytes
    lines: Sequence[int] = ()
    """Physical line of each row in the file."""

    def column(self, name: str) -> Iterable[Cell]:
        """The cells of one column in order; None in all rows where the file lacks it.

        A large table is kept by column, and puts a row together only where one is asked for.
        """
        kept: Callable[[str], Iterable[Cell]] | None = getattr(self.rows, "column", None)
        return kept(name) if kept else (row.get(name) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Package:
    """One data package. ``descriptor`` is the parsed ``datapackage.json``, ``raw`` its bytes."""

    name: str
    title: str
    description: str
    version: str
    descriptor: Mapping[str, Any]
    raw: bytes
    tables: tuple[Table, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Non-tabular resources (GeoJSON) by their path inside the package."""
    earlier: tuple[Package, ...] = ()
    """Earlier versions that are still published, newest first; see :mod:`.releases`."""
    kept: bool = False
    """Whether this very version is kept for ever, so that nothing in it may change any more."""

    def table(self, name: str) -> Table | None:
        """The table of this name, or None."""
        return next((t for t in self.tables if t.name == name), None)
