"""A table as an Excel workbook: typed cells, codes as text, the columns explained."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..about import About
from ..catalogue import Cell, Field, Table
from ..citing import as_text
from ..published import Edition

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIRST_DAY = dt.date(1900, 3, 1)
"""Before it Excel's calendar is wrong (it knows a 29 February 1900): such days stand as text."""

UNDATED = dt.datetime(2000, 1, 1)
"""When a workbook was made, for a package that does not say: never the clock."""

TYPES = {
    "string": "Text", "integer": "ganze Zahl", "number": "Zahl", "boolean": "ja/nein",
    "date": "Datum", "list": "Liste", "year": "Jahr",
}  # fmt: skip
_OPTIONS: Mapping[str, Any] = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "default_date_format": "dd.mm.yyyy",
}  # fmt: skip


def workbook(table: Table, about: About, edition: Edition) -> bytes:
    """The bytes of the file; the same input gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, dict(_OPTIONS))
    made = dt.datetime.combine(about.released, dt.time()) if about.released else UNDATED
    book.set_properties(
        {"title": table.title, "subject": about.title, "author": about.publisher, "created": made}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    places = [
        book.add_format({"num_format": "0" + ("." + "0" * n if n else "")}) for n in range(16)
    ]
    _data(book.add_worksheet("Daten"), table, bold, places)
    _fields(book.add_worksheet("Felder"), table.fields, bold, wrap)
    _info(book.add_worksheet("Info"), table, about, edition, bold, wrap)
    book.close()
    return out.getvalue()


def _data(sheet: Worksheet, table: Table, bold: Any, places: list[Any]) -> None:
    for column, field in enumerate(table.fields):
        sheet.write_string(0, column, field.name, bold)
        cells = list(table.column(field.name))
        longest = max((len(str(cell or "")) for cell in cells), default=0)
        sheet.set_column(column, column, min(max(longest, len(field.name)) + 2, 50))
        for line, cell in enumerate(cells, 1):
            _cell(sheet, line, column, cell, field, places)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), max(len(table.fields) - 1, 0))


def _cell(
    sheet: Worksheet, line: int, column: int, value: Cell, field: Field, places: list[Any]
) -> None:
    if value is None or value == ():
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        shown = places[min(max(-exponent, 0), 15)] if isinstance(exponent, int) else None
        sheet.write_number(line, column, float(value), shown)
    elif isinstance(value, int):
        sheet.write_number(line, column, value, places[0])
    elif isinstance(value, dt.date) and value >= FIRST_DAY:
        sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()))
    else:
        text = field.delimiter.join(value) if isinstance(value, tuple) else str(value)
        sheet.write_string(line, column, text)


HEADS = (
    ("Spalte", 22), ("Titel", 26), ("Bedeutung", 60), ("Art", 14), ("Einheit", 12),
    ("Erlaubt", 40), ("Pflicht", 10), ("Beispiel", 26), ("Warum leer", 40),
)  # fmt: skip


def _fields(sheet: Worksheet, fields: tuple[Field, ...], bold: Any, wrap: Any) -> None:
    for column, (head, width) in enumerate(HEADS):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, width)
    for line, f in enumerate(fields, 1):
        allowed = "\n".join(f"{v}: {label}" if label != v else v for v, label in f.categories)
        cells = (
            f.name, f.title, f.description, TYPES.get(f.type, f.type), f.unit, allowed,
            "ja" if f.required else "nein", f.example, "" if f.required else f.empty,
        )  # fmt: skip
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(line, column, text, wrap)
    sheet.freeze_panes(1, 1)


def _info(
    sheet: Worksheet, table: Table, about: About, edition: Edition, bold: Any, wrap: Any
) -> None:
    rows = [
        ("Tabelle", table.title),
        ("Was sie enthält", table.description),
        ("Paket", about.title),
        ("Was das Paket enthält", about.description),
        ("Fassung", about.version),
        ("Vom", about.released.strftime("%d.%m.%Y") if about.released else ""),
        ("Herausgegeben von", about.publisher),
        ("Lizenz", f"{about.licence.title} ({about.licence.id})"),
        ("Was Sie dürfen", about.licence.allows),
        ("So zitieren", as_text(about, edition.site_url)),
        ("Adresse", edition.site_url + about.path if edition.site_url else ""),
        ("Fragen an", ", ".join(filter(None, (
            about.contact.name, about.contact.email, about.contact.telefon,
            edition.absolute(about.contact.page) if about.contact.page else "",
        )))),
        *(("Grenze", limit) for limit in about.limits),
        *(("Quelle", " – ".join(filter(None, s))) for s in about.sources),
    ]  # fmt: skip
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (head, text) in enumerate((h, t) for h, t in rows if t):
        sheet.write_string(line, 0, head, bold)
        sheet.write_string(line, 1, text, wrap)
