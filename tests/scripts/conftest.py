"""Tiny towns and tiny repositories, laid out anew for each test."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# At the end: scripts/test.py must not hide the standard library's module of that name.
sys.path += [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "scripts")]

from tiny import PROBE, SCRIPTS, Repository, Town, make_wheel


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town whose path has a space and umlauts."""
    town = Town(tmp_path / "Stadt Größe")
    (town.folder / "content").mkdir(parents=True)
    (town.folder / "hooks").mkdir()
    town.config.write_text(
        "site_name: Kleinstadt\ndocs_dir: content\nhooks: [hooks/hook.py]\n"
        "theme: {name: mkdocs, color_mode: light}\nplugins: []\n",
        encoding="utf-8",
    )
    town.write_page("# Alt\n")
    town.write_hook("")
    return town


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Needs no network: its two locks name wheels that lie beside it."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    folder = tmp_path / "Mein Häuschen"
    (folder / "hooks" / "praeventionskette").mkdir(parents=True)
    (folder / "hooks" / "praeventionskette" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "scripts" / "locks").mkdir(parents=True)
    for name in ("_env.py", "_lock.py"):
        shutil.copy(SCRIPTS / name, folder / "scripts")
    (folder / "scripts" / "probe.py").write_text(PROBE, encoding="utf-8")
    variables = {
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "UV_FIND_LINKS": str(wheels),
        "UV_OFFLINE": "1",
    }
    repository = Repository(folder, variables)
    first = make_wheel(wheels, "winzig", "1.0")
    repository.lock("site", first)
    repository.lock("test", first, make_wheel(wheels, "winzigtest", "1.0"))
    return repository


@pytest.fixture
def without_uv(tmp_path: Path) -> str:
    """A search path on which there is no uv, nor anything else."""
    (tmp_path / "empty").mkdir()
    return str(tmp_path / "empty")
