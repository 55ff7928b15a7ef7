"""/netzwerk/: other towns, the same numbers side by side, and what others have and we lack."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from ..about import licence
from ..catalogue import Catalogue, Neighbour
from ..languages import current
from ..network import definition
from ..workshop import Task
from . import charts, text
from .figures import Picture
from .indicators import Indicator, indicators
from .offers import Offer, offers
from .page import SitePage
from .render import render
from .values import TOWN, Value, amount, bare, year_of

STYLES = ("assets/stylesheets/pk-monitoring.css", "assets/stylesheets/pk-ziele.css")
SHOWN = 6
"""Offers of others that a gap names at most."""


@dataclass(frozen=True, slots=True)
class Card:
    """A town of the list: what is said of its copy."""

    name: str
    adresse: str
    stand: str
    lizenzen: tuple[str, ...]
    """Package and licence in words."""
    hinweis: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One town's newest value. ``gleich``: its definition is ours."""

    stadt: str
    wert: Value
    gleich: bool
    indikator: Indicator
    menge: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator that other towns have under the same id."""

    indikator: Indicator
    gleiche: tuple[Entry, ...]
    """Ours first, then those with the same definition."""
    andere: tuple[Entry, ...]
    """Those that count otherwise: shown beside, never drawn together."""
    bild: Picture | None
    jahr: str


@dataclass(frozen=True, slots=True)
class Practice:
    """A field of the chain that we have no offer in, and what others have there."""

    feld: str
    angebote: tuple[tuple[str, str, str], ...]
    """(name, town, address)."""
    mehr: int


def _newest(ind: Indicator, town: str) -> Entry | None:
    value = ind.latest(TOWN)
    if value is None or value.wert.wert is None:
        return None
    return Entry(town, value, True, ind, amount(value.wert.wert, ind.kennzahl))


def comparisons(catalogue: Catalogue) -> tuple[Comparison, ...]:
    """Every indicator with a value of our whole town that some other town has, too."""
    others = [
        (n.name, {i.kennzahl.id: i for i in indicators(n.catalogue)})
        for n in catalogue.netzwerk
        if n.catalogue
    ]
    out = []
    for ind in indicators(catalogue):
        own = _newest(ind, catalogue.town.name)
        if own is None:
            continue
        same, unlike = [own], []
        for name, known in others:
            theirs = known.get(ind.kennzahl.id)
            entry = _newest(theirs, name) if theirs else None
            if theirs is None or entry is None:
                continue
            if definition(theirs.kennzahl) == definition(ind.kennzahl):
                same.append(entry)
            else:
                unlike.append(Entry(name, entry.wert, False, theirs, entry.menge))
        if len(same) > 1 or unlike:
            picture, year = _picture(same)
            out.append(Comparison(ind, tuple(same), tuple(unlike), picture, year))
    return tuple(out)


def _in_year(ind: Indicator, year: str) -> Value | None:
    rows = [v for v in ind.gemessen if v.wert.gebiet == TOWN and year_of(v.wert) == year]
    return max(rows, key=lambda v: v.wert.stichtag or "", default=None)


def _picture(same: Sequence[Entry]) -> tuple[Picture | None, str]:
    """Bars of the newest year that all have; none where there is no such year."""
    if len(same) < 2:
        return None, ""
    years = [
        {year_of(v.wert) or "" for v in e.indikator.gemessen if v.wert.gebiet == TOWN} for e in same
    ]
    common = sorted(set.intersection(*years) - {""})
    if not common:
        return None, ""
    year, k = common[-1], same[0].indikator.kennzahl
    rows = []
    for e in same:
        value = _in_year(e.indikator, year)
        if value is not None and value.wert.wert is not None:
            number = value.wert.wert
            rows.append(charts.Bar(e.stadt, float(number), bare(number, k)))
    title = f"{k.name} {year}: Städte nebeneinander"
    said = "In der Reihenfolge der Liste, nicht nach der Größe der Zahl."
    said += " Städte sind verschieden; ein Unterschied sagt nicht, woran es liegt."
    unit = f"Einheit: {k.einheit}" if k.einheit else ""
    figure = charts.Bars(charts.Frame(title, unit, (said,)), tuple(rows))
    words = ", ".join(f"{r.label} {r.worte}" for r in rows)
    alt = f"Diagramm: {title}. {words} {k.einheit}."
    return Picture(k.id, title, alt, said, figure), year


def practice(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Practice, ...]:
    """Fields of area and phase without an offer of ours in which other towns have some."""
    theirs = [(n, offers(n.catalogue)) for n in catalogue.netzwerk if n.catalogue]
    out = []
    for phase in catalogue.lebensphasen:
        for area in catalogue.bereiche:
            if any(o.bereich.id == area.id and phase in o.phasen for o in found):
                continue
            there = [
                (o.angebot.name, n.name, urljoin(n.adresse, o.url))
                for n, own in theirs
                for o in own
                if o.bereich.id == area.id and any(p.id == phase.id for p in o.phasen)
            ]
            if there:
                field = f"{phase.name}, {area.name}"
                out.append(Practice(field, tuple(there[:SHOWN]), max(0, len(there) - SHOWN)))
    return tuple(out)


def card(n: Neighbour) -> Card:
    """A town with the licence of each of its packages."""
    packages = n.catalogue.packages if n.catalogue else ()
    rights = tuple(f"{p.title}: {licence(p.descriptor).title}" for p in packages)
    return Card(n.name, n.adresse, text.full_date(n.stand), rights, n.hinweis)


def comparison_csv(found: Sequence[Comparison]) -> bytes:
    """What is compared, as CSV: a row for each indicator and town."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("kennzahl", "stadt", "jahr", "wert", "einheit", "definition", "gleich"))
    for c in found:
        for e in (*c.gleiche, *c.andere):
            w, k = e.wert.wert, e.indikator.kennzahl
            value = format(w.wert, "f") if w.wert is not None else ""
            row = (k.id, e.stadt, w.jahr, value, k.einheit, definition(k))
            writer.writerow((*row, "ja" if e.gleich else "nein"))
    return out.getvalue().encode()


def pages(catalogue: Catalogue, found: Sequence[Offer], prose: frozenset[str]) -> list[SitePage]:
    """/netzwerk/ where the town has numbers or neighbours to show; German alone."""
    if not current().language.is_german or not (catalogue.ziele or catalogue.netzwerk):
        return []
    compared = comparisons(catalogue)
    assets: dict[str, bytes | Task] = {}
    for c in compared:
        if c.bild:
            assets.update(c.bild.files("netzwerk/"))
    if compared:
        assets["netzwerk/vergleich.csv"] = comparison_csv(compared)
    town = catalogue.town.name
    html = render(
        "netzwerk.html",
        staedte=[card(n) for n in catalogue.netzwerk],
        vergleiche=compared,
        praxis=practice(catalogue, found),
        stadt=town,
        name="netzwerk",
        methode="ueber/wirkung.md" in prose,
    )
    said = f"Andere Städte mit denselben Daten: Zahlen neben denen von {town} und gute Praxis."
    return [SitePage("netzwerk.md", "Netzwerk", said, html, styles=STYLES, assets=assets)]
