"""The whole stage: what is handed on, and what can never happen."""

from __future__ import annotations

import dataclasses
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from praeventionskette import packages, problems
from praeventionskette.catalogue import Town
from praeventionskette.packages import rules, standard

from tests import golden

ROOT = Path(__file__).resolve().parent.parent
TOWN = Town("Beispielstadt", grenzen=(6.0, 51.0, 7.0, 52.0), email="info@example.org")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    shutil.copytree(golden.GOOD, tmp_path / "stadt")
    return tmp_path / "stadt"


def load(town: Path) -> packages.Loaded:
    return packages.load(town / "datapackages", TOWN, base=town)


def test_the_catalogue_holds_what_the_files_say(town: Path) -> None:
    loaded = load(town)
    catalogue = loaded.catalogue
    assert catalogue is not None
    assert loaded.problems == ()
    assert [p.name for p in catalogue.packages] == ["angebote", "monitoring", "quartiere"]
    first, _, third = catalogue.angebote
    assert (first.id, first.alter_bis, first.orte) == ("ne-001", Decimal(1), ("haus", "laden"))
    assert first.text == "Erste Zeile,\nzweite Zeile"
    assert first.schwangerschaft is False
    assert third.sprachen == ("de",)
    assert [p.id for p in catalogue.phasen(first)] == ["0-3"]
    assert [p.id for p in catalogue.phasen(third)] == ["schwangerschaft"]
    assert catalogue.quartiere_by_id["mitte"].einwohner == 1200
    assert catalogue.gebiete_by_id["gruppe-kern"].quartiere == ("mitte", "hafen")
    assert catalogue.werte[2].wert is None


def test_bytes_are_those_that_were_checked(town: Path) -> None:
    catalogue = load(town).catalogue
    assert catalogue is not None
    for package in catalogue.packages:
        folder = town / "datapackages" / package.name
        assert package.raw == (folder / "datapackage.json").read_bytes()
        assert package.descriptor == json.loads(package.raw)
        for table in package.tables:
            assert table.raw == (folder / table.path).read_bytes()
    quarters = catalogue.package("quartiere")
    assert quarters is not None
    assert list(quarters.files) == ["quartiere.geojson"]


def test_lines_of_rows_are_physical(town: Path) -> None:
    catalogue = load(town).catalogue
    assert catalogue is not None
    package = catalogue.package("angebote")
    assert package is not None
    table = package.table("angebote")
    assert table is not None
    assert table.lines == (2, 4, 5)
    delimiter = {field.name: field.delimiter for field in table.fields}
    assert (delimiter["orte"], delimiter["name"]) == ("|", "")


def test_rows_cannot_be_changed(town: Path) -> None:
    catalogue = load(town).catalogue
    assert catalogue is not None
    with pytest.raises(TypeError):
        catalogue.packages[0].tables[0].rows[0]["id"] = "x"  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue.town = TOWN  # type: ignore[misc]


def _drop(town: Path, package: str, *tables: str) -> None:
    path = town / "datapackages" / package / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    kept = [r for r in descriptor["resources"] if r["name"] not in tables]
    for resource in descriptor["resources"]:
        if resource["name"] in tables:
            (path.parent / resource["path"]).unlink()
    for resource in kept:
        schema = resource.get("schema", {"fields": []})
        schema["foreignKeys"] = [
            key for key in schema.get("foreignKeys", [])
            if key["reference"]["resource"] not in tables
        ]  # fmt: skip
        if not schema["foreignKeys"]:
            del schema["foreignKeys"]
        for field in schema["fields"]:
            targets = [
                t for t in field.get("verweis", []) if t.split("/")[1].split(".")[0] not in tables
            ]
            if "verweis" in field:
                field["verweis"] = targets
    descriptor["resources"] = kept
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_a_town_may_leave_out_what_it_does_not_need(town: Path) -> None:
    shutil.rmtree(town / "datapackages" / "monitoring")
    _drop(town, "angebote", "traeger", "orte")
    _drop(town, "quartiere", "gebiete", "umrisse")
    loaded = load(town)
    assert problems.report(loaded.problems) == ""
    assert loaded.catalogue is not None
    assert (loaded.catalogue.gebiete, loaded.catalogue.werte) == ((), ())


def test_a_town_may_add_packages_of_its_own(town: Path) -> None:
    shutil.copytree(town / "datapackages" / "monitoring", town / "datapackages" / "spielplaetze")
    path = town / "datapackages" / "spielplaetze" / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"monitoring"', '"spielplaetze"'), "utf-8")
    loaded = load(town)
    assert problems.report(loaded.problems) == ""
    assert loaded.packages == 4


def test_every_rule_is_documented_in_one_sentence() -> None:
    for rule in rules.ALL:
        assert rule.__doc__
        assert rule.__doc__.split("\n")[0].endswith(".")


def test_standard_check_finds_it_where_ours_is_silent(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With our own checks of cells switched off, nothing that frictionless finds is lost."""
    from praeventionskette.packages import cells

    monkeypatch.setattr(cells, "reader_for", lambda field: str)
    path = town / "datapackages" / "angebote" / "orte.csv"
    path.write_text(path.read_text("utf-8").replace("51.21,6.61", "x,6.61"), "utf-8")
    path = town / "datapackages" / "quartiere" / "gebiete.csv"
    path.write_text(path.read_text("utf-8").replace(",stadt,", ",land,"), "utf-8")
    said = {(p.file, p.line, p.rule) for p in load(town).problems}
    assert ("datapackages/angebote/orte.csv", 2, "norm") in said
    assert ("datapackages/quartiere/gebiete.csv", 2, "norm") in said


def test_a_fault_of_the_standard_check_is_told(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Iterator[problems.Problem]:
        raise RuntimeError("boom\n")
        yield

    monkeypatch.setattr(standard, "_check", fail)
    loaded = load(town)
    assert {problem.rule for problem in loaded.problems} == {"norm"}
    assert loaded.catalogue is None


@pytest.mark.parametrize("name", ["fern-adresse", "fern-verweis"])
def test_nothing_is_fetched(name: str, tmp_path: Path) -> None:
    """The cases name port 9; here a listener takes its place and must hear nothing."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(100))
            connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        source = golden.CASES / name
        changed = tmp_path / "faelle" / name
        shutil.copytree(source, changed)
        toml = (changed / "fall.toml").read_text("utf-8")
        assert "https://127.0.0.1:9/" in toml
        (changed / "fall.toml").write_text(
            toml.replace("https://127.0.0.1:9/", f"http://127.0.0.1:{port}/"), "utf-8"
        )
        shutil.copytree(golden.GOOD, tmp_path / "stadt")
        golden.apply(changed, tmp_path / "stadt")
        assert packages.check(tmp_path / "stadt" / "mkdocs.yml").stops
        server.shutdown(socket.SHUT_RDWR) if sys.platform == "linux" else server.close()
        thread.join(timeout=5)
    assert heard == []


def test_reading_opens_no_socket(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load(town).catalogue is not None


def test_a_large_table_is_checked_fast_and_repeats_are_only_counted(town: Path) -> None:
    path = town / "datapackages" / "angebote" / "bereiche.csv"
    rows = "".join(f"b-{n},Bereich {n},x\n" for n in range(30_000))
    path.write_text(path.read_text("utf-8") + rows, "utf-8")
    start = time.perf_counter()
    loaded = load(town)
    assert time.perf_counter() - start < 20
    # A hundred in full, a line that counts the rest, and one where reading stopped.
    assert len(loaded.problems) == 102
    assert "9900" in loaded.problems[0].text


def test_odd_names_are_told(town: Path) -> None:
    folder = town / "datapackages"
    for name in ("Ä b", "a\nb", "<b>", "con"):
        shutil.copytree(folder / "monitoring", folder / name)
    (folder / "monitoring" / "a\u202eb.csv").write_text("x\n", encoding="utf-8")
    report = problems.report(load(town).problems)
    assert "datapackages/a⏎b/datapackage.json:1: Der Ordnername „a⏎b“" in report
    assert "datapackages/monitoring/a⟨U+202E⟩b.csv: Diese Datei liegt im Paket" in report


def test_neuss_is_right() -> None:
    assert packages.check(ROOT / "mkdocs.yml").stops == 0


def test_frictionless_is_imported_only_when_it_is_needed() -> None:
    code = (
        "import sys; from praeventionskette import packages; "
        "print(sorted({'frictionless', 'pandas', 'mkdocs', 'folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_a_program_keeps_beside_an_open_table_is_no_data(town: Path) -> None:
    folder = town / "datapackages" / "angebote"
    for name in ("~$angebote.csv", ".~lock.angebote.csv#", ".angebote.csv"):
        (folder / name).write_text("x", encoding="utf-8")
    assert load(town).problems == ()
    (folder / "angebote (2).csv").write_text("x", encoding="utf-8")
    assert [p.rule for p in load(town).problems] == ["datei"]
