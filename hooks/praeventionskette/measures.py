"""Indicators and their published values, as the package ``monitoring`` holds them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Kennzahl:
    id: str
    name: str
    art: str
    einheit: str
    beschreibung: str
    zaehler: str | None = None
    nenner: str | None = None
    richtung: str | None = None
    nachkommastellen: int = 0
    thema: str | None = None
    methode: str | None = None
    luecken: str | None = None
    brueche: str | None = None
    hinweis: str | None = None
    klassen: str | None = None
    """How a map is classed: quantile (or None), jenks, or lower limits like ``0|5|10|20``."""
    nenner_kennzahl: str | None = None
    """Of a share: the indicator whose value (same area, same year) is the denominator."""
    alter_von: Decimal | None = None
    alter_bis: Decimal | None = None
    """Of a count of people: their ages in completed years, both ends included."""


@dataclass(frozen=True, slots=True)
class Wert:
    """One published value, or a gap with its reason; ``gebiet``: id of a quarter or an area."""

    id: str
    kennzahl: str
    gebiet: str
    status: str
    jahr: int | None = None
    stichtag: str | None = None
    wert: Decimal | None = None
    quelle: str | None = None
    hinweis: str | None = None
    gebietsstand: str | None = None
    """Partial date of the borders that the value is counted in; None where that is unknown."""
    bruch: str | None = None
    """Why this and later values of the area cannot be compared with earlier ones."""
