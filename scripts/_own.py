"""Our own build as a process to be measured: all of it, or the pages of the offers alone."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import _mkdocs


def whole(config_file: Path, site: Path) -> dict[str, float]:
    """A build with all that the peers do not do. Returns its stages in processor seconds."""
    time.perf_counter = time.process_time  # the hooks' stages then tell processor time
    log = _mkdocs.attach()
    config = _mkdocs.load(config_file, False, "build")
    before = time.process_time()
    _mkdocs.build(config, site)
    stages: dict[str, float] = {"MkDocs": time.process_time() - before}
    for name, seconds in log.stages:
        stage = name.removesuffix(_mkdocs.BESIDE)
        stages[stage] = stages.get(stage, 0.0) + seconds
        if stage == name:
            stages["MkDocs"] -= seconds
    return stages


def pages(config_file: Path, site: Path) -> dict[str, float]:
    """What the peers do, and nothing else: read the tables, render the theme and the editors' few
    pages, write the offers. No check, audit, list, map, download or search. The QR codes are among
    it; how much of it they are is returned."""
    from praeventionskette import inspection
    from praeventionskette.exports import catalogues, downloads
    from praeventionskette.packages import rules, standard
    from praeventionskette.views import offers, qr
    from praeventionskette.views import site as views

    inspection._audit = lambda *_: ()
    rules.ALL = ()
    standard.check = lambda *_: iter(())
    views.pages = lambda *_: []
    catalogues.files = downloads.files = lambda *_: ()
    _mkdocs.attach()
    config = _mkdocs.load(config_file, False, "build")
    config.plugins.events["post_build"].clear()
    _mkdocs.build(config, site)
    (publish,) = (hook for name, hook in config.hooks.items() if name.endswith("publish.py"))
    catalogue, address = config.extra["katalog"], config.site_url or ""
    publish.splice_offers(site, catalogue, address, config.extra["prosa"])
    addresses = [address + o.url for o in offers.offers(catalogue)]
    before, symbol = time.process_time(), qr.Symbols()
    for address in addresses:
        symbol(address)
    return {"QR-Codes": time.process_time() - before}


if __name__ == "__main__":
    kind, town, out = sys.argv[1:]
    print("\n" + json.dumps({"ganz": whole, "seiten": pages}[kind](Path(town), Path(out))))
