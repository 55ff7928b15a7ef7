"""What the catalogue's indicator values say together: cells and links of one system.

Links come from the areas (a group is the sum of its quarters), from what a package declares
under ``geheimhaltung`` and from what names imply (…-kumuliert, …-maennlich and …-weiblich).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from praeventionskette.catalogue import Catalogue, Kennzahl, Wert
from praeventionskette.disclosure.model import (
    COMPLEMENT,
    COUNT,
    IMPLIED,
    QUANTITY,
    SIGNED,
    TABLE,
    Builder,
    Cell,
)
from praeventionskette.disclosure.relations import Relation, relations

When = tuple[int | None, str]
"""Year and, where one is stated, the day."""
THINGS = frozenset(
    ("Plätze", "Wohnungen", "Betriebe", "Euro", "EUR", "Einrichtungen", "km²", "Fälle je Jahr")
)
SUMS = ("stadt", "gruppe", "zusammenfassung")
"""Kinds of areas that are exactly their quarters."""
PER = {"%": 100, "Prozent": 100, "je 100": 100, "‰": 1000, "je 1000": 1000, "je 1.000": 1000}
MONITORING = "datapackages/monitoring/werte.csv"


@dataclass
class Known:
    """The rows of the values table, by indicator and time and area."""

    rows: dict[tuple[str, When], dict[str, Wert]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    file: str = MONITORING

    def times(self, indicator: str) -> list[When]:
        """All times of an indicator."""
        return [when for name, when in self.rows if name == indicator]

    def before(self, indicator: str, when: When) -> When | None:
        """The same day a year earlier, if the indicator has it."""
        year, day = when
        if year is None:
            return None
        earlier = (year - 1, f"{year - 1}{day[4:]}" if day else "")
        return earlier if (indicator, earlier) in self.rows else None


def known(catalogue: Catalogue, earlier: Iterable[Catalogue] = ()) -> Known:
    """Rows of the catalogue; rows of earlier releases where nothing newer contradicts them."""
    result = Known()
    for package in catalogue.packages:
        table = package.table("werte")
        if table is not None:
            result.file = f"datapackages/{package.name}/{table.path}"
            ids = [str(row.get("id")) for row in table.rows]
            result.lines = dict(zip(ids, table.lines, strict=False))
    for value in catalogue.werte:
        when = (value.jahr, value.stichtag or "")
        result.rows.setdefault((value.kennzahl, when), {}).setdefault(value.gebiet, value)
    for release in earlier:
        old: dict[tuple[str, When], dict[str, Wert]] = {}
        for value in release.werte:
            when = (value.jahr, value.stichtag or "")
            old.setdefault((value.kennzahl, when), {})[value.gebiet] = value
        for key, values in old.items():
            now = result.rows.setdefault(key, {})
            revised = any(
                a in now and None not in (now[a].wert, v.wert) and now[a].wert != v.wert
                for a, v in values.items()
            )
            if revised:  # another count: its sums are not the sums of today
                continue
            for area, value in values.items():
                if value.wert is not None and (area not in now or now[area].wert is None):
                    now[area] = value
    return result


class Links:
    """Builds the system of a catalogue."""

    def __init__(self, catalogue: Catalogue, rows: Known) -> None:
        self.catalogue = catalogue
        self.known = rows
        self.builder = Builder()
        self.indicators = {k.id: k for k in catalogue.kennzahlen}
        self.names = {q.id: q.name for q in catalogue.quartiere}
        self.names |= {g.id: g.name for g in catalogue.gebiete}
        every = tuple(q.id for q in catalogue.quartiere)
        self.members: Mapping[str, tuple[str, ...]] = {
            g.id: g.quartiere or (every if g.art == "stadt" else ()) for g in catalogue.gebiete
        }
        self.inside = {g.id for g in catalogue.gebiete if g.art not in SUMS}
        """Areas that lie in their quarters without filling them."""
        self.optional: set[int] = set()
        """Links that only names imply: dropped where the numbers contradict them."""

    def build(self) -> Builder:
        """All cells and links."""
        for (indicator, when), values in self.known.rows.items():
            if indicator in self.indicators and self.kind(indicator) is not None:
                for area in values:
                    self.cell(indicator, when, area)
        for relation in relations(self.catalogue):
            self._relation(relation)
        for indicator, when in list(self.known.rows):
            if self.kind(indicator) in (COUNT, QUANTITY):
                self._areas(indicator, when)
        return self.builder

    def kind(self, indicator: str) -> str | None:
        """What the numbers of an indicator are; None if no whole numbers."""
        entry = self.indicators.get(indicator)
        if entry is None:
            return None
        if entry.art == "anzahl":
            return QUANTITY if entry.einheit in THINGS else COUNT
        return SIGNED if entry.art == "saldo" else None

    def cell(self, indicator: str, when: When, area: str, origin: str = IMPLIED) -> int:
        """The position of a cell; made if nobody shows it."""
        row = self.known.rows.get((indicator, when), {}).get(area)
        value = None
        if row is not None:
            if row.wert is not None and row.wert == row.wert.to_integral_value():
                value = int(row.wert)
            if row.status == "geheim":
                origin = TABLE
        entry = self.indicators[indicator]
        area_name = self.names.get(area, area)
        day = when[1] or (str(when[0]) if when[0] is not None else "ohne Jahr")
        return self.builder.add(
            Cell(
                f"{indicator}|{area}|{when[0] or ''}|{when[1]}",
                f"{entry.name}, {area_name}, {day}",
                value,
                self.kind(indicator) or COUNT,
                origin,
                self.known.file,
                self.known.lines.get(row.id, 0) if row is not None else 0,
                area_name,
            )
        )

    def _areas(self, indicator: str, when: When) -> None:
        """A group that is shown or withheld is the sum of its quarters."""
        values = self.known.rows[(indicator, when)]
        for area, quarters in self.members.items():
            if area not in values or not quarters:
                continue
            total = self.cell(indicator, when, area)
            parts = [self.cell(indicator, when, q) for q in quarters]
            if area in self.inside:
                self.optional.add(len(self.builder.links))
                self._inside(total, parts)
                continue
            words = f"{self.names[area]} = Summe von {len(parts)} Quartieren"
            self.builder.sum(total, parts, f"{words} ({self.indicators[indicator].name})")

    def _inside(self, part: int, quarters: list[int]) -> None:
        """An area inside of quarters leaves a rest, which may be small."""
        cell = self.builder.cells[part]
        rest = self.builder.add(
            Cell(
                f"rest:{cell.key}", f"Rest neben {cell.words}", None, cell.kind, COMPLEMENT,
                cell.file, cell.line, f"Rest neben {cell.short}",
            )
        )  # fmt: skip
        terms = [(part, 1), (rest, 1), *((q, -1) for q in quarters)]
        self.builder.bound(terms, 0, 0, f"{cell.short} liegt in {len(quarters)} Quartieren")

    def _relation(self, relation: Relation) -> None:
        first = len(self.builder.links)
        if relation.art == "anteil":
            self._share(relation)
        else:
            for when in self.known.times(relation.whole):
                for area in list(self.known.rows[(relation.whole, when)]):
                    self._one(relation, when, area)
        if relation.implied:
            self.optional.update(range(first, len(self.builder.links)))

    def _one(self, relation: Relation, when: When, area: str) -> None:
        whole, parts = relation.whole, relation.parts
        name = f"{self.indicators[whole].name}, {self.names.get(area, area)}"
        if relation.art == "summe":
            cells = [self.cell(p, when, area) for p in parts]
            self.builder.sum(self.cell(whole, when, area), cells, f"{name} = Summe der Teile")
        elif relation.art == "teil":
            part = self.indicators[parts[0]].name
            inner = self.cell(parts[0], when, area)
            self._rest(inner, self.cell(whole, when, area), f"{name}, minus {part}")
        elif relation.art == "kumuliert":
            past = self.known.before(whole, when)
            if past is not None:
                cells = [self.cell(whole, past, area), self.cell(parts[0], when, area)]
                words = f"{name}, minus Vorjahr = {self.indicators[parts[0]].name}"
                self.builder.sum(self.cell(whole, when, area), cells, words)
        elif relation.art == "saldo":
            past = self.known.before(parts[0], when)
            shown = self.known.rows.get((parts[0], when), {})
            if past is not None and area in shown:
                cells = [self.cell(parts[0], past, area), self.cell(whole, when, area)]
                words = f"{self.indicators[parts[0]].name} minus Vorjahr = {name}"
                self.builder.sum(self.cell(parts[0], when, area), cells, words)
        elif relation.art == "gleitend":
            self._rolling(relation, when, area, name)

    def _rolling(self, relation: Relation, when: When, area: str, name: str) -> None:
        """Mean over some years at its rounding."""
        row = self.known.rows[(relation.whole, when)][area]
        if row.wert is None:
            return
        times = [when]
        for _ in range(relation.years - 1):
            year, day = times[-1]
            if year is None:
                return
            times.append((year - 1, f"{year - 1}{day[4:]}" if day else ""))
        digits = self._digits(relation.whole, row.wert)
        scale = 2 * 10**digits
        middle = int(row.wert * scale) * relation.years
        terms = tuple((self.cell(relation.parts[0], t, area), scale) for t in times)
        words = f"{name} = Mittel aus {relation.years} Jahren"
        self.builder.bound(terms, middle - relation.years, middle + relation.years, words)

    def _digits(self, indicator: str, value: Decimal) -> int:
        exponent = value.as_tuple().exponent
        shown = -exponent if isinstance(exponent, int) else 0
        return max(self.indicators[indicator].nachkommastellen, shown, 0)

    def _share(self, relation: Relation) -> None:
        """A rate at its rounding ties its numerator to its denominator."""
        rate, (top, bottom) = relation.whole, relation.parts
        entry = self.indicators[rate]
        for when in self.known.times(rate):
            for area, row in self.known.rows[(rate, when)].items():
                below = self.known.rows.get((bottom, when), {}).get(area)
                if row.wert is None or below is None:
                    continue
                whole = self.cell(bottom, when, area)
                part = (
                    self.cell(top, when, area)
                    if top in self.indicators
                    else self._numerator(entry, when, area, row.wert, below.wert)
                )
                digits = self._digits(rate, row.wert)
                per = PER.get(entry.einheit, 100)
                factor, middle = 2 * per * 10**digits, int(row.wert * 2 * 10**digits)
                number = str(row.wert).replace(".", ",")
                base = below.wert if below.wert is not None else "geheim"
                words = f"{number} {entry.einheit} von {base}"
                self.builder.bound(
                    ((part, factor), (whole, -middle - 1)), None, 0, words, share=True
                )
                self.builder.bound(
                    ((part, factor), (whole, -middle + 1)), 0, None, words, share=True
                )
                self._rest(part, whole, words)

    def _numerator(
        self, entry: Kennzahl, when: When, area: str, rate: Decimal, base: Decimal | None
    ) -> int:
        name = self.names.get(area, area)
        words = f"Anzahl zu: {entry.name}, {name}, {when[1] or when[0]}"
        row = self.known.rows[(entry.id, when)][area]
        line = self.known.lines.get(row.id, 0)
        key = f"zaehler:{entry.id}|{area}|{when[0] or ''}|{when[1]}"
        return self.builder.add(Cell(key, words, None, COUNT, IMPLIED, self.known.file, line, name))

    def _rest(self, part: int, whole: int, words: str) -> None:
        """Those of the denominator who are not in the numerator."""
        cell = self.builder.cells[part]
        rest = self.builder.add(
            Cell(
                f"rest:{cell.key}", f"alle anderen zu: {cell.words}", None, COUNT, COMPLEMENT,
                cell.file, cell.line, f"alle anderen in {cell.short}",
            )
        )  # fmt: skip
        terms = ((whole, -1), (part, 1), (rest, 1))
        self.builder.bound(terms, 0, 0, f"{words}, davon der Rest", share=True)
