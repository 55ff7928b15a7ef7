"""What a view hands over: one page, ready to be placed in the theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..workshop import Task


@dataclass(frozen=True, slots=True)
class Link:
    """A ``<link>`` in the head, for machines (Signposting): href is a site path or an address."""

    rel: str
    href: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A generated page.

    src_uri: virtual Markdown path, which decides the URL ("quartiere/norf.md" → /quartiere/norf/).
    title, description: plain text; the theme escapes them.
    html: the body, already escaped where it holds data.
    edit_path: the file an editor changes, relative to the town's folder, or "".
    scripts, styles: further files of the theme's assets that only this page needs.
    """

    src_uri: str
    title: str
    description: str
    html: str
    edit_path: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    suche: bool = True
    """Whether the full text search finds this page; lists of other pages stay out."""
    template: str = ""
    """Template of the theme that frames the page; the usual one where nothing is said."""
    assets: Mapping[str, bytes | Task] = field(default_factory=dict)
    """Files written beside the page: site path → bytes, or how to make them (maps, charts)."""
    links: tuple[Link, ...] = ()


def root_of(src_uri: str) -> str:
    """The way up to the site's root with directory URLs ("quartiere/norf.md" → "../../")."""
    stem = src_uri.removesuffix(".md")
    depth = stem.count("/") + (0 if stem.rsplit("/", 1)[-1] == "index" else 1)
    return "../" * depth or "./"
