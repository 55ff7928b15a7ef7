"""Versions of the packages and what changed: /aenderungen/, a page a change, a page a version."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from markupsafe import Markup

from ..catalogue import Catalogue, Package
from ..differences import Difference, difference
from ..releases import Change, change, history, listing
from .page import SitePage, root_of
from .render import render

SHOWN = 200
"""Changes of a kind that a page lists; the JSON file beside it has all."""
STYLE = "assets/stylesheets/pk-fassungen.css"


def section(package: Package, root: str) -> Markup:
    """The part „Fassungen“ of a package's page (HTML, escaped); "" where it has no version."""
    found = listing(package)
    if not found:
        return Markup("")
    return Markup(render("fassungen.html", wurzel=root, eintraege=found))


def pages(catalogue: Catalogue) -> list[SitePage]:
    """/aenderungen/, a page for each step between versions, a page for each kept version."""
    found = [e for package in catalogue.packages for e in listing(package)]
    found.sort(key=lambda e: e.package.name)
    found.sort(key=lambda e: e.order, reverse=True)
    town = catalogue.town.name
    out = [
        SitePage(
            "aenderungen/index.md",
            "Was sich geändert hat",
            f"Alle Fassungen der Datenpakete der Präventionskette {town}: was neu ist, was "
            "berichtigt wurde und warum.",
            render("aenderungen.html", wurzel="../", eintraege=found, stadt=town),
            styles=(STYLE,),
        )
    ]
    for package in catalogue.packages:
        known = history(package)
        for new, old in pairwise(known):
            out.append(_step(difference(old, new), package, new))
        out += [_version(p, package) for p in known if p is not package or package.kept]
    return out


def _step(found: Difference, package: Package, new: Package) -> SitePage:
    src = f"aenderungen/{package.name}/{new.version}.md"
    return SitePage(
        src,
        f"{package.title}: Fassung {new.version}",
        f"{package.title}: was sich von Fassung {found.before} zu {found.after} geändert hat, "
        "Zelle für Zelle.",
        render(
            "aenderung.html",
            wurzel=root_of(src),
            p=package,
            d=found,
            eintrag=_change(package, new),
            hoechstens=SHOWN,
        ),
        styles=(STYLE,),
    )


def _change(package: Package, own: Package) -> Change | None:
    return change(package, own.version) or change(own, own.version)


def _version(own: Package, package: Package) -> SitePage:
    src = f"daten/{package.name}/{own.version}.md"
    known = history(package)
    at = known.index(own)
    newer = known[at - 1] if at else None
    return SitePage(
        src,
        f"{own.title}, Fassung {own.version}",
        f"{own.title}: Fassung {own.version}, aufbewahrt und unverändert, mit Prüfsummen.",
        render(
            "fassung.html",
            wurzel=root_of(src),
            p=own,
            neueste=package,
            neuer=newer,
            eintrag=_change(package, own),
            ersatz=_change(package, newer) if newer else None,
            dateien=_files(own),
            lizenzen=licences(own),
        ),
        styles=(STYLE,),
    )


def licences(package: Package) -> list[tuple[str, str]]:
    """(title, web address or "") of each licence that a package names."""
    found = package.descriptor.get("licenses")
    out = []
    for item in found if isinstance(found, list) else []:
        if isinstance(item, dict):
            path = str(item.get("path", ""))
            title = str(item.get("title") or item.get("name") or path)
            out.append((title, path if path.startswith(("https://", "http://")) else ""))
    return out


def _files(package: Package) -> list[tuple[str, int, str]]:
    """(path, bytes, SHA-256) of each file of a version."""
    contents = {"datapackage.json": package.raw, **{t.path: t.raw for t in package.tables}}
    contents.update(package.files)
    return [(path, len(raw), hashlib.sha256(raw).hexdigest()) for path, raw in contents.items()]
