"""Kept versions of the packages, what changed between them as JSON, the Atom feed (RFC 4287)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from ..catalogue import Catalogue, Package
from ..differences import Difference, difference
from ..identifiers import identifier
from ..releases import Entry, history, listing

FOLDER = "aenderungen"
ATOM = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01"
"""The feed's date where no version says one: the standard wants a date."""


def files(catalogue: Catalogue, site_url: str) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of every file; the pages about them are made by the views."""
    found: list[tuple[Entry, Difference | None]] = []
    for package in catalogue.packages:
        known = history(package)
        for own in known[1:] if not package.kept else known:
            yield from _version(own)
        steps = {new.version: difference(old, new) for new, old in pairwise(known)}
        for version, step in steps.items():
            yield f"{FOLDER}/{package.name}/{version}/unterschied.json", _json(as_json(step))
        found += [(entry, steps.get(entry.change.version)) for entry in listing(package)]
    found.sort(key=lambda pair: pair[0].package.name)
    found.sort(key=lambda pair: pair[0].order, reverse=True)
    base = site_url.rstrip("/") + "/" if site_url else "/"
    yield f"{FOLDER}/aenderungen.json", _json([_listed(e, d, base) for e, d in found])
    yield f"{FOLDER}/atom.xml", _atom(catalogue, found, base)


def _version(package: Package) -> Iterator[tuple[str, bytes]]:
    folder = f"daten/{package.name}/{package.version}"
    yield f"{folder}/datapackage.json", package.raw
    for table in package.tables:
        yield f"{folder}/{table.path}", table.raw
    for path, raw in package.files.items():
        yield f"{folder}/{path}", raw


def as_json(step: Difference) -> dict[str, Any]:
    """A difference with German names, as it is published."""
    return {
        "paket": step.package,
        "von": step.before,
        "nach": step.after,
        "tabellen": [
            {
                "tabelle": table.name,
                "art": table.kind,
                "zellen": [
                    {"zeile": c.key, "spalte": c.column, "vorher": c.before, "jetzt": c.after}
                    for c in table.cells
                ],
                "zeilen": [
                    {"zeile": r.key, "art": r.kind, "inhalt": dict(r.cells)} for r in table.rows
                ],
                "spalten_neu": list(table.columns_added),
                "spalten_entfernt": list(table.columns_removed),
            }
            for table in step.tables
        ],
        "dateien": [{"datei": path, "art": kind} for path, kind in step.files],
        "beschreibung": list(step.properties),
    }


def _listed(entry: Entry, step: Difference | None, base: str) -> dict[str, Any]:
    found = {
        "paket": entry.package.name,
        "fassung": entry.change.version,
        "datum": entry.change.date.isoformat() if entry.change.date else None,
        "art": entry.change.kind or None,
        "grund": entry.change.reason or None,
        "zurueckgezogen": entry.change.withdrawn or None,
        "aktuell": entry.current,
        "ersetzt": entry.before or None,
        "dateien": base + entry.files if entry.files else None,
        "unterschied": f"{base}{entry.diff}unterschied.json" if entry.diff else None,
        "zellen_geaendert": sum(len(t.cells) for t in step.tables) if step else None,
        "zeilen_neu": sum(t.added for t in step.tables) if step else None,
        "zeilen_entfernt": sum(t.removed for t in step.tables) if step else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _atom(catalogue: Catalogue, found: list[tuple[Entry, Difference | None]], base: str) -> bytes:
    town = catalogue.town
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "de"})
    dated = [(entry, step) for entry, step in found if entry.change.date]
    newest = max((str(e.change.date) for e, _ in dated), default=NEVER)
    _put(feed, "id", f"urn:uuid:{identifier(town, 'feed', FOLDER)}")
    _put(feed, "title", f"Präventionskette {town.name}: Änderungen an den Daten")
    _put(feed, "updated", f"{newest}T00:00:00Z")
    _put(feed, "link", rel="self", type="application/atom+xml", href=f"{base}{FOLDER}/atom.xml")
    _put(feed, "link", rel="alternate", type="text/html", href=f"{base}{FOLDER}/")
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _put(author, "name", town.herausgeber or f"Präventionskette {town.name}")
    for entry, step in dated:
        _entry(feed, catalogue, entry, step, base)
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(
    feed: ET.Element, catalogue: Catalogue, entry: Entry, step: Difference | None, base: str
) -> None:
    package, own = entry.package, entry.change
    node = ET.SubElement(feed, f"{{{ATOM}}}entry")
    key = identifier(catalogue.town, "aenderung", package.name, own.version)
    _put(node, "id", f"urn:uuid:{key}")
    _put(node, "title", f"{package.title}: Fassung {own.version} ({own.word})")
    _put(node, "updated", f"{own.date}T00:00:00Z")
    anchor = f"{FOLDER}/#{package.name}-{own.version.replace('.', '-')}"
    _put(node, "link", rel="alternate", type="text/html", href=base + (entry.diff or anchor))
    if own.kind:
        _put(node, "category", term=own.kind, label=own.word)
    parts = [own.reason, _counted(step), f"Zurückgezogen: {own.withdrawn}" if own.withdrawn else ""]
    _put(node, "summary", " ".join(part for part in parts if part) or own.word)


def _counted(step: Difference | None) -> str:
    if step is None:
        return ""
    cells = sum(len(t.cells) for t in step.tables)
    added, removed = (sum(getattr(t, n) for t in step.tables) for n in ("added", "removed"))
    return f"Geänderte Zellen: {cells}, neue Zeilen: {added}, entfernte Zeilen: {removed}."


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    node = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    # XML 1.0 cannot hold control characters, not even escaped.
    node.text = "".join(c for c in text if c >= " " or c in "\t\n") or None


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
