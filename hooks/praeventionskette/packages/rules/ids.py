"""Ids become addresses and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from praeventionskette import problems
from praeventionskette.catalogue import Cell
from praeventionskette.packages import columns
from praeventionskette.packages.model import Data, TableData
from praeventionskette.problems import Problem

SAFE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
LENGTH = 80
RESERVED = frozenset(
    ["index", "con", "prn", "aux", "nul", "404", "vorlage", "kalender", "assets"]
    + ["bereich", "phase", "quartier", "seite"]  # folders of ready lists, see views/listing.py
    + [f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)]
)
"""Names with a meaning of their own on the site or in the file system of Windows."""


def safe(data: Data) -> Iterator[Problem]:
    """An id is made of letters a to z, digits and single hyphens, and is no reserved name."""
    for table in data.tables.values():
        for line, value in _ids(table, lambda value: bool(_wrong(value))):
            if key := _wrong(value):
                yield problems.found(
                    "kennung", key, file=table.file, line=line, column="id", wert=value
                )


def _ids(table: TableData, wanted: Callable[[Cell], bool]) -> Iterator[tuple[int, Cell]]:
    """Line and id of each row that is all right; of a large table, those that may be wanted."""
    for number in columns.holding(table, "id", wanted) if table.has("id") else ():
        if number not in table.bad:
            yield table.lines[number], table.rows[number]["id"]


def _wrong(value: Cell) -> str:
    """Why an id cannot stand (key of a sentence of ``kennung``), or ""."""
    if not isinstance(value, str):
        return ""
    return (
        "form" if not SAFE.fullmatch(value)
        else "reserviert" if value.lower() in RESERVED
        else "lang" if len(value) > LENGTH
        else ""
    )  # fmt: skip


def _folded(value: Cell) -> str:
    return unicodedata.normalize("NFKC", str(value)).casefold()


def distinct(data: Data) -> Iterator[Problem]:
    """Two ids of a table differ by more than upper and lower case or the spelling of a letter."""
    for table in data.tables.values():
        alike = columns.alike(table, "id", _folded) if table.has("id") else frozenset()
        if not (alike is None or alike):
            continue
        first: dict[str, tuple[str, int]] = {}
        for line, found in _ids(table, lambda value, alike=alike: _folded(value) in alike):  # type: ignore[misc]
            value = str(found)
            other, before = first.setdefault(_folded(value), (value, line))
            if other != value:
                yield problems.found(
                    "kennung", "aehnlich", file=table.file, line=line, column="id",
                    wert=value, anderer=other, zeile=before,
                )  # fmt: skip
