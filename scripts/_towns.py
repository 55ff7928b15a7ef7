"""Many small towns: each builds alone into a folder of its own, as many as cores at once."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import _mkdocs
from _env import ROOT
from _peers import Run, median, timed


def main(towns: int, offers: int, seed: int) -> int:
    """Build ``towns`` generated towns with ``offers`` offers each and print what they cost."""
    from _generate import generate

    cores = os.cpu_count() or 1
    day = {"SOURCE_DATE_EPOCH": str(_mkdocs.EPOCH)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def build(number: int) -> tuple[Run, int]:
            place = folder / str(number)
            config, out = generate(place / "stadt", offers, seed + number), place / "site"
            command = [sys.executable, str(ROOT / "scripts" / "build.py")]
            run = timed([*command, "-f", str(config), "-d", str(out)], place, out, **day)
            return run, sum(1 for f in out.rglob("*") if f.is_file())

        start = time.monotonic()
        with ThreadPoolExecutor(cores) as pool:
            done = list(pool.map(build, range(towns)))
        wall = time.monotonic() - start
    one, files = median([run for run, _ in done]), sum(count for _, count in done)
    print(f"{towns} Städte mit je {offers} Angeboten (Startwert {seed}), {cores} zugleich")
    print(f"  zusammen {wall:.0f} s, {files} Dateien, {sum(r.size for r, _ in done) / 1e6:.0f} MB")
    print(f"  eine Stadt (Median): {one.cpu:.1f} CPU s, {one.wall:.1f} s, {one.peak / 1e6:.0f} MB")
    print(f"  hochgerechnet auf 396: {wall / towns * 396 / 60:.0f} min auf diesem Rechner")
    return 0
