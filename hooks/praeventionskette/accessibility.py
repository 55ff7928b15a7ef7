"""What is known about the accessibility of the pages: results of tests, and of people who looked.

``scripts/accessibility.py --write`` makes the one, a person keeps the other. Both belong to the
program and not to a town: the pages of all towns are made by the same templates.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULT = Path(__file__).with_name("accessibility.json")
BY_HAND = Path(__file__).with_name("accessibility.toml")


@dataclass(frozen=True, slots=True)
class Tested:
    """One run over all kinds of pages.

    websites: names of the towns; arten: kinds of pages; ansichten: pages × states × widths ×
    colour schemes that axe-core looked at; pruefungen: our own checks by name.
    """

    am: dt.date
    websites: tuple[str, ...]
    arten: int
    ansichten: int
    zustaende: tuple[str, ...]
    pruefungen: tuple[str, ...]
    funde: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Something that only people can find out. am: None where nobody has done it yet."""

    was: str
    am: dt.date | None
    ergebnis: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the pages lack for everybody to see or read."""

    was: str
    text: str


def kept_result(path: Path = RESULT) -> Tested | None:
    """The kept result; None where no run was kept."""
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Tested(
        dt.date.fromisoformat(kept["am"]),
        tuple(kept["websites"]),
        int(kept["arten"]),
        int(kept["ansichten"]),
        tuple(kept["zustaende"]),
        tuple(kept["pruefungen"]),
        int(kept["funde"]),
    )


def by_hand(path: Path = BY_HAND) -> tuple[tuple[Looked, ...], tuple[Missing, ...]]:
    """What people looked at (or did not yet), and what is missing."""
    kept = tomllib.loads(path.read_text(encoding="utf-8"))
    looked = tuple(
        Looked(p["was"], dt.date.fromisoformat(p["am"]) if p["am"] else None, p["ergebnis"])
        for p in kept["pruefung"]
    )
    return looked, tuple(Missing(m["was"], m["text"]) for m in kept["fehlt"])
