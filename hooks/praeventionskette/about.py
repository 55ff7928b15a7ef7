"""What is said about a package: once, for its page, its files and the catalogue alike."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .catalogue import Catalogue, Field, Package, Town
from .harvest import FREQUENCIES, THEMES
from .licences import LICENCES, Licence
from .releases import changes

_DATED = re.compile(r"(.*_)?(stand|stichtag|jahr)")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
NO_LICENCE = Licence("", "nicht angegeben", "", "", "", attribution=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers. page: an address of this site (no scheme) or of the web."""

    name: str
    email: str = ""
    telefon: str = ""
    page: str = ""

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.telefon or self.page)


@dataclass(frozen=True, slots=True)
class About:
    """A package in words. issued, released: day of the first and of this version, None where the
    package does not say; kept: earlier versions still there. start, end: what it covers."""

    name: str
    title: str
    description: str
    version: str
    issued: dt.date | None
    released: dt.date | None
    publisher: str
    licence: Licence
    contact: Contact
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    frequency: str
    limits: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    """(title, address, date or ""), as the descriptor names them."""
    doi: str
    start: dt.date | None
    end: dt.date | None

    @property
    def path(self) -> str:
        """The page, from the site's root."""
        return f"daten/{self.name}/"


def publisher(town: Town) -> str:
    """Who publishes: the town where it says so, else the project that gathered the data."""
    return town.herausgeber or f"Projekt Präventionskette {town.name}"


def contact(town: Town, descriptor: Mapping[str, Any]) -> Contact:
    """Who answers questions: the package's own ``kontakt``, else the catalogue's, else the town."""
    own = descriptor.get("kontakt")
    if isinstance(own, Mapping):
        found = Contact(
            text(own.get("name")) or publisher(town),
            text(own.get("email")),
            text(own.get("telefon")),
            text(own.get("seite")),
        )
        if found.reachable:
            return found
    harvest = town.katalog
    return Contact(
        harvest.kontakt_name or publisher(town),
        harvest.kontakt_email or town.email,
        "" if harvest.kontakt_email or harvest.kontakt_seite else town.telefon,
        harvest.kontakt_seite,
    )


def licence(descriptor: Mapping[str, Any]) -> Licence:
    """The licence of a package; the check has seen that there is exactly one we know."""
    names = [item.get("name") for item in _maps(descriptor.get("licenses"))]
    return LICENCES.get(text(names[0] if names else ""), NO_LICENCE)


def about(catalogue: Catalogue, package: Package) -> About:
    """All of it. A missing ``created`` leaves ``released`` None; nothing is invented."""
    descriptor, town = package.descriptor, catalogue.town
    start, end = period(package)
    dates = {c.version: c.date for c in changes(package)}
    released = dates.get(package.version) or day(text(descriptor.get("created")))
    issued = min((d for d in dates.values() if d), default=released)
    themes = tuple(t for t in strings(descriptor.get("themen")) if t in THEMES)
    return About(
        name=package.name,
        title=package.title,
        description=package.description,
        version=package.version,
        issued=issued,
        released=released,
        publisher=publisher(town),
        licence=licence(descriptor),
        contact=contact(town, descriptor),
        keywords=strings(descriptor.get("keywords")) or (town.name,),
        themes=themes or ("SOCI",),
        frequency=FREQUENCIES.get(text(descriptor.get("aktualisierung")), ("UNKNOWN", ""))[0],
        limits=strings(descriptor.get("bekannte_grenzen")),
        sources=tuple(
            (text(s.get("title")) or text(s.get("path")), text(s.get("path")), text(s.get("stand")))
            for s in _maps(descriptor.get("sources"))
        ),
        doi=text(descriptor.get("doi")),
        start=start or released,
        end=end or released,
    )


def text(value: object) -> str:
    """A text of a descriptor, else ""."""
    return value.strip() if isinstance(value, str) else ""


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list of a descriptor."""
    found = value if isinstance(value, list | tuple) else ()
    return tuple(v.strip() for v in found if isinstance(v, str) and v.strip())


def _maps(value: object) -> Iterator[Mapping[str, Any]]:
    return (v for v in (value if isinstance(value, list) else ()) if isinstance(v, Mapping))


def day(value: str) -> dt.date | None:
    """The day of an ISO date or time, or None."""
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def dated(field: Field) -> bool:
    """Whether a column says which time its row is about (jahr, stichtag, …_stand)."""
    return field.type == "year" or bool(_DATED.fullmatch(field.name))


def first(value: str) -> dt.date | None:
    """ "2021" → 1 January 2021, "2021-06" → 1 June 2021."""
    match = _PARTIAL.fullmatch(value)
    if not match:
        return None
    return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def last(value: str) -> dt.date | None:
    """ "2021" → 31 December 2021, "2021-06" → 30 June 2021."""
    match = _PARTIAL.fullmatch(value)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    return dt.date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))


def period(package: Package) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that the dated columns of a package speak of, counted, not claimed."""
    starts: set[dt.date] = set()
    ends: set[dt.date] = set()
    for table in package.tables:
        for field in (f for f in table.fields if dated(f)):
            for value in {str(cell) for cell in table.column(field.name) if cell is not None}:
                if (low := first(value)) and (high := last(value)):
                    starts.add(low)
                    ends.add(high)
    return min(starts, default=None), max(ends, default=None)
