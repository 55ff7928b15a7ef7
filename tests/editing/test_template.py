"""The Excel template: the same bytes each time, and what is filled in comes back as it was."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Field, Table
from praeventionskette.exports import template

from tests.editing.conftest import Call

ROOT = Path(__file__).resolve().parents[2]
TOWNS = ("mkdocs.yml", "tests/musterstadt/mkdocs.yml")


@pytest.fixture(scope="module", params=TOWNS)
def town(request: pytest.FixtureRequest) -> tuple[str, Catalogue]:
    catalogue = packages.check(ROOT / request.param).loaded.catalogue
    assert catalogue
    return request.param, catalogue


def made(catalogue: Catalogue) -> bytes:
    ((path, raw),) = template.files(catalogue)
    assert path == "daten/angebote/vorlage.xlsx"
    return raw


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def filled_in(catalogue: Catalogue) -> bytes:
    """The template with every row of the town, as a person fills it in: labels, names, days."""
    book = opened(made(catalogue))
    package = catalogue.package("angebote")
    assert package
    for table in tables(catalogue):
        page = book[template.sheet_name(table.title)]
        for number, row in enumerate(table.rows, 3):
            for place, column in enumerate(table.fields, 1):
                value = spoken(column, row[column.name], catalogue)
                if value is not None:
                    page.cell(number, place).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def tables(catalogue: Catalogue) -> Iterator[Table]:
    package = catalogue.package("angebote")
    for name in template.SHEETS:
        if package and (table := package.table(name)):
            yield table


def spoken(column: Field, value: Any, catalogue: Catalogue) -> Any:
    labels = dict(column.categories)
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return " | ".join(labels.get(item, item) for item in value)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date | int):
        return value
    if column.references:
        words = template._words(column, catalogue)
        name = column.references[0].rpartition(".")[0].partition("/")
        target = catalogue.package(name[0])
        rows = target.table(name[2]).rows if target and target.table(name[2]) else ()  # type: ignore[union-attr]
        label = next((r.get("name") for r in rows if r["id"] == value), value)
        return label if label in words else value
    return labels.get(value, value)


def test_the_same_bytes_each_time(town: tuple[str, Catalogue]) -> None:
    assert made(town[1]) == made(town[1])


def test_what_a_person_sees(town: tuple[str, Catalogue]) -> None:
    book = opened(made(town[1]))
    names = [template.sheet_name(table.title) for table in tables(town[1])]
    assert book.sheetnames == ["Anleitung", *names, "Listen"]
    assert book["Listen"].sheet_state == "hidden"
    for table in tables(town[1]):
        page = book[template.sheet_name(table.title)]
        headings = [cell.value.removesuffix(" *") for cell in page[1]]
        assert headings == [column.title for column in table.fields]
        for cell, column in zip(page[1], table.fields, strict=True):
            assert cell.comment.text.startswith(column.description)
        places = {n: cell.column_letter for n, cell in enumerate(page[1])}
        drop = {str(v.sqref).split(":")[0].rstrip("0123456789"): v
                for v in page.data_validations.dataValidation}  # fmt: skip
        for place, column in enumerate(table.fields):
            if column.categories and not column.delimiter:
                assert drop[places[place]].type == "list"
                first, _, last = drop[places[place]].formula1.partition("!")[2].partition(":")
                words = [row[0].value for row in book["Listen"][f"{first}:{last}".replace("$", "")]]
                assert words == [label for _, label in column.categories]


@pytest.fixture
def imported(town: tuple[str, Catalogue], tmp_path: Path, call: Call) -> Path:
    (tmp_path / "angebote.xlsx").write_bytes(filled_in(town[1]))
    folder = (ROOT / town[0]).parent
    done = call("import_table.py", folder, tmp_path / "angebote.xlsx", "--out", tmp_path / "neu")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Beispielzeile der Vorlage, nicht übernommen") == len(
        list(tables(town[1]))
    )
    return tmp_path / "neu"


def test_round_trip(town: tuple[str, Catalogue], imported: Path) -> None:
    """Byte for byte what stands in the packages."""
    for table in tables(town[1]):
        assert (imported / "angebote" / table.path).read_bytes() == table.raw, table.name


def test_a_new_offer_brings_its_organisation_and_place(tmp_path: Path, call: Call) -> None:
    """Without any key: the program gives the next one, and names tie the sheets together."""
    shutil.copytree(ROOT / "tests/musterstadt", tmp_path / "stadt")
    config = tmp_path / "stadt/mkdocs.yml"
    catalogue = packages.check(config).loaded.catalogue
    assert catalogue
    book = opened(made(catalogue))
    new = {
        "Träger": {"Name": "Ärzte-Haus e. V.", "Quelle": "https://neu.example/"},
        "Orte": {"Name": "Haus Süd", "Ort": "Musterstadt", "Postleitzahl": 1, "Stufenlos": "Ja"},
        "Angebote": {
            "Name": "Sprechstunde", "Bereich": "Gesundheit", "Für Schwangere": "nein",
            "Alter von": 0, "Alter bis": 2.5, "Träger": "Ärzte-Haus e. V.", "Orte": "Haus Süd",
            "Sprachen": "de; tr", "Kosten": "Kostenlos", "Telefon": "030/23125 400",
            "Quelle": "https://neu.example/x", "Stand der Quelle": "03/2026",
            "Geprüft am": dt.datetime(2026, 11, 20), "Kurztext": "Erfunden.\nZweite Zeile.",
        },
    }  # fmt: skip
    for table in tables(catalogue):
        page = book[template.sheet_name(table.title)]
        values = new.get(page.title, {})
        assert set(values) <= {column.title for column in table.fields}, page.title
        for place, column in enumerate(table.fields, 1):
            fallback = column.example if column.required and column.name != "id" else None
            if page.title in new and (value := values.get(column.title, fallback)) is not None:
                page.cell(5, place).value = dict(column.categories).get(value, value)  # type: ignore[arg-type]
    book.save(tmp_path / "neu.xlsx")
    done = call("import_table.py", config.parent, tmp_path / "neu.xlsx", "--einfuegen")
    # A postcode that Excel took for a number has lost its zeros: the mapping fills them in.
    assert done.returncode == 0, done.stdout + done.stderr
    after = packages.check(config).loaded.catalogue
    assert after
    offer = after.angebote[-1]
    assert (offer.id, offer.traeger, offer.orte) == (
        "sprechstunde",
        "aerzte-haus-e-v",
        ("haus-sued",),
    )
    assert (offer.telefon, offer.quelle_stand) == ("030 23125 400", "2026-03")
    assert (offer.alter_bis, offer.sprachen) == (Decimal("2.5"), ("de", "tr"))
    assert offer.kurztext == "Erfunden.\nZweite Zeile."
    assert offer.geprueft_am == dt.date(2026, 11, 20)
    assert after.orte[-1].plz == "00001"
