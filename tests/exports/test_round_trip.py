"""Whatever the check lets through comes back from every download, value by value."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow.parquet as pq
from hypothesis import example, given, settings
from hypothesis import strategies as st
from praeventionskette.about import About, Contact
from praeventionskette.catalogue import Cell, Field, Table
from praeventionskette.exports import columnar, tables, workbook
from praeventionskette.licences import LICENCES
from praeventionskette.packages import cells
from praeventionskette.packages import tables as reading
from praeventionskette.packages.model import FieldSpec, ResourceSpec
from praeventionskette.packages.says import Notes, Says
from praeventionskette.published import Edition
from python_calamine import CalamineWorkbook

FIELDS = (
    Field("id", "Kennung", "", "string", required=True),
    Field("nummer", "Nummer", "", "string"),
    Field("text", "Text", "", "string"),
    Field("breite", "Breite", "", "number", unit="Grad"),
    Field("laenge", "Länge", "", "number", unit="Grad"),
    Field("ganz", "Ganze Zahl", "", "integer"),
    Field("offen", "Offen", "", "boolean"),
    Field("tag", "Tag", "", "date"),
    Field("stand", "Stand", "", "string"),
    Field("orte", "Orte", "", "list", delimiter="|"),
    Field("wert", "Wert", "", "number"),
    Field("status", "Status", "", "string", required=True),
    Field("hinweis", "Hinweis", "", "string"),
)
SPEC = ResourceSpec(
    "werte", "Werte", "", "werte.csv", 1,
    tuple(FieldSpec(f, true_values=("ja",), false_values=("nein",)) for f in FIELDS), ("id",),
)  # fmt: skip
ABOUT = About(
    "paket", "Paket", "Ein Paket.", "1.0.0", dt.date(2024, 2, 29), dt.date(2024, 2, 29), "Amt",
    LICENCES["CC0-1.0"],
    Contact("Amt", email="amt@stadt.example"), ("Wort",), ("SOCI",), "ANNUAL", (), (), "",
    None, None,
)  # fmt: skip


def allowed(text: str) -> bool:
    """Whether the check lets a text through."""
    try:
        cells.text(text)
    except cells.CellError:
        return False
    return bool(text)


def numbers(places: int) -> st.SearchStrategy[str]:
    """Numbers as written, with zeros at their ends kept."""
    return st.tuples(
        st.sampled_from(("", "-")), st.integers(0, 10**9), st.text("0123456789", max_size=places)
    ).map(lambda p: f"{p[0]}{p[1]}" + (f".{p[2]}" if p[2] else ""))


TEXTS = st.one_of(
    st.text(max_size=40),
    st.text('äöüÄÖÜßé€–„“";,|=+-@\n\t 0123456789', max_size=40),
    st.sampled_from(("01", "007", "3-6", "1e5", "1,5", "2024-01-01", "WAHR", "_x0041_", "NULL")),
    st.integers(1, 40).map(lambda n: ("Straße 1a; " * n * 80).strip()[:32_767].strip()),
).filter(allowed)
DAYS = st.dates(dt.date(1583, 1, 1), dt.date(2999, 12, 31)).map(dt.date.isoformat)
ITEM = st.from_regex(r"[a-zäöü0-9]{1,8}", fullmatch=True)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows as they are written in a file: every kind of cell, filled or blank."""

    def maybe(strategy: st.SearchStrategy[str]) -> str:
        return draw(st.one_of(st.just(""), strategy))

    found = []
    for number in range(draw(st.integers(1, 5))):
        value = maybe(numbers(5))
        found.append(
            {
                "id": f"z-{number}",
                "nummer": maybe(st.from_regex(r"0[0-9]{1,4}", fullmatch=True)),
                "text": maybe(TEXTS),
                "breite": maybe(numbers(5)),
                "laenge": maybe(numbers(5)),
                "ganz": maybe(st.integers(-(10**15) + 1, 10**15 - 1).map(str)),
                "offen": maybe(st.sampled_from(("ja", "nein"))),
                "tag": maybe(DAYS),
                "stand": maybe(st.sampled_from(("2021", "2021-06", "2021-06-30"))),
                "orte": maybe(st.lists(ITEM, min_size=1, max_size=3, unique=True).map("|".join)),
                "wert": value,
                "status": "gemessen" if value else "geheim",
                # A withheld value has its reason; a reason may be the only text there is.
                "hinweis": maybe(TEXTS) if value else draw(TEXTS),
            }
        )
    return found


def table(written: list[dict[str, str]]) -> Table:
    """The rows as a canonical file, read by the check as any other."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [f.name for f in FIELDS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(written)
    raw = out.getvalue().encode()
    notes = Notes()
    read = reading.read(SPEC, "paket", "werte.csv", raw, Says(notes, "werte.csv"))
    assert not notes.all(), notes.all()
    return Table("werte", "Werte", "", "werte.csv", FIELDS, ("id",), tuple(read.rows), raw)


def exact(value: Any) -> Cell:
    """A float as the number it was written as."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def assert_same(found: Any, wanted: Cell, field: Field) -> None:
    """Equal as values: a number is a number, an empty list is nothing, a code is a text."""
    if wanted is None or wanted == ():
        assert found in (None, "", ()), (field.name, found)
    elif isinstance(wanted, Decimal) or (isinstance(wanted, int) and not isinstance(wanted, bool)):
        assert exact(found) == wanted, field.name
    else:
        assert found == wanted, field.name
        assert type(found) is type(wanted), field.name


SETTINGS = settings(max_examples=60, derandomize=True)
LONG = {
    "id": "z-0", "nummer": "02", "text": "ä" * 32_767, "breite": "-0.10", "laenge": "6.70",
    "ganz": "-3", "offen": "nein", "tag": "1899-12-31", "stand": "2021", "orte": "a|b",
    "wert": "", "status": "geheim", "hinweis": "Zu klein: „unter 5“; nicht genannt.",
}  # fmt: skip


@SETTINGS
@given(rows())
@example([LONG])
def test_csv_for_excel(written: list[dict[str, str]]) -> None:
    raw = tables.excel_csv(table(written))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    read = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    for have, want in zip(read, written, strict=True):
        for field in FIELDS:
            text = have[field.name]
            if field.type == "number":
                assert "." not in text
                text = text.replace(",", ".")
            assert text == want[field.name], field.name


@SETTINGS
@given(rows())
@example([LONG])
def test_excel(written: list[dict[str, str]]) -> None:
    source = table(written)
    raw = workbook.workbook(source, ABOUT, Edition())
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Daten", "Felder", "Info"]
    head, *body = book["Daten"].iter_rows()
    assert [c.value for c in head] == [f.name for f in FIELDS]
    assert not any(c.data_type == "f" for row in body for c in row)
    # A second reader, since openpyxl takes _x0041_ for what it hides.
    other = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name("Daten")
    strings = other.to_python(skip_empty_area=False)[1:]
    for number, (row, want) in enumerate(zip(body, source.rows, strict=True)):
        for column, field in enumerate(FIELDS):
            wanted, have = want[field.name], row[column].value
            if isinstance(wanted, tuple):
                assert (have or "") == "|".join(wanted)
            elif isinstance(wanted, dt.date) and wanted < workbook.FIRST_DAY:
                assert have == wanted.isoformat()
            elif isinstance(wanted, dt.date):
                assert isinstance(have, dt.datetime)
                assert have.date() == wanted
            elif isinstance(wanted, str):
                assert strings[number][column] == wanted
                assert row[column].data_type == "s"
            else:
                assert_same(have, wanted, field)


@SETTINGS
@given(rows())
@example([LONG])
def test_parquet(written: list[dict[str, str]]) -> None:
    source = table(written)
    arrow = pq.read_table(io.BytesIO(columnar.parquet(source, ABOUT)))
    assert arrow.column_names == [f.name for f in FIELDS]
    assert arrow.schema.metadata[b"license"] == b"CC0-1.0"
    for have, want in zip(arrow.to_pylist(), source.rows, strict=True):
        for field in FIELDS:
            value = have[field.name]
            assert_same(tuple(value) if isinstance(value, list) else value, want[field.name], field)


@SETTINGS
@given(rows())
@example([LONG])
def test_geojson(written: list[dict[str, str]]) -> None:
    source = table(written)
    found = json.loads(tables.geojson(source), parse_float=Decimal)
    assert found["type"] == "FeatureCollection"
    for feature, want in zip(found["features"], source.rows, strict=True):
        point = feature["geometry"]
        known = want["breite"] is not None and want["laenge"] is not None
        assert (point is not None) == known
        if point:
            assert point["coordinates"] == [want["laenge"], want["breite"]]
        assert feature["id"] == want["id"]
        for field in FIELDS:
            value, wanted = feature["properties"][field.name], want[field.name]
            if isinstance(wanted, dt.date):
                wanted = wanted.isoformat()
            assert_same(tuple(value) if isinstance(value, list) else value, wanted, field)


@SETTINGS
@given(rows(), st.sets(st.integers(0, 4)))
def test_some_rows_as_csv(written: list[dict[str, str]], keep: set[int]) -> None:
    raw = tables.filtered_csv(table(written), keep)
    assert b"\r" not in raw
    read = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    assert read == [row for number, row in enumerate(written) if number in keep]


def test_a_text_that_a_spreadsheet_would_run_is_refused_and_never_rewritten() -> None:
    for text in ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3*cmd"):
        assert not allowed(text)
    assert allowed("+49 2131 000000")
    assert allowed("-5")
