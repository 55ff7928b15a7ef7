"""The normative check: frictionless over the same bytes and the same descriptor.

Whatever it finds that our own checks did not is told as well; nothing is dropped.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from praeventionskette import imports, problems, store
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
    read = [(name, table.raw, table.readable, len(table.rows)) for name, table in own.items()]
    known = (package.raw, package.file, read, sorted(said))
    try:
        yield from store.clean("norm", known, lambda: _check(package, own, said))
    except Exception as error:  # a library's fault is told, never shown as a traceback
        yield problems.found("norm", "abbruch", file=package.file, grund=show(error, 200))


def _check(
    package: PackageSpec, tables: Mapping[str, TableData], said: frozenset[tuple[str, int]]
) -> Iterator[Problem]:
    with imports.without("rfc3987_syntax"):
        # Where it is offered jsonschema builds 38 grammars of addresses: a second of the
        # processor, and frictionless never asks whether a text is an address.
        importlib.import_module("jsonschema")
    from frictionless import Dialect, Package
    from frictionless.formats import CsvControl

    report = Package.validate_descriptor(_copy(package.descriptor))
    if report.errors:
        for error in report.errors:
            yield problems.found(
                "norm", "beschreibung", file=package.file, grund=show(error.note, 200)
            )
        return
    readable = {
        name: table
        for name, table in tables.items()
        if table.readable and table.rows and (table.file, 1) not in said  # a sound header
    }
    whole = Package.from_descriptor(_only(package.descriptor, readable))
    for resource in whole.resources:
        raw = readable[resource.name].raw
        resource.path, resource.scheme, resource.data = None, "buffer", raw
        # The standard's default; left alone, frictionless guesses, and errs on small files.
        control = CsvControl(delimiter=",", quote_char='"', skip_initial_space=False)
        resource.dialect = Dialect(header_rows=[1], controls=[control])
    report = whole.validate(limit_rows=ROWS)
    for error in report.errors:
        yield problems.found("norm", "beschreibung", file=package.file, grund=show(error.note, 200))
    for task in report.tasks:
        for error in task.errors:
            problem = _problem(error, readable[task.name])
            place = (problem.file, problem.line)
            if place not in said and not (problem.line < 2 and (problem.file, 0) in said):
                yield problem


def _only(descriptor: Mapping[str, Any], readable: Mapping[str, TableData]) -> dict[str, Any]:
    """The descriptor without what could not be read, and without references to it."""
    result: dict[str, Any] = _copy(descriptor)
    result["resources"] = [r for r in result["resources"] if r["name"] in readable]
    for resource in result["resources"]:
        keys = resource["schema"].pop("foreignKeys", [])
        kept = [
            key
            for key in (keys if isinstance(keys, list) else [keys])
            if key["reference"].get("resource") in (None, "", *readable)
        ]
        if kept:
            resource["schema"]["foreignKeys"] = kept
    return result


def _problem(error: Any, table: TableData) -> Problem:
    number = getattr(error, "row_number", None)
    line = 1 if error.type in HEADER else 0
    if number is not None and 0 <= number - 2 < len(table.lines):
        line = table.lines[number - 2]
    column = getattr(error, "field_name", None) or getattr(error, "label", None) or ""
    kind = Shown(KINDS.get(error.type, "einen Fehler"))
    place = (table.file, line, str(column))
    return problems.worded("norm", "zeile", place, {"art": kind, "grund": show(error.note, 200)})


def _copy(value: Any) -> Any:
    """A copy of plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


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
