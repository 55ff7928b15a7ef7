"""What is said of each row of a spoilt table: by us (twice), by frictionless, by an own oracle.

The oracle reads the schema and the rows with nothing but Python's ``csv``. It says of each line
what we refuse there and why; ``STRICTER`` names the reasons that frictionless does not have.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _spoilt import TARGETS, Case

LOOSER: dict[str, str] = {}
"""Errors that frictionless finds in rows we let pass, and why that is right."""

WHOLE = 0
"""Line that stands for the whole file."""

STRICTER = {
    "Leerraum": "frictionless nimmt Leerzeichen am Rand hin",
    "unsichtbar": "frictionless nimmt unsichtbare Zeichen hin",
    "Formel": "frictionless nimmt Formeln für Tabellenprogramme hin",
    "uniqueKeys": "frictionless 5 liest uniqueKeys nicht",
    "primaryKey leer": "frictionless nimmt einen Schlüssel hin, von dem nur ein Teil leer ist",
    "keine Zeile": "frictionless nimmt eine Tabelle ohne Zeile hin",
    "categories": "frictionless 5 liest categories nicht",
    "Zahl": "frictionless nimmt 1e3, NaN, INF, 1_000, ٣ und mehr als 15 Ziffern",
    "Datum": "frictionless nimmt 2024-1-5",
    "Umbruch am Ende": "bei frictionless endet ein Muster auch vor einem Zeilenumbruch",
}
"""Reasons for which we refuse a row that frictionless lets pass."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What the package says, with all that it read: two paths are equal if these are."""

    said: tuple[tuple[int, str, str, str], ...]
    """Line, column, rule and sentence of each problem of ``probe``."""
    table: tuple[object, ...]
    readable: bool
    by_column: bool
    """Whether the fast path read it."""

    @property
    def lines(self) -> frozenset[int]:
        return frozenset(line for line, *_ in self.said)


def write(case: Case, folder: Path) -> Path:
    """The case as a package; returns its folder."""
    package = folder / "erfunden"
    package.mkdir(exist_ok=True)
    (package / "datapackage.json").write_text(json.dumps(case.descriptor), encoding="utf-8")
    for name, raw in case.files.items():
        (package / f"{name}.csv").write_bytes(raw)
    return package


def ours(package: Path, many: int) -> Ours:
    """By the slow path alone (``many`` is large), or by the fast one wherever it does not yield."""
    from praeventionskette.catalogue import Town
    from praeventionskette.packages import assemble, columns, descriptor, references
    from praeventionskette.packages.says import Notes

    before, columns.MANY = columns.MANY, many
    try:
        notes = Notes()
        spec = descriptor.read(package, package.parent, notes)
        if spec is None or notes.problems:
            raise AssertionError(f"Die Beschreibung ist falsch: {notes.problems}")
        data = assemble.read((spec,), frozenset(), Town(name=""), "", notes)
        for problem in references.check(data):
            notes.add(problem)
    finally:
        columns.MANY = before
    table = data.tables["erfunden/probe"]
    said = tuple((p.line, p.column, p.rule, p.text) for p in notes.all())
    read = (
        table.columns, [dict(row) for row in table.rows], list(table.lines), sorted(table.bad),
        {name: list(texts) for name, texts in table.texts.items()}, sorted(notes.places),
        [table.rows[number] for number in range(len(table.rows))] == list(table.rows),
    )  # fmt: skip
    return Ours(said, read, table.readable, table.by_column is not None)


def by_frictionless(case: Case, lines: list[int]) -> dict[int, set[str]]:
    """Line → types of errors. lines: the line on which each record after the header begins."""
    from frictionless import Dialect, Package
    from frictionless.formats import CsvControl

    whole = Package.from_descriptor(json.loads(json.dumps(case.descriptor)))
    for resource in whole.resources:
        resource.path, resource.scheme, resource.data = None, "buffer", case.files[resource.name]
        control = CsvControl(delimiter=",", quote_char='"', skip_initial_space=False)
        resource.dialect = Dialect(header_rows=[1], controls=[control])
    found: dict[int, set[str]] = defaultdict(set)
    for task in whole.validate().tasks:
        for error in task.errors:
            number = int(getattr(error, "row_number", None) or 0) - 2
            found[lines[number] if 0 <= number < len(lines) else WHOLE].add(error.type)
    return found


def by_oracle(case: Case) -> dict[int, set[str]] | None:
    """Line → reasons; None where the file as a whole cannot be read."""
    raw = case.files["probe"]
    try:
        text = raw.decode("utf-8")
        if "\r" in text or text.startswith("\ufeff"):
            return None
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        records, line = [], 1
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error):
        return None
    names = [field["name"] for field in case.schema["fields"]]
    if not records or records[0][1] != names:
        return None
    found: dict[int, set[str]] = defaultdict(set)
    if not records[1:]:
        found[WHOLE].add("keine Zeile")
    for line, cells in records[1:]:
        if len(cells) != len(names) or not any(cells):
            found[line].add("Zellenzahl")
            continue
        for field, cell in zip(case.schema["fields"], cells, strict=True):
            for reason in _cell(field, cell):
                found[line].add(reason)
            if cell and field["name"] in _places(case) and cell not in TARGETS:
                found[line].add("Verweis")
    for reason, line in _repeated(case, records[1:], names):
        found[line].add(reason)
    return found


def _places(case: Case) -> list[str]:
    return [key["fields"][0] for key in case.schema.get("foreignKeys", [])]


def _repeated(
    case: Case, records: list[tuple[int, list[str]]], names: list[str]
) -> Iterator[tuple[str, int]]:
    primary = case.schema.get("primaryKey", [])
    single = [[f["name"]] for f in case.schema["fields"] if f["constraints"].get("unique")]
    keys = [
        ("primaryKey", primary),
        *(("uniqueKeys", k) for k in case.schema.get("uniqueKeys", [])),
    ]
    for reason, key in [*keys, *(("unique", k) for k in single)]:
        seen = set()
        for line, cells in records:
            row = dict(zip(names, cells, strict=False))
            values = tuple(row.get(name, "") for name in key)
            if key and all(values):
                if values in seen:
                    yield reason, line
                seen.add(values)
            elif key and reason == "primaryKey":
                yield "primaryKey leer", line


def _cell(field: dict[str, Any], cell: str) -> Iterator[str]:
    limits = field["constraints"]
    if not cell:
        if limits.get("required"):
            yield "Pflicht"
        return
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\ufeff\ufffd]", cell):
        yield "unsichtbar"
    if cell != cell.strip():
        yield "Leerraum"
    if cell[0] in "=@\t\r" or (cell[0] in "+-" and re.search(r"[^\d\s()/.+-]", cell[1:])):
        yield "Formel"
    if cell not in limits.get("enum", [cell]):
        yield "Auswahl"
    if cell not in field.get("categories", [cell]):
        yield "categories"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        before_break = re.match(f"^{limits['pattern']}$", cell)
        yield "Umbruch am Ende" if before_break else "Muster"
    if not limits.get("minLength", 0) <= len(cell) <= limits.get("maxLength", len(cell)):
        yield "Länge"
    yield from _value(field, limits, cell)


def _value(field: dict[str, Any], limits: dict[str, Any], cell: str) -> Iterator[str]:
    kind = field["type"]
    low, high = limits.get("minimum"), limits.get("maximum")
    if kind in ("integer", "year", "number"):
        form = r"[+-]?[0-9]+(\.[0-9]+)?" if kind == "number" else r"[+-]?[0-9]+"
        if not re.fullmatch(form, cell) or sum(c.isdigit() for c in cell) > 15:
            yield "Zahl"
        elif kind == "year" and not re.fullmatch("[0-9]{4}", cell):
            yield "Jahr"
        elif (low is not None and float(cell) < low) or (high is not None and float(cell) > high):
            yield "Grenze"
    elif kind == "date":
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
                raise ValueError
            day = dt.date.fromisoformat(cell)
        except ValueError:
            yield "Datum"
            return
        if not str(low or day) <= str(day) <= str(high or day):
            yield "Grenze"
    elif kind == "boolean" and cell not in (*field["trueValues"], *field["falseValues"]):
        yield "Wahrheit"
