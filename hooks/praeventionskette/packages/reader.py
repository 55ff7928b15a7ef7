"""Bytes of a CSV file → its records, each with the line on which it begins.

The guards stand here because the standard check lacks them: it takes cp1252 for UTF-8 with odd
signs, a semicolon file for a table of one column, and counts records instead of lines.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from praeventionskette.packages.says import Says

CELL_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds; longer texts could not be downloaded whole as .xlsx."""

CELLS = 1_000
"""Cells of a row."""

ROWS = 1_000_000
"""Rows of a table: more than any town's, few enough to hold."""

BAD_ROWS = 10_000
"""Wrong rows after which the rest is not read."""

OTHER_DELIMITERS = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of cells as written."""

    line: int
    cells: list[str]


class UnreadableError(Exception):
    """The file cannot be read any further; the problem was said."""


def decode(raw: bytes, says: Says) -> str:
    """The text of a file. Raises UnreadableError where it is none we can read."""
    if not raw.strip():
        says("leer", "datei")
        raise UnreadableError
    if raw.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        says.at(1)("zeichensatz", "excel")
        raise UnreadableError
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:400].count(0) > len(raw[:400]) // 3:
        says.at(1)("zeichensatz", "utf16")
        raise UnreadableError
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        start = raw.rfind(b"\n", 0, error.start) + 1
        place = len(raw[start : error.start].decode("utf-8", "replace")) + 1
        word = _word(raw, error.start)
        if word.isprintable() and "\ufffd" not in word:
            says.at(line)("zeichensatz", "cp1252", stelle=place, wort=word)
        else:
            says.at(line)("zeichensatz", "text")
        raise UnreadableError from None
    if text.startswith("\ufeff"):
        says.at(1)("zeichensatz", "bom")
        text = text[1:]
    if "\r" in text:
        key = "crlf" if "\r\n" in text else "cr"
        says.at(text.count("\n", 0, text.index("\r")) + 1)("zeilenende", key)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _word(raw: bytes, position: int) -> str:
    """The word around a byte as Windows would have read it."""
    stops = b' ,;\t\r\n"'
    start = end = position
    while start > 0 and raw[start - 1] not in stops and position - start < 20:
        start -= 1
    while end < len(raw) and raw[end] not in stops and end - position < 20:
        end += 1
    return raw[start:end].decode("cp1252", "replace")


def records(text: str, says: Says) -> Generator[Record, None, None]:
    """Each record with the first of its lines. Raises UnreadableError where quoting breaks."""
    reader = csv.reader(_lines(text), strict=True)
    before = csv.field_size_limit(CELL_CHARACTERS)
    line = 1
    try:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            if len(cells) > CELLS:
                says.at(line)("groesse", "zellen", zahl=len(cells), grenze=CELLS)
                raise UnreadableError
            yield Record(line, cells)
    except csv.Error as error:
        words = str(error)
        if "field larger" in words:
            says.at(line)("groesse", "zelle", zeichen=CELL_CHARACTERS)
        elif "unexpected end" in words:
            says.at(line)("anfuehrungszeichen", "offen")
        else:
            says.at(reader.line_num)("anfuehrungszeichen", "falsch")
        raise UnreadableError from None
    finally:
        csv.field_size_limit(before)


def _lines(text: str) -> Iterator[str]:
    """Each line with its end: a copy of the whole text would take four bytes a sign."""
    start = 0
    while (end := text.find("\n", start) + 1) > 0:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def wrong_delimiter(header: str, expected: int) -> str:
    """The name of the sign that separates the columns instead of the comma, or ""."""
    for sign, name in OTHER_DELIMITERS.items():
        if header.count(sign) >= max(1, min(expected - 1, 2)) and sign not in header[:1]:
            return name
    return ""
