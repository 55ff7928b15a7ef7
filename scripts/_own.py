"""Our own build as a process to be measured: all of it, or the pages of the offers alone."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

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
    pages, write the offers, QR codes and all. No check, audit, list, map, download or search."""
    from praeventionskette import inspection
    from praeventionskette.exports import catalogues, downloads
    from praeventionskette.packages import rules, standard
    from praeventionskette.views import site as views
    from praeventionskette.views import splice

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
    splice.offers(site, catalogue, address, config.extra["prosa"])
    return {}


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


KINDS = {"ganz": whole, "seiten": pages, "qr": codes}

if __name__ == "__main__":
    kind, town, out = sys.argv[1:]
    print("\n" + json.dumps(KINDS[kind](Path(town), Path(out))))
