"""Tiny towns and tiny repositories that the scripts are tried on."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a person's shell: nothing that an outer script has set."""
    own = ("PYTHONPATH", "PYTHONHASHSEED", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV")
    return {**{k: v for k, v in os.environ.items() if k not in own}, **changes}


@dataclass(frozen=True)
class Town:
    """A folder with a page, a hook and a ``mkdocs.yml``, and what was built from it."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def config(self) -> Path:
        return self.folder / "mkdocs.yml"

    def write_hook(self, code: str) -> None:
        (self.folder / "hooks" / "hook.py").write_text(code, encoding="utf-8")

    def write_page(self, text: str) -> None:
        (self.folder / "content" / "index.md").write_text(text, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(SCRIPTS / "build.py"), "-f", str(self.config), *arguments]

    def build(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=environment(**changes),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def snapshot(self) -> dict[str, tuple[bytes, int]]:
        """Every file of the site with its bytes and its time of change."""
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {str(p.relative_to(self.site)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}

    def beside(self) -> set[str]:
        """What lies in the folder that was not there before the first build."""
        return {path.name for path in self.folder.iterdir()} - {"mkdocs.yml", "content", "hooks"}


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


@dataclass(frozen=True)
class Repository:
    """A copy of the scripts with a lock of one or two wheels that were made here."""

    folder: Path
    variables: Mapping[str, str]

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    def lock(self, extra: str, *wheels: Path) -> None:
        lines = [
            f"{wheel.name.split('-')[0]}=={wheel.name.split('-')[1]} \\\n"
            f"    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
            for wheel in wheels
        ]
        locks = self.folder / "scripts" / "locks"
        (locks / f"{extra}.txt").write_text("".join(lines), encoding="utf-8")

    def command(self, extra: str = "site") -> list[str]:
        return [sys.executable, str(self.folder / "scripts" / "probe.py"), extra]

    def run(self, extra: str = "site", **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(extra),
            env=environment(**{**self.variables, **changes}),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )


PROBE = """
import sys
from _env import ensure_environment

ensure_environment(sys.argv[1], PK_PROBE="1")

import importlib.metadata, os
import praeventionskette

assert os.environ["PK_PROBE"] == "1"
print(sys.prefix)
print(*sorted(d.name for d in importlib.metadata.distributions() if d.name.startswith("winzig")))
"""


def make_wheel(folder: Path, name: str, version: str) -> Path:
    """The smallest wheel that pip and uv install."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)
    return wheel


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
