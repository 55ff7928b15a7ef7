#!/usr/bin/env python3
"""Measure a small build now and at the commit before, and show both. Never fails on a figure."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from _env import ROOT, ensure_environment
from _lock import say

if TYPE_CHECKING:
    from _peers import Run


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Misst einen kleinen Bau jetzt und beim Stand davor.", allow_abbrev=False
    )
    parser.add_argument("--offers", type=int, default=300, metavar="N", help="Angebote")
    parser.add_argument("--against", default="HEAD^1", metavar="STAND", help="Vorgabe: HEAD^1")
    options = parser.parse_args()
    ensure_environment("site", PYTHONHASHSEED="0", PYTHONUTF8="1")
    with tempfile.TemporaryDirectory() as name:
        before = Path(name) / "davor"
        command = ["git", "-C", str(ROOT), "worktree", "add", "-q", "--detach"]
        done = subprocess.run([*command, str(before), options.against], capture_output=True)
        try:
            text = report(options.offers, Path(name), before if done.returncode == 0 else None)
        finally:
            remove = ["git", "-C", str(ROOT), "worktree", "remove", "--force", str(before)]
            subprocess.run(remove, capture_output=True)
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(text)
    return 0


def report(offers: int, folder: Path, before: Path | None) -> str:
    """A Markdown table: processor seconds and peak memory of the least of three builds each."""
    states = {"davor": before, "jetzt": ROOT}
    runs: dict[str, list[Run]] = {name: [] for name in states}
    for _ in range(3):
        for name, root in states.items():
            if root is not None and (run := measured(root, offers, folder / f"stadt-{name}")):
                runs[name].append(run)
    lines = [f"### Tempo: {offers} erfundene Angebote, ganzer Bau", "",
             "| Stand | CPU s | MB Spitze | MB Ausgabe |", "|---|---:|---:|---:|"]  # fmt: skip
    for name, found in runs.items():
        if found:
            best = min(found, key=lambda run: run.cpu)
            figures = f"{best.cpu:.1f} | {best.peak / 1e6:.0f} | {best.size / 1e6:.1f}"
            lines.append(f"| {name} | {figures} |")
        else:
            lines.append(f"| {name} | nicht messbar | | |")
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
