"""Looks a built site over: do all internal links lead somewhere, is nothing fetched from elsewhere?

Spliced pages bypass MkDocs' own link check, and prose may hold what a theme never would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ATTRIBUTE = re.compile(
    r"""<([a-z0-9]+)\b[^>]*?\s(?:href|src|srcset|data|action|poster)="([^"]*)"[^>]*>""", re.I
)
LOADS = {
    "script",
    "img",
    "iframe",
    "frame",
    "embed",
    "object",
    "source",
    "audio",
    "video",
    "track",
    "input",
}
LOADING_LINK = re.compile(
    r"""\brel="(?:stylesheet|icon|pre(?:load|fetch|connect)|dns-prefetch|modulepreload|manifest)""",
    re.I,
)
CSS_LOAD = re.compile(r"""@import\s+["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I)
ANCHOR = re.compile(r"""\s(?:id|name)="([^"]+)\"""")


def findings(site: Path, site_url: str) -> list[str]:
    """One German line per broken link and per resource of another host; empty when all is well."""
    pages = sorted(site.rglob("*.html"))
    texts = {p: p.read_text(encoding="utf-8") for p in pages}
    anchors = {p: set(ANCHOR.findall(t)) for p, t in texts.items()}
    found: list[str] = []
    known: dict[Path, bool] = {}
    for page, text in texts.items():
        name = page.relative_to(site).as_posix()
        for tag, raw, element in _links(text):
            target = unescape(raw)
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                loads = tag in LOADS or (tag == "link" and LOADING_LINK.search(element))
                if loads and parts.scheme != "data":
                    found.append(f"{name}: lädt {target} von einem anderen Rechner.")
                continue
            path = _file(site, page, parts.path, site_url)
            if path not in known:
                known[path] = path.is_file()
            if not known[path]:
                found.append(f"{name}: Link „{target}“ führt ins Leere.")
            elif (
                parts.fragment and path in anchors and unquote(parts.fragment) not in anchors[path]
            ):
                found.append(f"{name}: Link „{target}“: Sprungmarke fehlt.")
    for sheet in sorted([*site.rglob("*.css"), *site.rglob("*.svg")]):
        if CSS_LOAD.search(sheet.read_text(encoding="utf-8")):
            found.append(f"{sheet.relative_to(site).as_posix()}: lädt von einem anderen Rechner.")
    return found


def _links(text: str) -> Iterator[tuple[str, str, str]]:
    for match in ATTRIBUTE.finditer(text):
        yield match[1].lower(), match[2], match[0]


def _file(site: Path, page: Path, path: str, site_url: str) -> Path:
    """The file that an address on a page names."""
    here = "/" + page.relative_to(site).as_posix()
    prefix = urlsplit(site_url).path.rstrip("/") if site_url else ""
    joined = urljoin(here, path) if path else here
    if prefix and joined.startswith(prefix + "/"):
        joined = joined[len(prefix) :]
    target = site / unquote(joined).lstrip("/")
    return target / "index.html" if joined.endswith("/") or target.is_dir() else target
