"""The facets of the list: which values an offer has, and how many offers have each.

The one definition of what "matches" means. The script of the list computes with the columns that
are made here; a test compares its counts with a group-by on the published CSV.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import Catalogue
from ..languages import N_, _, code_word, current, ngettext
from .offers import FORMATS, WITHOUT_QUARTER, Offer, sort_key

UNKNOWN = "unbekannt"
KOSTEN = {
    "kostenlos": N_("kostenlos"),
    "kostenpflichtig": N_("kostet etwas"),
    UNKNOWN: N_("Kosten nicht bekannt"),
}
ANMELDUNG = {
    "nein": N_("ohne Anmeldung"),
    "ja": N_("mit Anmeldung"),
    UNKNOWN: N_("Anmeldung nicht bekannt"),
}
STUFENLOS = {
    "ja": N_("stufenlos"),
    "nein": N_("nicht stufenlos"),
    UNKNOWN: N_("Zugang nicht bekannt"),
}
ALWAYS = {"bereich", "phase", "quartier"}
"""Facets that show all their values; of the others only those that some offer has."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet. ``anzahl``: how many offers have it; ``name``: its words alone."""

    id: str
    name: str
    anzahl: int
    kurz: str = ""
    """Shorter words for where the facet's title stands beside it; else the name."""

    @property
    def wort(self) -> str:
        return self.kurz or self.name


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values; ``spalte`` gives the indices of values of each offer."""

    id: str
    titel: str
    werte: tuple[Value, ...]
    spalte: tuple[tuple[int, ...], ...]

    @property
    def nach(self) -> str:
        """Heading of the ready lists of this facet."""
        return {
            "phase": _("Nach Lebensphase"),
            "bereich": _("Nach Bereich"),
            "quartier": _("Nach Quartier"),
        }.get(self.id, self.titel)

    @property
    def nur_unbekannt(self) -> bool:
        """No offer says anything about it."""
        return all(v.id == UNKNOWN for v in self.werte if v.anzahl)


def facets(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Facet, ...]:
    """All facets with fixed values, in the order in which the list shows them."""
    quarters = sorted(catalogue.quartiere, key=lambda q: sort_key(q.name))
    phases = {p.id: code_word(p.name) for p in catalogue.lebensphasen}
    short = {p.id: code_word(p.kurzname) for p in catalogue.lebensphasen}
    names = {b.id: code_word(b.name) for b in catalogue.bereiche}
    places = {q.id: q.name for q in quarters} | {WITHOUT_QUARTER: _("Quartier nicht angegeben")}
    return (
        _facet("phase", _("Lebensphase"), phases, found, _phasen, short),
        _facet("bereich", _("Bereich"), names, found, lambda o: (o.bereich.id,)),
        _facet("quartier", _("Quartier"), places, found, _quartiere),
        _facet("kosten", _("Kosten"), _worded(KOSTEN), found,
               lambda o: (o.angebot.kosten or UNKNOWN,), {UNKNOWN: _("nicht bekannt")}),
        _facet("anmeldung", _("Anmeldung"), _worded(ANMELDUNG), found,
               lambda o: (o.angebot.anmeldung or UNKNOWN,), {UNKNOWN: _("nicht bekannt")}),
        _facet("stufenlos", _("Zugang"), _worded(STUFENLOS), found, lambda o: (stufenlos(o),),
               {UNKNOWN: _("nicht bekannt")}),
        _facet("format", _("Wie"), _worded(FORMATS | {UNKNOWN: N_("Format nicht bekannt")}), found,
               lambda o: o.angebot.format or (UNKNOWN,), {UNKNOWN: _("nicht bekannt")}),
        _facet("sprache", _("Sprache"), _languages(found), found,
               lambda o: o.angebot.sprachen or (UNKNOWN,), {UNKNOWN: _("nicht bekannt")}),
    )  # fmt: skip


def _worded(names: dict[str, str]) -> dict[str, str]:
    return {value: _(word) for value, word in names.items()}


def _phasen(o: Offer) -> tuple[str, ...]:
    return tuple(p.id for p in o.phasen)


def _quartiere(o: Offer) -> tuple[str, ...]:
    return tuple(q.id for q in o.quartiere) or (WITHOUT_QUARTER,)


def stufenlos(o: Offer) -> str:
    """ "ja" where one of its places has step-free access, "nein" where none has, else unknown."""
    stated = {ort.stufenlos for ort in o.orte}
    if "ja" in stated:
        return "ja"
    return "nein" if stated == {"nein"} else UNKNOWN


def _languages(found: Sequence[Offer]) -> dict[str, str]:
    """ISO 639-1 code → German name (CLDR), German first, then as in a dictionary."""
    known = current().locale.languages
    codes = {code for o in found for code in o.angebot.sprachen}
    named = {code: str(known.get(code, code)) for code in codes}
    ordered = sorted(named, key=lambda c: (c != "de", sort_key(named[c])))
    return {code: named[code] for code in ordered} | {UNKNOWN: _("Sprache nicht bekannt")}


def _facet(
    ident: str,
    titel: str,
    names: dict[str, str],
    found: Sequence[Offer],
    values: Callable[[Offer], tuple[str, ...]],
    short: dict[str, str] | None = None,
) -> Facet:
    held = [values(o) for o in found]
    counts = Counter(v for own in held for v in set(own))
    shown = [v for v in names if counts[v] or (ident in ALWAYS and v != WITHOUT_QUARTER)]
    index = {v: i for i, v in enumerate(shown)}
    kurz = short or {}
    return Facet(
        ident,
        titel,
        tuple(Value(v, names[v], counts[v], kurz.get(v, "")) for v in shown),
        tuple(tuple(sorted({index[v] for v in own if v in index})) for own in held),
    )


def months(o: Offer) -> tuple[float, float | None] | None:
    """(first month of life that fits, first that no longer does or None for open); None: no ages.

    A whole number counts completed years, a fraction completed months, as in the data's contract.
    """
    low, high = o.angebot.alter_von, o.angebot.alter_bis
    if low is None and high is None:
        return None
    start = (low or Decimal(0)) * 12
    if high is None:
        return float(start), None
    last = 12 if high == high.to_integral_value() else 1
    return float(start), float(high * 12 + last)


def townwide(o: Offer) -> bool:
    """Counts as "for the whole town": says so, or names no quarter and no smaller area."""
    if o.angebot.einzugsgebiet in ("stadt", "kreis"):
        return True
    return not o.quartiere and o.angebot.einzugsgebiet != "quartier"


def count(number: int) -> str:
    """ "12 Angebote"."""
    return ngettext("%(n)s Angebot", "%(n)s Angebote", number)
