"""„Alles noch richtig“: one column of some rows, and not a byte more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.editing import confirming

from tests import golden
from tests.editing.conftest import Call

OFFERS = "datapackages/angebote/angebote.csv"
YESTERDAY = (dt.date.today() - dt.timedelta(days=1)).isoformat()


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The good town; one blank cell stands in quotes, as some programs write it."""
    shutil.copytree(golden.GOOD, tmp_path / "stadt")
    path = tmp_path / "stadt" / OFFERS
    text = path.read_text("utf-8").replace(",2023,,,aktiv", ',2023,"",,aktiv')
    path.write_text(text, "utf-8")
    return tmp_path / "stadt"


def test_one_column_of_the_current_offers(town: Path, call: Call) -> None:
    before, begun = (town / OFFERS).read_text("utf-8"), dt.date.today()
    done = call("confirm.py", town, "Beispielverein")
    assert done.returncode == 0, done.stdout
    day = done.stdout.partition(" am ")[2].partition(":")[0]
    assert begun <= dt.date.fromisoformat(day) <= dt.date.today()
    assert done.stdout == f"2 Angebote von verein bestätigt am {day}: ne-001, ne-002\n"
    expected = before.replace("2024-05-02", day).replace(',2023,"",', f",2023,{day},")
    assert (town / OFFERS).read_text("utf-8") == expected
    again = call("confirm.py", town, "verein", "--datum", day)
    assert again.stdout == f"0 Angebote von verein bestätigt am {day}\n"
    assert (town / OFFERS).read_text("utf-8") == expected


def test_a_try_and_a_choice_of_offers(town: Path, call: Call) -> None:
    before = (town / OFFERS).read_bytes()
    done = call("confirm.py", town, "verein", "--probe")
    assert done.stdout == "Probe, nichts geschrieben: 2 Angebote ne-001, ne-002\n"
    assert (town / OFFERS).read_bytes() == before
    call("confirm.py", town, "verein", "--nur", "ne-002", "--datum", YESTERDAY)
    assert (town / OFFERS).read_text("utf-8").count(YESTERDAY) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verain"], "Den Träger „verain“ gibt es nicht. Meinst du „verein“?"),
        (["verein", "--datum", "2999-01-01"], "Der Tag „2999-01-01“ liegt in der Zukunft."),
        (["verein", "--datum", "2001-01-01"], "mehr als ein Jahr her"),
        (["verein", "--nur", "ne-003"], "kein Angebot, das zu bestätigen ist"),
    ],
)
def test_what_it_refuses(town: Path, call: Call, arguments: list[str], words: str) -> None:
    before = (town / OFFERS).read_bytes()
    if "ne-003" in arguments:
        (town / OFFERS).write_bytes(before.replace(b",verein,", b",,"))
        before = (town / OFFERS).read_bytes()
    done = call("confirm.py", town, *arguments)
    assert done.returncode == 1
    assert words in done.stdout
    assert (town / OFFERS).read_bytes() == before


def test_a_broken_table_is_left_alone(town: Path, call: Call) -> None:
    (town / OFFERS).write_bytes((town / OFFERS).read_bytes().replace(b"gesundheit", b"gesundhait"))
    before = (town / OFFERS).read_bytes()
    done = call("confirm.py", town, "verein")
    assert done.returncode == 1
    assert done.stdout.startswith("Die Tabelle hat Fehler. Beheben Sie sie zuerst:\n")
    assert (town / OFFERS).read_bytes() == before


TABLE = """id,traeger,status,quelle_stand,geprueft_am
a,t,aktiv,2024-06,
b,t,beendet,,2020-01-01
c,t,aktiv,,2025-01-01
d,u,aktiv,,
"e,""x""
y",t,aktiv,2024,"2023-01-01"
"""


def test_what_is_not_confirmed_is_named() -> None:
    day = dt.date(2024, 5, 3)
    done = confirming.confirm(TABLE.encode(), "a.csv", "t", day)
    assert done.changed == ('e,"x"\ny',)
    assert done.raw.decode() == TABLE.replace('"2023-01-01"', "2024-05-03")
    assert [(p.line, p.column) for p in done.left] == [(n, "geprueft_am") for n in (2, 3, 4)]
    assert "seine Quelle ist jünger als der Tag" in done.left[0].text
    assert "sein Status ist „beendet“" in done.left[1].text
    assert "ist schon am 2025-01-01 bestätigt" in done.left[2].text


@given(
    st.lists(st.lists(st.text(alphabet='ab,"\n x', max_size=5), min_size=3, max_size=3), min_size=1)
)
def test_cells_are_found_where_csv_finds_them(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    text = stream.getvalue()
    for written in (text, text.removesuffix("\n")):
        found = list(confirming._rows(written))
        assert [[cell.value for cell in row] for row in found] == rows
        assert all(written[c.start : c.end].strip('"') in written for row in found for c in row)
