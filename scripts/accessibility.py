"""Accessibility of built sites in a real Chromium: axe-core, and our own looks beyond it.

Every kind of page of each site, in every state it can be in, at 320, 768 and 1280 px, light and
dark. Without folders both towns of this repository are built and looked at. ``--write`` keeps the
result for the accessibility statement. Exit status 1 where a barrier was found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from _env import ROOT, ensure_environment
from _lock import say

TOWNS = (ROOT / "mkdocs.yml", ROOT / "tests" / "musterstadt" / "mkdocs.yml")
RESULT = ROOT / "hooks" / "praeventionskette" / "accessibility.json"
WITHOUT = "ohne Skripte"


@dataclass
class Tally:
    """What was looked at so far, and every sentence about a barrier."""

    kinds: int = 0
    looks: int = 0
    measured: int = 0
    states: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    unsure: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take over what another one counted."""
        self.kinds += other.kinds
        self.looks += other.looks
        self.measured += other.measured
        self.states.update(other.states)
        self.checks.update(other.checks)
        self.found += other.found
        self.unsure.update(other.unsure)


def look_over(name: str, base: str, address: str) -> Tally:
    """All of axe's and our own checks on one page. name: of the site, for the report."""
    import _axe
    import _barriers
    from _browser import chromium

    tally = Tally(kinds=1)
    with chromium() as browser:
        for seen in _axe.look(browser, base, [address]):
            tally.looks += 1
            tally.measured += seen.measured
            tally.states[seen.state] += 1
            if seen.findings:
                tally.found.append(f"{name}: {seen}")
            tally.unsure.update(rule for rule, _ in seen.unsure)
        with _axe.Tab(browser, 1280) as page:
            page.goto(base + address)
            for check_name, check in _barriers.CHECKS.items():
                tally.checks[check_name] += 1
                tally.found += [f"{name}: {address}: {check_name}: {f}" for f in check(page)]
        with _axe.Tab(browser, 360, java_script_enabled=False) as page:
            page.goto(base + address)
            tally.checks[WITHOUT] += 1
            tally.found += [f"{name}: {address}: {f}" for f in _barriers.without_scripts(page)]
    return tally


@contextmanager
def _sites(folders: Sequence[Path]) -> Iterator[list[Path]]:
    """The given folders, or both towns, built anew for the while."""
    if folders:
        yield [folder.resolve() for folder in folders]
        return
    with tempfile.TemporaryDirectory() as temporary:
        made = []
        for config in TOWNS:
            target = Path(temporary) / config.parent.name.replace(ROOT.name, "neuss") / "site"
            command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config)]
            subprocess.run([*command, "-d", str(target)], check=True, stdout=subprocess.DEVNULL)
            made.append(target)
        yield made


def _name(site: Path) -> str:
    """The town's name, from the list of what the site was made of."""
    info = json.loads((site / "build.json").read_text(encoding="utf-8"))
    return str(info["stadt"])


def _prefix(site: Path) -> str:
    """The folder below which a site is meant to lie; its list of pages names it."""
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    first = text.partition("<loc>")[2].partition("</loc>")[0]
    return urlsplit(first).path or "/"


def main(argv: Sequence[str] | None = None) -> int:
    """1 where a barrier was found or no browser is there."""
    parser = argparse.ArgumentParser(description="Sucht Barrieren auf gebauten Websites.")
    parser.add_argument("sites", type=Path, nargs="*", metavar="ORDNER", help="gebaute Websites")
    parser.add_argument("--write", action="store_true", help="Ergebnis für die Erklärung behalten")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), metavar="N",
                        help="so viele Browser zugleich")  # fmt: skip
    parser.add_argument("--only", default="", metavar="TEIL",
                        help="nur Seiten, deren Adresse diesen Teil enthält")  # fmt: skip
    options = parser.parse_args(argv)
    if options.write and options.only:
        parser.error("--write braucht alle Seiten")
    ensure_environment("test", PYTHONUTF8="1")

    import _chromium
    import _pages
    from _static import served

    path = _chromium.ensure()
    if path is None:
        return 1
    os.environ["CHROME_PATH"] = str(path)
    begun, tally, towns = time.monotonic(), Tally(), []
    with _sites(options.sites) as sites, ExitStack() as hosts:
        # A kind of page that both towns have is made by the same template: it is looked at once.
        wanted = []
        for site, addresses in _pages.kinds(sites, together=True).items():
            towns.append(_name(site))
            base = hosts.enter_context(served(site, _prefix(site)))
            wanted += [(towns[-1], base, a) for a in addresses if options.only in a]
        pool = hosts.enter_context(ProcessPoolExecutor(options.workers, get_context("spawn")))
        running = {pool.submit(look_over, *page): page for page in wanted}
        for done in as_completed(running):
            tally.add(done.result())
            name, _, address = running[done]
            print(f"  {tally.kinds}/{len(wanted)} {name}/{address}", flush=True)
    for line in sorted(tally.found):
        print(line)
    result = {
        "am": dt.date.today().isoformat(),
        "websites": towns,
        "arten": tally.kinds,
        "ansichten": tally.looks,
        "zustaende": sorted(tally.states),
        "pruefungen": sorted(tally.checks),
        "funde": len(tally.found),
    }
    if options.write:
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    minutes = (time.monotonic() - begun) / 60
    print(
        f"Barrierefreiheit: {', '.join(towns)}: {tally.kinds} Arten von Seiten, "
        f"{tally.looks} Ansichten mit axe-core, {tally.measured} Kontraste, die axe-core offen "
        f"lässt, nachgemessen, {sum(tally.checks.values())} eigene Prüfungen, "
        f"{len(tally.found)} Funde; {minutes:.1f} Minuten"
    )
    if tally.unsure:
        said = ", ".join(f"{rule} {n}" for rule, n in tally.unsure.most_common())
        say(f"axe-core kann nicht entscheiden: {said}")
    return int(bool(tally.found))


if __name__ == "__main__":
    sys.exit(main())
