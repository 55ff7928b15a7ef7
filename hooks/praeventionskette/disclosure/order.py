"""A list by size must not keep withheld values at their place: the place tells their size."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import naming
from praeventionskette.disclosure.extract import Record
from praeventionskette.disclosure.naming import Family

IN_ORDER = 4
"""Published values in strict order from which a list counts as sorted by size."""


class Order:
    """Looks at lists of areas."""

    def __init__(self, family: Family, catalogue: Catalogue) -> None:
        self.family = family
        self.topic, self.area, _ = family.dimensions
        self.years: dict[str, set[str]] = {}
        for topic, _, year in family.secrets:
            self.years.setdefault(topic, set()).add(year)
        places = [q.id for q in catalogue.quartiere] + [g.id for g in catalogue.gebiete]
        self.place = {area: n for n, area in enumerate(places)}
        self.names = {q.id: q.name for q in catalogue.quartiere}
        self.names |= {g.id: g.name for g in catalogue.gebiete}

    def leaks(self, found: list[Record], around: tuple[str, ...]) -> Iterator[str]:
        """Names of areas whose withheld value stands at its place in a list by size."""
        groups: dict[str, list[tuple[str, set[str], set[str]]]] = {}
        path = {p for p in around if p in self.topic.words}
        for record in found:
            if not record.group or record.group == "bild":
                continue
            text = naming.folded(record.text)
            match = self.area.pattern.search(text)
            if match is None:
                continue
            about = naming.folded(" | ".join((text, *(k for k, _ in record.cells))))
            topics = path | self.topic.named(about)
            for context in record.context:
                topics |= self.topic.named(naming.folded(context))
            times = [v for k, v in record.cells if k.casefold() in ("jahr", "stichtag", "zeit")]
            years = naming.years(" | ".join(times) or text)
            row = (self.area.codes[match[1]], topics, years)
            groups.setdefault(record.group, []).append(row)
        for rows in groups.values():
            for topic in sorted(self.years):
                about_it = [(area, years) for area, topics, years in rows if topic in topics]
                for year in sorted(self.years[topic]):
                    yield from self._sorted(topic, year, about_it)

    def _sorted(self, topic: str, year: str, rows: list[tuple[str, set[str]]]) -> Iterator[str]:
        line: dict[str, Decimal | None] = {}
        for area, years in rows:
            if years and year not in years:
                continue
            key = (topic, area, year)
            if area not in line and (key in self.family.secrets or key in self.family.published):
                values = self.family.published.get(key)
                line[area] = None if key in self.family.secrets or not values else max(values)
        numbers = [v for v in line.values() if v is not None]
        steps = {(b > a) - (b < a) for a, b in itertools.pairwise(numbers)}
        if len(numbers) < IN_ORDER or steps not in ({1}, {-1}):
            return
        names = [self.names.get(a, a).casefold() for a in line]
        places = [self.place.get(a, 0) for a in line]
        if names == sorted(names) or places == sorted(places):
            return
        shown = [n for n, v in enumerate(line.values()) if v is not None]
        for n, (area, value) in enumerate(line.items()):
            if value is None and shown[0] < n < shown[-1]:
                yield self.names.get(area, area)
                return
