"""What the stage knows while it reads: columns, resources and tables, not yet proven right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import TYPE_CHECKING, Any

from praeventionskette.catalogue import Cell, Field, Package, Town

if TYPE_CHECKING:
    from praeventionskette.packages.columns import Column


class Row(Mapping[str, Cell]):
    """One row: cells by column name, unchangeable, small (the names are kept once a table)."""

    __slots__ = ("cells", "places")

    def __init__(self, places: Mapping[str, int], cells: tuple[Cell, ...]) -> None:
        self.places, self.cells = places, cells

    def __getitem__(self, name: str) -> Cell:
        return self.cells[self.places[name]]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping; millions of times, and twice as quick as the inherited one."""
        place = self.places.get(name)
        return default if place is None else self.cells[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __repr__(self) -> str:
        return f"Row({dict(self)!r})"


TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column: what is published about it, and how its cells are read."""

    field: Field
    format: str = "default"
    constraints: Mapping[str, Any] = default(default_factory=dict)
    true_values: tuple[str, ...] = TRUE_VALUES
    false_values: tuple[str, ...] = FALSE_VALUES
    allowed: tuple[str, ...] = ()
    """The only values that may stand (enum, categories), as written in a cell."""

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def is_list(self) -> bool:
        return bool(self.field.delimiter)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of this table whose values together must be a row of another of the package."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResourceSpec:
    """One resource of a descriptor. ``fields`` is empty where it is no table."""

    name: str
    title: str
    description: str
    path: str
    line: int
    fields: tuple[FieldSpec, ...] = ()
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    refused: tuple[str, ...] = ()
    """Columns that are described, but not so that they could be read (that was said)."""
    raw_schema: Mapping[str, Any] = default(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(spec.name for spec in self.fields)


@dataclass(frozen=True, slots=True)
class PackageSpec:
    """One package: its descriptor, read and found sound enough to go on."""

    name: str
    title: str
    description: str
    version: str
    folder: Path
    shown: str
    """Folder as messages show it, relative to the town."""
    descriptor: Mapping[str, Any]
    raw: bytes
    resources: tuple[ResourceSpec, ...]

    @property
    def file(self) -> str:
        return f"{self.shown}/datapackage.json"


@dataclass(slots=True)
class TableData:
    """One table as read. A row with a bad cell stays in ``rows``; the cell is None and ``bad``."""

    spec: ResourceSpec
    package: str
    file: str
    raw: bytes
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    lines: Sequence[int] = ()
    texts: Mapping[str, Sequence[str]] = default(default_factory=dict)
    """Cells of key columns as written, of every row, also of rows that are wrong."""
    bad: set[int] = default(default_factory=set)
    """Numbers (from 0) of the rows in which some cell is wrong."""
    by_column: Mapping[str, Column] | None = None
    """The same by column, where the table was read so (``columns``)."""
    readable: bool = True
    """False where the file could not be read to its end: nothing may be concluded from it."""

    def has(self, *columns: str) -> bool:
        """Whether the file brings all these columns."""
        return all(column in self.columns for column in columns)

    def clean(self) -> Iterator[tuple[int, Row]]:
        """Line and cells of each row whose cells are all right."""
        for number, row in enumerate(self.rows):
            if number not in self.bad:
                yield self.lines[number], row


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept version of a package."""

    package: str
    version: str
    shown: str
    """Its folder as messages show it, relative to the town."""
    files: Mapping[str, bytes] = default(default_factory=dict)
    sums: Mapping[str, str] | None = None
    """SHA-256 of each file as it was noted when the version was kept; None from git's history."""
    read: Package | None = None
    """What it holds; None where it could not be read or is withdrawn."""
    records: Mapping[str, tuple[Any, ...]] = default(default_factory=dict)
    """Its records by attribute of the catalogue; none where a column is missing by now."""
    reason: str = ""
    """Why it could not be read, or ""."""
    from_git: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """All that was read, for rules that span rows, tables and packages."""

    town: Town
    folder: str
    """The folder of all packages, as messages show it."""
    packages: tuple[PackageSpec, ...]
    tables: Mapping[str, TableData]
    """By ``package/table``."""
    files: Mapping[str, bytes]
    """Resources that are no tables, by ``package/path``."""
    broken: frozenset[str] = frozenset()
    """Packages of which the descriptor could not be read: nothing may be said about them."""
    kept: tuple[Kept, ...] = ()
    """Versions of packages that are kept or stand in git's history, the present ones included."""

    def table(self, name: str, *columns: str) -> TableData | None:
        """The table ``package/table`` if it was read and brings these columns."""
        table = self.tables.get(name)
        return table if table is not None and table.has(*columns) else None
