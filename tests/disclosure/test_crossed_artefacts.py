"""The scan knows the withheld cells of a cross table by all their dimensions."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from praeventionskette import problems
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import anonymise
from praeventionskette.disclosure.artefacts import scan

from tests.disclosure import made_up
from tests.disclosure.test_anonymise import catalogue, write_table

Made = tuple[Catalogue, list[dict[str, str]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A town with a cross table that the script made, and its rows."""
    outcome = anonymise.run(made_up.write(tmp_path_factory.mktemp("roh")))
    files = dict(outcome.files)
    town = catalogue(tmp_path_factory.mktemp("stadt") / "datapackages", files)
    return town, list(csv.DictReader(io.StringIO(files["tabelle.csv"])))


def withheld(rows: list[dict[str, str]]) -> dict[str, str]:
    """A withheld cell that no dimension sums up."""
    totals = {"stadt", "alle", "alle-befunde"}
    return next(r for r in rows if not r["anzahl"] and not totals & set(r.values()))


def test_the_published_table_passes(made: Made) -> None:
    town, rows = made
    found = scan({"daten/schuleingang/tabelle.csv": write_table(rows).encode()}, town)
    assert not found, problems.report(found, "text")


def test_a_count_or_a_share_in_the_table_is_found(made: Made) -> None:
    town, rows = made
    secret = withheld(rows)
    for column, number in (("anzahl", "4"), ("anteil", "12.5")):
        spoilt = [r | {column: number} if r == secret else r for r in rows]
        found = scan({"daten/schuleingang/tabelle.csv": write_table(spoilt).encode()}, town)
        assert [p.line for p in found] == [rows.index(secret) + 2], column


def test_a_sentence_names_a_cell_by_its_labels(made: Made, tmp_path: Path) -> None:
    town, rows = made
    secret = withheld(rows)
    sex = {"m": "Jungen", "w": "Mädchen"}[secret["geschlecht"]]
    words = f"{sex} in {secret['quartier'].title()} {secret['jahr']}, {secret['befund']}"
    assert scan({"a.html": f"<p>{words}: 4</p>".encode()}, town)
    assert not scan({"a.html": f"<p>{words}: geheim</p>".encode()}, town)
