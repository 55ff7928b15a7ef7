"""Golden cases: the good town with something broken, and the report that people then read.

A case is a folder of ``tests/packages``: ``fall.toml`` says in one sentence what is tried and how
the good town (``tests/packages/gut``) is changed, ``erwartet.txt`` is the exact report.
Write all reports anew with ``python tests/golden.py`` and read the difference.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from praeventionskette import packages, problems
from praeventionskette.packages import kept

CASES = Path(__file__).with_name("packages")
GOOD = CASES / "gut"


def names() -> list[str]:
    """The names of all cases."""
    return sorted(path.parent.name for path in CASES.glob("*/fall.toml"))


def _path(town: Path, name: str) -> Path:
    inside = name.startswith(("content", "mkdocs.yml"))
    return town / name if inside else town / "datapackages" / name


def _change(town: Path, step: dict[str, Any]) -> None:
    """One step of a ``fall.toml``."""
    path = _path(town, step["datei"])
    if "fassung" in step:
        kept.keep(town / "datapackages" / step["fassung"], path)
    elif "alt" in step:
        text = path.read_text(encoding="utf-8")
        assert text.count(step["alt"]) >= 1, f"{step['alt']!r} steht nicht in {path.name}"
        path.write_bytes(text.replace(step["alt"], step["neu"], 1).encode("utf-8"))
    elif "inhalt" in step:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(step["inhalt"].encode("utf-8"))
    elif "hex" in step:
        path.write_bytes(bytes.fromhex(step["hex"]))
    elif "zeichensatz" in step:
        path.write_bytes(path.read_text(encoding="utf-8").encode(step["zeichensatz"]))
    elif "zeilenende" in step:
        path.write_bytes(path.read_bytes().replace(b"\n", step["zeilenende"].encode()))
    elif "trennzeichen" in step:
        path.write_bytes(path.read_bytes().replace(b",", step["trennzeichen"].encode()))
    elif "mal" in step:
        path.write_bytes(path.read_bytes() + step["zeile"].encode() * step["mal"])
    elif "groesse" in step:
        with path.open("r+b") as stream:
            stream.truncate(step["groesse"])
    elif "link" in step:
        path.unlink(missing_ok=True)
        path.symlink_to(step["link"])
    elif step.get("loeschen"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    else:
        raise AssertionError(f"Unbekannter Schritt: {step}")


def apply(case: Path, town: Path) -> None:
    """Change a town as the ``fall.toml`` of a case says."""
    steps = tomllib.loads((case / "fall.toml").read_text(encoding="utf-8"))["schritt"]
    for step in steps:
        _change(town, step)


def report(name: str, folder: Path) -> str:
    """The report on a case, made in a new folder."""
    town = folder / "stadt"
    shutil.copytree(GOOD, town)
    apply(CASES / name, town)
    checked = packages.check(town / "mkdocs.yml")
    return f"{problems.report(checked.problems)}\n\n{checked.summary}\n"


def main() -> None:
    """Write every report anew."""
    for name in names():
        with tempfile.TemporaryDirectory() as folder:
            text = report(name, Path(folder))
        (CASES / name / "erwartet.txt").write_text(text, encoding="utf-8")
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main()
