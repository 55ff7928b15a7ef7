"""Ids become addresses and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from praeventionskette import problems
from praeventionskette.packages.model import Data
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
        for line, row in table.clean() if table.has("id") else ():
            value = row["id"]
            if not isinstance(value, str):
                continue
            key = (
                "form" if not SAFE.fullmatch(value)
                else "reserviert" if value.lower() in RESERVED
                else "lang" if len(value) > LENGTH
                else ""
            )  # fmt: skip
            if key:
                yield problems.found(
                    "kennung", key, file=table.file, line=line, column="id", wert=value
                )


def distinct(data: Data) -> Iterator[Problem]:
    """Two ids of a table differ by more than upper and lower case or the spelling of a letter."""
    for table in data.tables.values():
        first: dict[str, tuple[str, int]] = {}
        for line, row in table.clean() if table.has("id") else ():
            value = str(row["id"])
            folded = unicodedata.normalize("NFKC", value).casefold()
            other, before = first.setdefault(folded, (value, line))
            if other != value:
                yield problems.found(
                    "kennung", "aehnlich", file=table.file, line=line, column="id",
                    wert=value, anderer=other, zeile=before,
                )  # fmt: skip
