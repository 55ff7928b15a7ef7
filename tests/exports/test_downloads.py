"""The files of a package: complete, true to the source, and the same bytes on every day."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from praeventionskette import packages
from praeventionskette.about import about, first, last, period
from praeventionskette.catalogue import Catalogue
from praeventionskette.citing import as_bibtex, as_cff, as_text
from praeventionskette.exports import downloads, tables
from praeventionskette.licences import LICENCES
from praeventionskette.published import FORMATS, Edition, Published, beside

ROOT = Path(__file__).resolve().parents[2]
TOWNS = {"neuss": ROOT / "mkdocs.yml", "musterstadt": ROOT / "tests/musterstadt/mkdocs.yml"}
SITE = "https://stadt.example/kette/"


@pytest.fixture(scope="module", params=sorted(TOWNS))
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    found = packages.check(TOWNS[request.param]).loaded.catalogue
    assert found is not None
    return found


@pytest.fixture(scope="module")
def files(catalogue: Catalogue) -> dict[str, Published]:
    return {f.path: f for f in downloads.files(catalogue, Edition(SITE))}


def test_every_table_has_every_format(catalogue: Catalogue, files: dict[str, Published]) -> None:
    for package in catalogue.packages:
        folder = f"daten/{package.name}/"
        for table in package.tables:
            assert files[folder + table.path].content == table.raw
            for suffix in ("excel.csv", "xlsx", "parquet"):
                assert files[folder + beside(table.path, suffix)].table == table.name
    assert {f.format for f in files.values()} == set(FORMATS)
    assert "daten/angebote/orte.geojson" in files
    assert "daten/quartiere/quartiere.geojson" in files


def test_the_towns_own_shapes_stand_for_our_points() -> None:
    found = packages.check(TOWNS["musterstadt"]).loaded.catalogue
    assert found is not None
    own = (ROOT / "tests/musterstadt/datapackages/quartiere/quartiere.geojson").read_bytes()
    made = {f.path: f.content for f in downloads.files(found, Edition(SITE))}
    assert made["daten/quartiere/quartiere.geojson"] == own


def test_tiles_are_no_geometry() -> None:
    found = packages.check(TOWNS["neuss"]).loaded.catalogue
    assert found is not None
    package = found.package("quartiere")
    assert package is not None
    table = package.table("quartiere")
    assert table is not None
    text = tables.geojson(table).decode()
    assert text.count('"Point"') == sum(q.breite is not None for q in found.quartiere)
    assert '"Polygon"' not in text


def test_the_zip_holds_all_and_its_sums_are_right(
    catalogue: Catalogue, files: dict[str, Published]
) -> None:
    for package in catalogue.packages:
        content = files[f"daten/{package.name}/{package.name}.zip"].content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            inside = {name: archive.read(name) for name in archive.namelist()}
        assert inside["datapackage.json"] == package.raw
        for table in package.tables:
            assert inside[table.path] == table.raw
        said = about(catalogue, package)
        assert inside["LICENSE.txt"].decode() == said.licence.text
        assert len(said.licence.text) > 500
        assert said.title in inside["README.md"].decode()
        lines = inside.pop("SHA256SUMS").decode().splitlines()
        sums = dict(reversed(line.split("  ", 1)) for line in lines)
        assert sums == {n: hashlib.sha256(c).hexdigest() for n, c in inside.items()}
        cff = yaml.safe_load(inside["CITATION.cff"])
        assert {"cff-version", "message", "title", "authors", "license"} <= set(cff)
        assert cff["type"] == "dataset"


def test_the_same_input_gives_the_same_bytes_on_another_day(
    catalogue: Catalogue, files: dict[str, Published], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 400 * 24 * 3600

    class AnyDay(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, dt.datetime)

    class Later(dt.datetime, metaclass=AnyDay):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.fromtimestamp(later, tz)

        utcnow = now

    import xlsxwriter.core
    import xlsxwriter.workbook

    monkeypatch.setattr(xlsxwriter.workbook, "datetime", Later)
    monkeypatch.setattr(xlsxwriter.core, "datetime", Later)
    monkeypatch.setattr(time, "time", lambda: later)
    again = {f.path: f.sha256 for f in downloads.files(catalogue, Edition(SITE))}
    assert again == {path: file.sha256 for path, file in files.items()}


def test_a_year_holds_its_rows_as_they_are_in_the_table(
    catalogue: Catalogue, files: dict[str, Published]
) -> None:
    package = catalogue.package("monitoring")
    assert package is not None
    table = package.table("werte")
    assert table is not None
    whole = list(csv.DictReader(io.StringIO(table.raw.decode(), newline="")))
    years = [f for f in files.values() if f.table == "reihen"]
    assert years
    for file in years:
        stem, _, jahr = file.name.removeprefix("reihen/").removesuffix(".csv").rpartition("-")
        found = list(csv.DictReader(io.StringIO(file.content.decode(), newline="")))
        assert found == [r for r in whole if (r["kennzahl"], r["jahr"]) == (stem, jahr)]


def test_licences_have_their_own_words() -> None:
    for name, licence in LICENCES.items():
        assert len(licence.text) > 500, name
        assert licence.uri.startswith("http://dcat-ap.de/def/licenses/")
        assert licence.allows.endswith(".")


def test_a_period_is_counted_from_the_data(catalogue: Catalogue) -> None:
    package = catalogue.package("monitoring")
    assert package is not None
    years = [w.jahr for w in catalogue.werte if w.jahr]
    start, end = period(package)
    assert start is not None
    assert end is not None
    assert start.year <= min(years)
    assert end.year >= max(years)
    assert first("2021-06") == dt.date(2021, 6, 1)
    assert last("2021-06") == dt.date(2021, 6, 30)
    assert first("bald") is last("bald") is None


def test_a_citation_names_what_is_known_and_no_more(catalogue: Catalogue) -> None:
    said = replace(about(catalogue, catalogue.packages[0]), doi="", title="A & B {100 %}")
    assert as_text(said, "").endswith(f"Lizenz {said.licence.id}.")
    assert r"A \& B \{100 \%\}" in as_bibtex(said, SITE)
    with_doi = replace(said, doi="10.5555/x_1", released=None)
    assert as_text(with_doi, SITE).endswith("https://doi.org/10.5555/x_1")
    assert "year" not in as_bibtex(with_doi, SITE)
    german = replace(said, licence=LICENCES["DL-DE-BY-2.0"])
    assert "license" not in as_cff(german, SITE)
    assert as_cff(german, SITE)["license-url"] == LICENCES["DL-DE-BY-2.0"].page
