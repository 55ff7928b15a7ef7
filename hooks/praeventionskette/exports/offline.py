"""Reading without network: a small service worker of our own, and what makes the site installable.

A page always comes from the network first; what comes from the store says its day. Downloads,
embeds and addresses of other sites are never kept, nor what somebody searched for.
Source: W3C Service Workers; W3C Web Application Manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from .. import sitefiles

WORKER = "offline.js"
MANIFEST = "manifest.webmanifest"
PAGES = ("index.html", "angebote/index.html", "hilfe/notfall/index.html", "offline/index.html")
"""Every visitor's browser keeps these, where the town has them."""
INSTEAD = "offline/"
NEEDED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^":]+)"')
NOTE = "offline_hinweis.html"
"""Stands above a page from the store. Ours alone: nothing from data is put into it."""
COLOUR = "#0b5563"


def core(site: Path) -> list[str]:
    """Addresses (relative to the site) of what is kept for everybody: pages and what they need."""
    found: dict[str, None] = {}
    for name in PAGES:
        page = site / name
        if not page.is_file():
            continue
        found[name.removesuffix("index.html")] = None
        for target in NEEDED.findall(page.read_text(encoding="utf-8")):
            path = normpath(str(PurePosixPath(name).parent / unquote(unescape(target))))
            if (site / path).is_file():
                found[path] = None
    return list(found)


def files(site: Path, *, name: str, wanted: bool) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of the worker and the manifest, for a site that is otherwise done.

    name: of the website. wanted: False publishes a worker that takes an earlier one away.
    """
    folder = Path(__file__).parent
    if not wanted:
        yield WORKER, folder.joinpath("offline_aus.js").read_bytes()
        return
    kept = core(site)
    whole = hashlib.sha256()
    pages = (name for name in sitefiles.names(site) if name.endswith(".html"))
    for page in sorted(pages, key=lambda name: name.split("/")):
        whole.update(sitefiles.read(site, page))
    for address in kept:
        path = site / address
        whole.update((path / "index.html" if path.is_dir() else path).read_bytes())
    note = folder.joinpath(NOTE).read_text(encoding="utf-8").strip()
    head = {"kennung": whole.hexdigest()[:16], "kern": kept, "ersatz": INSTEAD, "hinweis": note}
    script = folder.joinpath("offline.js").read_text(encoding="utf-8")
    yield WORKER, f"const PK = {json.dumps(head, ensure_ascii=True)};\n{script}".encode()
    icon = {"src": "assets/images/zeichen.svg", "type": "image/svg+xml", "sizes": "any"}
    manifest = {
        "name": name,
        "short_name": name,
        "lang": "de",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fdfbf7",
        "theme_color": COLOUR,
        "icons": [icon],
    }
    yield MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
