"""The audit is a stage of every check and build: a derivable secret stops both."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from praeventionskette import packages
from praeventionskette.inspection import inspect

ROOT = Path(__file__).resolve().parent.parent
TOWN = ROOT / "tests" / "musterstadt"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the invented town that finds the hooks where the original does."""
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__py*"))
    folder = tmp_path / "tests" / "musterstadt"
    shutil.copytree(TOWN, folder)
    return folder


def publish_the_total(town: Path) -> None:
    """Add the town's total beside a withheld quarter: the difference gives the secret away."""
    path = town / "datapackages" / "monitoring" / "werte.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    hidden = next(r for r in rows if r["status"] == "geheim" and r["kennzahl"] == "kinder-unter-6")
    same = [r for r in rows if (r["kennzahl"], r["jahr"]) == (hidden["kennzahl"], hidden["jahr"])]
    total = sum(int(r["wert"]) for r in same if r["wert"]) + 3
    rows.append(
        {**hidden, "id": "mw-9999", "gebiet": "stadt", "status": "gemessen", "wert": str(total)}
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_both_towns_pass() -> None:
    for config in (ROOT / "mkdocs.yml", TOWN / "mkdocs.yml"):
        assert [p for p in inspect(config).problems if p.stops] == []


def test_a_total_that_gives_a_secret_away_stops_check_and_build(town: Path) -> None:
    publish_the_total(town)
    assert packages.check(town / "mkdocs.yml").stops == 0
    found = [p for p in inspect(town / "mkdocs.yml").problems if p.stops]
    assert found
    assert all(p.rule.startswith("geheim") for p in found)
    for script in (["check.py"], ["build.py", "-d", str(town / "site")]):
        command = [sys.executable, str(ROOT / "scripts" / script[0]), *script[1:]]
        done = subprocess.run(
            [*command, "-f", str(town / "mkdocs.yml")],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 1
        assert found[0].text in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert not (town / "site").exists()
