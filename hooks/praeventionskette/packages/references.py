"""References: a value that names a row must name one that exists, in whatever package it lies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from praeventionskette import problems
from praeventionskette.catalogue import Cell
from praeventionskette.messages import listed, meant
from praeventionskette.packages import columns
from praeventionskette.packages.model import Data, FieldSpec, ForeignKey, TableData
from praeventionskette.packages.says import MOST
from praeventionskette.problems import Problem


def check(data: Data) -> Iterator[Problem]:
    """All references of all tables."""
    known: dict[str, Collection[str] | None] = {}
    for table in data.tables.values():
        single = {key.columns[0]: key for key in table.spec.foreign_keys if len(key.columns) == 1}
        for field in table.spec.fields:
            targets = field.field.references
            if not targets and field.name in single:
                key = single[field.name]
                targets = (f"{table.package}/{key.table}.{key.targets[0]}",)
            if targets and table.has(field.name):
                yield from _column(data, table, field, targets, known)
        for key in table.spec.foreign_keys:
            if len(key.columns) > 1:
                yield from _composite(data, table, key)


def _values(data: Data, target: str, known: dict[str, Collection[str] | None]) -> str:
    """Read the values of a target once; the result says "ok", "unknown" or "missing"."""
    if target in known:
        return "ok" if known[target] is not None else "unknown"
    name, dot, column = target.rpartition(".")
    package, slash, _ = name.partition("/")
    table = data.tables.get(name)
    if package in data.broken:
        known[target] = None
    elif not dot or not slash or table is None or column not in table.spec.names:
        return "missing"
    elif not table.readable or not table.has(column):
        known[target] = None
    else:
        known[target] = frozenset(_written(table, column))
    return "ok" if known[target] is not None else "unknown"


def _written(table: TableData, column: str) -> Sequence[str]:
    texts = table.texts.get(column)
    return texts if texts is not None else [str(row.get(column, "")) for row in table.rows]


def _column(
    data: Data,
    table: TableData,
    field: FieldSpec,
    targets: Sequence[str],
    known: dict[str, Collection[str] | None],
) -> Iterator[Problem]:
    states = {target: _values(data, target, known) for target in targets}
    descriptor = next(p.file for p in data.packages if p.name == table.package)
    for target, state in states.items():
        if state == "missing":
            yield problems.found(
                "verweis", "ziel", file=descriptor, line=table.spec.line, wert=target,
                spalte=f"{table.spec.name}.{field.name}",
            )  # fmt: skip
    if set(states.values()) != {"ok"}:
        return
    sets = [known[target] or () for target in targets]
    where = listed(target.rpartition(".")[0] for target in targets)
    misses = 0
    found: set[Cell] = set()  # values that are no reference to nowhere: most come again

    def missing(value: Cell) -> list[Cell]:
        if value in found:
            return []
        items = value if isinstance(value, tuple) else (value,)
        wrong: list[Cell] = [
            i for i in items if i is not None and not any(str(i) in names for names in sets)
        ]
        if not wrong:
            found.add(value)
        return wrong

    for number in columns.holding(table, field.name, lambda value: bool(missing(value))):
        line = table.lines[number]
        for item in missing(table.rows[number].get(field.name)):
            misses += 1
            near = _near(str(item), sets) if misses <= MOST else ""
            yield problems.found(
                "verweis", "fehlt", file=table.file, line=line, column=field.name,
                wert=item, tabelle=where, vorschlag=near,
            )  # fmt: skip


def _near(value: str, sets: Sequence[Collection[str]]) -> str:
    return meant(value, [name for names in sets for name in names if name])


def _composite(data: Data, table: TableData, key: ForeignKey) -> Iterator[Problem]:
    target = data.tables.get(f"{table.package}/{key.table}")
    if target is None or not target.has(*key.targets):
        descriptor = next(p.file for p in data.packages if p.name == table.package)
        if target is None or target.readable:
            yield problems.found(
                "verweis", "ziel", file=descriptor, line=table.spec.line,
                wert=f"{key.table}: {', '.join(key.targets)}", spalte=table.spec.name,
            )  # fmt: skip
        return
    if not target.readable or not table.has(*key.columns):
        return
    known = {tuple(row.get(name) for name in key.targets) for row in target.rows}
    for line, row in table.clean():
        values = tuple(row.get(name) for name in key.columns)
        if None not in values and values not in known:
            yield problems.found(
                "verweis", "fehlt", file=table.file, line=line, column=key.columns[0],
                wert=", ".join(str(value) for value in values), tabelle=key.table, vorschlag="",
            )  # fmt: skip
