"""Bad data never reaches readers: a German line each, exit status 1, the old site untouched."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFERS = "angebote/angebote.csv"


def run(town: Path) -> subprocess.CompletedProcess[str]:
    """Build the town with the script that people use."""
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(town / "mkdocs.yml")]
    return subprocess.run(
        [*command, "-d", str(town / "site")], capture_output=True, text=True, encoding="utf-8"
    )


def snapshot(site: Path) -> dict[str, str]:
    """Every file of a site by its hash."""
    files = sorted(p for p in site.rglob("*") if p.is_file())
    return {
        p.relative_to(site).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of Neuss with its site built."""
    folder = tmp_path_factory.mktemp("town")
    for name in ("content", "datapackages", "hooks"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    shutil.copy(ROOT / "mkdocs.yml", folder)
    done = run(folder)
    assert done.returncode == 0, done.stderr
    return folder


def replaced(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def header_only(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing descriptor": (
        lambda data: (data / "angebote/datapackage.json").unlink(),
        "datapackages/angebote",
    ),
    "broken JSON": (
        lambda data: replaced(data / "monitoring/datapackage.json", "{", "{,"),
        "datapackages/monitoring/datapackage.json:1: ",
    ),
    "wrong delimiter": (
        lambda data: (data / OFFERS).write_bytes((data / OFFERS).read_bytes().replace(b",", b";")),
        f"datapackages/{OFFERS}:1: ",
    ),
    "cp1252": (
        lambda data: replaced(data / "quartiere/gebiete.csv", "\n", "\n", "cp1252"),
        "ist nicht in UTF-8 gespeichert",
    ),
    "duplicate id": (
        lambda data: replaced(data / OFFERS, "\nne-002,", "\nne-001,"),
        f"datapackages/{OFFERS}:3: id: ",
    ),
    "dangling reference": (
        lambda data: replaced(data / OFFERS, ",weckhoven,", ",wekhoven,"),
        "Meinst du „weckhoven“?",
    ),
    "javascript address": (
        lambda data: replaced(data / "angebote/traeger.csv", "https://", "javascript:"),
        "datapackages/angebote/traeger.csv:",
    ),
    "a date that does not exist": (
        lambda data: replaced(data / OFFERS, ",2024-07-31,", ",2024-02-30,"),
        "2024-02-30",
    ),
    "decimal comma": (
        lambda data: replaced(data / "quartiere/quartiere.csv", ",51.18833,", ',"51,18833",'),
        "Schreibe die Zahl mit Punkt: 51.18833",
    ),
    "empty table": (
        lambda data: header_only(data / "angebote/orte.csv"),
        "datapackages/angebote/orte.csv:",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_named_and_the_site_stays(town: Path, case: str) -> None:
    spoil, part = CASES[case]
    data, before = town / "datapackages", snapshot(town / "site")
    shutil.copytree(data, town / "sound")
    try:
        spoil(data)
        done = run(town)
    finally:
        shutil.rmtree(data)
        (town / "sound").rename(data)
    assert done.returncode == 1
    assert part in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert snapshot(town / "site") == before
    assert {p.name for p in town.iterdir() if p.name.startswith(".site")} == set()
