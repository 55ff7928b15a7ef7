"""All of /daten/ is the same from two builds in two folders on two dates."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from praeventionskette.exports import sitemap

from tests.conftest import MUSTERSTADT_DAY, ROOT

CLOCK = """
import time
_time, _ns, _gm, _local = time.time, time.time_ns, time.gmtime, time.localtime
LATER = 400 * 24 * 3600
time.time = lambda: _time() + LATER
time.time_ns = lambda: _ns() + LATER * 10**9
time.gmtime = lambda seconds=None: _gm(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _local(time.time() if seconds is None else seconds)
"""
"""A sitecustomize: the clock of the second build is 400 days ahead."""


def tree(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_two_builds_in_two_folders_on_two_dates(musterstadt_site: Path, tmp_path: Path) -> None:
    elsewhere, clock = tmp_path / "anderswo", tmp_path / "uhr"
    for part in ("hooks", "tests/musterstadt"):
        shutil.copytree(ROOT / part, elsewhere / part, ignore=shutil.ignore_patterns("__pycache__"))
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(clock), str(elsewhere / "hooks"))),
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": MUSTERSTADT_DAY,
        "TZ": "Pacific/Auckland",
        "NO_MKDOCS_2_WARNING": "1",
    }
    config = elsewhere / "tests" / "musterstadt" / "mkdocs.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "site")], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    first, second = tree(musterstadt_site / "daten"), tree(tmp_path / "site" / "daten")
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert sum(name.endswith(".zip") for name in first) == 4


def test_packed_bytes_name_no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 writes the system it runs on into a gzip, 3.13 does not."""
    written = sitemap.packed(b"Text")
    assert gzip.decompress(written) == b"Text"
    assert written[4:10] == bytes([0, 0, 0, 0, 2, 255])  # no time, best compression, no system
    pack = gzip.compress
    monkeypatch.setattr(
        sitemap.gzip,
        "compress",
        lambda raw, mtime: pack(raw, mtime=mtime)[:9] + b"\x03" + pack(raw, mtime=mtime)[10:],
    )
    assert sitemap.packed(b"Text") == written
