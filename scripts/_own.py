"""Our own build as a process to be measured: all of it, or the pages of the offers alone.

Each kind prints at its end, as JSON, seconds that only the process itself can tell.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _mkdocs

STAGE_CPU, STAGE_WALL = "Stufe CPU", "Stufe Uhr"
SEARCH_WALL = "Suche (Uhr)"


@contextmanager
def _taken() -> Iterator[list[float]]:
    """Seconds of the processor and of the clock; those of the processes that end inside count."""
    found: list[float] = []
    before, start = sum(os.times()[:4]), time.monotonic()
    yield found
    found += [sum(os.times()[:4]) - before, time.monotonic() - start]


def whole(config_file: Path, site: Path) -> dict[str, float]:
    """A build with all that the peers do not do. Returns its stages in processor seconds.

    The search is told with the processes that it starts (Pagefind), and by the clock, too.
    """
    from praeventionskette.exports import search

    time.perf_counter = time.process_time  # the hooks' stages then tell processor time
    log, plain = _mkdocs.attach(), search.write
    sought: list[float] = []

    def measured(root: Path) -> int:
        with _taken() as found:
            many = plain(root)
        sought.extend(found)
        return many

    search.write = measured  # type: ignore[assignment]
    config = _mkdocs.load(config_file, False, "build")
    before = time.process_time()
    _mkdocs.build(config, site)
    stages: dict[str, float] = {"MkDocs": time.process_time() - before}
    for name, seconds in log.stages:
        stage = name.removesuffix(_mkdocs.BESIDE)
        stages[stage] = stages.get(stage, 0.0) + seconds
        if stage == name:
            stages["MkDocs"] -= seconds
    stages["Suche"], stages[SEARCH_WALL] = sought
    return stages


def pages(config_file: Path, site: Path, *, codes: bool = True) -> dict[str, float]:
    """What the peers do, and nothing else: read the tables, render the theme and the editors' few
    pages, write the offers. No check, audit, list, map, download or search.

    codes: with the QR codes, which no peer draws. Returns what the stage that makes and writes the
    offers' pages took, without all that comes before it.
    """
    from markupsafe import Markup
    from praeventionskette import inspection
    from praeventionskette.exports import catalogues, downloads
    from praeventionskette.packages import rules, standard
    from praeventionskette.views import qr, splice
    from praeventionskette.views import site as views

    if not codes:
        qr.symbols = lambda: lambda _address: Markup()  # type: ignore[assignment]
    inspection._audit = lambda *_: ()
    rules.ALL = ()
    standard.check = lambda *_: iter(())
    views.pages = lambda *_: []
    nothing: Any = lambda *_: ()  # noqa: E731 (a def has a type of its own)
    catalogues.files = catalogues.of_edition = downloads.files = nothing
    _mkdocs.attach()
    config = _mkdocs.load(config_file, False, "build")
    config.plugins.events["post_build"].clear()
    _mkdocs.build(config, site)
    catalogue, address = config.extra["katalog"], config.site_url or ""
    with _taken() as found:
        splice.offers(site, catalogue, address, config.extra["prosa"])
    return dict(zip((STAGE_CPU, STAGE_WALL), found, strict=True))


def alike(config_file: Path, site: Path) -> dict[str, float]:
    """The pages without what no peer draws."""
    return pages(config_file, site, codes=False)


def codes(config_file: Path, site: Path) -> dict[str, float]:
    """The QR codes that are among the pages, once more and alone."""
    from praeventionskette.packages import check
    from praeventionskette.views import offers, qr

    found = check(config_file).loaded.catalogue
    assert found is not None
    address = str(_mkdocs.load(config_file, False, "build").site_url)
    addresses = [address + o.url for o in offers.offers(found)]
    before, symbol = time.process_time(), qr.Symbols()
    for one in addresses:
        symbol(one)
    return {"QR-Codes": time.process_time() - before}


KINDS = {"ganz": whole, "seiten": pages, "gleich": alike, "qr": codes}

if __name__ == "__main__":
    kind, town, out = sys.argv[1:]
    print("\n" + json.dumps(KINDS[kind](Path(town), Path(out))))
