"""The canonical form of a file: the same values before and after, and never twice a change."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.catalogue import Field
from praeventionskette.editing import canonical
from praeventionskette.editing.workplace import open_workplace
from praeventionskette.packages.model import FieldSpec, ResourceSpec

ROOT = Path(__file__).resolve().parents[2]


def column(name: str, type_: str = "string", **more: str) -> FieldSpec:
    return FieldSpec(Field(name, name, "", type_, **more))  # type: ignore[arg-type]


SPEC = ResourceSpec(
    name="t", title="T", description="", path="t.csv", line=1, primary_key=("id",),
    fields=(
        column("id"), column("name"), column("telefon"), column("am", "date"),
        column("quelle_stand"), column("sprachen", "list", delimiter="|"), column("wert", "number"),
    ),
)  # fmt: skip
SORTED = ResourceSpec(
    name="t", title="T", description="", path="t.csv", line=1,
    fields=(column("id"), column("name")), raw_schema={"sortierung": ["id"]},
)  # fmt: skip
HEADER = "id,name,telefon,am,quelle_stand,sprachen,wert\n"


def fixed(text: str | bytes, spec: ResourceSpec = SPEC, encoding: str = "") -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return canonical.table(raw, spec, "t.csv", encoding).raw.decode()


def test_everything_at_once() -> None:
    messy = (
        "\ufeff" + HEADER.replace("\n", "\r\n") + '"a-1"," Cafe\u0301 ",02131/90,1.2.2024,'
        '03/2024,de | tr,"3.50"\r\n,,,,,,\r\n\r\na-2,"zwei  \r\nZeilen",,,,,'
    ).encode()
    result = canonical.table(messy, SPEC, "t.csv")
    assert result.raw.decode() == (
        HEADER + "a-1,Café,02131 90,2024-02-01,2024-03,de|tr,3.50\n" + 'a-2,"zwei\nZeilen",,,,,\n'
    )
    spots = [(p.line, p.column) for p in result.changes]
    assert spots == [(0, ""), (2, "name"), (2, "telefon"), (2, "am"), (2, "quelle_stand"),
                     (2, "sprachen"), (5, "name")]  # fmt: skip
    assert result.changes[0].text == (
        "Nicht in einheitlicher Form: unsichtbares Zeichen am Anfang (BOM), Zeilenenden, "
        "leere Zeilen. Starte diesen Befehl: python3 scripts/fix.py t.csv"
    )


def test_the_form_alone_is_told_in_one_line() -> None:
    result = canonical.table((HEADER + '"a",b,,,,,\n').encode(), SPEC, "t.csv")
    assert [p.line for p in result.changes] == [0]


def test_a_semicolon_must_prove_itself() -> None:
    assert fixed((HEADER + "a,b,,,,,\n").replace(",", ";")) == HEADER + "a,b,,,,,\n"
    unsure = [
        (HEADER + "a,b,,,,\n").replace(",", ";"),  # a cell is missing
        HEADER.replace("wert", "andere").replace(",", ";"),
    ]
    for text in unsure:
        assert fixed(text) == text


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n", b"\xff\xfei\x00", (HEADER + 'a,"b').encode(), (HEADER + '"a"b,c\n').encode()],
)
def test_what_cannot_be_read_for_sure_stays(raw: bytes) -> None:
    assert canonical.table(raw, SPEC, "t.csv") == canonical.Fixed(raw)


def test_another_encoding_is_never_guessed() -> None:
    raw = (HEADER + "a,Käthe,,,,,\n").encode("cp1252")
    assert canonical.table(raw, SPEC, "t.csv").raw == raw
    assert "Käthe" in fixed(raw, encoding="cp1252")


def test_values_that_are_not_sure_stay() -> None:
    text = HEADER + 'A,b\u200bc,02131 1 / 2,3/4/2024,Frühjahr,de||tr,"3,5"\n'
    assert fixed(text) == text


def test_rows_move_only_where_the_table_declares_an_order() -> None:
    text = "id,name\na-100,x\na-2,y\na-2,z\n"
    assert fixed(text, SORTED) == "id,name\na-2,y\na-2,z\na-100,x\n"
    ragged = "id,name\nb,x\na\n"
    assert fixed(ragged, SORTED) == ragged
    plain = HEADER + "b,,,,,,\na,,,,,,\n"
    assert fixed(plain) == plain


def test_markdown_keeps_its_breaks() -> None:
    raw = "\ufeffeins  \r\nzwei \t".encode()
    assert canonical.text_file(raw, "a.md", trailing=False).raw == b"eins  \nzwei \t\n"
    assert canonical.text_file(raw, "a.json", trailing=True).raw == b"eins\nzwei\n"


@pytest.mark.parametrize("config", ["mkdocs.yml", "tests/musterstadt/mkdocs.yml"])
def test_our_own_tables_are_in_form(config: str) -> None:
    place = open_workplace(ROOT / config)
    for package, spec in place.tables():
        raw = (package.folder / spec.path).read_bytes()
        assert canonical.table(raw, spec, spec.path).raw == raw, spec.path


# The property: read by other means, the values before and after are the same.

BLANK = st.sampled_from(["", "", " ", "\n", "\r\n", "\u00a0"])
CELL = st.text(
    alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8
)
TYPED = st.sampled_from(
    ["", "02131/905394", "(02131) 9053", "+49 (0)2131 9-0", "1.2.2024", "2024-02-01",
     "31. März 2023", "03/2024", "de|tr", "de | tr", "|", "3.5", "3,5", "=1+1",
     'a"b', "a;b", "e\u0301"]
)  # fmt: skip
ROW = st.lists(st.tuples(BLANK, st.one_of(CELL, TYPED), BLANK).map("".join), min_size=7, max_size=7)


def values(rows: list[list[str]]) -> list[list[object]]:
    """The values of rows of cells, read without the code under test; empty rows are none."""
    read = [[value(name, cell) for name, cell in zip(SPEC.names, row, strict=True)] for row in rows]
    return [row for row in read if any(v not in ("", ()) for v in row)]


def value(name: str, cell: str) -> object:
    plain = unicodedata.normalize("NFC", re.sub("\r\n?", "\n", cell))
    plain = "\n".join(line.rstrip() for line in plain.split("\n")).strip()
    if name == "sprachen" and plain:
        return tuple(item.strip() for item in plain.split("|"))
    if name in ("am", "quelle_stand"):
        return day(plain)
    return re.sub(r"^(\+49|0049)(\(0\))?", "0", re.sub(r"[\s/()–-]", "", plain.replace("(0)", "")))\
        if name == "telefon" else plain  # fmt: skip


def day(cell: str) -> object:
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d"):
        try:
            return dt.datetime.strptime(cell.replace(". ", "."), form).date()
        except ValueError:
            continue
    names = {"31. März 2023": dt.date(2023, 3, 31), "03/2024": "2024-03"}
    return names.get(cell, cell)


def parsed(raw: bytes) -> list[list[str]]:
    text = raw.decode().removeprefix("\ufeff")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row][1:]


@given(
    rows=st.lists(ROW, max_size=5),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_values_stay_and_the_second_time_nothing_happens(
    rows: list[list[str]], quoting: int, end: str, mark: str
) -> None:
    if "\r" in "".join(cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # Python 3.11 would leave a lone carriage return bare
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows([list(SPEC.names), *rows])
    raw = (mark + stream.getvalue()).encode()
    result = canonical.table(raw, SPEC, "t.csv")
    assert values(parsed(result.raw)) == values(rows)
    assert canonical.table(result.raw, SPEC, "t.csv") == canonical.Fixed(result.raw)
    assert bool(result.changes) is (result.raw != raw)


@given(st.binary(max_size=200))
def test_any_bytes_end_well(raw: bytes) -> None:
    result = canonical.table(raw, SPEC, "t.csv")
    assert canonical.table(result.raw, SPEC, "t.csv").raw == result.raw
