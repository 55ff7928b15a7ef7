"""The index of the full text search: Pagefind reads the built pages, so it holds what they show.

Pages opt in with ``data-pagefind-body`` (theme/main.html). Nothing that is withheld can be in it:
it is made from the published pages alone, by a local program, without the network. It reads a copy
of their text in which compounds show their joints (see compounds.py).
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import hashlib
import json
import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .. import sitefiles, store
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
    """Index the pages below ``site`` into ``site/pagefind``; returns the number of files written.

    Pages of one language (``<html lang>``) share an index. Pagefind's own interfaces and the
    stemmers of other languages are left out: nothing uses them. While no page says anything else,
    the index comes from the store.
    """
    bodies = _bodies(site)
    said = hashlib.sha256()
    for name, (language, body) in bodies.items():
        said.update(json.dumps([name, language, len(body)]).encode() + body.encode())
    written = 0
    for path, content in store.files("suche", said.digest(), lambda: _made(bodies)):
        sitefiles.write(site, [(f"{FOLDER}/{path}", content)])
        written += 1
    return written


def _made(bodies: Bodies) -> Iterator[tuple[str, bytes]]:
    """(path below ``pagefind``, bytes) of what the site needs of the index."""
    logging.getLogger("pagefind").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder) / "seiten", Path(folder) / FOLDER
        pages.mkdir()
        _copy(bodies, pages)
        asyncio.run(_index(made, pages))
        # Pagefind lists the languages in a different order each time.
        listed = json.loads((made / ENTRY).read_bytes())
        entry = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        known = listed["languages"].values()
        stemmers = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in known}
        for path in sitefiles.names(made):
            if path.endswith(KEPT) or path in ENGINE or path in stemmers:
                yield path, entry.encode() if path == ENTRY else sitefiles.read(made, path)


GERMAN = "de"
LANGUAGE = re.compile(r'<html lang="([A-Za-z-]+)"')
BODY = re.compile(r"<main\b[^>]*\bdata-pagefind-body\b.*</main>", re.S)


Bodies = dict[str, tuple[str, str]]
"""By the path of a page: its language, and what of it belongs to the index."""


def _bodies(site: Path) -> Bodies:
    bodies: Bodies = {}
    for name in sitefiles.names(site):
        if name.endswith(".html"):
            html = sitefiles.read(site, name).decode()
            if found := BODY.search(html):
                language = LANGUAGE.search(html)
                bodies[name] = (language[1] if language else GERMAN, found[0])
    return bodies


def _copy(bodies: Bodies, folder: Path) -> None:
    """Write what of each page belongs to the index, with the joints of compounds."""
    compounds = Compounds(body for language, body in bodies.values() if language == GERMAN)

    def page(tag: str, body: str) -> bytes:
        joined = compounds.html(body) if tag.startswith(GERMAN) else body
        return f'<!doctype html><html lang="{tag}"><body>{joined}</body></html>'.encode()

    sitefiles.write(folder, ((name, page(*found)) for name, found in bodies.items()))


async def _index(folder: Path, pages: Path) -> None:
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

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
