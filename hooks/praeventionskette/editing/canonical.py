"""One form for one content: bytes of a data file → the same values in canonical form.

UTF-8 without BOM, LF, comma, quotes only where needed, no blank rows, one spelling for each value.
Rows are put in order only where the schema declares one (``"sortierung": ["id"]``); elsewhere the
order is the editors' own. Whatever cannot be read for sure is left alone: check.py tells it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from praeventionskette import problems
from praeventionskette.editing import spelling
from praeventionskette.messages import Shown
from praeventionskette.packages import columns, reader
from praeventionskette.packages.model import ResourceSpec
from praeventionskette.problems import Problem

CP1252 = "cp1252"
ENCODINGS = (CP1252,)
"""What an editor may name where a file is no UTF-8; it is never guessed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The canonical bytes of a file and every spot that they change, in German."""

    raw: bytes
    changes: tuple[Problem, ...] = ()


class UnsureError(Exception):
    """The file cannot be read for sure: it stays as it is."""


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of cells as a canonical CSV file."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in rows).encode("utf-8")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[,"\r\n]', cell) else cell


def table(raw: bytes, spec: ResourceSpec, file: str, encoding: str = "") -> Fixed:
    """The canonical form of a table; the very same bytes where it cannot be read for sure.

    file: as messages name it. encoding: what the editor says a file is that is no UTF-8.
    """
    if _is_canonical(raw, spec):
        return Fixed(raw)
    try:
        text, kinds = _decode(raw, encoding)
        delimiter, records = _records(text, spec)
    except UnsureError:
        return Fixed(raw)
    if delimiter != ",":
        kinds.append("Trennzeichen")
    known = {field.name: spelling.speller(field) for field in spec.fields}
    header = [spelling.text(name) for name in records[0].cells]
    spell = [known.get(name, str) for name in header]
    rows: list[list[str]] = []
    changes: list[Problem] = []
    for record in records[1:]:
        row = []
        for place, cell in enumerate(record.cells):
            plain = spelling.text(cell)
            better = spell[place](plain) if plain and place < len(spell) else plain
            if better != cell:
                column = header[place] if place < len(header) else ""
                changes.append(_cell(file, record.line, column, cell, better))
            row.append(better)
        if any(row):
            rows.append(row)
    if len(rows) < len(records) - 1:
        kinds.append("leere Zeilen")
    ordered = _ordered(rows, header, spec)
    if ordered != rows:
        kinds.append("Reihenfolge der Zeilen")
    result = write([header, *ordered])
    if result == raw:
        return Fixed(raw)
    if not kinds and not changes:
        kinds.append("Anführungszeichen und Zeilenenden")
    return Fixed(result, (*_whole(file, kinds), *changes))


def _is_canonical(raw: bytes, spec: ResourceSpec) -> bool:
    """Whether a large table is in canonical form for sure: each different cell is looked at once.

    Where this says no, the plain way has to find out.
    """
    found = None if order(spec) else columns.different(raw)
    if found is None:
        return False
    names, cells = found
    known = {field.name: spelling.speller(field) for field in spec.fields}
    return names == [spelling.text(name) for name in names] and all(
        cell == spelling.text(cell) and (not cell or cell == known.get(name, str)(cell))
        for name, texts in zip(names, cells, strict=True)
        for cell in texts
    )


def records(raw: bytes, spec: ResourceSpec) -> list[reader.Record]:
    """The records of a table, header first. Raises UnsureError where they cannot be read."""
    return _records(_decode(raw, "")[0], spec)[1]


def text_file(raw: bytes, file: str, *, trailing: bool) -> Fixed:
    """Line ends, composed signs and the last line of a text; ``trailing``: blanks at line ends."""
    try:
        text, kinds = _decode(raw, "")
    except UnsureError:
        return Fixed(raw)
    better = unicodedata.normalize("NFC", text)
    kinds += ["zusammengesetzte Zeichen"] if better != text else []
    lines = better.split("\n")
    if trailing and lines != (stripped := [line.rstrip(" \t") for line in lines]):
        kinds.append("Leerzeichen am Zeilenende")
        lines = stripped
    better = "\n".join(lines).rstrip("\n") + "\n" if "".join(lines) else ""
    result = better.encode("utf-8")
    if result == raw:
        return Fixed(raw)
    return Fixed(result, tuple(_whole(file, kinds or ["Ende der Datei"])))


def _decode(raw: bytes, encoding: str) -> tuple[str, list[str]]:
    kinds: list[str] = []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode(encoding) if encoding else ""
        except UnicodeDecodeError:
            text = ""
        if not text or "\0" in text:
            raise UnsureError from None
        kinds.append("Zeichensatz")
    if text.startswith("\ufeff"):
        kinds.append("unsichtbares Zeichen am Anfang (BOM)")
        text = text[1:]
    if "\r" in text:
        kinds.append("Zeilenenden")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, kinds


def _records(text: str, spec: ResourceSpec) -> tuple[str, list[reader.Record]]:
    """The delimiter and all records. Another one than the comma must prove itself: its header
    names just the columns of the table, and each row has as many cells."""
    names = set(spec.names)
    records = list(_read(text, ","))
    if len(records[0].cells) > 1 or len(names) < 2:
        return ",", records
    for sign in reader.OTHER_DELIMITERS:
        if sign in text.split("\n", 1)[0]:
            other = list(_read(text, sign))
            width = len(other[0].cells)
            fits = {cell.strip() for cell in other[0].cells} == names and width == len(names)
            if fits and all(len(record.cells) in (0, width) for record in other):
                return sign, other
    raise UnsureError


def _read(text: str, delimiter: str) -> Iterator[reader.Record]:
    before = csv.field_size_limit(reader.CELL_CHARACTERS)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    found, line = False, 1
    try:
        for cells in lines:
            found = True
            yield reader.Record(line, cells)
            line = lines.line_num + 1
    except csv.Error:
        raise UnsureError from None
    finally:
        csv.field_size_limit(before)
    if not found:
        raise UnsureError


def order(spec: ResourceSpec) -> tuple[str, ...]:
    """The columns by which a table wants its rows in order, or ()."""
    declared = spec.raw_schema.get("sortierung", [])
    wanted = tuple(declared) if isinstance(declared, list) else ()
    return wanted if all(name in spec.names for name in wanted) else ()


def natural(cell: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts ne-99 before ne-100."""
    parts = re.split(r"([0-9]{1,18})", cell)
    return tuple((1, int(p), p) if p.isascii() and p.isdigit() else (0, 0, p) for p in parts)


def _ordered(rows: list[list[str]], header: Sequence[str], spec: ResourceSpec) -> list[list[str]]:
    keys = order(spec)
    if not keys or not set(keys) <= set(header) or any(len(row) != len(header) for row in rows):
        return rows
    places = [header.index(name) for name in keys]
    return sorted(rows, key=lambda row: [natural(row[place]) for place in places])


def _cell(file: str, line: int, column: str, cell: str, better: str) -> Problem:
    return problems.found(
        "form", "zelle", file=file, line=line, column=column, wert=cell, besser=better
    )


def _whole(file: str, kinds: Sequence[str]) -> list[Problem]:
    if not kinds:
        return []
    words = Shown(", ".join(dict.fromkeys(kinds)))
    return [problems.found("form", "datei", file=file, was=words, datei=file)]
