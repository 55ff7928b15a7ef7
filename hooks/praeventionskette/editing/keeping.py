"""Keeping it true: the external addresses of a town, and the offers whose last day is over.

The addresses are only gathered here and the results put into words; the network is the business
of ``scripts/check_links.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from praeventionskette import problems
from praeventionskette.catalogue import Catalogue, expired
from praeventionskette.editing.workplace import Workplace
from praeventionskette.packages import addresses, files, reader
from praeventionskette.packages.openpoints import TEXT_BYTES
from praeventionskette.packages.says import Notes, Says
from praeventionskette.problems import Problem

OK, GONE, MOVED, UNSURE = "ok", "tot", "umgezogen", "unklar"
KINDS = (GONE, MOVED, UNSURE)
"""What a result can be beside OK; each is a sentence of rule ``link``."""

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\\]]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an address stands."""

    file: str
    line: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an address. kind: OK or one of KINDS; detail: German; target: new address."""

    kind: str
    detail: str = ""
    target: str = ""


def links(place: Workplace) -> dict[str, list[Spot]]:
    """Every external address of tables and texts (without its #fragment) and where it stands."""
    found: dict[str, list[Spot]] = {}
    for url, spot in (*_of_tables(place), *_of_texts(place)):
        found.setdefault(urldefrag(url).url, []).append(spot)
    return found


def _of_tables(place: Workplace) -> Iterator[tuple[str, Spot]]:
    for package, spec in place.tables():
        file = f"{package.shown}/{spec.path}"
        raw = files.read(package.folder, spec.path, file)
        if isinstance(raw, Problem):
            continue
        says = Says(Notes(), file)
        try:
            records = list(reader.records(reader.decode(raw, says), says))
        except reader.UnreadableError:
            continue
        wanted = {
            field.name
            for field in spec.fields
            if field.name in addresses.WEB_COLUMNS or field.format == "uri"
        }
        for record in records[1:]:
            for column, cell in zip(records[0].cells, record.cells, strict=False):
                if column in wanted and cell.startswith(("http://", "https://")):
                    yield cell, Spot(file, record.line, column)


def _of_texts(place: Workplace) -> Iterator[tuple[str, Spot]]:
    for path in sorted(place.content.rglob("*.md")):
        inside = files.inside(place.content, path) and path.is_file()
        if not inside or path.stat().st_size > TEXT_BYTES:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.split("\n"), 1):
            for match in _ADDRESS.finditer(line):
                yield _balanced(match[0]), Spot(files.shown(path, place.base), number)


def _balanced(url: str) -> str:
    """An address in a sentence or in brackets without what belongs to the sentence."""
    while url and (url[-1] in ".,;:!?*_" or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url


def told(found: Mapping[str, list[Spot]], results: Mapping[str, Result]) -> list[Problem]:
    """What to tell the editors: each address that is not well, at the first spot it stands."""
    said = []
    for url, result in results.items():
        if result.kind == OK:
            continue
        spots = found[url]
        more = f" (an {len(spots)} Stellen)" if len(spots) > 1 else ""
        values = {"wert": url, "grund": result.detail, "ziel": result.target, "mehr": more}
        place = (spots[0].file, spots[0].line, spots[0].column)
        problem = problems.worded("link", result.kind, place, values)
        said.append(replace(problem, severity="offen"))
    return said


def ended(catalogue: Catalogue, today: dt.date) -> list[Problem]:
    """Offers that are still marked as current although their last day is over."""
    package = catalogue.package("angebote")
    table = package.table("angebote") if package else None
    lines = dict(zip((row["id"] for row in table.rows), table.lines, strict=False)) if table else {}
    file = f"datapackages/angebote/{table.path}" if table else ""
    return [
        replace(
            problems.found(
                "abgelaufen", "ende", file=file, line=lines.get(offer.id, 0), column="endet_am",
                angebot=offer.name, wert=offer.endet_am,
            ),
            severity="offen",
        )
        for offer in catalogue.angebote
        if offer.status == "aktiv" and expired(offer, today)
    ]  # fmt: skip
