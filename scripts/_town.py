"""What the scripts for editors share: the option for the town, the voice, paths as people type."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath


def parser(description: str) -> argparse.ArgumentParser:
    """A parser with the option ``-f`` that all of them have."""
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument(
        "-f", "--config-file", type=Path, default=Path("mkdocs.yml"), metavar="mkdocs.yml",
        help="Einstellungen der Stadt (Vorgabe: mkdocs.yml)",
    )  # fmt: skip
    return made


def wanted(shown: str, paths: Sequence[Path], base: Path) -> bool:
    """Whether a file (relative to the town) lies in one of the paths; yes where none is named."""
    for path in paths:
        full = path.resolve()
        inside = full.relative_to(base) if full.is_relative_to(base) else path
        if PurePosixPath(shown).is_relative_to(PurePosixPath(inside.as_posix())):
            return True
    return not paths


def utf8() -> None:
    """German letters on every terminal, also on Windows."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def counted(number: int, one: str, many: str) -> str:
    """„1 Datei“, „3 Dateien“."""
    return f"{number} {one if number == 1 else many}"
