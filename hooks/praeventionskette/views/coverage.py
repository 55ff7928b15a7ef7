"""Coverage of the chain: quarters against phases and transitions, and which actors are there.

A rate is offers per 100 children of that age who live in the quarter. It is made of published
counts alone: where a count is withheld, missing or old, the reason stands in its place.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import Catalogue, Lebensphase, Quartier
from .comparable import when
from .facets import townwide
from .indicators import Indicator, indicators
from .offers import Offer
from .text import number
from .values import TOWN

OLD_AFTER = 5
"""Years after which a count of children is too old to hold today's offers against (our own)."""

NO_COUNT = "Für dieses Alter ist keine Zahl der Kinder je Quartier veröffentlicht."
NO_QUARTER = "Für dieses Gebiet ist keine Zahl der Kinder in diesem Alter veröffentlicht."
SECRET = "Die Zahl der Kinder ist geheim, zum Schutz von Menschen."
NOBODY = "Dort lebten keine Kinder in diesem Alter."
BEFORE_BIRTH = "Vor der Geburt gibt es keine Zahl der Kinder."


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``art``: phase, uebergang (before and after it) or gruppe (several phases)."""

    id: str
    titel: str
    art: str
    phasen: tuple[Lebensphase, ...]
    zahl: Indicator | None = None
    """The indicator that counts the people of this age."""

    def holds(self, phases: Collection[str]) -> bool:
        """Whether an offer that reaches these phases (ids) counts here: a transition wants the
        phase before and the one after."""
        reached = [p.id in phases for p in self.phasen]
        return all(reached) if self.art == "uebergang" else any(reached)


@dataclass(frozen=True, slots=True)
class Field:
    """Offers of a quarter in a column, and how many that is per 100 children, or why not."""

    anzahl: int
    kinder: Decimal | None = None
    jahr: int | None = None
    grund: str = ""

    @property
    def je_100(self) -> Decimal | None:
        """Offers per 100 children, to one decimal place."""
        if not self.kinder:
            return None
        return (100 * self.anzahl / self.kinder).quantize(Decimal("0.1"))

    @property
    def worte(self) -> str:
        """The rate in words, or ""."""
        return "" if self.je_100 is None else f"{number(self.je_100, 1)} je 100 ({self.jahr})"


@dataclass(frozen=True, slots=True)
class Place:
    """A row: a quarter, or the whole town where it is None."""

    quartier: Quartier | None
    felder: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole table, and the reasons in the order in which they are numbered."""

    spalten: tuple[Column, ...]
    zeilen: tuple[Place, ...]
    gruende: tuple[str, ...]

    def benutzt(self, quartier: Quartier | None) -> tuple[str, ...]:
        """The reasons that stand in the rows of a quarter's page: its own and the town's."""
        if quartier is None:
            return self.gruende
        rows = [r for r in self.zeilen if r.quartier in (None, quartier)]
        used = {f.grund for r in rows for f in r.felder}
        return tuple(g for g in self.gruende if g in used)

    def nummer(self, grund: str) -> int:
        """The number of a reason, from 1."""
        return self.gruende.index(grund) + 1


def columns(catalogue: Catalogue, known: Sequence[Indicator]) -> tuple[Column, ...]:
    """Phases in their order, each transition before the phase it leads into, then groups."""
    counts = [i for i in known if i.kennzahl.art == "anzahl" and i.kennzahl.alter_bis is not None]
    by_age = {(i.kennzahl.alter_von, i.kennzahl.alter_bis): i for i in counts}
    out: list[Column] = []
    before: Lebensphase | None = None
    for phase in catalogue.lebensphasen:
        if phase.uebergang and before:
            name = f"vor-{phase.id}"
            out.append(Column(name, phase.uebergang, "uebergang", (before, phase)))
        own = by_age.get((phase.alter_von, phase.alter_bis)) if phase.alter_bis else None
        out.append(Column(phase.id, phase.kurzname, "phase", (phase,), own))
        before = phase
    for (low, high), ind in by_age.items():
        inside = [p for p in catalogue.lebensphasen if _within(p, low, high)]
        ends = {p.alter_von for p in inside}, {p.alter_bis for p in inside}
        if len(inside) > 1 and low in ends[0] and high in ends[1]:
            # Never the indicator's own name: beside it, a number would be read as its value.
            title = f"{number(low)} bis unter {number((high or 0) + 1)} Jahre"
            out.append(Column(f"alter-{low}-{high}", title, "gruppe", tuple(inside), ind))
    return tuple(out)


def _within(p: Lebensphase, low: Decimal | None, high: Decimal | None) -> bool:
    if p.alter_von is None or p.alter_bis is None or low is None or high is None:
        return False
    return low <= p.alter_von and p.alter_bis <= high


def coverage(catalogue: Catalogue, found: Sequence[Offer]) -> Coverage:
    """A row for the town and each quarter. An offer counts in each quarter where it has a place."""
    made = columns(catalogue, indicators(catalogue))
    quarters = sorted(catalogue.quartiere, key=lambda q: q.nummer)
    year = catalogue.stichtag.year if catalogue.stichtag else None
    rows = []
    for quarter in (None, *quarters):
        here = [o for o in found if quarter is None or quarter in o.quartiere]
        reached = Counter(tuple(p.id for p in o.phasen) for o in here)
        fields = tuple(_field(c, quarter, reached, year) for c in made)
        rows.append(Place(quarter, fields))
    reasons = dict.fromkeys(f.grund for r in rows for f in r.felder if f.grund)
    return Coverage(made, tuple(rows), tuple(reasons))


def _field(
    c: Column, q: Quartier | None, reached: Mapping[tuple[str, ...], int], year: int | None
) -> Field:
    """reached: the phases that an offer reaches → how many reach just these."""
    count = sum(many for phases, many in reached.items() if c.holds(phases))
    if c.art == "uebergang":
        return Field(count)
    if c.zahl is None:
        unborn = all(p.alter_bis is None for p in c.phasen)
        return Field(count, grund=BEFORE_BIRTH if unborn else NO_COUNT)
    area = q.id if q else TOWN
    rows = [v.wert for v in c.zahl.werte if v.wert.gebiet == area and v.wert.jahr is not None]
    newest = max(rows, key=lambda w: (when(w), w.wert is not None), default=None)
    if newest is None:
        return Field(count, grund=NO_QUARTER)
    if newest.wert is None:
        return Field(count, grund=SECRET if newest.status == "geheim" else NO_QUARTER)
    if newest.wert == 0:
        return Field(count, grund=NOBODY)
    if year is not None and newest.jahr is not None and year - newest.jahr > OLD_AFTER:
        said = f"Die neueste Zahl der Kinder ist von {newest.jahr} und damit zu alt."
        return Field(count, grund=said)
    return Field(count, newest.wert, newest.jahr)


@dataclass(frozen=True, slots=True)
class Actors:
    """Who is there: (role in words, number of offers) of each role, and the roles that are not."""

    quartier: Quartier | None
    da: tuple[tuple[str, int], ...]
    fehlen: tuple[str, ...]
    ohne_rolle: int
    """Offers of which no provider has a role in the data."""
    zahlen: tuple[tuple[str, int], ...]
    """(id of the role, number of offers) of every role."""


def roles(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """(id, words) of the roles that the data know, in the order of their schema."""
    package = catalogue.package("angebote")
    table = package.table("traeger") if package else None
    for field in table.fields if table else ():
        if field.name == "rolle":
            return field.categories
    return tuple((r, r) for r in sorted({t.rolle for t in catalogue.traeger if t.rolle}))


def actors(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Actors, ...]:
    """A row for the town's own (without a quarter of their own) and for each quarter."""
    known = roles(catalogue)
    if not known or not any(t.rolle for t in catalogue.traeger):
        return ()
    quarters = sorted(catalogue.quartiere, key=lambda q: q.nummer)
    out = []
    for quarter in (None, *quarters):
        if quarter is None:
            here = [o for o in found if townwide(o)]
        else:
            here = [o for o in found if quarter in o.quartiere]
        counts = tuple((r, sum(1 for o in here if r in _roles(o))) for r, _ in known)
        words = dict(known)
        out.append(
            Actors(
                quarter,
                tuple((words[r], n) for r, n in counts if n),
                tuple(words[r] for r, n in counts if not n),
                sum(1 for o in here if not _roles(o)),
                counts,
            )
        )
    return tuple(out)


def _roles(o: Offer) -> set[str]:
    providers = [*([o.traeger] if o.traeger else []), *o.partner]
    return {t.rolle for t in providers if t.rolle}


def _table(head: Sequence[str], rows: Iterator[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()


def coverage_csv(table: Coverage) -> bytes:
    """The coverage as CSV: a row for each quarter (``stadt`` for all) and column."""
    head = ("gebiet", "spalte", "art", "angebote", "kinder", "jahr", "je_100", "grund")
    return _table(
        head,
        (
            [r.quartier.id if r.quartier else TOWN, c.id, c.art, f.anzahl, f.kinder, f.jahr,
             f.je_100, f.grund]
            for r in table.zeilen
            for c, f in zip(table.spalten, r.felder, strict=True)
        ),
    )  # fmt: skip


def actors_csv(rows: Sequence[Actors]) -> bytes:
    """The actors as CSV: a row for each quarter (``stadtweit`` without one) and role."""
    return _table(
        ("gebiet", "rolle", "angebote"),
        (
            [a.quartier.id if a.quartier else "stadtweit", role, n]
            for a in rows
            for role, n in a.zahlen
        ),
    )
