"""An earlier build comes back in one command; a value is found wherever it was published."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import find_value
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,1234,b", True),
        ("1.234 Kinder", True),
        ("12345", False),
        ("7,1234,5", True),
        ("9.1234", False),
        ("x1234", False),
        ("am 1234.", True),
    ],
)
def test_a_value_is_a_word_of_its_own(text: str, found: bool) -> None:
    assert bool(find_value.pattern("1234").search(text.encode())) == found


def test_a_value_is_found_in_every_place(tmp_path: Path) -> None:
    site, repository = tmp_path / "site", tmp_path / "repo"
    data = repository / "datapackages"
    site.mkdir()
    data.mkdir(parents=True)
    (site / "index.html").write_text("<p>4711 Kinder</p>", encoding="utf-8")
    with zipfile.ZipFile(site / "paket.zip", "w") as archive:
        archive.writestr("werte.csv", "id,wert\na,4711\n")
    with zipfile.ZipFile(site / "alles.zip", "w") as archive:
        archive.write(site / "paket.zip", "innen.zip")
    git = ["git", "-C", str(repository), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    (data / "werte.csv").write_text("id,wert\na,4711\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "eins"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True)
    (data / "werte.csv").write_text("id,wert\na,\n", encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "zwei"], check=True)
    command = [sys.executable, str(ROOT / "scripts" / "find_value.py")]
    done = subprocess.run(
        [*command, "4711", str(site), "--repository", str(repository)],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    for place in ("index.html", "paket.zip → werte.csv", "alles.zip → innen.zip → werte.csv",
                  "git v1.zip → datapackages/werte.csv"):  # fmt: skip
        assert place in done.stdout, done.stdout
    assert done.stdout.count("kam hinzu oder fiel weg") == 2
    none = subprocess.run(
        [*command, "471", str(site), "--repository", str(repository)],
        capture_output=True,
        text=True,
    )
    assert (none.returncode, none.stdout) == (0, "Nirgends gefunden.\n")


def test_back_to_an_earlier_build(tmp_path: Path) -> None:
    """The checked-out commit, from its build.json: every file as it was."""
    command = [sys.executable, str(ROOT / "scripts" / "rollback.py")]
    rest = ["-f", "tests/musterstadt/mkdocs.yml", "-d", str(tmp_path / "site")]
    done = subprocess.run([*command, "HEAD", *rest], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    info = tmp_path / "damals.json"
    info.write_bytes((tmp_path / "site" / "build.json").read_bytes())
    assert json.loads(info.read_text(encoding="utf-8"))["commit"]
    again = subprocess.run([*command, str(info), *rest], capture_output=True, text=True)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Jede Datei ist wie damals." in again.stdout


def test_a_state_that_is_not_known_is_said(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "rollback.py"), "gibtesnicht"]
    done = subprocess.run([*command, "-d", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "kennt dieses Repository nicht" in done.stderr
