"""Accessibility of built sites in a real Chromium: axe-core, and our own looks beyond it.

Every kind of page of each site, in every state it can be in, at 320, 768 and 1280 px, light and
dark. Without folders both towns of this repository are built and looked at. ``--write`` keeps the
result for the accessibility statement. Exit status 1 where a barrier was found or something could
not be looked at, which is said and never passed over; 2 where ``--minutes`` left pages for later.
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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from _env import ROOT, ensure_environment
from _lock import say
from _tally import Kept, Tally, key

TOWNS = (ROOT / "mkdocs.yml", ROOT / "tests" / "musterstadt" / "mkdocs.yml")
RESULT = ROOT / "hooks" / "praeventionskette" / "accessibility.json"
WITHOUT = "ohne Skripte"
Page = tuple[str, str, str]
"""Name of the site, the address it is served at, address of the page in it."""


def look_over(name: str, base: str, address: str) -> Tally:
    """All of axe's and our own checks on one page. name: of the site, for the report.

    Whatever cannot be looked at is counted as failed, and the rest goes on.
    """
    import _axe
    import _barriers
    from _browser import chromium
    from playwright.sync_api import Error
    from playwright.sync_api import Page as Tab

    tally = Tally(kinds=1)

    def own(tab: Tab, title: str, check: Callable[[Tab], list[str]]) -> None:
        try:
            found = check(tab)
        except Error as error:
            why = error.message.strip().splitlines()[0]
            tally.failed.append(f"{name}: {address}: {title}: {_axe.BROKEN}: {why}")
            return
        tally.checks[title] += 1
        tally.found += [f"{name}: {address}: {title}: {barrier}" for barrier in found]

    with chromium() as browser:
        for seen in _axe.look(browser, base, [address]):
            if seen.kind == _axe.FAILED:
                tally.failed.append(f"{name}: {seen}")
            elif seen.kind == _axe.ABSENT:
                tally.absent[seen.state] += 1
            else:
                tally.looks += 1
                tally.measured += seen.measured
                tally.states[seen.state] += 1
                tally.unsure.update(rule for rule, _ in seen.unsure)
                if seen.findings:
                    tally.found.append(f"{name}: {seen}")
        with _axe.Tab(browser, 1280) as page:
            page.goto(base + address)
            for title, check in _barriers.CHECKS.items():
                own(page, title, check)
        with _axe.Tab(browser, 360, java_script_enabled=False) as page:
            page.goto(base + address)
            own(page, WITHOUT, _barriers.without_scripts)
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
    parser.add_argument("--resume", type=Path, metavar="DATEI",
                        help="fertige Seiten hier merken und beim nächsten Mal übernehmen, "
                        "wenn Website und Prüfungen dieselben sind")  # fmt: skip
    parser.add_argument("--minutes", type=float, metavar="N",
                        help="nach N Minuten keine neue Seite mehr beginnen")  # fmt: skip
    options = parser.parse_args(argv)
    if options.write and options.only:
        parser.error("--write braucht alle Seiten")
    if options.resume and not options.sites:
        parser.error("--resume braucht gebaute Websites: ein neuer Bau ist eine andere")
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
        kept, wanted = Kept(options.resume), []
        for site, addresses in _pages.kinds(sites, together=True).items():
            towns.append(_name(site))
            base = hosts.enter_context(served(site, _prefix(site)))
            for address in (a for a in addresses if options.only in a):
                page = key(site, address)
                if page in kept.done:
                    tally.add(kept.done[page])
                else:
                    wanted.append((page, (towns[-1], base, address)))
        total = tally.kinds + len(wanted)
        for page, (name, _, address), told in _all(wanted, options.workers, options.minutes):
            kept.keep(page, told)
            tally.add(told)
            print(f"  {tally.kinds}/{total} {name}/{address}", flush=True)
    for line in sorted({*tally.found, *tally.failed}):
        print(line)
    _say(tally, towns, time.monotonic() - begun)
    if tally.kinds < total:
        say(f"{total - tally.kinds} Arten von Seiten fehlen noch: derselbe Befehl macht weiter.")
        return 2
    if options.write and tally.failed:
        say("Nicht behalten: ein Teil war nicht zu prüfen.")
    elif options.write:
        _write(tally, towns)
    return int(bool(tally.found or tally.failed))


def _all(
    wanted: Sequence[tuple[str, Page]], workers: int, minutes: float | None
) -> Iterator[tuple[str, Page, Tally]]:
    """Looks at the pages, several at a time; gives each with its key when it is done."""
    end = time.monotonic() + 60 * minutes if minutes else None
    rest = list(reversed(wanted))
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        running: dict[Future[Tally], tuple[str, Page]] = {}
        while rest or running:
            while rest and len(running) < workers:
                if end and time.monotonic() > end:
                    rest.clear()
                    break
                page = rest.pop()
                running[pool.submit(look_over, *page[1])] = page
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                own_key, what = running.pop(done)
                error = done.exception()
                if error is None:
                    yield own_key, what, done.result()
                else:  # the browser itself went down
                    why = f"{what[0]}: {what[2]}: nicht zu prüfen: {error!s:.200}"
                    yield own_key, what, Tally(kinds=1, failed=[why])


def _write(tally: Tally, towns: Sequence[str]) -> None:
    """The result that the accessibility statement is made of."""
    result = {
        "am": dt.date.today().isoformat(),
        "websites": list(towns),
        "arten": tally.kinds,
        "ansichten": tally.looks,
        "zustaende": sorted(tally.states),
        "pruefungen": sorted(tally.checks),
        "funde": len(tally.found),
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _say(tally: Tally, towns: Sequence[str], seconds: float) -> None:
    """The figures, for a person."""
    import _axe

    states = ", ".join(f"{name} {n}" for name, n in sorted(tally.states.items()))
    print(
        f"Barrierefreiheit: {', '.join(towns)}: {tally.kinds} Arten von Seiten in ihren Zuständen "
        f"× {len(_axe.WIDTHS)} Breiten × {len(_axe.SCHEMES)} Farben = {tally.looks} Ansichten mit "
        f"axe-core ({states}); {tally.measured} Kontraste, die axe-core offen lässt, nachgemessen; "
        f"{sum(tally.checks.values())} eigene Prüfungen; {len(tally.found)} Funde, "
        f"{len(tally.failed)} nicht zu prüfen; {seconds / 60:.1f} Minuten"
    )
    for title, counted in (("axe-core kann nicht entscheiden", tally.unsure),
                           ("diese Zustände gibt es dort nicht", tally.absent)):  # fmt: skip
        if counted:
            say(f"{title}: " + ", ".join(f"{what} {n}" for what, n in counted.most_common()))


if __name__ == "__main__":
    sys.exit(main())
