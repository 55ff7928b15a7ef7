"""Lighthouse (npm, pinned) on five kinds of pages of a built site, as on a middling phone."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import _bench_host
import _bench_reader
from _env import ROOT
from _lock import say
from _measured import Row, Sizes

VERSION = "12.8.2"
"""The last line that runs on Node.js 18 and 20, which Debian and its backports bring."""
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
WORDS = {
    "performance": "Tempo",
    "accessibility": "Barrierefreiheit",
    "best-practices": "gute Praxis",
    "seo": "auffindbar",
}
METRICS = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "speed-index": "SI",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
PATIENCE = 180.0
"""Seconds that one page may take."""
AGAIN, TRIES = "Please run Lighthouse again", 4
"""What it says now and then, where the browser lost the record of the visit (NO_NAVSTART), and how
often a visit is begun."""


def pages(site: Path) -> dict[str, str]:
    """German name → address of the five kinds of pages; those that the town has."""
    found = {"Start": "", "Liste": "angebote/", "Angebot": _bench_reader.an_offer(site)}
    if indicators := sorted(p.parent.name for p in site.glob("monitoring/*/index.html")):
        found["Kennzahl"] = f"monitoring/{indicators[0]}/"
    found["Datenpaket"] = "daten/angebote/"
    return found


def program() -> Path:
    """Lighthouse's command, installed once in the user's own cache.

    Raises RuntimeError where there is no npm or npm cannot get it.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "praeventionskette" / f"lighthouse-{VERSION}"
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if command.exists():
        return command
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("Lighthouse braucht Node.js und npm.")
    say(f"Lighthouse {VERSION} wird eingerichtet (einmalig) …")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix", str(folder),
         f"lighthouse@{VERSION}"],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"npm konnte Lighthouse nicht einrichten: {done.stderr[-400:]}")
    return command


def run(command: Path, address: str, browser: str | None = None) -> dict[str, Any]:
    """Lighthouse's whole report of one page, with its usual phone and throttling.

    Raises RuntimeError with its own words if it gives up.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "lighthouse.json"
        for _ in range(TRIES):
            done = subprocess.run(
                [str(command), address, "--quiet", "--output=json", f"--output-path={answer}",
                 f"--chrome-flags={FLAGS}", f"--only-categories={','.join(GOALS)}"],
                capture_output=True, text=True, errors="replace", timeout=PATIENCE,
                env=os.environ | ({"CHROME_PATH": browser} if browser else {}),
            )  # fmt: skip
            if not done.returncode and answer.is_file():
                told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
                return told
            if AGAIN not in done.stderr:
                break
    raise RuntimeError(f"Lighthouse bricht ab: {done.stderr[-400:]}")


def rows(sizes: Sizes) -> list[Row]:
    """The own website for the one table: what a visit transfers, and Lighthouse."""
    import _browser
    import _mkdocs

    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        build = [sys.executable, str(ROOT / "scripts" / "build.py"), "-d", str(site)]
        subprocess.run(
            build, check=True, env={"SOURCE_DATE_EPOCH": str(_mkdocs.EPOCH)} | dict(os.environ)
        )
        with _browser.chromium() as browser:
            found = _bench_reader.visits(site, browser)
        return found + figures(site, sizes.runs)


def figures(site: Path, runs: int = 3, only: tuple[str, ...] = ()) -> list[Row]:
    """The points of each page in each category (median of the runs), and what they come from.

    only: names of :func:`pages`; without any all of them.
    """
    command, out = program(), []
    with _bench_host.served(site) as host:
        for name, address in pages(site).items():
            if only and name not in only:
                continue
            told = [run(command, host.base + address) for _ in range(max(1, runs))]
            for category, goal in GOALS.items():
                points = [100 * (t["categories"][category]["score"] or 0) for t in told]
                middle, note = round(statistics.median(points)), f"Lighthouse {VERSION}"
                what = f"Lighthouse {name}, {WORDS[category]}"
                out.append(Row(what, middle, "", goal, note, least=True))
            say(f"{name}: " + ", ".join(_metrics(told)))
    return out


def _metrics(told: list[dict[str, Any]]) -> list[str]:
    values = {
        word: statistics.median(t["audits"][audit]["numericValue"] for t in told)
        for audit, word in METRICS.items()
    }
    return [f"{word} {value:.3f}" if word == "CLS" else f"{word} {value:.0f} ms"
            for word, value in values.items()]  # fmt: skip


def main(site: Path, runs: int) -> int:
    """Print the points of each page; 1 where one is below its goal or nothing could be measured."""
    try:
        found = figures(site, runs)
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return 1
    print(f"Lighthouse {VERSION}, Handy, Median von {runs}")
    return _bench_reader.show(found)
