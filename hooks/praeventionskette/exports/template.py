"""The Excel template for offers: German headings, drop-downs from the code lists, an example row.

What comes back goes through ``scripts/import_table.py``: the headings are the titles of the
columns, a label stands for its value and a name for its key.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalogue import Catalogue, Field, Package, Table

PACKAGE = "angebote"
SHEETS = ("angebote", "traeger", "orte", "zeiten", "termine")
"""Tables that people fill in, in the order of the sheets; the others are code lists."""
ROWS = 500
"""Rows that have drop-downs."""
EXAMPLE = "beispiel"
"""Key of the example row; the import leaves that row out."""
LISTS = "Listen"
WIDTHS = {"text": 50, "kurztext": 50, "hinweis": 40, "name": 34}
HELP = (
    "Vorlage für Angebote, Träger und Orte",
    "Eine Zeile ist ein Angebot. Die graue Zeile ist ein Beispiel. Sie wird nicht übernommen.",
    "Halten Sie die Maus auf eine Überschrift: Dann steht dort, was hineingehört.",
    "Ein Stern (*) heißt: Diese Angabe ist Pflicht. Was Sie nicht wissen, lassen Sie leer.",
    "Mehrere Werte in einer Zelle trennen Sie mit einem senkrechten Strich: de|tr",
    "Die Kennung dürfen Sie leer lassen. Dann vergibt das Programm die nächste.",
    "Ein Träger oder Ort fehlt in der Liste? Tragen Sie ihn auf seinem eigenen Blatt ein.",
    "Beim Angebot schreiben Sie dann genau denselben Namen.",
    "Tragen Sie keine Namen von Privatpersonen und keine geschützten Adressen ein.",
    "Die ausgefüllte Datei schicken Sie an die Redaktion.",
)


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of the template; nothing where the town has no offers."""
    package = catalogue.package(PACKAGE)
    tables = [package.table(name) for name in SHEETS] if package else []
    if package and (found := [table for table in tables if table]):
        yield f"daten/{PACKAGE}/vorlage.xlsx", _workbook(catalogue, package, found)


@dataclass(slots=True)
class _Book:
    """The workbook being written, and the lists that its drop-downs show."""

    book: Any
    lists: Any
    formats: Mapping[str, Any]
    columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def source(self, words: tuple[str, ...]) -> str:
        """A column of the hidden sheet that holds these words, as a drop-down names it."""
        if words not in self.columns:
            place = len(self.columns)
            self.lists.write_column(0, place, words)
            from xlsxwriter.utility import xl_col_to_name

            letter = xl_col_to_name(place)
            self.columns[words] = f"={LISTS}!${letter}$1:${letter}${len(words)}"
        return self.columns[words]


def _workbook(catalogue: Catalogue, package: Package, tables: list[Table]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, plain)
    book.set_properties(
        {"title": f"Vorlage: {package.title}", "created": _created(package), "author": ""}
    )
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#E4EDEB", "text_wrap": True,
                                 "valign": "top", "border": 1}),
        "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
        "example": book.add_format({"num_format": "@", "italic": True, "font_color": "#5A5A5A",
                                    "bg_color": "#F2F2F2", "valign": "top", "text_wrap": True}),
        "example_date": book.add_format({"num_format": "dd.mm.yyyy", "italic": True,
                                         "font_color": "#5A5A5A", "bg_color": "#F2F2F2"}),
        "help": book.add_format({"text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }  # fmt: skip
    guide = book.add_worksheet("Anleitung")
    guide.set_column(0, 0, 100)
    for row, line in enumerate(HELP):
        guide.write_string(row, 0, line, formats["help" if row else "title"])
    pages = [(table, book.add_worksheet(sheet_name(table.title))) for table in tables]
    made = _Book(book, book.add_worksheet(LISTS), formats)
    for table, page in pages:
        _sheet(made, page, table, catalogue)
    made.lists.hide()
    pages[0][1].activate()
    book.close()
    return stream.getvalue()


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: Excel allows 31 signs and not all of them."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Tabelle"


def _created(package: Package) -> dt.datetime:
    text = str(package.descriptor.get("created", ""))[:10]
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time())
    except ValueError:
        return dt.datetime(2026, 1, 1)


def _sheet(made: _Book, page: Any, table: Table, catalogue: Catalogue) -> None:
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    for place, column in enumerate(table.fields):
        words = _words(column, catalogue)
        kind = "date" if column.type == "date" else "number"
        kind = kind if column.type in ("date", "number", "integer", "year") else "text"
        page.set_column(place, place, WIDTHS.get(column.name, 18), made.formats[kind])
        star = " *" if column.required and column.name != "id" else ""
        page.write_string(0, place, column.title + star, made.formats["head"])
        page.write_comment(0, place, _comment(column, words), {"x_scale": 2.4, "y_scale": 1.6})
        _write(page, place, column, _example(column, words), made.formats)
        if rule := _validation(made, column, words):
            page.data_validation(2, place, ROWS, place, rule)


def _words(column: Field, catalogue: Catalogue) -> tuple[str, ...]:
    """What a cell may say: labels of a code list, names of rows, ja or nein."""
    if column.categories:
        return _unique(column.categories)
    if column.type == "boolean":
        return ("ja", "nein")
    found: list[tuple[str, str]] = []
    for target in column.references:
        name, _, key = target.rpartition(".")
        package = catalogue.package(name.partition("/")[0])
        table = package.table(name.partition("/")[2]) if package else None
        for row in table.rows if table else ():
            found.append((str(row.get(key)), str(row.get("name") or row.get(key))))
    return _unique(tuple(found))


def _unique(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The label of each pair, or its value where two have the same label."""
    times = Counter(_folded(label) for _, label in pairs)
    return tuple(label if times[_folded(label)] == 1 else value for value, label in pairs)


def _folded(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _comment(column: Field, words: tuple[str, ...]) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"Einheit: {column.unit}.")
    if column.name == "id":
        parts.append("Leer lassen: Das Programm vergibt die nächste.")
    elif column.required:
        parts.append("Pflicht.")
    if column.delimiter:
        parts.append(f"Mehrere Werte mit {column.delimiter} trennen.")
        if 0 < len(words) <= 12:
            parts.append(f"Möglich: {', '.join(words)}.")
    elif column.type == "date":
        parts.append("Tag, zum Beispiel 31.12.2026.")
    return "\n".join(parts)[:2000]


def _example(column: Field, words: tuple[str, ...]) -> str:
    if column.name == "id":
        return EXAMPLE
    labels = dict(column.categories)
    text = labels.get(column.example, column.example)
    if column.references and words:
        return words[0]
    return text if text or not words else words[0]


def _write(page: Any, place: int, column: Field, text: str, formats: Mapping[str, Any]) -> None:
    """The cell of the example row: numbers as numbers, days as days."""
    if column.type in ("number", "integer", "year") and re.fullmatch(r"-?\d{1,9}(\.\d+)?", text):
        page.write_number(1, place, float(text), formats["example"])
        return
    try:
        day = dt.date.fromisoformat(text) if column.type == "date" else None
    except ValueError:
        day = None
    if day is None:
        page.write_string(1, place, text, formats["example"])
    else:
        page.write_datetime(1, place, day, formats["example_date"])


def _validation(made: _Book, column: Field, words: tuple[str, ...]) -> dict[str, Any] | None:
    if column.delimiter:
        return None
    if words:
        fixed = not column.references
        return {
            "validate": "list",
            "source": made.source(words),
            "error_type": "stop" if fixed else "warning",
            "error_title": "Steht nicht in der Liste",
            "error_message": "Bitte wählen Sie aus der Liste."
            if fixed
            else "Neu? Dann tragen Sie den Namen auch auf dem anderen Blatt ein.",
        }
    if column.type == "date":
        return {"validate": "date", "criteria": ">=", "value": dt.date(1990, 1, 1),
                "error_title": "Kein Tag",
                "error_message": "Bitte einen Tag eintragen, zum Beispiel 31.12.2026."}  # fmt: skip
    if column.type in ("number", "integer", "year"):
        whole = column.type != "number"
        return {"validate": "integer" if whole else "decimal", "criteria": "between",
                "minimum": -999_999_999, "maximum": 999_999_999, "error_title": "Keine Zahl",
                "error_message": "Bitte nur eine Zahl eintragen, ohne Einheit."}  # fmt: skip
    return None
