"""Keys for rows that come without one: the same row keeps its key, a new one gets the next."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence

from praeventionskette.editing.reading import folded
from praeventionskette.packages.model import ResourceSpec

SAME = ("kennzahl", "gebiet", "jahr", "stichtag", "quelle")
"""Two values that agree in these columns are one and the same."""
LONGEST = 60


def slug(text: str) -> str:
    """A name as a key: „Haus der Familie (Süd)“ → haus-der-familie-sued."""
    words = [folded(word) for word in re.findall(r"\w+", text)]
    plain = "-".join(re.sub(r"[^a-z0-9]", "", word) for word in words)
    return re.sub(r"-{2,}", "-", plain)[:LONGEST].strip("-")


def complete(
    rows: Sequence[MutableMapping[str, str]],
    old: Sequence[Mapping[str, str]],
    spec: ResourceSpec,
    prefix: str,
) -> None:
    """Give each row without an ``id`` one; the rows are changed in place."""
    if "id" not in spec.names:
        return
    taken = {row.get("id", "") for row in (*old, *rows)} - {""}
    same = {_sameness(row): row.get("id", "") for row in old if set(SAME) <= set(spec.names)}
    number, digits = _last(taken, prefix) if prefix else (0, 0)
    for row in rows:
        if row.get("id"):
            continue
        if known := same.get(_sameness(row), ""):
            row["id"] = known
        elif prefix:
            number += 1
            row["id"] = f"{prefix}{number:0{digits}d}"
        elif base := slug(row.get("name", "")):
            row["id"], count = base, 1
            while row["id"] in taken:
                count += 1
                row["id"] = f"{base}-{count}"
        taken.add(row.get("id", ""))


def _sameness(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in SAME)


def _last(taken: set[str], prefix: str) -> tuple[int, int]:
    """The highest number that follows the prefix, and how many digits the numbers have."""
    found = [k[len(prefix) :] for k in taken if re.fullmatch(re.escape(prefix) + r"\d+", k)]
    highest = max((int(digits) for digits in found), default=0)
    return highest, max((len(digits) for digits in found), default=4 if prefix == "w-" else 3)
