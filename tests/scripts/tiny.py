"""Tiny towns and tiny repositories that the scripts are tried on."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


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
        return {
            str(p.relative_to(self.site)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files
        }

    def beside(self) -> set[str]:
        """What lies in the folder that was not there before the first build."""
        return {path.name for path in self.folder.iterdir()} - {"mkdocs.yml", "content", "hooks"}


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
