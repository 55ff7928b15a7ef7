"""Goals of a Leitbild, what measures and what serves them, and the events that led there.

The records of the optional package ``leitbild``. A link between a goal and an indicator or an
offer is a reading; ``zuordnung`` says whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ziel:
    """A goal. ``ober``: the goal that it is a part of."""

    id: str
    titel: str
    quelle: str
    art: str | None = None
    ober: str | None = None
    text: str | None = None
    verantwortlich: str | None = None
    seit: str | None = None
    fehlt: str | None = None
    """What the town still has to supply, in words."""
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class ZielKennzahl:
    """An indicator that measures a goal. ``zielwert`` is the town's own, with its direction."""

    ziel: str
    kennzahl: str
    zuordnung: str
    richtung: str | None = None
    """steigen, sinken or halten: which way the value shall go; None where nobody has said so."""
    zielwert: Decimal | None = None
    zieljahr: int | None = None
    quelle: str | None = None
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class ZielAngebot:
    """What serves a goal: one offer, or all of a field of the chain.

    A field is told by area, phase and quarter; one that is left blank means all of them.
    """

    id: str
    ziel: str
    zuordnung: str
    angebot: str | None = None
    bereich: str | None = None
    lebensphase: str | None = None
    quartier: str | None = None
    hinweis: str | None = None


@dataclass(frozen=True, slots=True)
class Ereignis:
    """One event. ``zeit`` is a partial date to sort by, ``zeit_text`` how the source tells it."""

    id: str
    text: str
    quelle: str
    zeit: str | None = None
    zeit_text: str | None = None
    weitere_quelle: str | None = None
    hinweis: str | None = None
