"""A published copy is proved whole, and each kind of change to it is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from praeventionskette.exports import buildinfo

ROOT = Path(__file__).resolve().parents[2]


def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "verify_site.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def copy(neuss_site: Path, tmp_path: Path) -> Path:
    return shutil.copytree(neuss_site, tmp_path / "copy")


def test_the_list_holds_every_file_and_build_json_names_the_list(neuss_site: Path) -> None:
    sums = (neuss_site / "SHA256SUMS").read_bytes()
    info = json.loads((neuss_site / "build.json").read_text(encoding="utf-8"))
    names = {line[66:] for line in sums.decode().splitlines()}
    files = {p.relative_to(neuss_site).as_posix() for p in neuss_site.rglob("*") if p.is_file()}
    assert names == files - {"SHA256SUMS", "build.json"}
    assert info["dateien"] == {
        "anzahl": len(names),
        "sha256sums": hashlib.sha256(sums).hexdigest(),
    }
    offers = (ROOT / "datapackages/angebote/angebote.csv").read_bytes()
    assert info["eingaben"]["angebote/angebote.csv"] == hashlib.sha256(offers).hexdigest()


def test_the_version_is_the_one_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == buildinfo.VERSION


def test_a_sound_copy(copy: Path) -> None:
    done = verify(str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Dateien verglichen: gleich\n")


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda c: (c / "index.html").write_text("x"), "index.html: hat einen anderen Inhalt"),
        (lambda c: (c / "404.html").unlink(), "404.html: fehlt."),
        (lambda c: (c / "neu.html").write_text("x"), "neu.html: gehört nicht zum Bau."),
        (lambda c: (c / "SHA256SUMS").write_text("x\n"), "keine Zeile einer Prüfsummenliste"),
        (lambda c: (c / "SHA256SUMS").unlink(), "SHA256SUMS fehlt"),
    ],
)
def test_each_kind_of_change_is_found(
    copy: Path, spoil: Callable[[Path], object], line: str
) -> None:
    spoil(copy)
    done = verify(str(copy))
    assert done.returncode == 1
    assert line in done.stdout
    assert "Traceback" not in done.stderr


def test_a_served_site_is_compared_with_a_trusted_list(
    copy: Path, neuss_site: Path, serve: Callable[..., str]
) -> None:
    address, trusted = serve(copy), ["--sums", str(neuss_site / "SHA256SUMS")]
    assert verify(address, *trusted).returncode == 0
    (copy / "index.html").write_text("x", encoding="utf-8")
    (copy / "SHA256SUMS").write_text("", encoding="utf-8")
    done = verify(address, *trusted)
    assert done.returncode == 1
    assert "index.html: hat einen anderen Inhalt als gebaut." in done.stdout
