"""The fast path says, cell for cell and row for row, what the slow one says; and so does the norm.

10,000 tables are compared by ``scripts/differential.py`` each night.
"""

from __future__ import annotations

from pathlib import Path

import _verdicts
import differential
import pytest
from _spoilt import make
from praeventionskette.catalogue import Field, Table, Town
from praeventionskette.editing import canonical
from praeventionskette.packages import cells, columns, reader, tables
from praeventionskette.packages.model import Data, FieldSpec, ResourceSpec, TableData
from praeventionskette.packages.rules import ids
from praeventionskette.packages.says import Notes, Says

SPEC = ResourceSpec(
    "t", "", "", "t.csv", 1,
    fields=(
        FieldSpec(Field("id", "", "", "string", True), constraints={"pattern": '[aAc][^"]+'}),
        FieldSpec(Field("zahl", "", "", "number"), constraints={"minimum": 0}),
        FieldSpec(Field("liste", "", "", "string", delimiter="|")),
    ),
    primary_key=("id", "zahl"),
)  # fmt: skip
MANY = 510
"""Rows of the tables here, which count as large and are read in three batches."""


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MANY", 500)
    monkeypatch.setattr(columns, "BATCH", 200)


def read(raw: bytes) -> tuple[TableData, list[str]]:
    notes = Notes()
    table = tables.read(SPEC, "p", "t.csv", raw, Says(notes, "t.csv"))
    return table, [f"{p.line} {p.column} {p.rule} {p.text}" for p in notes.all()]


def rows(**changed: str) -> bytes:
    """Many sound rows; ``z12="…"`` replaces row 12."""
    lines = [f"a-{n},{n},x|y{n % 7}" for n in range(MANY)]
    for name, line in changed.items():
        lines[int(name[1:])] = line
    return ("id,zahl,liste\n" + "\n".join(lines) + "\n").encode()


def both(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[TableData, list[str]]:
    """What the fast path reads and says, after it was held against the slow one."""
    fast, said = read(raw)
    with monkeypatch.context() as patch:
        patch.setattr(columns, "MANY", 10**9)
        slow, said_slowly = read(raw)
    assert slow.by_column is None
    assert said == said_slowly
    assert (fast.columns, fast.bad, fast.readable) == (slow.columns, slow.bad, slow.readable)
    assert list(fast.lines) == list(slow.lines)
    assert [dict(row) for row in fast.rows] == [dict(row) for row in slow.rows]
    assert {k: list(v) for k, v in fast.texts.items()} == {
        k: list(v) for k, v in slow.texts.items()
    }
    return fast, said


def test_spoilt_tables_have_one_verdict_whoever_reads_them(tmp_path: Path) -> None:
    tally = differential.Tally()
    for number in range(150):
        differential.compare(number, tmp_path, tally)
    assert tally.wrong == []
    assert tally.fast > 80  # the comparison is not of the slow path with itself
    assert tally.refused > 80


def test_a_difference_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns.Column, "having", lambda self, wrong: [])
    monkeypatch.setattr(_verdicts, "STRICTER", {})
    tally = differential.Tally()
    for number in range(40):
        differential.compare(number, tmp_path, tally)
    assert any("schnell und langsam" in text for text in tally.wrong)
    assert any("frictionless sagt nichts" in text for text in tally.wrong)


def test_the_same_number_gives_the_same_table() -> None:
    assert make(7) == make(7)
    assert make(7) != make(8)


def test_a_large_sound_table_is_read_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    table, said = both(rows(), monkeypatch)
    assert table.by_column is not None
    assert said == []
    assert dict(table.rows[8]) == {"id": "a-8", "zahl": 8, "liste": ("x", "y1")}
    assert [dict(r) for r in table.rows[1:3]] == [dict(table.rows[1]), dict(table.rows[2])]
    assert table.lines[8] == 10
    for kept in (table.rows, tuple(table.rows)):
        whole = Table("t", "", "", "t.csv", (), (), kept, b"")
        for name in ("id", "zahl", "liste", "fehlt"):
            assert list(whole.column(name)) == [row.get(name) for row in table.rows]


@pytest.mark.parametrize(
    ("changed", "fast"),
    [
        ({"z5": "a-5,-5,x"}, True),
        ({"z5": "A 5,drei,x|x", "z9": ",,"}, False),  # a blank row
        ({"z5": ",5,"}, True),
        ({"z5": "a-4,4,x", "z7": "a-4,4,x"}, True),
        ({"z5": '"a-5",5,"x|a, b"'}, True),
        ({"z5": '"a-5",5,"x\n|y"', "z6": " a-6,6,"}, True),
        ({"z5": 'a"5,5,'}, True),
        ({"z5": '"a"5,5,'}, False),
        ({"z5": "a-5,5"}, False),
        ({"z5": "a-5,5,x,y"}, False),
        ({"z5": ""}, False),
        ({"z5": "\ufeffa-5,5,"}, True),
        ({"z5": "a-5,5," + "x" * 32_768}, False),
        ({"z5": "a-5,5," + "ä" * 32_767}, True),
    ],
)
def test_what_is_odd_is_read_alike(
    changed: dict[str, str], fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, said = both(rows(**changed), monkeypatch)
    assert (table.by_column is not None) is fast
    assert said or '"a-5"' in changed["z5"] or "ä" in changed["z5"]


@pytest.mark.parametrize(
    "raw", [b"id,zahl,liste", b"id,zahl,liste\n", b"id,zahl,liste\n\n", b"id\na"]
)
def test_a_file_of_hardly_a_line_is_read_alike(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MANY", 0)
    assert both(raw, monkeypatch)[1]


@pytest.mark.parametrize(
    "changed",
    [
        {}, {"z5": "a-5,05,x"}, {"z5": "a-5, 5,x"}, {"z5": '"a-5",5,x'}, {"z5": "a-5,5"},
        {"z5": ""}, {"z5": ",,"}, {"z5": "a\u0308-5,5,x"}, {"z5": "a-5,+5,x"}, {"z5": "a-5,5,x,y"},
    ],
)  # fmt: skip
def test_the_canonical_form_of_a_large_table_is_that_of_the_plain_way(
    changed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = rows(**changed)
    for raw in (sound, sound[:-1], sound.replace(b"a-9,", b"a-9\r,")):
        quick = canonical.table(raw, SPEC, "t.csv")
        with monkeypatch.context() as patch:
            patch.setattr(columns, "MANY", 10**9)
            assert canonical.table(raw, SPEC, "t.csv") == quick
    assert canonical._is_canonical(rows(), SPEC)


def test_ids_of_a_large_table_follow_the_same_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"z5": "a-7_,5,x", "z7": "A-9,7,x", "z11": "a-" + "x" * 90 + ",1,", "z12": "con,1,"}
    said = []
    for many in (columns.MANY, 10**9):
        monkeypatch.setattr(columns, "MANY", many)
        table, _ = read(rows(**changed))
        data = Data(Town(name=""), "", (), {"p/t": table}, {})
        said.append([(p.line, p.text) for rule in (ids.safe, ids.distinct) for p in rule(data)])
    assert said[0] == said[1]
    assert [line for line, _ in said[0]] == [7, 13, 14, 11]


def test_of_a_large_wrong_file_only_what_is_wrong_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = rows(z5="a-5,5", z9="a-9,-9,x")
    _, said = read(wrong)
    monkeypatch.setattr(tables, "LARGE", 100)
    table, said_of_large = read(wrong)
    assert said_of_large == said
    assert (len(table.rows), table.readable) == (0, False)
    monkeypatch.setattr(columns, "MANY", 10**9)  # nothing wrong: nothing may be lost
    table, said = read(rows())
    assert (len(table.rows), table.readable, said) == (MANY, True, [])


def test_limits_hold_on_both_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {f"z{n}": f"a-{n},-1,x" for n in range(0, 400, 2)}
    monkeypatch.setattr(reader, "BAD_ROWS", 200)
    assert any(
        "abgebrochen" in text or "viele" in text for text in both(rows(**wrong), monkeypatch)[1]
    )
    monkeypatch.setattr(reader, "BAD_ROWS", 201)
    table, said = both(rows(**wrong), monkeypatch)
    assert table.by_column is not None
    assert len(said) == 101  # a hundred, and how many more
    monkeypatch.setattr(reader, "ROWS", MANY - 1)
    assert "groesse" in both(rows(), monkeypatch)[1][0]
    monkeypatch.setattr(reader, "ROWS", MANY)
    assert both(rows(), monkeypatch)[1] == []


def test_hidden_replacement_signs_and_odd_years_are_found_by_both() -> None:
    with pytest.raises(cells.CellError):
        cells.text("M\ufffdller")
    with pytest.raises(cells.CellError):
        cells.year("+2024")
    assert cells.year("2024") == 2024
