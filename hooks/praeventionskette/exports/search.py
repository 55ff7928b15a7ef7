"""The index of the full text search: Pagefind reads the built pages, so it holds what they show.

Pages opt in with ``data-pagefind-body`` (theme/main.html). Nothing that is withheld can be in it:
it is made from the published pages alone, by a local program, without the network. It reads a copy
of their text in which compounds show their joints (see compounds.py).
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import logging
import os
import re
import tempfile
import time
from pathlib import Path

from .compounds import Compounds

FOLDER = "pagefind"
PROBE = 1_000_000
"""Bytes that fit on a disk that is not full."""
PATIENCE = 20
"""Seconds to wait for the index to be on the disk."""
ENTRY = "pagefind-entry.json"
KEPT = (".pf_meta", ".pf_index", ".pf_fragment")
"""Endings of the index; beside it the site needs the engine and the stemmers of its languages."""
ENGINE = ("pagefind.js", "pagefind-worker.js", ENTRY)
NOT_TEXT = (
    ".pk-pfad",
    ".pk-bearbeiten",
    ".pk-filter",
    ".pk-kette",
    ".pk-muster",
    ".pk-merken",
    ".pk-merk-hinweis",
    ".pk-nur-druck",
)
TABLES = (".pk-tabelle", "noscript")
"""Parts of a page that repeat on every page or are no text to find; tables are for looking up: with
them every indicator would answer to the name of every quarter."""


def write(site: Path) -> int:
    """Index the pages below ``site`` into ``site/pagefind``; returns the number of files kept.

    Pages of one language (``<html lang>``) share an index. Pagefind's own interfaces and the
    stemmers of other languages are removed: nothing uses them.
    """
    logging.getLogger("pagefind").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        copy(site, Path(folder))
        asyncio.run(_index(site, Path(folder)))
    entry = site / FOLDER / ENTRY
    listed = json.loads(entry.read_bytes())
    # Pagefind lists the languages in a different order each time.
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry.write_text(text, encoding="utf-8")
    known = listed["languages"].values()
    stemmers = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in known}
    kept = 0
    for file in sorted((site / FOLDER).rglob("*")):
        if file.is_file():
            if file.suffix in KEPT or file.name in ENGINE or file.name in stemmers:
                kept += 1
            else:
                file.unlink()
    return kept


GERMAN = "de"
LANGUAGE = re.compile(r'<html lang="([A-Za-z-]+)"')
BODY = re.compile(r"<main\b[^>]*\bdata-pagefind-body\b.*</main>", re.S)


def copy(site: Path, folder: Path) -> None:
    """Write what of each page belongs to the index, with the joints of compounds."""
    bodies: dict[Path, tuple[str, str]] = {}
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        if found := BODY.search(html):
            language = LANGUAGE.search(html)
            bodies[file.relative_to(site)] = (language[1] if language else GERMAN, found[0])
    compounds = Compounds(body for language, body in bodies.values() if language == GERMAN)
    for name, (tag, body) in bodies.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        joined = compounds.html(body) if tag.startswith(GERMAN) else body
        head = f'<!doctype html><html lang="{tag}">'
        path.write_text(f"{head}<body>{joined}</body></html>", encoding="utf-8")


async def _index(site: Path, pages: Path) -> None:
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    folder = site / FOLDER
    config = IndexConfig(
        exclude_selectors=[*NOT_TEXT, *TABLES],
        output_path=str(folder),
    )
    async with PagefindService() as service:
        index = await service.create_index(config=config)
        await index.add_directory(str(pages))
        await index.write_files()
        # Pagefind answers before its last bytes are on the disk, and is then ended: about one
        # index in fifteen had an empty pagefind-entry.json.
        deadline = time.monotonic() + PATIENCE
        while not _whole(folder):
            if time.monotonic() > deadline:
                if not _room(folder):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
                raise RuntimeError("Pagefind hat sein Suchverzeichnis nicht fertig geschrieben.")
            await asyncio.sleep(0.02)


def _room(folder: Path) -> bool:
    """Whether another file fits: Pagefind itself does not say that a disk is full."""
    try:
        with tempfile.TemporaryFile(dir=folder.parent) as probe:
            probe.write(bytes(PROBE))
            probe.flush()
    except OSError:
        return False
    return True


def _whole(folder: Path) -> bool:
    """Whether every file of the index is there to its last byte."""
    try:
        json.loads((folder / "pagefind-entry.json").read_bytes())
        for file in folder.rglob("*"):
            if file.suffix in KEPT:
                gzip.decompress(file.read_bytes())
            elif file.is_file() and not file.stat().st_size:
                return False
    except (OSError, EOFError, ValueError):
        return False
    return True
