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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from .. import beside, sitefiles, store
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
    ".pk-knopfreihe",
    ".pk-melden",
    ".pk-stand",
    ".pk-angebot .pk-hinweis",
)
OTHERS = ("[aria-labelledby=weitere]", "[aria-labelledby=ziele]")
TABLES = (".pk-tabelle", "noscript")
"""Parts of a page that repeat on every page or that a script shows on some days only; names of
other pages, else each offer would answer to those of its neighbours; and tables, which are for
looking up: with them every indicator would answer to the name of every quarter."""


def write(site: Path) -> int:
    """Index the pages below ``site`` into ``site/pagefind``; returns the number of files written.

    Each language (``<html lang>``) has an index of its own and is indexed alone: that needs the
    memory of one language, and a language whose pages say nothing new comes from the store.
    Pagefind's own interfaces and the stemmers of other languages are left out: nothing uses them.
    """
    names = _by_language(site)
    languages = sorted(names)
    half = beside.Part("Suche", lambda: _indexed(site, names, languages[1::2]))
    entries = [*_indexed(site, names, languages[::2]), *half.result()]
    if not entries:
        return 0
    known = {code: one for entry in entries for code, one in entry["languages"].items()}
    whole = {**entries[0], "languages": known}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sitefiles.write(site, [(f"{FOLDER}/{ENTRY}", text.encode())])
    return len(sitefiles.names(site / FOLDER))


def _indexed(site: Path, names: Mapping[str, list[str]], languages: list[str]) -> list[Any]:
    """Write the indexes of these languages; what Pagefind says of each in its own list."""
    entries: list[Any] = []
    german = partial(_bodies, site, names.get(GERMAN, ()))
    compounds = cache(lambda: Compounds(body for _, body in german()))
    digest = _digest if store.folder() else lambda _bodies: ""  # nothing to know again
    for language in languages:
        bodies = partial(_bodies, site, names[language])
        if next(bodies(), None) is None:
            continue
        of_german = language.startswith(GERMAN)
        own = digest(bodies())
        learnt = own if language == GERMAN else digest(german()) if of_german else ""
        key = language, own, learnt
        joined = (lambda body: compounds().html(body)) if of_german else str
        made = store.files("suche", key, partial(_made, language, bodies, joined))
        sitefiles.write(site, _without_entry(made, entries))
    return entries


def _without_entry(
    made: Iterable[tuple[str, bytes]], entries: list[Any]
) -> Iterator[tuple[str, bytes]]:
    """The files of an index by their path on the site; what Pagefind says of it is put aside."""
    for path, content in made:
        if path == ENTRY:
            entries.append(json.loads(content))
        else:
            yield f"{FOLDER}/{path}", content


def _made(
    language: str, bodies: Callable[[], Bodies], joined: Callable[[str], str]
) -> Iterator[tuple[str, bytes]]:
    """(path below ``pagefind``, bytes) of what the site needs of the index of one language."""
    logging.getLogger("pagefind").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder) / "seiten", Path(folder) / FOLDER
        pages.mkdir()
        head, end = f'<!doctype html><html lang="{language}"><body>', "</body></html>"
        texts = ((name, f"{head}{joined(_apart(body))}{end}".encode()) for name, body in bodies())
        sitefiles.write(pages, texts)
        asyncio.run(_index(made, pages))
        known = json.loads((made / ENTRY).read_bytes())["languages"].values()
        stemmers = {f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in known}
        for path in sitefiles.names(made):
            if path.endswith(KEPT) or path in ENGINE or path in stemmers:
                yield path, sitefiles.read(made, path)


MEETING = (("><", "> <"), ("</address>", "</address> "), ("</b>", "</b> "), ("<br>", "<br> "))
"""Where two texts meet that a browser shows apart: a name and its value, the lines of an address.
Pagefind takes them for one word ("HausOberstraße"), and nobody finds the street."""


def _apart(body: str) -> str:
    for met, apart in MEETING:
        body = body.replace(met, apart)
    return body


GERMAN = "de"
LANGUAGE = re.compile(r'<html lang="([A-Za-z-]+)"')
HEAD = 2048
"""Bytes of a page in which its language stands."""
BODY = re.compile(r"<main\b[^>]*\bdata-pagefind-body\b.*</main>", re.S)


def _by_language(site: Path) -> dict[str, list[str]]:
    """The pages by their language, in order."""
    found: dict[str, list[str]] = {}
    for name in sitefiles.names(site):
        if name.endswith(".html"):
            language = LANGUAGE.search(sitefiles.read(site, name, HEAD).decode(errors="replace"))
            found.setdefault(language[1] if language else GERMAN, []).append(name)
    return found


Bodies = Iterator[tuple[str, str]]
"""Path of a page, and what of it belongs to the index. Read anew each time: all at once would be
hundreds of megabytes for ten thousand offers."""


def _bodies(site: Path, names: Iterable[str]) -> Bodies:
    """Without pages that are not to be found."""
    for name in names:
        if found := BODY.search(sitefiles.read(site, name).decode()):
            yield name, found[0]


def _digest(bodies: Bodies) -> str:
    said = hashlib.sha256()
    for name, body in bodies:
        said.update(json.dumps([name, len(body)]).encode() + body.encode())
    return said.hexdigest()


async def _index(folder: Path, pages: Path) -> None:
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    config = IndexConfig(
        exclude_selectors=[*NOT_TEXT, *OTHERS, *TABLES],
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
