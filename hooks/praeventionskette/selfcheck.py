"""Looks a built site over: do all internal links lead somewhere, is nothing fetched from elsewhere?

Spliced pages bypass MkDocs' own link check, and prose may hold what a theme never would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath
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
    files = {p.relative_to(site).as_posix(): p for p in sorted(site.rglob("*")) if p.is_file()}
    texts = {n: p.read_text(encoding="utf-8") for n, p in files.items() if n.endswith(".html")}
    folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    prefix = urlsplit(site_url).path.rstrip("/") if site_url else ""
    anchors: dict[str, set[str]] = {}
    found: list[str] = []
    for name, text in texts.items():
        for tag, raw, element in dict.fromkeys(_links(text)):
            target = unescape(raw)
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                loads = tag in LOADS or (tag == "link" and LOADING_LINK.search(element))
                if loads and parts.scheme != "data":
                    found.append(f"{name}: lädt {target} von einem anderen Rechner.")
                continue
            file = _file(name, parts.path, prefix, folders)
            if file not in files:
                found.append(f"{name}: Link „{target}“ führt ins Leere.")
            elif parts.fragment and file in texts:
                if file not in anchors:
                    anchors[file] = set(ANCHOR.findall(texts[file]))
                if unquote(parts.fragment) not in anchors[file]:
                    found.append(f"{name}: Link „{target}“: Sprungmarke fehlt.")
    for name in (n for n in files if n.endswith((".css", ".svg"))):
        if CSS_LOAD.search(files[name].read_text(encoding="utf-8")):
            found.append(f"{name}: lädt von einem anderen Rechner.")
    return found


def _links(text: str) -> Iterator[tuple[str, str, str]]:
    """(element, address, the whole tag where it may load something, else "")."""
    for match in ATTRIBUTE.finditer(text):
        tag = match[1].lower()
        yield tag, match[2], match[0] if tag == "link" else ""


def _file(name: str, path: str, prefix: str, folders: set[str]) -> str:
    """The file that an address on a page names, from the site's root. No file system is asked."""
    joined = urljoin(f"/{name}", path) if path else f"/{name}"
    if prefix and joined.startswith(prefix + "/"):
        joined = joined[len(prefix) :]
    target = unquote(joined).lstrip("/")
    if target == "" or target.endswith("/"):
        return f"{target}index.html"
    return f"{target}/index.html" if target in folders else target
