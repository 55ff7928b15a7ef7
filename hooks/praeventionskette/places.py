"""Where offers are and what figures are about: places, quarters, areas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ort:
    id: str
    name: str
    strasse: str | None = None
    plz: str | None = None
    ort: str | None = None
    quartier: str | None = None
    breite: Decimal | None = None
    laenge: Decimal | None = None
    stufenlos: str | None = None
    quelle: str | None = None
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class Quartier:
    id: str
    nummer: str
    name: str
    gruppe: str | None = None
    kachel_zeile: int | None = None
    kachel_spalte: int | None = None
    breite: Decimal | None = None
    laenge: Decimal | None = None
    flaeche_km2: Decimal | None = None
    einwohner: int | None = None
    einwohner_stichtag: str | None = None
    plz: str | None = None
    quelle: str | None = None
    quelle_liste: str | None = None
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class Gebiet:
    """An area that is no single quarter: the town, a group of quarters, a part of one."""

    id: str
    name: str
    art: str
    quartiere: tuple[str, ...] = ()
    hinweis: str | None = None
