"""Values in words, and what may be said of one beside others: the town, chance, a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..catalogue import Catalogue, Kennzahl, Wert
from . import text
from .comparable import when
from .uncertainty import Span, ranks, wilson

STATUS = {"geheim": "geheim", "nicht-verfuegbar": "nicht verfügbar", "gemessen": "gemessen"}
FULL_DATE = 3
TOWN = "stadt"
"""The id of the whole town in ``quartiere/gebiete``."""
SAME = "kein klarer Unterschied zur Stadt"
MORE, LESS = "höher als in der Stadt", "niedriger als in der Stadt"


def _figures(date: str | None) -> str:
    """ "2021-12-31" → "31.12.2021"; "" for a date that is not known to the day."""
    parts = (date or "").split("-")
    return ".".join(reversed(parts)) if len(parts) == FULL_DATE else ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its words."""

    wert: Wert
    gebiet: str
    quartier: str | None
    zeit: str
    """The date in words; :attr:`tag` in figures, for narrow tables."""
    menge: str
    quelle: str
    zahl: str = ""
    """The value without its unit; "" where there is none."""
    spanne: Span | None = None
    """Of a share whose denominator is known: where it lies if chance is counted in."""
    zwischen: str = ""
    """The same in words: "ungefähr zwischen 12 und 21 %"."""
    vergleich: str = ""
    """How a quarter compares with the town; "" where the numbers do not say."""
    platz: str = ""
    """Place among all quarters; "" where the numbers do not support one."""

    @property
    def tag(self) -> str:
        return _figures(self.wert.stichtag) or self.zeit

    @property
    def stand(self) -> str:
        """The date of the borders, in figures where it is a full date."""
        return _figures(self.wert.gebietsstand) or text.partial_date(self.wert.gebietsstand)


def year_of(wert: Wert) -> str | None:
    return str(wert.jahr) if wert.jahr is not None else None


def amount(value: Decimal, k: Kennzahl) -> str:
    """A value of an indicator with its unit."""
    return text.quantity(value, k.einheit, sign=k.art == "saldo", places=k.nachkommastellen)


def bare(value: Decimal, k: Kennzahl) -> str:
    """A value of an indicator without its unit."""
    return (text.signed if k.art == "saldo" else text.number)(value, k.nachkommastellen)


def between(span: Span, k: Kennzahl) -> str:
    """An interval in words, in whole numbers where the value itself has few places."""
    low, high = text.number(span.low), text.number(span.high)
    return f"ungefähr zwischen {low} und {high}{text.NBSP}{k.einheit}".strip()


def value(wert: Wert, kennzahl: Kennzahl, catalogue: Catalogue, base: Decimal | None) -> Value:
    quarter = catalogue.quartiere_by_id.get(wert.gebiet)
    area = catalogue.gebiete_by_id.get(wert.gebiet)
    words = STATUS.get(wert.status, wert.status)
    span = None
    if wert.wert is not None:
        words = amount(wert.wert, kennzahl)
        if base and kennzahl.art == "anteil":
            span = wilson(wert.wert, base, 0)
    return Value(
        wert=wert,
        gebiet=quarter.name if quarter else area.name if area else wert.gebiet,
        quartier=quarter.id if quarter else None,
        zeit=text.partial_date(wert.stichtag) or (year_of(wert) or "ohne Datum"),
        menge=words,
        quelle=text.web_label(wert.quelle) if wert.quelle else "",
        zahl=bare(wert.wert, kennzahl) if wert.wert is not None else "",
        spanne=span,
        zwischen=between(span, kennzahl) if span else "",
    )


def bases(rows: Iterable[Wert]) -> dict[tuple[str, int | None, str | None], Decimal]:
    """The denominator by area, year and borders; the newest of a year, none where it is 0."""
    found: dict[tuple[str, int | None, str | None], Decimal] = {}
    for w in sorted(rows, key=when):
        if w.wert and w.jahr is not None:
            found[w.gebiet, w.jahr, w.gebietsstand] = w.wert
    return found


def comparable_town(wert: Wert, town: Iterable[Value]) -> Value | None:
    """The town's value that a quarter's may be held against: same year, counted alike.

    Counted alike: both in stated borders (a quarter's may change while the town's stay), or, as
    long as none are stated, by the same source.
    """
    for v in town:
        same = v.wert.jahr == wert.jahr is not None and v.wert.wert is not None
        stated = v.wert.gebietsstand and wert.gebietsstand
        unknown = not v.wert.gebietsstand and not wert.gebietsstand
        if same and (stated or (unknown and v.wert.quelle == wert.quelle)):
            return v
    return None


def compared(values: Sequence[Value], k: Kennzahl, quarters: int) -> list[Value]:
    """The values with how they compare to the town, and their place where one can be given."""
    town = [v for v in values if v.wert.gebiet == TOWN]
    places = _places(values, k, quarters)
    out = []
    for v in values:
        words = ""
        whole = comparable_town(v.wert, town) if v.quartier and v.spanne else None
        if whole and whole.wert.wert is not None and v.spanne:
            level = whole.wert.wert
            words = SAME if v.spanne.holds(level) else MORE if v.spanne.low > level else LESS
        out.append(replace(v, vergleich=words, platz=places.get(v.wert.id, "")))
    return out


def _places(values: Sequence[Value], k: Kennzahl, quarters: int) -> dict[str, str]:
    """Place by id of the value: only shares without a valuation, only if no quarter is missing."""
    if k.richtung not in (None, "neutral"):
        return {}
    by_year: dict[int | None, dict[str, Span]] = defaultdict(dict)
    for v in values:
        if v.quartier and v.spanne:
            by_year[v.wert.jahr][v.wert.id] = v.spanne
    found = {}
    for spans in by_year.values():
        for key, (first, last) in ranks(spans).items() if len(spans) == quarters else ():
            span = str(first) if first == last else f"{first} bis {last}"
            found[key] = f"{span} von {quarters}"
    return found
