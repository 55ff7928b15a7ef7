"""Golden cases: the good town with something broken, and the report that people then read.

A case is a folder of ``tests/packages``: ``fall.toml`` says in one sentence what is tried and how
the good town (``tests/packages/gut``) is changed, ``erwartet.txt`` is the exact report.
Write the reports anew with ``python -m tests.golden [CASE …]`` and read the difference.
"""

from __future__ import annotations

import os
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


def read(case: Path) -> dict[str, Any]:
    """The ``fall.toml`` of a case."""
    return tomllib.loads((case / "fall.toml").read_text(encoding="utf-8"))


def names(*, large: bool = False) -> list[str]:
    """The names of all cases; those that are large (``gross = true``) only where asked for."""
    folders = (path.parent for path in CASES.glob("*/fall.toml"))
    return sorted(path.name for path in folders if bool(read(path).get("gross")) is large)


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
    elif "stuecke" in step:  # pieces of text, each as often as it says
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(text * times for text, times in step["stuecke"]).encode())
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
    elif "rohr" in step:
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    elif step.get("loeschen"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    else:
        raise AssertionError(f"Unbekannter Schritt: {step}")


def apply(case: Path, town: Path) -> None:
    """Change a town as the ``fall.toml`` of a case says."""
    for step in read(case)["schritt"]:
        _change(town, step)


def town(name: str, folder: Path) -> Path:
    """The town of a case, made in a folder."""
    made = folder / "stadt"
    shutil.copytree(GOOD, made)
    apply(CASES / name, made)
    return made


def wording(checked: packages.Checked) -> str:
    """What people read of a check."""
    return f"{problems.report(checked.problems)}\n\n{checked.summary}\n"


def report(name: str, folder: Path) -> str:
    """The report on a case, made in a new folder."""
    return wording(packages.check(town(name, folder) / "mkdocs.yml"))


def main() -> None:
    """Write every report anew."""
    for name in sys.argv[1:] or [*names(), *names(large=True)]:
        with tempfile.TemporaryDirectory() as folder:
            text = report(name, Path(folder))
        (CASES / name / "erwartet.txt").write_text(text, encoding="utf-8")
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main()
