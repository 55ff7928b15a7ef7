"""An office's file → sheets of cells, each as it stands there. XLSX, XLS, ODS by calamine; CSV.

Sheets are bounded before they are read: size unpacked, number of cells, number of rows.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from praeventionskette import archives
from praeventionskette.packages.files import FILE_BYTES

Value = str | Decimal | bool | dt.date
"""What stands in a cell: text as written, or what the spreadsheet holds as number, yes/no, day."""

Range = tuple[tuple[int, int], tuple[int, int]]

UNPACKED_BYTES = 200_000_000
CELLS = 5_000_000
DELIMITERS = ";\t,|"
_REFERENCE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class SheetError(Exception):
    """A file that is no table that can be read: key of a sentence of rule ``tabellenblatt``."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, all rows of the same width. ``typed``: numbers are numbers, not text."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    typed: bool = False


def read(raw: bytes) -> tuple[Sheet, ...]:
    """All sheets of a file. Raises SheetError."""
    if len(raw) > FILE_BYTES:
        raise SheetError("gross")
    if not raw.strip(b" \t\r\n\0"):
        raise SheetError("leer")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return tuple(_workbook(raw))
    if raw.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK")):
        raise SheetError("art")
    return (_delimited(raw),)


def _workbook(raw: bytes) -> Iterator[Sheet]:
    if raw.startswith(b"PK"):
        _bounded(raw)
    import python_calamine as calamine

    try:
        with calamine.load_workbook(io.BytesIO(raw)) as book:
            for number, about in enumerate(book.sheets_metadata):
                sheet = book.get_sheet_by_index(number)
                if sheet.total_height * max(1, sheet.total_width) > CELLS:
                    raise SheetError("zellen")
                rows = _square(sheet.to_python(skip_empty_area=False))
                hidden = about.visible != calamine.SheetVisibleEnum.Visible
                merged = tuple(sheet.merged_cell_ranges or ())
                yield Sheet(about.name, rows, merged, hidden, typed=True)
    except (SheetError, KeyboardInterrupt):
        raise
    except calamine.PasswordError:
        raise SheetError("kennwort") from None
    except BaseException:  # a panic of the library is no Exception
        raise SheetError("kaputt") from None


def _bounded(raw: bytes) -> None:
    """Refuse what would fill the memory, before a library takes it apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > 5_000 or sum(part.file_size for part in parts) > UNPACKED_BYTES:
                raise SheetError("gross")
            for part in parts:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                    _extent(archive.read(part))
                elif part.filename == "content.xml":
                    _repeats(archive.read(part))
    except archives.UNREADABLE:
        raise SheetError("kaputt") from None


def _extent(xml: bytes) -> None:
    rows, columns = 0, 0
    for letters, digits in _REFERENCE.findall(xml):
        rows = max(rows, int(digits))
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        columns = max(columns, number)
    if rows * columns > CELLS:
        raise SheetError("zellen")


def _repeats(xml: bytes) -> None:
    """ODS writes a thousand equal cells as one that is repeated; blank ones do no harm."""
    for row in re.split(rb"<table:table-row\b", xml)[1:]:
        if b"office:value" in row or b"<text:p" in row:
            head, _, cells = row.partition(b">")
            times = max([int(n) for n in _REPEATED.findall(head)], default=1)
            full = re.sub(rb"<table:table-cell[^>]*/>", b"", cells)
            width = sum(int(n) for n in _REPEATED.findall(full))
            if times * max(1, width) > CELLS:
                raise SheetError("zellen")


def _square(rows: Sequence[Sequence[object]]) -> tuple[tuple[Value, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple(tuple(_value(cell) for cell in row) + ("",) * (width - len(row)) for row in rows)


def _value(cell: object) -> Value:
    if isinstance(cell, bool | str):
        return cell
    if isinstance(cell, int | float):
        number = Decimal(repr(cell))
        whole = number.is_finite() and number == number.to_integral_value()
        return Decimal(int(number)) if whole and abs(number) < 10**18 else number
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date() if midnight else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="minutes")
    return str(cell)


def _delimited(raw: bytes) -> Sheet:
    text = decoded(raw)
    if "\0" in text:
        raise SheetError("art")
    best: tuple[int, int, list[list[str]]] | None = None
    for sign in DELIMITERS:
        rows = list(_rows(text, sign)) if sign in text else []
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, score = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if score and (best is None or (score, width) > best[:2]):
            best = (score, width, rows)
    rows = best[2] if best else [[line] for line in text.splitlines()]
    return Sheet("", _square(rows))


def decoded(raw: bytes) -> str:
    """Text of UTF-8 (with or without BOM), UTF-16 with BOM, else Windows (cp1252)."""
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    for name in (encoding,) if encoding else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    raise SheetError("zeichensatz")


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(1_000_000)
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            cells += len(row)
            if cells > CELLS:
                raise SheetError("zellen")
            yield row
    except csv.Error:
        return
    finally:
        csv.field_size_limit(before)
