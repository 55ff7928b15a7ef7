"""sitemap.xml of all pages, spliced offers included. No dates: nothing here knows a true one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from .. import sitefiles


def files(site: Path, site_url: str) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of the sitemap and its packed form; nothing without a site address."""
    if not site_url:
        return
    base = site_url.rstrip("/") + "/"
    pages = (f"/{name}" for name in sitefiles.names(site))
    folders = sorted(p.rpartition("/")[0][1:] for p in pages if p.endswith("/index.html"))
    # What is made for frames of others is no page to be found.
    folders = [f for f in folders if f.split("/", 1)[0] != "einbetten"]
    urls = [base + (quote(f) + "/" if f else "") for f in folders]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    lines += [f"<url><loc>{escape(u)}</loc></url>" for u in urls]
    text = ("\n".join([*lines, "</urlset>"]) + "\n").encode()
    yield "sitemap.xml", text
    yield "sitemap.xml.gz", packed(text)


def packed(text: bytes) -> bytes:
    """gzip of some bytes, the same on every system and under every Python.

    The tenth byte names the system that packed (RFC 1952, 2.3.1): Python 3.11 writes the one it
    runs on, 3.13 writes 255, "unknown", as this does.
    """
    raw = bytearray(gzip.compress(text, mtime=0))
    raw[9] = 255
    return bytes(raw)
