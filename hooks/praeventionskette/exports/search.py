"""The index of the full text search: Pagefind reads the built pages, so it holds what they show.

Pages opt in with ``data-pagefind-body`` (theme/main.html). Nothing that is withheld can be in it:
it is made from the published pages alone, by a local program, without the network.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

FOLDER = "pagefind"
KEPT = (".pf_meta", ".pf_index", ".pf_fragment")
"""Endings of the index; beside it the site needs the engine and the German stemmer alone."""
ENGINE = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.de.pagefind")
NOT_TEXT = (".pk-pfad", ".pk-bearbeiten", ".pk-filter", ".pk-kette", ".pk-muster")
TABLES = (".pk-tabelle", "noscript")
"""Parts of a page that repeat on every page or are no text to find; tables are for looking up: with
them every indicator would answer to the name of every quarter."""


def write(site: Path) -> int:
    """Index the pages below ``site`` into ``site/pagefind``; returns the number of files kept.

    Pagefind's own interfaces and other languages are removed: nothing uses them.
    """
    logging.getLogger("pagefind").setLevel(logging.WARNING)
    asyncio.run(_index(site))
    kept = 0
    for file in sorted((site / FOLDER).rglob("*")):
        if file.is_file():
            if file.suffix in KEPT or file.name in ENGINE:
                kept += 1
            else:
                file.unlink()
    return kept


async def _index(site: Path) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(
        force_language="de",
        exclude_selectors=[*NOT_TEXT, *TABLES],
        output_path=str(site / FOLDER),
    )
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(site))
