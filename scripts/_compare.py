"""Our build beside those of the peers: alternating order, medians, stages apart."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import _mkdocs
from _env import ROOT
from _lock import say
from _peers import Run, facts, median, peers, timed

OWN = "Präventionskette"
GOALS = (("Hugo", 0.6, "höchstens"), ("MkDocs + Material", 1 / 12, "höchstens"))
"""Our processor seconds for the pages as a share of the peer's."""


def main(offers: int, seed: int, runs: int) -> int:
    """Build the same offers with all programs and print a table; 1 where a peer is missing."""
    from _generate import generate

    day = {"SOURCE_DATE_EPOCH": str(_mkdocs.EPOCH), "PYTHONHASHSEED": "0", "PK_SPEICHER": ""}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = generate(folder / "stadt", offers, seed)
        said = facts(town)
        found = peers(ROOT / ".cache" / "eleventy")
        there = [p for p in found if not p.missing]
        _head(offers, len(said), seed, runs)
        for peer in there:
            peer.write(folder / peer.name, said)
        results: dict[str, list[Run]] = {name: [] for name in (*(p.name for p in there), OWN)}
        stages: list[dict[str, float]] = []
        for turn in range(runs):
            for peer in there if turn % 2 else reversed(there):
                place = folder / peer.name
                results[peer.name].append(timed(peer.command(place / "aus"), place, place / "aus"))
            command = [sys.executable, str(Path(__file__)), str(town), str(folder / "site")]
            run = timed(command, town.parent, folder / "site", **day)
            results[OWN].append(run)
            stages.append(json.loads((town.parent / "bank.log").read_text().splitlines()[-1]))
        _table({name: median(list_) for name, list_ in results.items()})
        own = {k: sorted(s[k] for s in stages)[runs // 2] for k in stages[0]}
        _stages(own, {name: median(list_) for name, list_ in results.items()})
    for peer in found:
        if peer.missing:
            say(f"{peer.name} wurde nicht verglichen. {peer.missing}")
    return int(len(there) < len(found))


def _head(offers: int, current: int, seed: int, runs: int) -> None:
    tools = {"Hugo": ["hugo", "version"], "Node.js": ["node", "--version"]}
    said = [f"Python {platform.python_version()}"]
    for name, command in tools.items():
        try:
            done = subprocess.run(command, capture_output=True, text=True)
            said.append(f"{name} {done.stdout.split('linux')[0].strip()}")
        except OSError:
            continue
    cores, load = os.cpu_count(), os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(f"{platform.machine()}, {cores} Kerne, Last {load:.1f}; {', '.join(said)}")
    print(f"{offers} Angebote ({current} aktuelle), Startwert {seed}, Median von {runs}\n")


def _table(results: dict[str, Run]) -> None:
    print(f"  {'':<20}{'CPU s':>8}{'Uhr s':>8}{'MB Spitze':>11}{'MB Ausgabe':>12}{'Seiten':>8}")
    for name, r in results.items():
        print(f"  {name:<20}{r.cpu:>8.2f}{r.wall:>8.2f}{r.peak / 1e6:>11.0f}"
              f"{r.size / 1e6:>12.1f}{r.pages:>8.0f}")  # fmt: skip


def _stages(own: dict[str, float], results: dict[str, Run]) -> None:
    print("\n  Stufen des eigenen Baus, CPU s (Kindprozesse nicht mitgezählt)")
    for name, seconds in own.items():
        print(f"  {name:<28}{seconds:>8.2f}")
    print("\n  Seiten der Angebote gegen den ganzen Bau der anderen, CPU")
    for name, goal, word in GOALS:
        if name in results:
            share = own["Angebote"] / results[name].cpu
            mark = "" if share <= goal else "  nicht erreicht"
            print(f"  gegen {name:<22}{share:>8.2f} ({word} {goal:.2f}){mark}")


def _child(config_file: Path, site: Path) -> None:
    """One whole build in this process; the last line is its stages in seconds of the processor."""
    import time

    time.perf_counter = time.process_time  # the hooks' stages then tell processor time
    log = _mkdocs.attach()
    config = _mkdocs.load(config_file, False, "build")
    before = time.process_time()
    _mkdocs.build(config, site)
    whole = time.process_time() - before
    stages: dict[str, float] = {"MkDocs": whole}
    for name, seconds in log.stages:
        stage = name.removesuffix(_mkdocs.BESIDE)
        stages[stage] = stages.get(stage, 0.0) + seconds
        if stage == name:
            stages["MkDocs"] -= seconds
    print("\n" + json.dumps(stages))


if __name__ == "__main__":
    _child(Path(sys.argv[1]), Path(sys.argv[2]))
