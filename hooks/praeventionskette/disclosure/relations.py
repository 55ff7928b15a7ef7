"""How indicators hang together: what packages declare and what names imply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from praeventionskette.catalogue import Catalogue, Kennzahl

PROPERTY = "geheimhaltung"
KINDS = ("summe", "teil", "kumuliert", "gleitend", "saldo", "anteil")
PARTS_OF_ALL = (
    ("maennlich", "weiblich"),
    ("maennlich", "weiblich", "divers"),
    ("jungen", "maedchen"),
    ("deutsch", "nichtdeutsch"),
    ("ja", "nein"),
)
"""Endings of indicators that together make up the one without an ending."""
CUMULATED = re.compile(r"(?P<base>.+)-kumuliert")
ROLLING = re.compile(r"(?P<base>.+?)-(?:gleitend|mittel)-(?P<years>\d)(?:-jahre)?")
CHANGE = re.compile(
    r"(?:(?P<a>.+?)-?(?:veraenderung|saldo)(?:-zum-vorjahr)?|(?:veraenderung|saldo)-(?P<b>.+))"
)
ALL_OF = re.compile(r"^(alle|sämtliche) | (des Gebiets|im Gebiet|insgesamt)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """One link between indicators. ``parts`` of a rate: numerator, denominator."""

    art: str
    whole: str
    parts: tuple[str, ...]
    years: int = 0
    implied: bool = False


def relations(catalogue: Catalogue) -> tuple[Relation, ...]:
    """All relations; a declared one replaces what the names imply."""
    found: dict[tuple[str, str], Relation] = {}
    by_id = {k.id: k for k in catalogue.kennzahlen}
    for relation in _implied(catalogue, by_id):
        found.setdefault((relation.art, relation.whole), relation)
    for relation in declared(catalogue):
        if {relation.whole, *relation.parts} <= set(by_id):
            found[(relation.art, relation.whole)] = relation
    return tuple(found.values())


def declared(catalogue: Catalogue) -> Iterator[Relation]:
    """What packages declare under ``geheimhaltung.verknuepfungen``."""
    for package in catalogue.packages:
        entry = package.descriptor.get(PROPERTY)
        links = entry.get("verknuepfungen") if isinstance(entry, dict) else None
        for link in links if isinstance(links, list) else ():
            relation = read(link)
            if relation is not None:
                yield relation


def read(link: Any) -> Relation | None:
    """One declared relation, or None if it cannot be understood."""
    if not isinstance(link, dict) or link.get("art") not in KINDS:
        return None
    art = str(link["art"])
    whole = link.get("gesamt") or link.get("kennzahl") or link.get("ganzes")
    if art == "anteil":
        parts = [link.get("zaehler"), link.get("nenner")]
    else:
        parts = link.get("teile") or [link.get("von") or link.get("teil")]
    if not isinstance(whole, str) or not all(isinstance(p, str) and p for p in parts):
        return None
    years = link.get("jahre", 0)
    return Relation(art, whole, tuple(map(str, parts)), years if isinstance(years, int) else 0)


def _implied(catalogue: Catalogue, by_id: dict[str, Kennzahl]) -> Iterator[Relation]:
    counts = [k for k in catalogue.kennzahlen if k.art == "anzahl"]
    for entry in catalogue.kennzahlen:
        if match := CUMULATED.fullmatch(entry.id):
            yield from _if_known("kumuliert", entry.id, match["base"], by_id)
        elif match := ROLLING.fullmatch(entry.id):
            yield from _if_known("gleitend", entry.id, match["base"], by_id, int(match["years"]))
        elif entry.art == "saldo" and (match := CHANGE.fullmatch(entry.id)):
            yield from _if_known("saldo", entry.id, match["a"] or match["b"], by_id)
        elif entry.art in ("anteil", "quotient"):
            top = _meant(entry.zaehler, counts)
            bottom = _meant(entry.nenner, counts)
            if bottom is not None:
                yield Relation("anteil", entry.id, (top or "", bottom), implied=True)
    for entry in counts:
        base = entry.id.removesuffix("-insgesamt")
        for endings in PARTS_OF_ALL:
            parts = tuple(f"{base}-{e}" for e in endings)
            if all(p in by_id for p in parts):
                yield Relation("summe", entry.id, parts, implied=True)
        for other in counts:
            match = re.fullmatch(rf"{re.escape(base)}-mit-(.+)", other.id)
            if match and f"{base}-ohne-{match[1]}" in by_id:
                parts = (other.id, f"{base}-ohne-{match[1]}")
                yield Relation("summe", entry.id, parts, implied=True)


def _if_known(
    art: str, whole: str, base: str, by_id: dict[str, Kennzahl], years: int = 0
) -> Iterator[Relation]:
    if base in by_id and base != whole:
        yield Relation(art, whole, (base,), years, implied=True)


def _meant(text: str | None, counts: list[Kennzahl]) -> str | None:
    """The indicator that a numerator or denominator names: by id, name or what it counts."""
    if not text:
        return None
    wanted = _bare(text)
    for entry in counts:
        if wanted in (entry.id, _bare(entry.name), _bare(entry.zaehler or "")):
            return entry.id
    return None


def _bare(text: str) -> str:
    return ALL_OF.sub("", ALL_OF.sub("", text.strip())).casefold()
