"""/kette/: which phase of life and which area has how many offers, and where none is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ..catalogue import Bereich, Catalogue, Lebensphase, Quartier
from ..languages import _
from .coverage import actors, actors_csv, coverage, coverage_csv
from .facets import townwide
from .offers import Offer
from .page import SitePage, root_of
from .render import render

STYLES = ("assets/stylesheets/pk-kette.css", "assets/stylesheets/pk-abdeckung.css")
EDIT = "datapackages/angebote/angebote.csv"
FORM = "angebot-melden.yml"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix. ``stadtweit``: further offers for the whole town (quarters only)."""

    anzahl: int
    stadtweit: int
    query: str
    """Query of the list with these offers; that with the town's, where it differs."""
    query_stadtweit: str
    melden: str


@dataclass(frozen=True, slots=True)
class Row:
    phase: Lebensphase
    felder: tuple[Cell, ...]


def matrix(
    catalogue: Catalogue, found: Sequence[Offer], quarter: Quartier | None, site_url: str
) -> tuple[Row, ...]:
    """A row for each phase, a cell for each area, in the order of the code lists.

    An offer counts in every phase that it reaches and in its one area; for a quarter, in every
    quarter where it has a place.
    """
    inside: dict[tuple[str, str], list[Offer]] = {}
    for o in found:
        for p in o.phasen:
            inside.setdefault((p.id, o.bereich.id), []).append(o)
    return tuple(
        Row(
            p,
            tuple(
                _cell(catalogue, inside.get((p.id, b.id), ()), p, b, quarter, site_url)
                for b in catalogue.bereiche
            ),
        )
        for p in catalogue.lebensphasen
    )


def _cell(
    catalogue: Catalogue,
    here: Sequence[Offer],
    phase: Lebensphase,
    bereich: Bereich,
    quarter: Quartier | None,
    site_url: str,
) -> Cell:
    """here: the offers of the phase and the area."""
    query = {"phase": phase.id, "bereich": bereich.id}
    if quarter is None:
        return Cell(
            len(here), 0, urlencode(query), "", missing_url(catalogue, site_url, phase, bereich)
        )
    own = [o for o in here if quarter in o.quartiere]
    wide = sum(1 for o in here if quarter not in o.quartiere and townwide(o))
    query["quartier"] = quarter.id
    return Cell(
        len(own),
        wide,
        urlencode(query),
        urlencode(query | {"stadtweit": "ja"}),
        missing_url(catalogue, site_url, phase, bereich, quarter),
    )


def missing_url(
    catalogue: Catalogue,
    site_url: str,
    phase: Lebensphase,
    bereich: Bereich,
    quarter: Quartier | None = None,
) -> str:
    """Pre-filled way to name an offer that is missing: an issue form, else a mail to the town."""
    town = catalogue.town
    where = quarter.name if quarter else town.name
    what = f"{bereich.name}, {phase.name}, {where}"
    title = f"Angebot melden: {what}"
    page = f"kette/{quarter.id}/" if quarter else "kette/"
    address = f"{site_url.rstrip('/')}/{page}" if site_url else f"/{page}"
    if town.repository:
        query = {"template": FORM, "title": title, "fuer": what, "seite": address}
        return f"{town.repository.rstrip('/')}/issues/new?{urlencode(query)}"
    body = f"Für: {what}\nSeite: {address}\n\nName, Träger, Ort, Telefon, öffentliche Quelle:\n"
    return f"mailto:{quote(town.email)}?subject={quote(title)}&body={quote(body)}"


def pages(
    catalogue: Catalogue, found: Sequence[Offer], prose: frozenset[str], site_url: str
) -> list[SitePage]:
    """/kette/ for the town, /kette/<quartier>/ for each quarter. Works without scripts."""
    if not (catalogue.bereiche and catalogue.lebensphasen):
        return []
    quarters = sorted(catalogue.quartiere, key=lambda q: q.nummer)
    table, present = coverage(catalogue, found), actors(catalogue, found)
    files = {"kette/abdeckung.csv": coverage_csv(table)}
    if present:
        files["kette/akteure.csv"] = actors_csv(present)
    out = []
    for quarter in (None, *quarters):
        src = f"kette/{quarter.id}.md" if quarter else "kette/index.md"
        name = quarter.name if quarter else catalogue.town.name
        rows = matrix(catalogue, found, quarter, site_url)
        html = render(
            "kette.html",
            wurzel=root_of(src),
            zeilen=rows,
            bereiche=catalogue.bereiche,
            quartier=quarter,
            quartiere=quarters,
            stadt=catalogue.town.name,
            luecken=sum(1 for r in rows for c in r.felder if not c.anzahl),
            felder=len(rows) * len(catalogue.bereiche),
            prosa=prose,
            abdeckung=table,
            akteure=present,
        )
        out.append(
            SitePage(
                src,
                _("Kette %(ort)s", ort=name) if quarter else _("Die Kette der Hilfen"),
                _(
                    "Welche Angebote gibt es in %(ort)s für welches Alter, und wo fehlt etwas? "
                    "Eine Tabelle nach Lebensphase und Bereich.",
                    ort=name,
                ),
                html,
                edit_path=EDIT,
                styles=STYLES,
                suche=quarter is None,
                assets={} if quarter else files,
            )
        )
    return out
