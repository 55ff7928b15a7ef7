"""Many small towns: each builds alone into a folder of its own, as many as cores at once."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import _mkdocs
from _env import ROOT
from _measured import Row, Sizes, german
from _peers import Run, median, timed

MUNICIPALITIES = 396
"""Of North Rhine-Westphalia."""
OFFERS = (20, 50)
"""A small town has between so many offers and so many."""


@dataclass(frozen=True, slots=True)
class State:
    """Some towns built: each one's run and number of files; seconds from first to last."""

    runs: list[Run]
    files: list[int]
    wall: float
    at_once: int

    def all_of(self, total: float) -> float:
        """What all municipalities would take of a figure that these towns took together."""
        return total / len(self.runs) * MUNICIPALITIES


def offers_of(number: int, offers: tuple[int, int] = OFFERS) -> int:
    """How many offers a town has: spread evenly over the range, the same for the same number."""
    few, many = offers
    return few + number * 7 % (many - few + 1)


def measured(towns: int, offers: tuple[int, int], seed: int) -> State:
    """Build generated towns by ``build.py``, each with a store of its own that is empty, as in a
    job of its own. offers: fewest and most of a town."""
    from _generate import generate

    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:

        def build(number: int) -> tuple[Run, int]:
            place = Path(name) / str(number)
            config = generate(place / "stadt", offers_of(number, offers), seed + number)
            out = place / "site"
            command = [sys.executable, str(ROOT / "scripts" / "build.py")]
            run = timed([*command, "-f", str(config), "-d", str(out)], place, out,
                        SOURCE_DATE_EPOCH=str(_mkdocs.EPOCH),
                        PK_SPEICHER=str(place / "speicher"))  # fmt: skip
            return run, sum(1 for f in out.rglob("*") if f.is_file())

        start = time.monotonic()
        with ThreadPoolExecutor(cores) as pool:
            done = list(pool.map(build, range(towns)))
        wall = time.monotonic() - start
    return State([run for run, _ in done], [count for _, count in done], wall, cores)


def rows(sizes: Sizes) -> list[Row]:
    """The one table's rows: of a town, and of all municipalities of the state."""
    return told(measured(sizes.towns, OFFERS, sizes.seed))


def told(state: State) -> list[Row]:
    """A small town, and all towns of the state as so many such towns, one build after the other on
    as many cores as were used: towns share nothing, so their figures add up."""
    one, towns = median(state.runs), len(state.runs)
    longest = max(run.wall for run in state.runs)
    whole = "hochgerechnet" if towns < MUNICIPALITIES else "gemessen"
    all_of, what = state.all_of, f"alle {MUNICIPALITIES} Städte ({whole})"
    size = sum(run.size for run in state.runs)
    return [
        Row("eine kleine Stadt, mittlere Bauzeit", one.wall, "s", None,
            f"{towns} Städte, {state.at_once} zugleich, Speicher leer; {german(one.cpu)} CPU s, "
            f"längste {german(longest)} s"),
        Row("eine kleine Stadt, größter Prozess", one.peak / 1e6, "MB", None,
            f"größter von allen {german(max(run.peak for run in state.runs) / 1e6)} MB"),
        Row("eine kleine Stadt, Dateien", sum(state.files) / towns, "", None,
            f"{german(size / towns / 1e6)} MB"),
        Row(f"{what}: Zeit auf diesem Rechner", all_of(state.wall) / 60, "min", None,
            f"jede so groß wie im Mittel diese; "
            f"{german(all_of(sum(r.cpu for r in state.runs)) / 60)} CPU min; "
            "in Aufgaben nebeneinander entsprechend kürzer"),
        Row(f"{what}: Dateien", round(all_of(sum(state.files))), "", None,
            f"{german(all_of(size) / 1e9)} GB"),
    ]  # fmt: skip


def main(towns: int, offers: tuple[int, int], seed: int) -> int:
    """Build ``towns`` generated towns and print what they cost, and what all of the state would."""
    import _measured

    few, many = offers
    print(
        f"{towns} erfundene Städte mit {few} bis {many} Angeboten, Startwert {seed}\n", flush=True
    )
    results = [_measured.Result("staedte", 0.0, tuple(told(measured(towns, offers, seed))))]
    print(_measured.table(results, judged=False))
    return 0
