"""Find packages and read their files: once, bounded, and never outside of their folder."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from praeventionskette import problems
from praeventionskette.problems import Problem

DESCRIPTOR = "datapackage.json"
FILE_BYTES = 60_000_000
"""Bytes of a table: a million rows, few enough to be checked in seconds."""
JSON_BYTES = 5_000_000
DATA_SUFFIXES = (".csv", ".geojson", ".tsv", ".xlsx", ".xls", ".ods")

_URL = re.compile(r"^\s*([a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)


def is_remote(text: str) -> bool:
    """Whether a reference leaves the machine (any scheme, or ``//host``)."""
    return bool(_URL.match(text))


def shown(path: Path, base: Path) -> str:
    """The path as messages show it: relative to the town, with forward slashes."""
    try:
        return path.relative_to(base).as_posix()
    except ValueError:
        return path.name


def folders(folder: Path) -> list[Path]:
    """The folders that may be packages, sorted by name."""
    try:
        visible = [path for path in folder.iterdir() if not path.name.startswith((".", "_"))]
    except OSError:
        return []
    return sorted((path for path in visible if path.is_dir()), key=lambda path: path.name)


def inside(folder: Path, path: Path) -> bool:
    """Whether the path, all links followed, still lies in the folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def unsafe(path: str) -> str:
    """Why a resource path may not be used (key of a sentence of ``pfad``), or ""."""
    if "\\" in path or re.search(r"[\x00-\x1f:*?\"<>|]", path):
        return "zeichen"
    pure = PurePosixPath(path)
    if pure.is_absolute() or path.startswith("~"):
        return "absolut"
    if ".." in pure.parts:
        return "oben"
    return "" if str(pure) == path and path != "." else "zeichen"


def read(folder: Path, path: str, file: str, *, line: int = 0) -> bytes | Problem:
    """The bytes of a file of a package, or the problem that keeps us from reading it.

    file: the name messages show; line: where the descriptor names it (0: it is the descriptor).
    """
    full = folder / path
    try:
        if not inside(folder, full):
            return problems.found("pfad", "link", file=file, path=path)
        status = full.stat()
        if not stat.S_ISREG(status.st_mode):
            return problems.found("datei", "keine_datei", file=file)
        most = JSON_BYTES if path.lower().endswith("json") else FILE_BYTES
        if status.st_size > most:
            size, limit = -(-status.st_size // 1_000_000), most // 1_000_000
            return problems.found("groesse", "datei", file=file, mb=size, grenze=limit)
        with full.open("rb") as stream:
            return stream.read(most + 1)
    except FileNotFoundError:
        return problems.found("datei", "fehlt", file=file)
    except (OSError, ValueError):
        return problems.found("datei", "unlesbar", file=file)


def leftovers(folder: Path, named: set[str], shown_as: str) -> Iterator[Problem]:
    """Data files in a package's folder that its descriptor does not name.

    What a program keeps beside a table that is open (``~$name.csv``, hidden files) is none.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith((".", "~$")) for part in Path(name).parts)
        if path.suffix.lower() in DATA_SUFFIXES and name not in named and not hidden:
            yield problems.found("datei", "uebrig", file=f"{shown_as}/{name}")
