"""Numbers, signs, headings and files as offices write them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from praeventionskette.editing import heads, keys, lookup, mapping, reading, sheets


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12 034", "12034"),
        ("  12\u00a0034", "12034"),
        ("12\u202f034", "12034"),
        ("12.034", "12034"),
        ("1.234.567,8", "1234567.8"),
        ("0,5", "0.5"),
        ("-3", "-3"),
        ("− 3,2", "-3.2"),
        ("38,25*", "38.25"),
        ("987 2)", "987"),
        ("1 002²⁾", "1002"),
        ("45 %", "45"),
        ("0", "0"),
    ],
)
def test_german_numbers(written: str, value: str) -> None:
    assert reading.number(written, reading.GERMAN).value == Decimal(value)


@pytest.mark.parametrize(
    "written", ["12.5", "1,234.5", "rund 12", "12-15", "3.2024.1", "1 23", "x3"]
)
def test_what_is_no_german_number(written: str) -> None:
    found = reading.number(written, reading.GERMAN)
    assert found.value is None
    assert not found.sign


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("-", "-"),
        ("–", "-"),
        (" — ", "-"),
        (".", "."),
        ("/", "/"),
        ("X", "x"),
        ("...", "…"),
        ("", ""),
    ],
)
def test_signs(written: str, sign: str) -> None:
    assert reading.number(written, reading.GERMAN) == reading.Number(sign=sign)


def test_footnotes_are_kept() -> None:
    assert reading.number("987 2)", reading.GERMAN).mark == "2)"
    assert reading.number("1 002²", reading.GERMAN).mark == "2"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bevölkerungs-\ndichte", "Bevölkerungsdichte"),
        ("Kinder- und Jugend-\nhilfe", "Kinder- und Jugendhilfe"),
        ("Einwohner 1)", "Einwohner"),
        ("Einwohner¹", "Einwohner"),
        ("Anteil (2023)", "Anteil (2023)"),
        (" unter\n 6  Jahren ", "unter 6 Jahren"),
        (Decimal(2023), "2023"),
        (dt.date(2023, 12, 31), "2023-12-31"),
    ],
)
def test_headings(written: sheets.Value, name: str) -> None:
    assert reading.heading(written) == name


def test_how_numbers_are_written() -> None:
    assert reading.style_of(["1,5", "12"]) == (reading.GERMAN, True)
    assert reading.style_of(["1.5", "12"]) == (reading.ENGLISH, True)
    assert reading.style_of(["1.234", "12"]) == (reading.GERMAN, False)
    assert reading.style_of(["1,5", "1.5"]) == (reading.GERMAN, False)
    assert reading.style_of(["1.234.567"]) == (reading.GERMAN, True)
    assert reading.style_of([Decimal("1.5")]) == (reading.GERMAN, True)


def test_time_of_a_title() -> None:
    assert reading.time_in(["Stand 2023", "am 31. Dezember 2022"]) == "2022-12-31"
    assert reading.time_in(["Einwohner 2021"]) == "2021"
    assert reading.time_in(["Tabelle 12345"]) == ""


@pytest.mark.parametrize(
    "raw",
    [
        "a;b\nä;1,5\n".encode(),
        "\ufeffa;b\r\nä;1,5\r\n".encode(),
        "a;b\nä;1,5\n".encode("cp1252"),
        "a\tb\nä\t1,5\n".encode("utf-16"),
        'Titel, mit Komma\n\na;b\nä;"1,5"\n'.encode(),
    ],
)
def test_text_files(raw: bytes) -> None:
    (sheet,) = sheets.read(raw)
    assert sheet.rows[-2:] == (("a", "b"), ("ä", "1,5"))


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def spoilt(archive: bytes) -> bytes:
    """Some packed bytes of its first part are no longer what they were."""
    return archive[:41] + b"\xff" * 24 + archive[65:]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b" \n", "leer"),
        (b"%PDF-1.7", "art"),
        (b"a;b\0c", "art"),
        (b"PK\x03\x04 no archive", "kaputt"),
        (zipped(readme=b"x"), "kaputt"),
        (spoilt(zipped(content_xml=b"<x/> and more " * 90)), "kaputt"),
        (zipped(xl__worksheets__sheet1_xml=b'<c r="A1"/><c r="XFD1048576"/>'), "zellen"),
        (zipped(big=b"0" * (sheets.UNPACKED_BYTES + 1)), "gross"),
        (b"x" * (sheets.FILE_BYTES + 1), "gross"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kaputt"),
    ],
    ids=[
        "blank",
        "pdf",
        "zero",
        "no-archive",
        "no-book",
        "broken-bytes",
        "far-corner",
        "bomb",
        "huge",
        "old",
    ],
)
def test_files_that_are_refused(raw: bytes, key: str) -> None:
    with pytest.raises(sheets.SheetError) as error:
        sheets.read(raw)
    assert error.value.key == key


def test_repeated_cells_of_a_bomb() -> None:
    cell = b'<table:table-cell table:number-columns-repeated="16000" office:value="1">x</x>'
    row = b'<table:table-row table:number-rows-repeated="1000000">' + cell
    with pytest.raises(sheets.SheetError) as error:
        sheets.read(zipped(content_xml=row))
    assert error.value.key == "zellen"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a: &x [1]\nb: *x\n", "yaml"),
        ("- : -\n  :", "yaml"),
        ("tabellen: 3\n", "aufbau"),
        ("tabellen: [{spalten: 3}]\n", "aufbau"),
        ("tabellen: [{spalten: {a: {feld: [1]}}}]\n", "aufbau"),
        ("tabellen: [{spalten: {a: {mal: x}}}]\n", "aufbau"),
        ("tabellen: [{spalten: {a: {stellen: -1}}}]\n", "aufbau"),
        ("tabellen: [{spalten: {}, zahlen: römisch}]\n", "aufbau"),
        ("a: !!python/object/apply:os.system [x]\n", "yaml"),
        ("[" * 5000, "yaml"),
    ],
)
def test_mappings_that_are_refused(text: str, key: str) -> None:
    with pytest.raises(mapping.MappingError) as error:
        mapping.read(text.encode())
    assert error.value.key == key


def test_a_mapping_written_is_the_mapping_read() -> None:
    table = mapping.TableMap(
        blatt="Tab: 1", tabelle="monitoring/werte", zeit="titel", kennung="w-",
        spalten=(
            mapping.Column("- {jahr}", werte={"kennzahl": "no"}, mal="100", geraten=True),
            mapping.Column("Ja", feld="gebiet", stellen=2),
            mapping.Column("*x", auslassen=True),
        ),
        fest={"quelle": "https://x.example/#a: b", "jahr": "2023"},
        zeichen={".": mapping.Sign(status="geheim"), "-": mapping.Sign(wert="0", geraten=True)},
        namen={"gebiet": {"01": "a"}}, zeilen_auslassen=("Summe",), geraten=("zeit",),
    )  # fmt: skip
    text = mapping.write((table,), "x.csv\n# böse: ja")
    assert mapping.read(text.encode()) == (table,)
    assert table.guesses == ["- {jahr}", "-", "zeit"]
    assert mapping.read(mapping.write((table.accepted(),), "x").encode())[0].guesses == []


def test_names_find_their_key() -> None:
    areas = lookup.Lookup()
    areas.add([{"id": "furth-sued", "name": "Furth-Süd", "nummer": "17"},
               {"id": "norf", "name": "Norf", "nummer": "27"}], "id")  # fmt: skip
    areas.add([{"id": "gruppe-norf", "name": "Norf"}, {"id": "a", "name": "X"},
               {"id": "b", "name": "X"}], "id")  # fmt: skip
    for text in ("furth-sued", "Furth Süd", "17 Furth-Süd", "17", "017", "FURTH SUED"):
        assert areas.find(text, {}).key == "furth-sued"
    assert areas.find("Norf", {}).key == "norf"
    assert areas.find("27 Furth-Süd", {}).why == "nummer"
    assert areas.find("X", {}).why == "mehrdeutig"
    assert areas.find("99", {}).why == "unbekannt"
    assert areas.find("X", {"X": "a"}).key == "a"
    assert areas.find("Y", {"Y": "c"}).why == "zuordnung"
    assert areas.near("17 Furth-Südd") == "furth-sued"


def test_columns_have_letters() -> None:
    assert [heads.letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_keys_of_names() -> None:
    assert keys.slug("Haus der Familie (Süd)") == "haus-der-familie-sued"
    assert keys.slug("Ägypten–Straße 3") == "aegypten-strasse-3"
    assert keys.slug("日本") == ""
