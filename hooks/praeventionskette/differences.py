"""What changed from one version of a package to the next: rows, cells, columns, files.

Cells are compared as they are written in the files. daff finds which rows belong together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from praeventionskette.catalogue import Package, Table
from praeventionskette.releases import CHANGES

ADDED, REMOVED, CHANGED = "neu", "entfernt", "geaendert"

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a row that both versions have."""

    key: str
    label: str
    """What the row is about, for readers: its name, or what it refers to."""
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that only one version has: its key and its cells that are not empty."""

    key: str
    label: str
    kind: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What changed in one table. ``kind`` says whether the whole table is new or gone."""

    name: str
    title: str
    kind: str
    rows: tuple[RowChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    reordered: bool = False
    """Nothing but the order of rows or columns is different."""

    @property
    def added(self) -> int:
        return sum(1 for row in self.rows if row.kind == ADDED)

    @property
    def removed(self) -> int:
        return sum(1 for row in self.rows if row.kind == REMOVED)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from version ``before`` to ``after`` of a package."""

    package: str
    before: str
    after: str
    tables: tuple[TableDifference, ...]
    files: tuple[tuple[str, str], ...] = ()
    """(path, kind) of each changed file that is no table."""
    properties: tuple[str, ...] = ()
    """Entries of the description that changed, beside version, date and list of changes."""

    @property
    def empty(self) -> bool:
        return not (self.tables or self.files or self.properties)


def difference(before: Package, after: Package) -> Difference:
    """All that changed between two versions of a package, in the order of its tables."""
    old, new = {t.name: t for t in before.tables}, {t.name: t for t in after.tables}
    found = [_table(old.get(name), new.get(name)) for name in dict.fromkeys((*new, *old))]
    return Difference(
        package=after.name,
        before=before.version,
        after=after.version,
        tables=tuple(table for table in found if table is not None),
        files=tuple(_files(before.files, after.files)),
        properties=tuple(_properties(before, after)),
    )


def _files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[tuple[str, str]]:
    kinds = {path: ADDED for path in new if path not in old}
    kinds |= {path: REMOVED for path in old if path not in new}
    kinds |= {path: CHANGED for path in old if path in new and old[path] != new[path]}
    return sorted(kinds.items())


def _properties(before: Package, after: Package) -> list[str]:
    expected = {"version", "created", CHANGES}
    old, new = before.descriptor, after.descriptor
    names = dict.fromkeys((*new, *old))
    return [n for n in names if n not in expected and old.get(n) != new.get(n)]


def _table(old: Table | None, new: Table | None) -> TableDifference | None:
    if old is None or new is None:
        table = new or old
        assert table is not None
        kind = ADDED if old is None else REMOVED
        names, *lines = table_rows(table)
        whole = tuple(_row(table, names, kind, row) for row in lines)
        return TableDifference(table.name, table.title, kind, whole)
    if old.raw == new.raw:
        return None
    left, right = table_rows(old), table_rows(new)
    names_old, names_new = left[0], right[0]
    rows, cells = [], []
    for i, j in _pairs(left, right, new.primary_key):
        if i < 0:
            rows.append(_row(new, names_new, ADDED, right[j]))
        elif j < 0:
            rows.append(_row(old, names_old, REMOVED, left[i]))
        else:
            a = dict(zip(names_old, left[i], strict=True))
            b = dict(zip(names_new, right[j], strict=True))
            key, label = _key(new, names_new, right[j]), _label(new, names_new, right[j])
            cells += [
                CellChange(key, label, name, a[name], b[name])
                for name in names_new
                if name in a and a[name] != b[name]
            ]
    added = tuple(n for n in names_new if n not in names_old)
    gone = tuple(n for n in names_old if n not in names_new)
    return TableDifference(
        new.name, new.title, CHANGED, tuple(rows), tuple(cells), added, gone,
        reordered=not (rows or cells or added or gone),
    )  # fmt: skip


def table_rows(table: Table) -> Rows:
    """The cells of a table as they are written, header first."""
    text = table.raw.decode("utf-8")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def _row(table: Table, names: Sequence[str], kind: str, row: Sequence[str]) -> RowChange:
    cells = {name: cell for name, cell in zip(names, row, strict=True) if cell}
    return RowChange(_key(table, names, row), _label(table, names, row), kind, cells)


def _key(table: Table, names: Sequence[str], row: Sequence[str]) -> str:
    """What names a row: its primary key, else its first cell."""
    known = [row[names.index(k)] for k in table.primary_key if k in names]
    return " / ".join(known or row[:1])


def _label(table: Table, names: Sequence[str], row: Sequence[str]) -> str:
    """A row in words: its name, else what it refers to and its year; else ""."""
    cells = dict(zip(names, row, strict=True))
    if cells.get("name"):
        return cells["name"]
    wanted = [f.name for f in table.fields if f.references or f.name == "jahr"]
    return " · ".join(cells[name] for name in wanted if cells.get(name))


def _pairs(left: Rows, right: Rows, key: Sequence[str]) -> list[tuple[int, int]]:
    """Numbers of the rows that belong together, -1 where there is no partner; headers left out."""
    import daff  # heavy, and only wanted where a package has an earlier version

    flags = daff.CompareFlags()
    flags.ordered = False
    if key and all(k in left[0] and k in right[0] for k in key):
        flags.ids = list(key)
    tables = daff.PythonTableView(left), daff.PythonTableView(right)
    units = daff.Coopy.compareTables(*tables, flags).align().toOrder().getList()
    pairs = [(u.l, u.r) for u in units if (u.l, u.r) not in ((0, 0), (0, -1), (-1, 0))]
    return sorted(pairs, key=lambda p: (p[1] < 0, p[1], p[0]))
