"""A statistics table as offices publish it, with made-up numbers and every trap we know.

Models (read, nothing copied): table 12411-01-01-4 of the Regionaldatenbank Deutschland (titles
above, a header of several rows, „__________“, copyright and „Stand:“ below), Kiel's
``kiel_bevoelkerung_stadtteile.csv`` (semicolons, decimal comma), the Hamburg ``Stadtteilprofile``
(headings with broken words) and the signs of DIN 55301 („-“, „.“, „/“, „x“) in yearbooks.
"""

from __future__ import annotations

import csv
import io

MERGED = ((5, 2, 5, 4), (5, 0, 6, 0), (5, 1, 6, 1))
"""Merged cells of the header below (first row, first column, last row, last column)."""


def rows(day: str = "31.12.2020", *, extra_title: bool = False) -> list[list[str]]:
    """The table; next year's has another day, another title and other numbers of rows."""
    year = day[-4:]
    table = [
        ["Tabelle 2.1.4"],
        [f"Bevölkerung in den Quartieren der Musterstadt am {day}"],
        ["Amt für Statistik (erfunden)"],
        *([["Neue Abgrenzung seit diesem Jahr"]] if extra_title else []),
        [],
        ["Zeichen: - nichts vorhanden . geheim / nicht sicher x gesperrt"],
        ["Quartier", "Einwohner-\nzahl 1)", "davon", "", "", "Durch-\nschnitts-\nalter", ""],
        ["", "", "unter 6 Jahren", "weiblich", f"Zuzüge\n{year}", "Jahre", "Bemerkung intern"],
        ["1", "2", "3", "4", "5", "6", "7"],
        ["01 Altmarkt", "  4 310", " 212", "2 101", "1.203", "41,5", ""],
        ["02  Hafenkai", "3\u00a0045", ".", "1 550", "-", "x", "geprüft"],
        ["3 Mühlfeld", "3 610 2)", "141", "-", "/", "39,0", ""],
        ["", "", "", "", "", "", ""],
        ["Bezirk Nord", "", "", "", "", "", ""],
        ["04 Nordring", "5.280", "320", "2.690", "99", "38,25", ""],
        ["Quartier", "Einwohner-\nzahl 1)", "davon", "", "", "Durch-\nschnitts-\nalter", ""],
        ["", "", "unter 6 Jahren", "weiblich", f"Zuzüge\n{year}", "Jahre", "Bemerkung intern"],
        ["05 SEEBLICK", "405", "23", "200", ".", "…", ""],
        ["06 Tannenhoff", "218", "9", "101", "12", "", ""],
        ["Insgesamt", "16 868", "705", "6 642", "1 314", "39,9", ""],
        ["davon links der Bahn", "9 000", "", "", "", "", ""],
        ["__________"],
        ["1) Mit Hauptwohnung."],
        ["2) Vorläufiger Wert."],
        ["© Musterstadt, Amt für Statistik. Stand: 01.02.2021 / 10:00:00"],
    ]
    return [row + [""] * (7 - len(row)) for row in table]


def as_csv(table: list[list[str]]) -> bytes:
    """Semicolons, Windows letters, Windows line ends."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(table)
    return stream.getvalue().encode("cp1252")


def as_xlsx(table: list[list[str]]) -> bytes:
    """The header really merged; numbers as text, as they come out of old programs."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tab 2.1.4")
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
        first = next(n for n, row in enumerate(table) if row[0] == "Quartier")
        for top, left, bottom, right in MERGED:
            top, bottom = top - 5 + first, bottom - 5 + first
            sheet.merge_range(top, left, bottom, right, table[top][left])
        book.add_worksheet("Erläuterungen").write_string(0, 0, "Mehr dazu im Jahrbuch.")
    return stream.getvalue()


def as_ods(table: list[list[str]]) -> bytes:
    """As LibreOffice writes it: numbers as numbers where they are written plainly."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Tab 2.1.4")
    for row in table:
        line = TableRow()
        for cell in row:
            value = cell.strip().replace(" ", "").replace("\u00a0", "").replace(",", ".")
            if "," in cell and value.replace(".", "").isdigit():
                entry = TableCell(valuetype="float", value=value)
            else:
                entry = TableCell(valuetype="string")
            entry.addElement(P(text=cell))
            line.addElement(entry)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    book.write(stream)
    return stream.getvalue()
