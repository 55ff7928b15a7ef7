#!/usr/bin/env python3
"""Measure a small build now and at earlier commits, on one machine; never fails on a figure.

What a hosted machine gives differs from run to run by more than our changes do. So nothing is
compared with a figure of another run: the earlier commits are built again, in turn with this one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from _env import ROOT, ensure_environment
from _lock import say

if TYPE_CHECKING:
    from _peers import Run

RUNS = 3
EARLIER = ("HEAD^1", "HEAD~5", "HEAD~20")
LEAST = 0.10
"""What counts as a difference of time at all, however alike the runs of a commit are."""

FOOT = (
    f"CPU: der kleinste von {RUNS} Läufen, reihum auf demselben Rechner. KB: mit Stilen und "
    "Skripten, gzip. Kein Wert lässt die Prüfung scheitern."
)


@dataclass(slots=True)
class State:
    """A commit and what was measured there. root: its program, or None where git has none."""

    name: str
    what: str
    root: Path | None
    runs: list[Run] = field(default_factory=list)
    pages: tuple[float, float] = (0.0, 0.0)
    """KB of an offer's page and of the list, each with the styles and scripts it names, gzip."""

    def cpu(self) -> float:
        """Processor seconds: the least of all runs, as whatever disturbs adds to it."""
        return min(run.cpu for run in self.runs)

    def noise(self) -> float:
        """By what part the runs of the same commit differ."""
        return max(run.cpu for run in self.runs) / self.cpu() - 1


def main() -> int:
    """0, whatever the figures; 1 where this state itself cannot be built."""
    parser = argparse.ArgumentParser(
        description="Misst einen kleinen Bau jetzt und bei früheren Ständen.", allow_abbrev=False
    )
    parser.add_argument("--offers", type=int, default=300, metavar="N", help="Angebote")
    parser.add_argument(
        "--against", nargs="+", default=EARLIER, metavar="STAND",
        help=f"frühere Stände, Vorgabe: {' '.join(EARLIER)}",
    )  # fmt: skip
    parser.add_argument(
        "--zeilen", nargs=2, type=Path, metavar="DATEI",
        help="nichts messen: zwei Dateien von bench.py --alles --json vergleichen",
    )  # fmt: skip
    options = parser.parse_args()
    ensure_environment("site", PYTHONHASHSEED="0", PYTHONUTF8="1")
    if options.zeilen:
        text, fine = (
            rows(*(json.loads(p.read_text(encoding="utf-8")) for p in options.zeilen)),
            True,
        )
    else:
        text, fine = _measure(options.offers, options.against)
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(text + "\n")
    return 0 if fine else 1


def _measure(offers: int, names: Sequence[str]) -> tuple[str, bool]:
    git = ["git", "-C", str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        states, seen = [State("jetzt", _said(git, "HEAD"), ROOT)], {_said(git, "HEAD", "%H")}
        for number, name in enumerate(names):
            commit = _said(git, name, "%H")
            if commit in seen:
                continue
            seen.add(commit)
            place = Path(folder) / str(number)
            add = [*git, "worktree", "add", "-q", "--detach", str(place), commit]
            there = bool(commit) and subprocess.run(add, capture_output=True).returncode == 0
            states.append(State(name, _said(git, name) or "nicht in diesem Repository",
                                place if there else None))  # fmt: skip
        try:
            measure(states, offers, Path(folder))
        finally:
            for state in states[1:]:
                remove = [*git, "worktree", "remove", "--force", str(state.root)]
                subprocess.run(remove, capture_output=True)
    return report(offers, states), bool(states[0].runs)


def _said(git: list[str], commit: str, form: str = "%h %cs") -> str:
    """What git says of a commit, or "" where there is none."""
    command = [*git, "log", "-1", f"--format={form}", commit, "--"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def measure(states: Sequence[State], offers: int, folder: Path) -> None:
    """Build each state ``RUNS`` times, in turn, and keep what was measured."""
    for _ in range(RUNS):
        for number, state in enumerate(states):
            if state.root is None:
                continue
            town = folder / f"stadt-{number}"
            if run := measured(state.root, offers, town):
                state.runs.append(run)
                state.pages = page_kilobytes(town.with_suffix(".site"))
            else:
                state.root = None


def report(offers: int, states: Sequence[State]) -> str:
    """The table in Markdown, and a sentence for each earlier state whose time differs."""
    from _measured import german

    lines = [
        f"### Tempo: {offers} erfundene Angebote, ganzer Bau", "",
        "| Stand | | CPU s | Streuung | MB Spitze | MB Ausgabe | KB Angebot | KB Liste |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    for state in states:
        if state.runs:
            best = min(state.runs, key=lambda run: run.cpu)
            figures = [german(state.cpu()), percent(state.noise()), german(best.peak / 1e6),
                       german(best.size / 1e6), *map(german, state.pages)]  # fmt: skip
        else:
            figures = ["nicht messbar", *[""] * 5]
        lines.append(f"| {state.name} | {state.what} | {' | '.join(figures)} |")
    now = states[0]
    said = [verdict(now, s) for s in states[1:] if s.runs] if now.runs else []
    lines += ["", *(said or ["Es gibt keinen früheren Stand zum Vergleichen."])]
    lines += ["", FOOT]
    return "\n".join([*lines, ""])


def percent(part: float, sign: str = "") -> str:
    """0.15 as "15 %", with ``sign`` "+15 %"."""
    return f"{part:{sign}.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def verdict(now: State, before: State) -> str:
    """One German sentence; a difference is one only beyond what the runs themselves differ by."""
    change = now.cpu() / before.cpu() - 1
    most = max(LEAST, now.noise(), before.noise())
    by, start = percent(change, "+"), f"- Gegen {before.name}:"
    if abs(change) <= most:
        return f"{start} gleich schnell ({by}, Streuung {percent(most)})."
    return f"{start} {'**langsamer**' if change > 0 else 'schneller'} ({by})."


def page_kilobytes(site: Path) -> tuple[float, float]:
    """Of the middle one of all offers' pages by size, and of the list."""
    pages = [
        p for p in site.glob("angebote/*/index.html") if 'data-merken="' in p.read_text("utf-8")
    ]
    sizes = sorted(_kilobytes(site, page.relative_to(site).as_posix()) for page in pages)
    return statistics.median_low(sizes) if sizes else 0.0, _kilobytes(site, "angebote/index.html")


def _kilobytes(site: Path, name: str) -> float:
    from praeventionskette.exports.offline import NEEDED

    page = site / name
    if not page.is_file():
        return 0.0
    raw = [page.read_bytes()]
    for target in NEEDED.findall(raw[0].decode()):
        path = site / normpath(str(PurePosixPath(name).parent / target))
        raw += [path.read_bytes()] if path.is_file() else []
    return sum(len(gzip.compress(one, 6, mtime=0)) for one in raw) / 1000


def rows(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Two results of ``bench.py --alles --json`` side by side: what both measured, in Markdown."""
    from _measured import german

    old = {r["name"]: r for part in before["teile"] for r in part["rows"]}
    heads = [f"{made['kopf']['Stand']}" for made in (before, now)]
    lines = [f"### Tempo: {heads[0]} → {heads[1]}", ""]
    if before["groessen"] != now["groessen"] or (
        before["kopf"]["Rechner"] != now["kopf"]["Rechner"]
    ):
        lines += ["Vorsicht: andere Größen oder ein anderer Rechner.", ""]
    lines += ["| Was | davor | jetzt | |", "|---|---:|---:|---:|"]
    for part in now["teile"]:
        for r in part["rows"]:
            if r["name"] in old:
                was, value = old[r["name"]]["value"], r["value"]
                change = percent(value / was - 1, "+") if was else ""
                shown = f"{german(was)} | {german(value)} {r['unit']}".strip()
                lines.append(f"| {r['name']} | {shown} | {change} |")
    return "\n".join([*lines, ""])


def measured(root: Path, offers: int, folder: Path) -> Run | None:
    """One build by the program in ``root``; None, with a message, where it does not build."""
    from _mkdocs import EPOCH
    from _peers import timed

    own = os.pathsep.join([str(root / "hooks"), str(root / "scripts")])
    make = "import sys; from pathlib import Path; from _generate import generate; "
    make += "generate(Path(sys.argv[1]), int(sys.argv[2]))"
    variables = {"PYTHONPATH": own, "SOURCE_DATE_EPOCH": str(EPOCH), "PK_SPEICHER": ""}
    try:
        if not folder.exists():
            command = [sys.executable, "-c", make, str(folder), str(offers)]
            subprocess.run(command, check=True, capture_output=True, env=os.environ | variables)
        config, out = folder / "mkdocs.yml", folder.with_suffix(".site")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
        return timed([*command, "-d", str(out)], folder, out, **variables)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        say(f"{folder.name} ließ sich nicht bauen: {str(error)[-300:]}")
        return None


if __name__ == "__main__":
    sys.exit(main())
