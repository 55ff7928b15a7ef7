"""Looks a built site over: do all internal links lead somewhere, is nothing fetched from elsewhere?

Spliced pages bypass MkDocs' own link check, and prose may hold what a theme never would.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
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
ELSEWHERE = ("https://", "http://", "mailto:", "tel:")
"""A link that only leads away, which is never wrong here."""
CSS_LOAD = re.compile(r"""@import\s+["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I)
ANCHOR = re.compile(r"""\s(?:id|name)="([^"]+)\"""")


def findings(site: Path, site_url: str) -> list[str]:
    """One German line per broken link and per resource of another host; empty when all is well.

    Holds one page at a time. What all pages of a depth say alike (``../../x/``) is followed once.
    """
    files = _Files(site, site_url)
    found: list[str] = []
    for name in sorted(n for n in files.names if n.endswith(".html")):
        text = (site / name).read_text(encoding="utf-8")
        depth = name.count("/")
        for tag, raw, element in dict.fromkeys(_links(text)):
            if tag == "a" and raw.startswith(ELSEWHERE):
                continue
            shared = (depth, tag, raw) if raw.startswith("../" * max(1, depth)) else None
            if shared in files.sound:
                continue
            if fault := files.fault(name, text, tag, unescape(raw), element):
                found.append(f"{name}: {fault}")
            elif shared:
                files.sound.add(shared)
    for sheet in sorted([*site.rglob("*.css"), *site.rglob("*.svg")]):
        if CSS_LOAD.search(sheet.read_text(encoding="utf-8")):
            found.append(f"{sheet.relative_to(site).as_posix()}: lädt von einem anderen Rechner.")
    return found


def _links(text: str) -> Iterator[tuple[str, str, str]]:
    """(element, address, the whole tag where it may load something, else "")."""
    for match in ATTRIBUTE.finditer(text):
        tag = match[1].lower()
        yield tag, match[2], match[0] if tag == "link" else ""


def _anchors(text: str) -> set[str]:
    return set(ANCHOR.findall(text))


class _Files:
    """The files of a site, and what is known of links to them."""

    def __init__(self, site: Path, site_url: str) -> None:
        self.site = site
        self.prefix = urlsplit(site_url).path.rstrip("/") if site_url else ""
        self.names: set[str] = set()
        self.folders: set[str] = set()
        self.sound: set[tuple[int, str, str] | None] = set()
        for folder, _, names in os.walk(site):
            below = Path(folder).relative_to(site).as_posix()
            self.folders.add(below)
            self.names.update(names if below == "." else (f"{below}/{n}" for n in names))
        self.anchors = lru_cache(maxsize=256)(self._anchors)
        self.own = lru_cache(maxsize=1)(_anchors)

    def fault(self, name: str, text: str, tag: str, target: str, element: str) -> str:
        """What is wrong with a link of the page ``name``, or ""."""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            loads = tag in LOADS or (tag == "link" and LOADING_LINK.search(element))
            if loads and parts.scheme != "data":
                return f"lädt {target} von einem anderen Rechner."
            return ""
        path = self.file(name, parts.path)
        if path not in self.names:
            return f"Link „{target}“ führt ins Leere."
        if parts.fragment and path.endswith(".html"):
            there = self.own(text) if path == name else self.anchors(path)
            if unquote(parts.fragment) not in there:
                return f"Link „{target}“: Sprungmarke fehlt."
        return ""

    def _anchors(self, path: str) -> set[str]:
        return _anchors((self.site / path).read_text(encoding="utf-8"))

    def file(self, name: str, path: str) -> str:
        """The file that an address on a page names, from the site's root."""
        joined = urljoin("/" + name, path) if path else "/" + name
        if self.prefix and joined.startswith(self.prefix + "/"):
            joined = joined[len(self.prefix) :]
        target = unquote(joined).lstrip("/")
        folder = target.rstrip("/")
        if joined.endswith("/") or (folder or ".") in self.folders:
            return f"{folder}/index.html".lstrip("/")
        return target
