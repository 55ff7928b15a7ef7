"""What a run of ``accessibility.py`` has looked at, and how a later run takes that over."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

MEASURES = ("_axe.py", "_barriers.js", "_barriers.py", "_states.py", "_tally.py")
"""What decides what is found: if one of these changed, nothing is taken over."""


@dataclass
class Tally:
    """What was looked at so far, and every sentence about a barrier.

    looks: of axe, one for each page, state, width and colour scheme; states: name → looks;
    checks: name → pages; failed: sentences about what could not be looked at; absent: state →
    pages and widths that cannot be in it after all.
    """

    kinds: int = 0
    looks: int = 0
    measured: int = 0
    states: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unsure: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take over what another one counted."""
        self.kinds += other.kinds
        self.looks += other.looks
        self.measured += other.measured
        self.found += other.found
        self.failed += other.failed
        for name in ("states", "checks", "unsure", "absent"):
            getattr(self, name).update(getattr(other, name))


def key(site: Path, address: str) -> str:
    """Of one page of a site as it is now, looked at by the checks as they are now.

    The page's own bytes do not tell what it looks like: scripts, styles and data belong to it.
    """
    told = hashlib.sha256((site / "SHA256SUMS").read_bytes())
    for name in MEASURES:
        told.update(Path(__file__).with_name(name).read_bytes())
    told.update(address.encode())
    return told.hexdigest()


class Kept:
    """Finished pages in a file, one JSON line each, so that a run may go on where one ended."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        lines: Iterable[str] = ()
        if path is not None and path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
        self.done: dict[str, Tally] = {}
        for line in lines:
            entry = json.loads(line)
            own = entry["gezaehlt"]
            for name in ("states", "checks", "unsure", "absent"):
                own[name] = Counter(own[name])
            self.done[entry["seite"]] = Tally(**own)

    def keep(self, page: str, tally: Tally) -> None:
        """One page more. One that could not be looked at is not kept: the next run tries again."""
        if self.path is not None and not tally.failed:
            with self.path.open("a", encoding="utf-8") as file:
                entry = {"seite": page, "gezaehlt": vars(tally)}
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
