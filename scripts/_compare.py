"""Our build beside those of the peers: the same content, order in turn, medians, stages apart."""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import _mkdocs
from _env import ROOT
from _lock import say
from _own import STAGE_CPU, STAGE_WALL
from _peers import Peer, Run, median, peers, timed

STAGE, ALIKE = "Wir: Stufe der Seiten", "Wir: Prozess, gleiche Seite"
PAGES, WHOLE = "Wir: Prozess, ganze Seite", "Wir: ganzer Bau"
GOALS = (("Hugo", "cpu", 0.6), ("Hugo", "wall", 0.8), ("MkDocs + Material", "cpu", 1 / 12))
"""Peer, figure, and the most that our pages may take of it."""
SAID = """
  Stufe der Seiten: Sie schreibt auf jede Seite, was auch die anderen schreiben, in den Rahmen der
    Website. Ohne QR-Codes, die sonst niemand zeichnet. Wie bei den anderen ist der Inhalt da.
  Prozess, gleiche Seite: dazu der Start von Python und MkDocs, das Lesen und Umrechnen der
    Tabellen, das Thema und die Seiten der Redaktion.
  Prozess, ganze Seite: dazu die QR-Codes.
  Ganzer Bau: dazu alles, was unten als Stufe steht (Prüfungen, Listen, Karte, Downloads, Suche).
  Die anderen: ihr ganzer Prozess. Sie bekommen alle Angaben fertig ausgerechnet und schreiben
    keinen Rahmen mit Kopf, Navigation und Fuß; nur Material hat einen eigenen."""
SAMPLE = 40
"""Pages of each peer that must say all that ours say."""
MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: what a disk takes for tens of thousands of small files differs
from run to run by more than the programs do."""


def main(offers: int, seed: int, runs: int, names: Sequence[str] = ()) -> int:
    """Build the same offers with all programs (or those named) and print tables; 1 where a peer is
    missing. A peer that does not write all that we write raises ValueError."""
    found = [p for p in peers(ROOT / ".cache" / "eleventy") if not names or p.name in names]
    there = [p for p in found if not p.missing]
    room = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=room) as name:
        _head(offers, seed, runs, name)
        results, stages = _measure(Path(name), offers, seed, runs, there)
    _table(results)
    _stages(stages)
    for peer in found:
        if peer.missing:
            say(f"{peer.name} wurde nicht verglichen. {peer.missing}")
    return int(len(there) < len(found))


def growth(sizes: Sequence[int], seed: int) -> int:
    """Our pages and Hugo's (where it is there) for more and more offers, one run of each."""
    there = [p for p in peers(ROOT / ".cache" / "eleventy") if p.name == "Hugo" and not p.missing]
    room = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    for at, offers in enumerate(sizes):
        with tempfile.TemporaryDirectory(dir=room) as name:
            if not at:
                _head(offers, seed, 1, name)
            results, _ = _measure(
                Path(name), offers, seed, 1, there, {ALIKE: "gleich", PAGES: "seiten"}
            )
        print(f"\n{offers} Angebote")
        _table(results)
    return 0


def _measure(
    folder: Path,
    offers: int,
    seed: int,
    runs: int,
    there: Sequence[Peer],
    own: Mapping[str, str] = MappingProxyType({ALIKE: "gleich", PAGES: "seiten", WHOLE: "ganz"}),
) -> tuple[dict[str, list[Run]], list[dict[str, float]]]:
    from _generate import generate

    town = generate(folder / "stadt", offers, seed)
    _apart(lambda: _content(folder, town, there))
    address, urls = json.loads((folder / "adressen.json").read_text())
    day = {"SOURCE_DATE_EPOCH": str(_mkdocs.EPOCH), "PYTHONHASHSEED": "0", "PK_SPEICHER": ""}
    day["TMPDIR"] = str(folder)  # what is passed on in files lies where all the others lie
    results: dict[str, list[Run]] = {n: [] for n in (*own, *(p.name for p in there))}
    stages: list[dict[str, float]] = []
    script = str(Path(__file__).with_name("_own.py"))
    for turn in range(runs):
        order: list[str | Peer] = [*own, *there]
        for one in order if turn % 2 == 0 else reversed(order):
            if isinstance(one, Peer):
                place = folder / one.name
                out = place / "aus"
                results[one.name].append(timed(one.command(out), place, out))
                if turn == 0:
                    _same(folder / "gleich", out, address, urls, seed)
            else:
                out = folder / own[one]
                command = [sys.executable, script, own[one], str(town), str(out)]
                results[one].append(timed(command, town.parent, out, **day))
                said = _said(town)
                if one == WHOLE:
                    stages.append(said)
                    shutil.rmtree(out)
                elif one == ALIKE:
                    alone = replace(results[one][-1], cpu=said[STAGE_CPU], wall=said[STAGE_WALL])
                    results.setdefault(STAGE, []).append(alone)
    timed([sys.executable, script, "qr", str(town), str(out)], town.parent, folder / "keins", **day)
    return results, [stage | _said(town) for stage in stages]


def _said(town: Path) -> dict[str, float]:
    """What the process that was measured last wrote at its end: seconds of its stages."""
    found = json.loads((town.parent / "bank.log").read_text().splitlines()[-1])
    assert isinstance(found, dict)
    return found


def _apart(work: Callable[[], None]) -> None:
    """In a process of its own: the peak memory of a program counts that of what starts it."""
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("Der Inhalt für die anderen Programme ließ sich nicht schreiben.")


def _content(folder: Path, town: Path, there: Sequence[Peer]) -> None:
    """Write the content of all peers; the site's address and those of its offers to a file."""
    import _contents
    from praeventionskette.inspection import inspect
    from praeventionskette.status import day_of_epoch

    catalogue = inspect(town).loaded.catalogue
    assert catalogue is not None
    catalogue = replace(catalogue, stichtag=day_of_epoch(str(_mkdocs.EPOCH)))
    address = str(_mkdocs.load(town, False, "build").site_url)
    made = list(_contents.contents(catalogue, address))
    for peer in there:
        peer.write(folder / peer.name, _contents.frame(catalogue, address), made)
    said = json.dumps([address, [o["url"] for o in made]])
    (folder / "adressen.json").write_text(said, encoding="utf-8")


def _same(own: Path, peer: Path, address: str, urls: list[str], seed: int) -> None:
    from _contents import compare

    compare(own, peer, address, random.Random(seed).sample(urls, min(SAMPLE, len(urls))))


def _head(offers: int, seed: int, runs: int, folder: str) -> None:
    tools = {"Hugo": ["hugo", "version"], "Node.js": ["node", "--version"]}
    said = [f"Python {platform.python_version()}"]
    said += [f"{n} {version(n)}" for n in ("mkdocs", "mkdocs-material")]
    for name, command in tools.items():
        try:
            done = subprocess.run(command, capture_output=True, text=True)
            said.append(f"{name} {done.stdout.split('linux')[0].strip().removeprefix('hugo ')}")
        except OSError:
            continue
    eleventy = ROOT / ".cache/eleventy/node_modules/@11ty/eleventy/package.json"
    if eleventy.exists():
        said.append(f"Eleventy {json.loads(eleventy.read_text())['version']}")
    cores, load = os.cpu_count(), os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    kept = "im Arbeitsspeicher" if folder.startswith(str(MEMORY)) else "auf der Platte"
    print(f"{platform.machine()}, {cores} Kerne, Last {load:.1f}; {', '.join(said)}")
    print(f"{offers} Angebote, Startwert {seed}, Median von {runs}, Dateien {kept}\n", flush=True)


def _table(results: dict[str, list[Run]]) -> None:
    print(f"  {'':<30}{'CPU s':>8}{'Uhr s':>8}{'MB Spitze':>11}{'MB Ausgabe':>12}{'Seiten':>8}")
    middle = {name: median(list_) for name, list_ in results.items()}
    middle = {name: middle[name] for name in sorted(middle, key=lambda n: n != STAGE)}
    for name, r in middle.items():
        print(f"  {name:<30}{r.cpu:>8.2f}{r.wall:>8.2f}{r.peak / 1e6:>11.0f}"
              f"{r.size / 1e6:>12.1f}{r.pages:>8.0f}")  # fmt: skip
    print(f"\n  Jede Seite der anderen sagt, was unsere sagt: {SAMPLE} Seiten verglichen")
    print(SAID)
    for peer, figure, most in GOALS:
        if peer not in middle:
            continue
        what = "CPU" if figure == "cpu" else "Uhr"
        print(f"\n  Anteil an {peer}, {what} (höchstens {most:.2f})")
        for own in (STAGE, ALIKE, PAGES):
            if own in middle:
                share = getattr(middle[own], figure) / getattr(middle[peer], figure)
                mark = "" if share <= most else "  nicht erreicht"
                print(f"  {own:<28}{share:>8.2f}{mark}")


def _stages(stages: list[dict[str, float]]) -> None:
    """Stages of a whole build; the QR codes at the end are part of the offers' stage."""
    print("\n  Stufen des ganzen Baus, CPU s (Suche: mit Pagefind)")
    for name in stages[0]:
        print(f"  {name:<28}{statistics.median(s[name] for s in stages):>8.2f}")
