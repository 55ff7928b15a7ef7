"""The audit of what was built: no file shows what is withheld, wherever and however."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from praeventionskette import messages, problems
from praeventionskette.catalogue import Catalogue, Wert
from praeventionskette.disclosure import extract, tables
from praeventionskette.disclosure.crosstable import COUNT_COLUMN, PROPERTY, Undeclared
from praeventionskette.disclosure.extract import Record
from praeventionskette.problems import Problem

NUMBER = re.compile(r"(?<![\w.,/-])-?\d+(?:[.,]\d+)?(?![\w/]|[.,-]\d)")
NOISE = re.compile(
    r"https?://\S+|\d{4}-\d\d(-\d\d)?|\b(19|20)\d\d\b|\b\d\d?\.\d\d?\.\d{4}\b|#[0-9a-f]{3,8}\b|"
    r"\b\d+\. (geburtstag|lebensjahr|lebensmonat|klasse|quartal|jahr)|"
    r"\b(unter|weniger als|kleiner als|mindestens|ab|bis) \d+\b",
    re.IGNORECASE,
)
VALUE_COLUMNS = ("wert", "anzahl", "value", "anteil")
IN_ORDER = 4
"""Published values in strict order from which a list counts as sorted by size."""


@dataclass(frozen=True)
class Secret:
    """One withheld value and the words that name it."""

    words: str
    names: tuple[frozenset[str], ...]
    """Of each set at least one word must stand in a record (or in its file's path)."""
    year: str = ""
    indicator: str = ""


def scan(
    files: Path | Mapping[str, bytes], catalogue: Catalogue, fixed: Iterable[Decimal] = ()
) -> tuple[Problem, ...]:
    """Findings in a folder (or mapping) of built files. ``fixed``: class limits that a
    descriptor states for all years."""
    return problems.ordered(Scanner(catalogue, frozenset(fixed)).run(files))


def _folder(files: Path | Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    if isinstance(files, Path):
        for path in sorted(files.rglob("*")):
            if path.is_file():
                yield path.relative_to(files).as_posix(), path.read_bytes()
    else:
        yield from sorted(files.items())


class Scanner:
    """Knows what is withheld and what is published."""

    def __init__(self, catalogue: Catalogue, fixed: frozenset[Decimal]) -> None:
        self.catalogue, self.fixed = catalogue, fixed
        self.areas = {q.id: q.name for q in catalogue.quartiere}
        self.areas |= {g.id: g.name for g in catalogue.gebiete}
        self.indicators = {k.id: k for k in catalogue.kennzahlen}
        self.shown = [w for w in catalogue.werte if w.wert is not None and w.status != "geheim"]
        self.secrets = [
            self._secret(w)
            for w in catalogue.werte
            if w.status == "geheim" and w.kennzahl in self.indicators
        ]
        self.secrets += _table_secrets(catalogue)
        self.hiding = {s.indicator for s in self.secrets if s.indicator}
        self.by_area: dict[str, set[str]] = {}
        for value in self.shown:
            texts = self.by_area.setdefault(value.gebiet, set())
            texts |= {str(value.wert), str(value.wert).replace(".", ",")}

    def _secret(self, value: Wert) -> Secret:
        entry = self.indicators[value.kennzahl]
        area = self.areas.get(value.gebiet, value.gebiet)
        names = (
            frozenset((value.gebiet, area.casefold())),
            frozenset((entry.id, entry.name.casefold())),
        )
        year = str(value.jahr or "")
        return Secret(f"{entry.name}, {area}, {year or 'ohne Jahr'}", names, year, entry.id)

    def run(self, files: Path | Mapping[str, bytes]) -> Iterator[Problem]:
        """All findings."""
        if not self.secrets and not self.shown:
            return
        for name, raw in _folder(files):
            try:
                found = list(extract.records(name, raw))
            except extract.Unreadable:
                yield problems.found("geheim-ausgabe", "unlesbar", file=name)
                continue
            for sheet in sorted({r.hidden for r in found if r.hidden}):
                yield problems.found("geheim-ausgabe", "versteckt", file=name, blatt=sheet)
            for record in found:
                yield from self._record(name, record)
            yield from self._order(name, found)

    def _record(self, name: str, record: Record) -> Iterator[Problem]:
        for prose in (v for _, v in record.cells if " " in v.strip()):
            yield from self._record(name, Record(prose, record.line))
        text = record.text.casefold()
        keys = " ".join(k for k, _ in record.cells)
        where = f"{name} {keys} {text}".casefold()
        whole = {v.strip().casefold() for _, v in record.cells}
        for secret in self.secrets:
            if not _names(secret, text, where) or (whole and not whole & secret.names[0]):
                continue
            for number in self._left(record, secret, text):
                words = messages.Shown(secret.words)
                yield problems.found(
                    "geheim-ausgabe", "wert", file=name, line=record.line, zelle=words, wert=number
                )
        yield from self._rounded(name, record, text, where)
        if record.limits:
            yield from self._limits(name, record, where)

    def _left(self, record: Record, secret: Secret, text: str) -> list[str]:
        """Numbers of the record that nothing else explains."""
        columns = [v for k, v in record.cells if k in VALUE_COLUMNS]
        if columns:
            return [v for v in columns if NUMBER.fullmatch(v.strip())]
        if record.cells:
            text = " | ".join(v for _, v in record.cells if " " not in v.strip()).casefold()
        for words in secret.names:
            for word in words:
                text = text.replace(word, " ")
        area = next((a for a, n in self.areas.items() if {a, n.casefold()} & secret.names[0]), "")
        explained = self.by_area.get(area, set())
        return [n for n in NUMBER.findall(NOISE.sub(" ", text)) if n not in explained]

    def _rounded(self, name: str, record: Record, text: str, where: str) -> Iterator[Problem]:
        """A number with more digits than were published."""
        long = [n for n in NUMBER.findall(record.text) if "." in n or "," in n]
        if not long:
            return
        for value in self.shown:
            entry = self.indicators.get(value.kennzahl)
            if entry is None or value.wert is None:
                continue
            area = self.areas.get(value.gebiet, value.gebiet)
            names = (
                frozenset((value.gebiet, area.casefold())),
                frozenset((entry.id, entry.name.casefold())),
            )
            if not _names(Secret("", names, str(value.jahr or "")), text, where):
                continue
            step = Decimal(1).scaleb(-entry.nachkommastellen)
            for number in long:
                exact = Decimal(number.replace(",", "."))
                same = exact.quantize(step, ROUND_HALF_UP) == value.wert.quantize(step)
                if same and exact != value.wert and entry.art != "anzahl":
                    yield problems.found(
                        "geheim-ausgabe", "ungerundet", file=name, line=record.line,
                        wert=number, soll=value.wert,
                    )  # fmt: skip

    def _limits(self, name: str, record: Record, where: str) -> Iterator[Problem]:
        """Class limits lie inside the published values, or are fixed."""
        for indicator in sorted(self.hiding):
            entry = self.indicators[indicator]
            if not any(w in where for w in (indicator, entry.name.casefold())):
                continue
            values = [w.wert for w in self.shown if w.kennzahl == indicator and w.wert is not None]
            if not values:
                continue
            low, high = min(values), max(values)
            for number in NUMBER.findall(NOISE.sub(" ", record.text.replace("–", " "))):
                limit = Decimal(number.replace(",", "."))
                if limit != 0 and not low <= limit <= high and limit not in self.fixed:
                    yield problems.found(
                        "geheim-ausgabe", "grenze", file=name, line=record.line,
                        wert=number, von=low, bis=high,
                    )  # fmt: skip

    def _order(self, name: str, found: list[Record]) -> Iterator[Problem]:
        """A list by size must not keep withheld values at their place."""
        groups: dict[str, list[Record]] = {}
        for record in found:
            if record.group and record.group not in ("attribut", "text"):
                groups.setdefault(record.group, []).append(record)
        for indicator in sorted(self.hiding):
            entry = self.indicators[indicator]
            for group in groups.values():
                words = (indicator, entry.name.casefold())
                about = [r for r in group if any(w in f"{name} {r.text}".casefold() for w in words)]
                yield from self._sorted(name, indicator, about)

    def _sorted(self, name: str, indicator: str, group: list[Record]) -> Iterator[Problem]:
        for year in sorted({w.jahr or 0 for w in self.catalogue.werte if w.kennzahl == indicator}):
            rows = {
                w.gebiet: w
                for w in self.catalogue.werte
                if w.kennzahl == indicator and (w.jahr or 0) == year
            }
            line: list[tuple[str, Decimal | None]] = []
            for record in group:
                text = record.text.casefold()
                years = re.findall(r"\b(?:19|20)\d\d\b", text)
                if years and str(year) not in years:
                    continue
                area = next(
                    (
                        a
                        for a in rows
                        if _has(text, a) or _has(text, self.areas.get(a, a).casefold())
                    ),
                    None,
                )
                if area is not None and all(area != seen for seen, _ in line):
                    secret = rows[area].status == "geheim"
                    line.append((area, None if secret else rows[area].wert))
            numbers = [v for _, v in line if v is not None]
            steps = {(b > a) - (b < a) for a, b in itertools.pairwise(numbers)}
            names = [self.areas.get(a, a) for a, _ in line]
            if len(numbers) < IN_ORDER or steps not in ({1}, {-1}) or names == sorted(names):
                continue
            places = [n for n, (_, v) in enumerate(line) if v is not None]
            inside = [
                a for n, (a, v) in enumerate(line) if v is None and places[0] < n < places[-1]
            ]
            if inside:
                area_name = messages.Shown(self.areas.get(inside[0], inside[0]))
                yield problems.found("geheim-ausgabe", "reihenfolge", file=name, zelle=area_name)


def _has(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum() or before == "-" or after == "-"):
            return True
        at = text.find(word, at + 1)
    return False


def _names(secret: Secret, text: str, where: str) -> bool:
    """Whether a record speaks of the secret: its first name in the text, the others anywhere."""
    first, *others = secret.names
    if not any(_has(text, w) for w in first):
        return False
    if not all(any(_has(where, w) or f"/{w}/" in where for w in words) for words in others):
        return False
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    return not (secret.year and years and secret.year not in years)


def _table_secrets(catalogue: Catalogue) -> Iterator[Secret]:
    """Withheld cells of cross tables, named by all their codes."""
    for package in catalogue.packages:
        for resource in package.descriptor.get("resources", ()):
            if not isinstance(resource, dict) or "dimensionen" not in resource.get(PROPERTY, ()):
                continue
            try:
                cross, _ = tables.read(package, package.table(str(resource["name"])), resource)
            except Undeclared:
                continue
            dimensions = cross.declaration.geometry.dimensions
            for key, value in cross.values.items():
                if value is None:
                    names = tuple(
                        frozenset((code.casefold(), d.label(code).casefold()))
                        for d, code in zip(dimensions, key, strict=True)
                    )
                    yield Secret(cross.declaration.geometry.words(key), names)


__all__ = ["COUNT_COLUMN", "scan"]
