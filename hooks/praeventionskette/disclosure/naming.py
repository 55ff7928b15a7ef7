"""What a text of a built file speaks of: which cells it names, and which numbers it shows."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from praeventionskette.catalogue import Catalogue, Wert
from praeventionskette.disclosure import tables
from praeventionskette.disclosure.crosstable import PROPERTY, Undeclared

Key = tuple[str, ...]
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d) ?(?:bis|–|-|/) ?((?:19|20)\d\d)(?!\d)")
NUMBER = re.compile(r"(?<![\w.,/-])[-−]?\d+(?:[.,]\d+)*(?![\w/]|[.,-]\d)")
THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
NOISE = re.compile(
    r"https?://\S+|\S+@\S+|\b\d{4}-\d\d(?:-\d\d)?(?:t[\d:.z+]+)?|\b\d\d?\.\d\d?\.(?:\d{4})?(?!\d)|"
    rf"\b\d\d?\. ?(?:{MONTHS})\b|\b(?:19|20)\d\d\b(?![.,]\d)|#[0-9a-f]{{3,8}}\b|&#?\w+;|"
    r"\b\d+\. ?(?:geburtstag|lebensjahr|lebensmonat|klasse|quartal|jahr|monat)\w*|"
    r"\b(?:unter|weniger als|kleiner als|mindestens|höchstens|über|ab|bis) \d+\b(?! von)|"
    r"\b(?:seite|s\.|tabelle|abschnitt|absatz|zeile|nr\.|nummer|§|art\.|artikel|fassung|version|"
    r"schritt|stufe|klasse) ?\d+\b|"
    r"\b\d+ ?(?:uhr|€|euro|cent|minuten|stunden|wochen|tage|monate|px|kb|mb)\b|\b\d+ ?€|"
    r"\b\d{1,2}[:.]\d\d ?(?:uhr|bis|–|-)?|(?:\+\d\d|\b0)\d*[ /(-]*\d[\d /()-]{4,}|"
    r"\b\d{5}(?= [a-zäöü])|\bpostleitzahl \d{5}",
    re.IGNORECASE,
)
"""Digits that are no value: dates, ages, prices, times, telephone numbers, places in a text."""
OTHER = frozenset(
    ("id", "kennung", "kennzahl", "gebiet", "gebiet_id", "jahr", "stichtag", "zeit", "datum",
     "gebietsstand", "grenzen vom", "nummer", "plz", "breite", "laenge", "lat", "lon", "zoom",
     "reihenfolge", "kachel_zeile", "kachel_spalte", "stand", "url", "href", "version", "rowspan",
     "colspan", "width", "height", "wurzel")
)  # fmt: skip
"""Columns that hold no value."""
ABOUT = frozenset(
    ("gebietsstand", "grenzen vom", "stand", "bruch", "quelle", "hinweis", "quelle und anmerkung")
)
"""Columns whose years are not the year of the value."""
VALUES = frozenset(("wert", "value", "anzahl", "anteil", "n", "zahl"))


@dataclass(frozen=True)
class Dimension:
    """One way to name a cell: its codes with the words for each, and its column."""

    column: str
    words: Mapping[str, tuple[str, ...]]
    total: str | None = None
    """The code that is meant where none is named."""
    any: bool = False
    """Whether every code may be meant where none is named."""
    pattern: re.Pattern[str] = field(init=False)
    codes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = {
            " ".join(word.casefold().split()): code
            for code, words in self.words.items()
            for word in words
            if word
        }
        spoken = sorted((n for n in names if len(n) > 2 and not n.isdigit()), key=lambda n: -len(n))
        body = "|".join(re.escape(n) for n in spoken) or r"(?!)"
        object.__setattr__(self, "codes", names)
        object.__setattr__(self, "pattern", re.compile(rf"(?<![\w-])({body})s?(?![\w-])"))

    def named(self, text: str) -> set[str]:
        """Codes that a text (folded, single blanks) names."""
        if self.column == "jahr":
            return years(text)
        return {self.codes[m[1]] for m in self.pattern.finditer(text)}


@dataclass(frozen=True)
class Family:
    """Cells with the same dimensions: all indicators, or one cross table."""

    dimensions: tuple[Dimension, ...]
    secrets: Mapping[Key, str]
    """Withheld cells and how people call them."""
    published: Mapping[Key, frozenset[Decimal]]

    def cells(self, named: tuple[set[str] | None, ...], of: Mapping[Key, Any]) -> Iterator[Key]:
        """Those keys that are named; None: any code."""
        codes = [sorted(self.every[n] if c is None else c) for n, c in enumerate(named)]
        if math.prod(map(len, codes)) <= len(of):
            yield from (key for key in itertools.product(*codes) if key in of)
        else:
            sets = [set(c) for c in codes]
            yield from (k for k in of if all(c in s for c, s in zip(k, sets, strict=True)))

    @cached_property
    def every(self) -> tuple[set[str], ...]:
        """For each dimension the codes of all cells."""
        keys = [*self.secrets, *self.published]
        return tuple({key[n] for key in keys} for n in range(len(self.dimensions)))


def years(text: str) -> set[str]:
    """Years in a text; a span means each of them."""
    found = set(YEAR.findall(text))
    for first, last in SPAN.findall(text):
        found |= {str(y) for y in range(int(first), int(last) + 1)}
    return found


def folded(text: str) -> str:
    """The text for comparing: small letters, single blanks, no soft hyphens."""
    return " ".join(text.replace("\u00ad", "").casefold().split())


def number(text: str, data: bool) -> Decimal:
    """A number as it was written: with a decimal point for machines, a comma for people."""
    text = text.replace("−", "-")
    if not data and THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return Decimal(text) if text.count(".") < 2 else Decimal(text.replace(".", ""))


def numbers(text: str, data: bool, value: bool = False) -> list[tuple[str, Decimal]]:
    """Numbers of a folded text that may be values, as written and as they count."""
    plain = text.strip()
    if not (value and NUMBER.fullmatch(plain)):
        text = NOISE.sub(" ", text)
    return [(n, number(n, data)) for n in NUMBER.findall(text)]


def derived(text: str, shown: set[Decimal], wholes: set[Decimal]) -> str:
    """The text without what is worked out of a published value: its span, its share in a whole."""

    def span(match: re.Match[str]) -> str:
        low, high = number(match[1], False), number(match[2], False)
        return " " if any(low <= v <= high for v in shown) else match[0]

    def share(match: re.Match[str]) -> str:
        one = {
            (100 * v / w).quantize(Decimal(1), ROUND_HALF_UP) for v in shown for w in wholes if w
        }
        return " " if number(match[1], False) in one else match[0]

    text = re.sub(r"zwischen ([\d.,]+) und ([\d.,]+)", span, text)
    return re.sub(r"([\d.,]+) von 100\b", share, text)


def families(catalogue: Catalogue) -> list[Family]:
    """All families with withheld cells; what earlier versions published counts as published."""
    areas: dict[str, tuple[str, ...]] = {g.id: (g.id, g.name) for g in catalogue.gebiete}
    areas |= {q.id: (q.id, q.name, f"{q.nummer} {q.name}") for q in catalogue.quartiere}
    entries = {k.id: k for k in catalogue.kennzahlen}
    secrets: dict[Key, str] = {}
    published: dict[Key, frozenset[Decimal]] = {}
    values: list[Wert] = list(catalogue.werte)
    for past in catalogue.past:
        values += past.catalogue.werte
    for n, value in enumerate(values):
        key = (value.kennzahl, value.gebiet, str(value.jahr or ""))
        if value.wert is not None and value.status != "geheim":
            published[key] = published.get(key, frozenset()) | {value.wert}
        elif value.status == "geheim" and n < len(catalogue.werte) and key[0] in entries:
            area = areas.get(value.gebiet, ("", value.gebiet))[1]
            secrets[key] = f"{entries[key[0]].name}, {area}, {value.jahr or 'ohne Jahr'}"
    dimensions = (
        Dimension("kennzahl", {k.id: (k.id, k.name) for k in catalogue.kennzahlen}),
        Dimension("gebiet", areas),
        Dimension("jahr", {}, any=True),
    )
    found = [Family(dimensions, secrets, published)] if secrets else []
    return found + list(_crossed(catalogue))


def _crossed(catalogue: Catalogue) -> Iterator[Family]:
    """Cross tables with withheld cells."""
    for package in catalogue.packages:
        for resource in package.descriptor.get("resources", ()):
            if not isinstance(resource, dict) or "dimensionen" not in resource.get(PROPERTY, ()):
                continue
            try:
                cross, _ = tables.read(package, package.table(str(resource["name"])), resource)
            except Undeclared:
                continue
            geometry, values = cross.declaration.geometry, cross.values
            dimensions = tuple(
                Dimension(d.name, {c: (c, d.label(c)) for c in d.codes}, d.total)
                for d in geometry.dimensions
            )
            secrets = {k: geometry.words(k) for k, v in values.items() if v is None}
            shown = {k: frozenset([Decimal(v)]) for k, v in values.items() if v is not None}
            if secrets:
                yield Family(dimensions, secrets, shown)


FEW = 8
"""Needles that are quicker one by one: a pattern with a fixed beginning is found some eight times
as fast as one of several beginnings."""


@dataclass(frozen=True, slots=True)
class Needle:
    """Finds any of some words; those are all in ``patterns``."""

    patterns: tuple[re.Pattern[bytes], ...]

    def search(self, hay: bytes) -> bool:
        """Whether any of the words is in a text of small letters."""
        return any(pattern.search(hay) for pattern in self.patterns)


def needles(family: Family) -> list[Needle]:
    """For each dimension that must be named: a pattern of what names a withheld code."""
    found = []
    for n, dimension in enumerate(family.dimensions):
        codes = {key[n] for key in family.secrets}
        if not dimension.any and dimension.total not in codes:
            found.append(needle(w for c in sorted(codes) for w in dimension.words.get(c, (c,))))
    return found


def needle(words: Iterable[str]) -> Needle:
    """Finds in small letters any of the words, however it is escaped, wrapped or split by tags."""
    needed: list[tuple[str, ...]] = []
    for pieces in sorted({tuple(re.findall(r"[a-z0-9]+", word.casefold())) for word in words}):
        # Whatever holds "kinder unter 6 jahren" holds "kinder unter 6", which is looked for.
        if not any(pieces[: len(shorter)] == shorter for shorter in needed):
            needed.append(pieces)
    bodies = [".{1,24}?".join(pieces) for pieces in needed]
    if len(bodies) > FEW:
        bodies = ["|".join(bodies)]
    return Needle(tuple(re.compile(body.encode(), re.DOTALL) for body in bodies or [""]))
