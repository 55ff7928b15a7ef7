"""Measurements as rows of one table: each part in a process of its own, what fails says so.

A part is a module with ``rows(sizes) -> list[Row]``. It may print what it likes. Raises it, or ends
it badly, its row holds the last line of what it said, and the other parts go on.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from _lock import say

HOUR = 3600.0
"""Seconds that a part may take."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; the goals of the table are for these defaults."""

    offers: int = 10_000
    rows: int = 1_000_000
    tables: int = 10_000
    towns: int = 24
    runs: int = 3
    seed: int = 1
    seconds: int = 20
    """For how long a server is under load."""

    def full(self) -> bool:
        """Whether goals may be judged."""
        return asdict(self) | {"seed": 1} == asdict(Sizes())


SMALL = Sizes(offers=200, rows=10_000, tables=20, towns=2, runs=1, seconds=3)
"""For a try: minutes, and no goal is judged."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. limit: the most that is good (None: no goal); with ``least`` the least."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None
    note: str = ""
    least: bool = False

    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Part:
    """A module of measurements and its German name. browser: whether it needs a Chromium."""

    name: str
    module: str
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a part gave. failed: why it gave no rows, or ""."""

    part: str
    seconds: float
    rows: tuple[Row, ...] = ()
    failed: str = ""


def run(parts: Iterable[Part], sizes: Sizes, patience: float = HOUR) -> list[Result]:
    """All parts, one after the other, each in a process of its own."""
    results = []
    for part in parts:
        say(f"{part.name} …")
        results.append(_one(part, sizes, patience))
        said = results[-1].failed or f"{len(results[-1].rows)} Werte"
        say(f"{part.name}: {said} ({results[-1].seconds:.0f} s)")
    return results


def _one(part: Part, sizes: Sizes, patience: float) -> Result:
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        out, log = Path(name) / "zeilen.json", Path(name) / "gesagt.log"
        command = [sys.executable, __file__, part.module, json.dumps(asdict(sizes)), str(out)]
        with log.open("wb") as stream:
            process = subprocess.Popen(
                command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            try:
                process.wait(patience)
                late = ""
            except subprocess.TimeoutExpired:
                late = f"nach {patience:.0f} s nicht fertig"
            finally:
                _end(process)
        seconds = time.monotonic() - start
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        try:
            made = tuple(Row(**one) for one in json.loads(out.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            made = ()
    if process.returncode or not made:
        why = late or (said[-1] if said else "ohne ein Wort beendet")
        return Result(part.name, seconds, failed=why[:300])
    return Result(part.name, seconds, made)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and whatever it has left running: browsers, servers, builds."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass
    process.wait()


def german(value: float) -> str:
    """A figure as people read it: three digits that count, none behind the comma from 100 on."""
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def table(results: Sequence[Result], *, judged: bool) -> str:
    """The table in Markdown, its columns aligned. judged: whether goals are held against it."""
    lines = [("Was", "Wert", "Ziel", "erreicht", "Anmerkung")]
    for result in results:
        if result.failed:
            lines.append((result.part, "–", "", "**nicht gemessen**", result.failed))
        for row in result.rows:
            goal, reached = "", row.reached()
            if row.limit is not None:
                goal = f"{'≥' if row.least else '≤'} {german(row.limit)} {row.unit}".strip()
            verdict = "" if reached is None else "ja" if reached else "**nein**"
            figure = f"{german(row.value)} {row.unit}".strip()
            lines.append((row.name, figure, goal, verdict if judged else "", row.note))
    clean = [[" ".join(cell.replace("|", "/").split()) for cell in line] for line in lines]
    wide = [max(len(line[n]) for line in clean) for n in range(5)]
    right = (1, 2)
    made = []
    for number, line in enumerate(clean):
        cells = [c.rjust(w) if n in right else c.ljust(w)
                 for n, (c, w) in enumerate(zip(line, wide, strict=True))]  # fmt: skip
        made.append(f"| {' | '.join(cells)} |")
        if number == 0:
            rules = ["-" * (w - 1) + ":" if n in right else "-" * w for n, w in enumerate(wide)]
            made.append(f"| {' | '.join(rules)} |")
    return "\n".join(made) + "\n"


def status(results: Sequence[Result], *, judged: bool) -> int:
    """0 where everything was measured and, where that is judged, each goal is reached."""
    failed = any(result.failed for result in results)
    missed = judged and any(row.reached() is False for r in results for row in r.rows)
    return int(failed or missed)


def main(module: str, sizes: str, out: str) -> None:
    """In the process of one part: measure, and write the rows where they are waited for."""
    found = importlib.import_module(module).rows(Sizes(**json.loads(sizes)))
    if not all(isinstance(row.value, int | float) and row.value == row.value for row in found):
        raise ValueError(f"{module}: nicht jeder Wert ist eine Zahl.")
    Path(out).write_text(json.dumps([asdict(row) for row in found]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
