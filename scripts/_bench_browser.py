"""The list of a big town in a browser (:mod:`_browser`) as rows of the one table."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import _bench_reader
import _browser
import _mkdocs
from _env import ROOT
from _measured import Row, Sizes, german
from _peers import timed


def rows(sizes: Sizes) -> list[Row]:
    """Bytes and clicks of the list and of the search, memory of the list."""
    from _generate import generate

    with tempfile.TemporaryDirectory() as name:
        config, out = generate(Path(name) / "stadt", sizes.offers, sizes.seed), Path(name) / "site"
        command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config)]
        timed([*command, "-d", str(out)], config.parent, out,
              SOURCE_DATE_EPOCH=str(_mkdocs.EPOCH))  # fmt: skip
        with _browser.chromium() as browser:
            found = _browser.figures(out, browser)
            filtered = _bench_reader.filtering(out, browser)
    shown = [Row(f"{what}, {german(sizes.offers)} Angebote", value, unit, limit)
            for what, (value, unit, limit) in found.items()]  # fmt: skip
    return shown + [replace(row, name=f"{row.name}, {german(sizes.offers)} Angebote")
                    for row in filtered]  # fmt: skip
