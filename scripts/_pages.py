"""Chooses pages of a built site so that each kind of page, part and script is on one of them.

Nothing names a page: what a page is made of is read off its markup, and the fewest pages are taken
that hold everything between them. So a new kind of page is covered as soon as it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

TELLING = ("hidden", "open", "lang", "dir", "tabindex", "role", "download", "popover")
"""Attributes that make an element another one for somebody who uses it."""


class _Parts(HTMLParser):
    """Collects what a page is made of: elements, their classes, roles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.language = ("", "ltr")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        if tag == "html":
            here = dict(attrs)
            self.language = (here.get("lang") or "", here.get("dir") or "ltr")
        for name, value in attrs:
            if name == "class":
                self.found.update(f"{tag}.{word}" for word in (value or "").split())
            elif name == "role":
                self.found.add(f"{tag} role={value}")
            elif name.startswith("aria-") or name in TELLING:
                self.found.add(f"{tag} {name}")
            elif name == "src" and tag == "script":
                self.found.add(f"script {(value or '').rpartition('/')[2]}")


def parts(page: Path, site: Path) -> frozenset[str]:
    """What a page of a site is made of, and the shape of its address (first folder and depth)."""
    reader = _Parts()
    reader.feed(page.read_text(encoding="utf-8"))
    way = page.relative_to(site).parts
    language, direction = reader.language
    if len(way) > 1 and language and way[0] == language:
        # A translation is laid out alike in every language; what differs is the way one reads.
        return frozenset({*reader.found, f"{direction}/{way[1]}/{len(way)}"})
    return frozenset({*reader.found, f"{way[0]}/{len(way)}"})


def cover(holds: Mapping[Path, frozenset[str]]) -> list[Path]:
    """The fewest pages (nearly: greedily) that hold every part between them, richest first."""
    missing = set().union(*holds.values())
    chosen: list[Path] = []
    while missing:
        best = max(sorted(holds), key=lambda page: len(holds[page] & missing))
        chosen.append(best)
        missing -= holds[best]
    return chosen


def kinds(
    sites: Iterable[Path], *, together: bool = False, brief: bool = False
) -> dict[Path, list[str]]:
    """Site → addresses ("karte/", "404.html") of one page of each kind.

    together: a kind that two sites share is taken from one of them alone.
    brief: one translation of a page stands for all; parts that differ are still seen.
    """
    folders = list(sites)
    holds = {s: {p: parts(p, s) for p in sorted(s.rglob("*.html"))} for s in folders}
    if brief:
        holds = {s: {p: frozenset(f for f in found if not f.startswith("rtl/"))
                     for p, found in own.items()} for s, own in holds.items()}  # fmt: skip
    if together:
        chosen = cover({page: found for own in holds.values() for page, found in own.items()})
        return {s: [address(p, s) for p in chosen if p in holds[s]] for s in folders}
    return {s: [address(p, s) for p in cover(own)] for s, own in holds.items()}


def address(page: Path, site: Path) -> str:
    """ "karte/" for the file karte/index.html; other files keep their name."""
    path = page.relative_to(site).as_posix()
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path
