"""A whole build as it is called: time, memory of all its processes, growth; the search by itself.

The store is off, but for the second run of the repository's own town, which is what it is for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from pathlib import Path

import _mkdocs
from _env import ROOT
from _measured import Row, Sizes, german
from _peers import Run, timed

WITHOUT = """
import sys
from pathlib import Path
from praeventionskette.exports import search
search.write = lambda site: 0
sys.argv[0] = sys.argv.pop(1)
sys.path.insert(0, str(Path(sys.argv[0]).parent))
import build
sys.exit(build.main())
"""
"""``build.py`` with everything but the index of the search."""
SEARCH = """
import sys
from pathlib import Path
from praeventionskette.exports import search
search.write(Path(sys.argv[1]))
"""
TOWN = """
import sys
from pathlib import Path
from _generate import generate
generate(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""
LOOKS = 0.25
"""Seconds between two looks at the memory of all processes of a build."""


def rows(sizes: Sizes) -> list[Row]:
    """A tenth of the town's size, all of it, five times of it; then the repository's own town."""
    variables = {"SOURCE_DATE_EPOCH": str(_mkdocs.EPOCH), "PYTHONHASHSEED": "0", "PK_SPEICHER": ""}
    script = str(ROOT / "scripts" / "build.py")
    runs: dict[int, Run] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The largest comes last, and nothing is deleted in between: ext4 passes over each inode
        # that was freed in the last minutes, one by one, whenever it makes a file: 10,000 empty
        # ones take 4 s instead of 0.2 s where as many were deleted before.
        for offers in (sizes.offers // 10, sizes.offers, sizes.offers * 5):
            town = _town(folder / f"{offers}", offers, sizes.seed)
            out = folder / f"site-{offers}"
            command = [sys.executable, "-c", WITHOUT, script, "-f", str(town), "-d", str(out)]
            with together() as most:
                runs[offers] = timed(command, town.parent, out, **variables)
            if offers == sizes.offers:
                site, peak = out, most()
        made = whole(sizes.offers, runs, peak)
        index = folder / "suche"
        index.mkdir()
        taken = timed(
            [sys.executable, "-c", SEARCH, str(site)], index, index / "nichts", **variables
        )
        # timed() counts what lies in a folder of its own; the index lies in the site.
        made.append(Row(f"Suchverzeichnis über {german(runs[sizes.offers].pages)} Seiten, neu, CPU",
                        taken.cpu, "s", 20, f"{german(taken.wall)} s auf der Uhr"))  # fmt: skip
        seconds = [_own(folder / "speicher", folder / "eigene") for _ in range(2)]
    made.append(Row("Website dieses Repositorys, zweiter Lauf", seconds[1], "s", 4,
                    f"erster Lauf {german(seconds[0])} s"))  # fmt: skip
    return made


def _town(folder: Path, offers: int, seed: int) -> Path:
    """An invented town, made in a process of its own: the peak memory of a program counts that of
    what starts it."""
    command = [sys.executable, "-c", TOWN, str(folder), str(offers), str(seed)]
    subprocess.run(command, check=True, cwd=Path(__file__).parent)
    return folder / "mkdocs.yml"


def whole(offers: int, runs: dict[int, Run], together: float) -> list[Row]:
    """Rows of the builds without search. runs: by offers, few, many and the size itself.

    together: most bytes that all processes of the build of that size held at a time; 0 if unknown.
    """
    few, many, run = runs[offers // 10], runs[offers * 5], runs[offers]
    first = 1000 * (run.cpu - few.cpu) / (offers - offers // 10)
    then = 1000 * (many.cpu - run.cpu) / (offers * 4)
    what = f"ganzer Bau von {german(offers)} Angeboten ohne Suche"
    size, last = german(offers), german(offers * 5)
    return [
        Row(what, run.wall, "s", 15,
            f"{german(run.cpu)} CPU s, {german(run.pages)} Seiten, Speicher aus"),
        Row(f"{what}, größter Prozess", run.peak / 1e6, "MB", 500),
        Row(f"{what}, alle Prozesse zusammen", together / 1e6, "MB", 500,
            "gemeinsame Seiten einmal gezählt" if together else "nur unter Linux messbar"),
        Row(f"linear bis {last}: CPU je Angebot danach gegen davor", then / first, "×", 1.1,
            f"{german(first)} ms bis {size}, {german(then)} ms bis {last}; dort "
            f"{german(many.wall)} s, {german(many.peak / 1e6)} MB"),
    ]  # fmt: skip


def _own(store: Path, out: Path) -> float:
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-d", str(out)]
    store.mkdir(exist_ok=True)
    return timed(command, store, out, PK_SPEICHER=str(store)).wall


@contextmanager
def together() -> Iterator[Callable[[], int]]:
    """Gives a function that tells the most bytes that all our new children held at a time.

    Proportional set size (``Pss`` of /proc/…/smaps_rollup): what processes share counts once.
    """
    most, done = [0], threading.Event()
    others = _below(os.getpid(), frozenset())

    def look() -> None:
        while not done.wait(LOOKS):
            most[0] = max(most[0], sum(map(_held, _below(os.getpid(), others))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield lambda: most[0]
    finally:
        done.set()
        thread.join()


def _below(process: int, others: AbstractSet[int]) -> set[int]:
    """All children of a process, and theirs, but for some and theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            number, _, rest = stat.read_text().partition(" ")
            parents[int(number)] = int(rest.rpartition(")")[2].split()[1])
    found, fresh = set[int](), {process}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found - others
        found |= fresh
    return found


def _held(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"(?m)^Pss:\s+(\d+)", text)
    return int(found[1]) * 1024 if found else 0
