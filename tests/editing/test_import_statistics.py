"""A messy table of a statistical office goes through ``import_table.py`` with a mapping only."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml

from tests.editing import messy
from tests.editing.conftest import Call, Done

ROOT = Path(__file__).resolve().parents[2]
MAPPING = Path(__file__).with_name("musterstadt.zuordnung.yml")

EXPECTED = """\
kennzahl,gebiet,jahr,stichtag,wert,status,quelle,hinweis
einwohner,altmarkt,2020,2020-12-31,4310,gemessen,Q,
kinder-unter-6,altmarkt,2020,2020-12-31,212,gemessen,Q,
durchschnittsalter,altmarkt,2020,2020-12-31,41.5,gemessen,Q,
einwohner,hafenkai,2020,2020-12-31,3045,gemessen,Q,
kinder-unter-6,hafenkai,2020,2020-12-31,,geheim,Q,ERFUNDEN
durchschnittsalter,hafenkai,2020,2020-12-31,,geheim,Q,Die Quelle zeigt diese Zahl nicht.
einwohner,muehlfeld,2020,2020-12-31,3610,gemessen,Q,Vorläufiger Wert.
kinder-unter-6,muehlfeld,2020,2020-12-31,141,gemessen,Q,
durchschnittsalter,muehlfeld,2020,2020-12-31,39.0,gemessen,Q,
einwohner,nordring,2020,2020-12-31,5280,gemessen,Q,
kinder-unter-6,nordring,2020,2020-12-31,320,gemessen,Q,
durchschnittsalter,nordring,2020,2020-12-31,38.25,gemessen,Q,
einwohner,seeblick,2020,2020-12-31,405,gemessen,Q,
kinder-unter-6,seeblick,2020,2020-12-31,23,gemessen,Q,
durchschnittsalter,seeblick,2020,2020-12-31,,nicht-verfuegbar,Q,Lag noch nicht vor.
einwohner,tannenhof,2020,2020-12-31,218,gemessen,Q,
kinder-unter-6,tannenhof,2020,2020-12-31,9,gemessen,Q,
""".replace(",Q,", ",https://statistik.musterstadt.example/2-1-4,")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Musterstadt with numbered quarters, as statistical offices number them."""
    town = tmp_path / "stadt"
    shutil.copytree(ROOT / "tests/musterstadt", town)
    folder = town / "datapackages/quartiere"
    quarters = (folder / "quartiere.csv").read_text("utf-8")
    for number, short in enumerate(("AM", "HK", "MF", "NR", "SB", "TH"), 1):
        quarters = quarters.replace(f",{short},", f",{number:02d},", 1)
    (folder / "quartiere.csv").write_text(quarters, "utf-8")
    about = (folder / "datapackage.json").read_text("utf-8").replace("^[A-Z]{2}$", "^[0-9]{2}$")
    (folder / "datapackage.json").write_text(about, "utf-8")
    return town


Run = Callable[..., Done]


@pytest.fixture
def run(town: Path, call: Call) -> Run:
    return partial(call, "import_table.py", town)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def written(folder: Path, first: int = 0) -> str:
    """The rows that were written, in the columns of EXPECTED; from the row ``first`` on."""
    columns = EXPECTED.split("\n", 1)[0]
    rows = table(folder / "monitoring/werte.csv")[first:]
    for row in rows:  # the sentence that this indicator's secret numbers already bear
        if row["kennzahl"] == "kinder-unter-6" and row["status"] == "geheim":
            assert row["hinweis"].startswith("Erfunden")
            row["hinweis"] = "ERFUNDEN"
    lines = [",".join(row[name] for name in columns.split(",")) for row in rows]
    return "\n".join([columns, *lines, ""])


MAKERS = {"csv": messy.as_csv, "xlsx": messy.as_xlsx, "ods": messy.as_ods}


@pytest.mark.parametrize("kind", MAKERS)
def test_with_the_mapping_alone(tmp_path: Path, town: Path, run: Run, kind: str) -> None:
    file = tmp_path / f"tabelle.{kind}"
    file.write_bytes(MAKERS[kind](messy.rows()))
    done = run(file, "--zuordnung", str(MAPPING), "--out", str(tmp_path / "neu"))
    assert done.returncode == 0, done.stdout + done.stderr
    # ODS keeps numbers as numbers: 39,0 and 39 are the same there.
    expected = EXPECTED.replace(",39.0,", ",39,") if kind == "ods" else EXPECTED
    assert written(tmp_path / "neu") == expected
    old = [row["id"] for row in table(town / "datapackages/monitoring/werte.csv")]
    new = [row["id"] for row in table(tmp_path / "neu/monitoring/werte.csv")]
    assert [int(key[3:]) for key in new] == [int(old[-1][3:]) + n for n in range(1, 18)]
    assert MAPPING.read_text("utf-8").startswith("# Zuordnung der erfundenen Tabelle")


def test_next_year_needs_no_work(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "tabelle.csv"
    file.write_bytes(messy.as_csv(messy.rows("31.12.2021", extra_title=True)))
    done = run(file, "--zuordnung", str(MAPPING), "--out", str(tmp_path / "neu"))
    assert done.returncode == 0, done.stdout
    assert written(tmp_path / "neu").count(",2021,2021-12-31,") == 17


def test_nothing_is_lost_silently(tmp_path: Path, run: Run) -> None:
    """Each row and column of the file is either in the tables or named in the report."""
    file, table = tmp_path / "tabelle.csv", messy.rows()
    file.write_bytes(messy.as_csv(table))
    out = run(file, "--zuordnung", str(MAPPING), "--out", str(tmp_path / "neu")).stdout
    taken = ("Altmarkt", "Hafenkai", "Mühlfeld", "Nordring", "SEEBLICK", "Tannenhof")
    for number, row in enumerate(table, 1):
        header = number in (6, 7)
        silent = header or any(name in row[0] for name in taken) or not any(row)
        assert silent or f"tabelle.csv:{number}: " in out, row
    assert "tabelle.csv:12: Leere Zeile, bis Zeile 12." in out
    for column in ("davon / weiblich", "davon / Zuzüge 2020"):
        assert f"Die Spalte „{column}“ wird nach der Zuordnung ausgelassen" in out
    assert "Bemerkung intern“ steht nicht in der Zuordnung" in out
    assert "18: Durchschnittsalter / Jahre: Leere Zelle, kein Wert übernommen." in out


def test_inserted_twice_is_inserted_once(tmp_path: Path, town: Path, run: Run) -> None:
    file = tmp_path / "tabelle.csv"
    file.write_bytes(messy.as_csv(messy.rows()))
    target = town / "datapackages/monitoring/werte.csv"
    before, rows = target.read_text("utf-8"), len(table(target))
    assert run(file, "--zuordnung", str(MAPPING), "--einfuegen").returncode == 0
    after = target.read_text("utf-8")
    assert after.startswith(before)
    assert written(town / "datapackages", rows) == EXPECTED
    assert run(file, "--zuordnung", str(MAPPING), "--einfuegen").returncode == 0
    assert target.read_text("utf-8") == after


def test_first_a_proposal_with_its_guesses_marked(tmp_path: Path, town: Path, run: Run) -> None:
    file = tmp_path / "tabelle.csv"
    file.write_bytes(messy.as_csv(messy.rows()))
    done = run(file)
    assert done.returncode == 1
    assert not list(tmp_path.glob("*-eingelesen"))
    assert "Vorschlag für die Zuordnung geschrieben: tabelle.zuordnung.yml" in done.stdout
    assert "Diese Einträge sind nur geraten: „Einwohnerzahl“, " in done.stdout
    assert (
        "Für die Zahlen unter „davon / weiblich“ ist nicht gesagt, was sie messen." in done.stdout
    )
    where = tmp_path / "tabelle.zuordnung.yml"
    text = where.read_text("utf-8")
    (table,) = yaml.safe_load(text)["tabellen"]
    assert table["tabelle"] == "monitoring/werte"
    assert table["spalten"]["Quartier"] == {"feld": "gebiet"}
    guess = {"werte": {"kennzahl": "einwohner"}, "geraten": "ja"}
    assert table["spalten"]["Einwohnerzahl"] == guess
    assert table["zeichen"]["."]["geraten"] == "ja"
    assert table["zeit"] == "titel"
    assert table["namen"] == {"gebiet": {"06 Tannenhoff": "tannenhof"}}
    assert table["zeilen_auslassen"] == ["Insgesamt", "Davon"]
    # What the program could not know is filled in, the rest is accepted as it stands.
    for name in ("davon / weiblich", "davon / Zuzüge {jahr}"):
        table["spalten"][name] = {"auslassen": "ja"}
    where.write_text(yaml.safe_dump({"tabellen": [table]}, allow_unicode=True), "utf-8")
    source = "https://statistik.musterstadt.example/2-1-4"
    done = run(file, "--annehmen", "--quelle", source)
    assert done.returncode == 0, done.stdout
    got = written(tmp_path / "tabelle-eingelesen")
    assert got.count("\n") == EXPECTED.count("\n")
    assert "kinder-unter-6,hafenkai,2020,2020-12-31,,geheim," in got
    assert "geraten" not in where.read_text("utf-8")
    assert run(file, "--quelle", source).returncode == 0


def test_what_the_mapping_does_not_explain_stops(tmp_path: Path, run: Run) -> None:
    table = messy.rows()
    table[8][1] = "rund 4300"
    table[9][0] = "03 Hafenkai"
    table[10][0] = "07 Nirgendwo"
    table[13][2] = "--- / ---"
    table[16][1] = "3"
    file = tmp_path / "tabelle.csv"
    file.write_bytes(messy.as_csv(table))
    done = run(file, "--zuordnung", str(MAPPING), "--out", str(tmp_path / "neu"))
    assert done.returncode == 1
    assert not (tmp_path / "neu").exists()
    for line in (
        "tabelle.csv:9: Einwohnerzahl: „rund 4300“ ist keine Zahl.",
        "tabelle.csv:10: Quartier: Bei „03 Hafenkai“ passen Nummer und Name nicht zusammen",
        "tabelle.csv:11: Quartier: „07 Nirgendwo“ gibt es in unseren Tabellen nicht.",
        "tabelle.csv:14: davon / unter 6 Jahren: „--- / ---“ ist keine Zahl.",
        "tabelle.csv:17: Die Anzahl „3“ ist kleiner als 5.",
    ):
        assert line in done.stdout
