"""What this very build found out about a package: counts, checks, dates of the sources."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from ..about import About, dated, first, last
from ..catalogue import Package, Table
from ..published import Edition


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of a package that went through the checks. A package with a fault is never built."""

    tabellen: int
    zeilen: int
    zellen: int
    leer: int
    geheim: int
    """Rows that are withheld; -1 where the package withholds nothing by design."""
    regeln: tuple[str, ...]
    stand: dt.date | None
    nachweis: str


def report(package: Package, edition: Edition) -> Report:
    """The report, counted from the checked rows."""
    cells = sum(len(t.rows) * len(t.fields) for t in package.tables)
    empty = sum(
        1
        for t in package.tables
        for f in t.fields
        for cell in t.column(f.name)
        if cell in (None, ())
    )
    withheld = [_withheld(t) for t in package.tables]
    return Report(
        tabellen=len(package.tables),
        zeilen=sum(len(t.rows) for t in package.tables),
        zellen=cells,
        leer=empty,
        geheim=sum(n for n in withheld if n >= 0) if max(withheld, default=-1) >= 0 else -1,
        regeln=edition.checks,
        stand=edition.built,
        nachweis=edition.certificates.get(package.name, "") or _certificate(package),
    )


def _certificate(package: Package) -> str:
    """Address of the proof that came with the package from ``anonymise.py``, or ""."""
    listed = package.descriptor.get("resources", [])
    path = next((str(r.get("path")) for r in listed if r.get("name") == "zertifikat"), "")
    return f"daten/{package.name}/{path}" if path in package.files else ""


def _withheld(table: Table) -> int:
    status = next((f for f in table.fields if f.name == "status"), None)
    if status is None or "geheim" not in dict(status.categories):
        return -1
    return sum(1 for row in table.rows if row.get("status") == "geheim")


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the descriptor names it. stand: its dates in words, "" where none is known."""

    title: str
    url: str
    stand: str


def sources(package: Package, said: About) -> list[Source]:
    """Each source with the time it speaks of, from the rows that name it."""
    known = _dates(package)
    found = []
    for title, url, stand in said.sources:
        safe = url if url.startswith(("http://", "https://")) else ""
        found.append(Source(title, safe, stand or _time(url, known)))
    return found


def _plain(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def _dates(package: Package) -> dict[str, list[dt.date]]:
    """Address of a source → first and last days of the rows that name it."""
    found: dict[str, list[dt.date]] = defaultdict(list)
    for table in package.tables:
        columns = [f.name for f in table.fields if dated(f)]
        if not any(f.name == "quelle" for f in table.fields):
            continue
        for row in table.rows:
            for value in (str(row[c]) for c in columns if row.get(c) is not None):
                found[_plain(str(row.get("quelle") or ""))] += [
                    d for d in (first(value), last(value)) if d
                ]
    return found


def _time(url: str, known: dict[str, list[dt.date]]) -> str:
    own = _plain(url)
    inside = own + "/" if "/" not in own else own
    days = [d for u, ds in known.items() if u == own or u.startswith(inside) for d in ds]
    if not own or not days:
        return ""
    low, high = min(days).year, max(days).year
    return str(low) if low == high else f"{low} bis {high}"
