"""Bytes of a CSV file: lines as people count them, whatever stands in the cells."""

from __future__ import annotations

import csv

import pytest
from praeventionskette.packages import reader
from praeventionskette.packages.says import Notes, Says


def read(raw: bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    notes = Notes()
    says = Says(notes, "a.csv")
    rows = []
    try:
        for record in reader.records(reader.decode(raw, says), says):
            rows.append((record.line, record.cells))
    except reader.UnreadableError:
        pass
    return rows, [f"{p.line}:{p.rule}" for p in notes.all()]


def test_a_record_has_the_first_of_its_lines() -> None:
    rows, said = read(b'a,b\n"1\n2\n3",x\n\ny,"z\n"\nlast,row')
    assert [line for line, _ in rows] == [1, 2, 5, 6, 8]
    assert said == []


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", ["0:leer"]),
        (b" \n\n", ["0:leer"]),
        ("a\n\nMüller\n".encode("cp1252"), ["3:zeichensatz"]),
        ("a\n".encode("utf-16"), ["1:zeichensatz"]),
        (b"PK\x03\x04rest", ["1:zeichensatz"]),
        (b"\xef\xbb\xbfa\nb\n", ["1:zeichensatz"]),
        (b"a\nb\r\nc\r\n", ["2:zeilenende"]),
        (b'a\n"b\nc\n', ["2:anfuehrungszeichen"]),
        (b'a\n"b"c\n', ["2:anfuehrungszeichen"]),
        (b"a\n" + b"x" * 200_000 + b"\n", ["2:groesse"]),
    ],
)
def test_what_cannot_be_read_is_told(raw: bytes, said: list[str]) -> None:
    assert read(raw)[1] == said


def test_line_separators_inside_a_cell_are_no_lines() -> None:
    rows, said = read("a\nb\x0bc\u2028d\x85e\nf\n".encode())
    assert [line for line, _ in rows] == [1, 2, 3]
    assert said == []


def test_the_limit_of_the_csv_module_stays_as_it_was() -> None:
    before = csv.field_size_limit()
    read(b"a\nb\n")
    assert csv.field_size_limit() == before


def test_the_word_that_windows_would_have_read() -> None:
    notes = Notes()
    with pytest.raises(reader.UnreadableError):
        reader.decode("id,Straße am Rhein\n".encode("cp1252"), Says(notes, "a.csv"))
    assert "„Straße“" in notes.problems[0].text
    assert "Stelle 8" in notes.problems[0].text


@pytest.mark.parametrize(
    ("header", "expected", "name"),
    [("a;b;c", 3, "Semikolon"), ("a\tb", 2, "Tabulator"), ("a|b|c", 3, "senkrechter Strich"),
     ("abc", 3, "")],
)  # fmt: skip
def test_other_delimiters(header: str, expected: int, name: str) -> None:
    assert reader.wrong_delimiter(header, expected) == name
