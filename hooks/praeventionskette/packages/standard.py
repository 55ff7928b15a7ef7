"""The normative check: frictionless over the same bytes and the same descriptor.

Whatever it finds that our own checks did not is told as well; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from praeventionskette import problems
from praeventionskette.messages import Shown, show
from praeventionskette.packages.model import PackageSpec, TableData
from praeventionskette.problems import Problem

ROWS = 20_000
"""Rows of a table that frictionless reads (about a second); ours reads all."""

HEADER = ("blank-header", "blank-label", "duplicate-label", "extra-label", "missing-label",
          "incorrect-label", "unmatched-header")  # fmt: skip


def check(
    package: PackageSpec, tables: Mapping[str, TableData], said: frozenset[tuple[str, int]]
) -> Iterator[Problem]:
    """What frictionless finds in a package and ``said`` (file and line) does not yet cover."""
    own = {
        spec.name: tables[f"{package.name}/{spec.name}"]
        for spec in package.resources
        if f"{package.name}/{spec.name}" in tables
    }
    try:
        yield from _descriptor(package, said)
        yield from _tables(package, own, said)
    except Exception as error:  # a library's fault is told, never shown as a traceback
        yield problems.found("norm", "abbruch", file=package.file, grund=show(error, 200))


def _descriptor(package: PackageSpec, said: frozenset[tuple[str, int]]) -> Iterator[Problem]:
    from frictionless import Package

    report = Package.validate_descriptor(_plain(package.descriptor))
    for error in report.errors if not any(file == package.file for file, _ in said) else []:
        yield problems.found("norm", "beschreibung", file=package.file, grund=show(error.note, 200))


def _plain(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in descriptor.items() if key not in ("$schema", "profile")}


def _tables(
    package: PackageSpec, tables: Mapping[str, TableData], said: frozenset[tuple[str, int]]
) -> Iterator[Problem]:
    from frictionless import Package, Resource, Schema

    readable = {name: table for name, table in tables.items() if table.readable and table.rows}
    resources = []
    for name, table in readable.items():
        raw = {key: value for key, value in table.spec.raw_schema.items() if key != "$schema"}
        keys = raw.get("foreignKeys", [])
        raw["foreignKeys"] = [
            key for key in (keys if isinstance(keys, list) else [keys])
            if (key["reference"].get("resource") or name) in readable
        ]  # fmt: skip
        schema = Schema.from_descriptor(_unlocated(raw))
        resources.append(
            Resource(name=name, data=table.raw, format="csv", encoding="utf-8", schema=schema)
        )
    if not resources:
        return
    report = Package(name=package.name, resources=resources).validate(limit_rows=ROWS)
    for error in report.errors:
        yield problems.found("norm", "beschreibung", file=package.file, grund=show(error.note, 200))
    for task in report.tasks:
        table = readable[task.name]
        for error in task.errors:
            number = getattr(error, "row_number", None)
            line = 1 if error.type in HEADER else 0
            if number is not None and 0 <= number - 2 < len(table.lines):
                line = table.lines[number - 2]
            if (table.file, line) in said or (line < 2 and (table.file, 0) in said):
                continue
            column = getattr(error, "field_name", None) or getattr(error, "label", None) or ""
            yield problems.found(
                "norm", "zeile", file=table.file, line=line, column=str(column),
                art=Shown(KINDS.get(error.type, "einen Fehler")), grund=show(error.note, 200),
            )  # fmt: skip


def _unlocated(value: Any) -> Any:
    """A copy of plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: _unlocated(item) for key, item in value.items()}
    return [_unlocated(item) for item in value] if isinstance(value, list) else value


KINDS = {
    "type-error": "einen Wert, der nicht zur Art der Spalte passt",
    "constraint-error": "einen Wert, der eine Bedingung der Spalte verletzt",
    "unique-error": "einen Wert, der schon einmal vorkommt",
    "primary-key": "einen Schlüssel, der leer ist oder schon vorkommt",
    "foreign-key": "einen Verweis auf etwas, das es nicht gibt",
    "blank-row": "eine leere Zeile",
    "extra-cell": "eine Zelle zu viel",
    "missing-cell": "eine fehlende Zelle",
    "encoding-error": "Zeichen, die nicht als UTF-8 gespeichert sind",
    **dict.fromkeys(HEADER, "eine Kopfzeile, die nicht zur Beschreibung passt"),
}
