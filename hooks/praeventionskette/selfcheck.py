"""Looks a built site over: do all internal links lead somewhere, is nothing fetched from elsewhere?

Spliced pages bypass MkDocs' own link check, and prose may hold what a theme never would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from . import sitefiles

PAGE, SHEETS = ".html", (".css", ".svg")
ATTRIBUTES = tuple(
    f' {name}="'.encode() for name in ("href", "src", "srcset", "data", "action", "poster")
)
"""What leads somewhere. Looked for letter by letter: far quicker than a pattern of a whole tag."""
PLAIN = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\n\r\f", b"abcdefghijklmnopqrstuvwxyz    ")
TAG = re.compile(rb"<[a-z0-9]+\b")
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
ELSEWHERE = (b"https://", b"http://", b"mailto:", b"tel:")
"""Where a link only leads away, which is never wrong here."""
SIMPLE = re.compile(r"((?:\.\./)*)((?:[\w-]+/)*(?:[\w-][\w.-]*)?)", re.ASCII)
CSS_LOAD = re.compile(rb"""@import\s+["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I)
ANCHOR = re.compile(r"""\s(?:id|name)="([^"]+)\"""")


def findings(site: Path, site_url: str) -> list[str]:
    """One German line per broken link and per resource of another host; empty when all is well."""
    names = sitefiles.names(site)
    check = Check(site, site_url, names)
    looked = {n: list(check.faults(n, sitefiles.read(site, n))) for n in names if looks_into(n)}
    return in_order(looked)


def looks_into(name: str) -> bool:
    """Whether a file can link or load."""
    return name.endswith((PAGE, *SHEETS))


def in_order(found: Mapping[str, Iterable[str]]) -> list[str]:
    """The faults of all files (by their names) as they are told: those of pages come first."""
    names = sorted(found, key=lambda name: (not name.endswith(PAGE), name))
    return [line for name in names for line in found[name]]


def _links(raw: bytes, sound: set[bytes]) -> Iterator[tuple[str, bytes]]:
    """(the tag up to its end, in small letters; address) of what is not known to be sound."""
    low = raw.translate(PLAIN)
    for attribute in ATTRIBUTES:
        at = low.find(attribute)
        while at >= 0:
            start = at + len(attribute)
            end = low.find(b'"', start)
            target = raw[start:end]
            if target not in sound:
                tag = TAG.search(low, low.rfind(b">", 0, at) + 1, at)
                away = tag and tag[0] == b"<a" and target.startswith(ELSEWHERE)
                if tag and not away:  # without a tag it stands in a text
                    yield low[tag.start() : low.find(b">", end)].decode(errors="replace"), target
            at = low.find(attribute, end) if end >= 0 else -1


class Check:
    """The files of a site, and what is known of links to them.

    Looks at one file at a time, in any order; what pages of a folder say alike (``../x/``) is
    followed once.
    """

    def __init__(self, site: Path, site_url: str, names: Iterable[str]) -> None:
        self.site = site
        self.prefix = urlsplit(site_url).path.rstrip("/") if site_url else ""
        self.names = frozenset(names)
        self.folders = {"."}
        for name in self.names:
            while (name := name.rpartition("/")[0]) and name not in self.folders:
                self.folders.add(name)
        self.known: dict[str, set[bytes]] = {}
        self.anchors = lru_cache(maxsize=256)(self._anchors)

    def faults(self, name: str, raw: bytes) -> Iterator[str]:
        """German lines about one file with these contents."""
        if name.endswith(PAGE):
            sound = self.sound(name)
            for element, target in dict.fromkeys(_links(raw, sound)):
                if fault := self.fault(name, raw, element, unescape(target.decode())):
                    yield f"{name}: {fault}"
                elif target.startswith(b"../"):
                    sound.add(target)
        elif name.endswith(SHEETS) and CSS_LOAD.search(raw):
            yield f"{name}: lädt von einem anderen Rechner."

    def sound(self, name: str) -> set[bytes]:
        """Addresses that begin with ``../`` and are known to be right on pages beside this one."""
        folder = name.rpartition("/")[0]
        above = folder.rpartition("/")[0] if folder else "/"
        return self.known.setdefault(above, set())

    def fault(self, name: str, raw: bytes, element: str, target: str) -> str:
        """What is wrong with a link of the page ``name``, or ""."""
        if target[:1] == "#" and f' id="{target[1:]}"'.encode() in raw:
            return ""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            tag = re.split(r"[\s>]", element[1:], maxsplit=1)[0]
            loads = tag in LOADS or (tag == "link" and LOADING_LINK.search(element))
            if loads and parts.scheme != "data":
                return f"lädt {target} von einem anderen Rechner."
            return ""
        path = self.file(name, parts.path)
        if path not in self.names:
            return f"Link „{target}“ führt ins Leere."
        anchor = unquote(parts.fragment) if path.endswith(".html") else ""
        if anchor and anchor not in self.anchors(path):
            return f"Link „{target}“: Sprungmarke fehlt."
        return ""

    def _anchors(self, path: str) -> set[str]:
        return set(ANCHOR.findall(sitefiles.read(self.site, path).decode()))

    def file(self, name: str, path: str) -> str:
        """The file that an address on a page names, from the site's root."""
        joined = _joined("/" + name, path) if path else "/" + name
        if self.prefix and joined.startswith(self.prefix + "/"):
            joined = joined[len(self.prefix) :]
        target = unquote(joined).lstrip("/")
        folder = target.rstrip("/")
        if joined.endswith("/") or (folder or ".") in self.folders:
            return f"{folder}/index.html".lstrip("/")
        return target


def _joined(page: str, path: str) -> str:
    """``urljoin`` of two paths; the simple ones, nearly all, without taking them apart."""
    if not (simple := SIMPLE.fullmatch(path)):
        return urljoin(page, path)
    folder = page
    for _ in range(1 + len(simple[1]) // 3):
        folder = folder.rpartition("/")[0]
    return f"{folder}/{simple[2]}"
