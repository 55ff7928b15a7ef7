"""The one immutable model in memory. Nothing further down reads a file of ``datapackages/``.

Rows come in two shapes: ``Table.rows`` (typed cells by column name, for exports that are driven
by the schema) and the domain records below (for views). A column keeps its German name in code.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from .goals import Ereignis, Ziel, ZielAngebot, ZielKennzahl
from .harvest import Harvest
from .measures import Kennzahl, Wert
from .package import Cell, Field, Package, Table
from .places import Gebiet, Ort, Quartier
from .times import Ferienzeit, Termin, Zeit

__all__ = (
    "Cell",
    "Field",
    "Gebiet",
    "Kennzahl",
    "Ort",
    "Package",
    "Quartier",
    "Table",
    "Wert",
)

Ages = tuple[Decimal | None, Decimal | None, bool | None]
"""From, to, and whether pregnant women are meant."""


@dataclass(frozen=True, slots=True)
class Town:
    """The town as ``extra.kommune`` of its ``mkdocs.yml`` states it."""

    name: str
    ags: str = ""
    grenzen: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees (WGS 84): a box for plausibility, no official border."""
    herausgeber: str = ""
    email: str = ""
    telefon: str = ""
    homepage: str = ""
    repository: str = ""
    """Web address of the repository that editors work in, or ""."""
    katalog: Harvest = field(default_factory=Harvest)
    sprachen: tuple[str, ...] = ("de",)
    """Codes of the languages that the town builds; see :mod:`.languages.table`."""


@dataclass(frozen=True, slots=True)
class Bereich:
    id: str
    name: str
    beschreibung: str = ""
    reihenfolge: int = 0


@dataclass(frozen=True, slots=True)
class Lebensphase:
    """A step of the chain. Ages in completed years, both ends included."""

    id: str
    name: str
    kurzname: str
    reihenfolge: int
    alter_von: Decimal | None = None
    alter_bis: Decimal | None = None
    schwangerschaft: bool = False
    beschreibung: str = ""
    uebergang: str | None = None
    """The transition that leads into this phase ("Kita → Schule"), or None."""


@dataclass(frozen=True, slots=True)
class Traeger:
    id: str
    name: str
    art: str | None = None
    telefon: str | None = None
    email: str | None = None
    website: str | None = None
    quelle: str | None = None
    hinweis: str | None = None
    rolle: str | None = None
    """Which actor of the chain it is (Jugendamt, Kita, …), where its own name says so."""


@dataclass(frozen=True, slots=True)
class Angebot:
    """An offer. ``alter_bis`` is the last age that still fits (5: up to the 6th birthday)."""

    id: str
    name: str
    bereich: str
    status: str
    quelle: str
    kurztext: str | None = None
    text: str | None = None
    schwangerschaft: bool = False
    alter_von: Decimal | None = None
    alter_bis: Decimal | None = None
    alter_angabe: str | None = None
    zielgruppe: str | None = None
    traeger: str | None = None
    partner: tuple[str, ...] = ()
    orte: tuple[str, ...] = ()
    quartier: str | None = None
    einzugsgebiet: str | None = None
    format: tuple[str, ...] = ()
    kosten: str | None = None
    kosten_text: str | None = None
    anmeldung: str | None = None
    anmeldung_text: str | None = None
    sprachen: tuple[str, ...] = ()
    telefon: str | None = None
    email: str | None = None
    website: str | None = None
    quelle_stand: str | None = None
    geprueft_am: dt.date | None = None
    pruefintervall_monate: int | None = None
    endet_am: dt.date | None = None
    """The last day on which there is this offer."""
    hinweis: str | None = None
    kurztext_einfach: str | None = None
    """The short text in simple German (Einfache Sprache)."""


@dataclass(frozen=True, slots=True)
class AngebotText:
    """An offer's name and short text in another language, as its provider supplied it.

    sprache: code of :mod:`.languages.table`. status: vom-traeger, geprueft or entwurf.
    """

    angebot: str
    sprache: str
    name: str
    status: str
    kurztext: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """``package`` as it was, and the catalogue with it instead of the present one."""

    package: Package
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another town that publishes with the same packages, from the local copy of its data."""

    name: str
    adresse: str
    stand: dt.date | None = None
    """The day the copy was fetched."""
    catalogue: Catalogue | None = None
    """None where there is no copy that can be used."""
    hinweis: str = ""
    """Why an older copy is shown, or none; "" where all is well."""


@dataclass(frozen=True)
class Catalogue:
    """Everything that was checked and may be published."""

    town: Town
    packages: tuple[Package, ...]
    bereiche: tuple[Bereich, ...] = ()
    lebensphasen: tuple[Lebensphase, ...] = ()
    traeger: tuple[Traeger, ...] = ()
    orte: tuple[Ort, ...] = ()
    angebote: tuple[Angebot, ...] = ()
    angebote_texte: tuple[AngebotText, ...] = ()
    quartiere: tuple[Quartier, ...] = ()
    gebiete: tuple[Gebiet, ...] = ()
    kennzahlen: tuple[Kennzahl, ...] = ()
    werte: tuple[Wert, ...] = ()
    zeiten: tuple[Zeit, ...] = ()
    termine: tuple[Termin, ...] = ()
    ferien: tuple[Ferienzeit, ...] = ()
    ziele: tuple[Ziel, ...] = ()
    ziel_kennzahlen: tuple[ZielKennzahl, ...] = ()
    ziel_angebote: tuple[ZielAngebot, ...] = ()
    ereignisse: tuple[Ereignis, ...] = ()
    stichtag: dt.date | None = None
    """The day the site is made for (SOURCE_DATE_EPOCH); never read from a clock."""
    past: tuple[Past, ...] = ()
    """The catalogue with one package as it was, once for each earlier version."""
    netzwerk: tuple[Neighbour, ...] = ()
    """Other towns, as ``extra.netzwerk`` lists them."""

    @cached_property
    def derived(self) -> dict[str, Any]:
        """What a stage further down has worked out of it once: name of the stage → its result."""
        return {}

    @cached_property
    def traeger_by_id(self) -> dict[str, Traeger]:
        return {t.id: t for t in self.traeger}

    @cached_property
    def orte_by_id(self) -> dict[str, Ort]:
        return {o.id: o for o in self.orte}

    @cached_property
    def quartiere_by_id(self) -> dict[str, Quartier]:
        return {q.id: q for q in self.quartiere}

    @cached_property
    def gebiete_by_id(self) -> dict[str, Gebiet]:
        return {g.id: g for g in self.gebiete}

    @cached_property
    def texte_by_offer(self) -> dict[tuple[str, str], AngebotText]:
        """(offer, code of the language) → its texts in that language."""
        return {(t.angebot, t.sprache): t for t in self.angebote_texte}

    @cached_property
    def aktuelle_angebote(self) -> tuple[Angebot, ...]:
        """The offers to show as current; the others stay in the data with their status."""
        current = (a for a in self.angebote if a.status == "aktiv")
        return tuple(a for a in current if not expired(a, self.stichtag))

    def package(self, name: str) -> Package | None:
        """The package of this name, or None."""
        return next((p for p in self.packages if p.name == name), None)

    def phasen(self, angebot: Angebot) -> tuple[Lebensphase, ...]:
        """The phases an offer reaches, derived from its ages (never typed twice).

        Whole years count as completed years: ``alter_bis`` 5 reaches up to the 6th birthday, and
        so does a phase. A fraction (0.5) is taken as the exact age.
        """
        ages = angebot.alter_von, angebot.alter_bis, angebot.schwangerschaft
        if (found := self._phasen.get(ages)) is None:
            found = tuple(p for p in self.lebensphasen if reaches(angebot, p))
            self._phasen[ages] = found
        return found

    @cached_property
    def _phasen(self) -> dict[Ages, tuple[Lebensphase, ...]]:
        """What :meth:`phasen` found: thousands of offers have few different ages."""
        return {}


def expired(angebot: Angebot, day: dt.date | None) -> bool:
    """Whether the offer's last day lies before a day."""
    return angebot.endet_am is not None and day is not None and angebot.endet_am < day


def _end(age: Decimal) -> Decimal:
    """The first age that no longer fits, for the last that does."""
    return age + 1 if age == age.to_integral_value() else age


def reaches(angebot: Angebot, phase: Lebensphase) -> bool:
    """Whether the offer's ages overlap the phase."""
    if phase.schwangerschaft and angebot.schwangerschaft:
        return True
    if phase.alter_von is None or phase.alter_bis is None:
        return False
    if angebot.alter_von is None and angebot.alter_bis is None:
        return False
    low = angebot.alter_von if angebot.alter_von is not None else Decimal(0)
    if low >= _end(phase.alter_bis):
        return False
    return angebot.alter_bis is None or _end(angebot.alter_bis) > phase.alter_von
