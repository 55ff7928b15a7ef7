"""What is kept of earlier builds: never stale, never a finding less, never another byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from praeventionskette import beside, inspection, store, workshop

from tests.conftest import MUSTERSTADT_DAY, ROOT

MUSTERSTADT = ROOT / "tests" / "musterstadt"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, in force."""
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "speicher"))
    return tmp_path / "speicher"


def entries(kept: Path) -> list[Path]:
    return [path for path in kept.rglob("*") if path.is_file()]


def test_makes_once_what_is_asked_twice(kept: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"Bild"

    assert [store.recall("bild", ("a", 1), make) for _ in range(3)] == [b"Bild"] * 3
    assert store.recall("bild", ("a", 2), make) == b"Bild"
    assert store.recall("karte", ("a", 1), make) == b"Bild"
    assert len(made) == len(entries(kept)) == 3


@pytest.mark.parametrize("spoilt", [b"", b"Bild", b"\0" * 40])
def test_a_spoilt_entry_is_made_anew(kept: Path, spoilt: bytes) -> None:
    store.recall("bild", "a", lambda: b"Bild")
    (entry,) = entries(kept)
    entry.write_bytes(spoilt)
    assert store.recall("bild", "a", lambda: b"neu") == b"neu"
    assert store.get("bild", "a") == b"neu"


def test_another_program_has_other_entries(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put("bild", "a", b"Bild")
    monkeypatch.setattr(store, "_program", lambda: "neuere-fassung")
    assert store.get("bild", "a") is None


def test_the_program_is_every_file_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "praeventionskette"
    shutil.copytree(store.HERE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(store, "HERE", package)
    names = {store._program()}
    for path in ("messages.toml", "views/templates/angebot.html", "views/offers.py"):
        with (package / path).open("a", encoding="utf-8") as stream:
            stream.write("\n")
        names.add(store._program())
    assert len(names) == 4


def test_off_without_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(store.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert store.recall("bild", "a", lambda: b"Bild") == b"Bild"
    assert store.get("bild", "a") is store.bytecode() is None
    store.tidy()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_costs_time_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "datei").write_bytes(b"")
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "datei"))
    assert store.recall("bild", "a", lambda: b"Bild") == b"Bild"
    assert store.bytecode() is None
    store.tidy()


def test_files_are_kept_together_and_not_where_they_are_too_many(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [("a/ü.html", b"eins\n"), ("b", b""), ("c", b"drei")]
    asked: list[int] = []

    def make() -> list[tuple[str, bytes]]:
        asked.append(1)
        return few

    assert [list(store.files("seiten", "a", make)) for _ in range(3)] == [few] * 3
    assert len(asked) == len(entries(kept)) == 1
    monkeypatch.setattr(store, "MOST", 8)
    assert [list(store.files("seiten", "b", make)) for _ in range(2)] == [few] * 2
    assert len(asked) == 3
    assert len(entries(kept)) == 1


def test_findings_are_never_kept(kept: Path) -> None:
    assert store.clean("frage", "a", lambda: ["Fehler"]) == ("Fehler",)
    assert not entries(kept)
    assert store.clean("frage", "a", list) == ()
    assert store.clean("frage", "a", lambda: ["Fehler"]) == ()  # the same question, so not asked
    assert store.clean("frage", "b", lambda: ["Fehler"]) == ("Fehler",)


def test_old_entries_go(kept: Path) -> None:
    store.put("bild", "alt", b"alt")
    (old,) = entries(kept)
    ago = time.time() - (store.DAYS + 1) * 86_400
    os.utime(old, (ago, ago))
    store.put("bild", "neu", b"neu")
    store.tidy()
    assert store.get("bild", "alt") is None
    assert store.get("bild", "neu") == b"neu"


def test_an_entry_in_use_stays(kept: Path) -> None:
    store.put("bild", "a", b"Bild")
    ago = time.time() - (store.DAYS + 1) * 86_400
    os.utime(entries(kept)[0], (ago, ago))
    assert store.get("bild", "a") == b"Bild"
    store.tidy()
    assert store.get("bild", "a") == b"Bild"


def test_the_workshop_starts_no_process_for_what_is_known(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = {"robots.txt": workshop.Task("exports.index:robots", ("",))}
    first = dict(workshop.start(tasks).files())
    monkeypatch.setattr(subprocess, "Popen", None)
    assert dict(workshop.start(tasks).files()) == first


def test_a_check_after_a_change_finds_what_a_check_without_the_store_finds(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = tmp_path / "stadt"
    shutil.copytree(MUSTERSTADT, town, ignore=shutil.ignore_patterns("site"))
    before = inspection.inspect(town / "mkdocs.yml")
    assert not before.stops
    assert inspection.inspect(town / "mkdocs.yml").problems == before.problems
    values = town / "datapackages" / "monitoring" / "werte.csv"
    lines = values.read_text(encoding="utf-8").splitlines(keepends=True)
    values.write_text("".join(lines) + lines[-1], encoding="utf-8")
    after = inspection.inspect(town / "mkdocs.yml")
    monkeypatch.setenv(store.VARIABLE, "")
    assert after.problems == inspection.inspect(town / "mkdocs.yml").problems
    assert after.stops


def test_a_build_gives_the_same_bytes_with_and_without_the_store_in_any_number_of_processes(
    tmp_path: Path,
) -> None:
    """Slow path: one process, nothing kept. Quick paths: several, into the store and out of it."""
    built = {}
    for name, folder in (("ohne", ""), ("leer", "speicher"), ("voll", "speicher")):
        site = tmp_path / name
        command = [sys.executable, str(ROOT / "scripts" / "build.py")]
        command += ["-f", str(MUSTERSTADT / "mkdocs.yml"), "-d", str(site)]
        environment = {store.VARIABLE: str(tmp_path / folder) if folder else ""}
        environment["SOURCE_DATE_EPOCH"] = MUSTERSTADT_DAY
        environment[beside.VARIABLE] = "" if folder else "1"
        subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)
        built[name] = {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in site.rglob("*")
            if path.is_file()
        }
    assert len(built["ohne"]) > 300
    assert built["ohne"] == built["leer"] == built["voll"]
    kinds = {path.parent.parent.name for path in entries(tmp_path / "speicher")}
    assert {"norm", "geheimhaltung", "sprache", "werkstatt", "xlsx", "parquet", "zip"} <= kinds
