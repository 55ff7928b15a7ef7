"""/karte/: the offers as points and as counts of quarters, with the filter and the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ..catalogue import Catalogue
from . import listing, maps, points, text
from .classes import quantiles
from .facets import facets
from .indicators import LegendEntry, MapView
from .offers import Offer
from .page import SitePage
from .render import render

FOLLOW = "assets/javascripts/pk-karte-angebote.js"
"""Makes the map follow the list; before the list, whose first selection it must hear."""


def on_map(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[list[maps.Spot], dict[str, int]]:
    """(points with the offers at each, number of the other offers by quarter id).

    With polygons an offer with a known point is drawn there and its quarter counts the rest; the
    tile grid has no coordinates, so that there every offer counts for its quarters.
    """
    schematic = maps.geometry(catalogue)[1]
    at: dict[points.Point, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter({q.id: 0 for q in catalogue.quartiere})
    for i, o in enumerate(found):
        known = () if schematic else dict.fromkeys(points.of_offer(o))
        for point in known:
            at[point].append(i)
        if not known:
            counts.update(q.id for q in o.quartiere)
    names = {(float(o.breite), float(o.laenge)): o.name
             for o in catalogue.orte if o.breite is not None and o.laenge is not None}  # fmt: skip
    spots = [
        maps.Spot(lat, lon, {"ort": names[lat, lon], "angebote": offers})
        for (lat, lon), offers in sorted(at.items())
    ]
    return spots, dict(counts)


def offer_map(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[MapView, str] | None:
    """The map and the upper limits of its classes; 0 is a known number, not a gap."""
    spots, counts = on_map(catalogue, found)
    classes = quantiles([Decimal(n) for n in counts.values() if n], most=4)
    areas = {}
    for quarter, n in counts.items():
        klasse = str(classes.of(Decimal(n))) if n else "0"
        words = text.plural(n, "Angebot", "Angebote") if n else "kein Angebot bekannt"
        areas[quarter] = maps.Area(klasse, words, f"quartiere/{quarter}/", str(n) if n else "")
    drawn = maps.quarter_map("angebote", catalogue, areas, spots)
    if drawn is None:
        return None
    legend = [LegendEntry("0", "kein Angebot bekannt" if not spots else "keines nur im Quartier")]
    for i, (low, high) in enumerate(classes.ranges, start=1):
        span = f"{low}" if low == high else f"{low} bis {high}"
        legend.append(LegendEntry(str(i), f"{span} {'Angebot' if high == 1 else 'Angebote'}"))
    if spots:
        legend.append(LegendEntry("punkt", "ein Ort mit Angeboten"))
    bounds = " ".join(str(high) for _, high in classes.ranges)
    return MapView(drawn, tuple(legend), "", sum(1 for n in counts.values() if n)), bounds


def page(catalogue: Catalogue, found: Sequence[Offer], prose: frozenset[str]) -> list[SitePage]:
    """The map's page; none without quarters."""
    if not catalogue.quartiere:
        return []
    view, bounds = offer_map(catalogue, found) or (None, "")
    own = {view.map.script_path: view.map.script} if view else {}
    known = facets(catalogue, found)
    here = next(f for f in known if f.id == "quartier")
    counts = {v.id: v.anzahl for v in here.werte}
    town = catalogue.town.name
    return [
        SitePage(
            "karte.md",
            "Karte der Angebote",
            f"Karte: Angebote für Kinder und Familien nach Quartieren in {town}, mit Liste.",
            render(
                "karte.html",
                wurzel="../",
                karte=view,
                klassen=bounds,
                punkte=bool(view and any(e.klasse == "punkt" for e in view.legende)),
                quartiere=[
                    (q, counts[q.id]) for q in sorted(catalogue.quartiere, key=lambda q: q.nummer)
                ],
                ohne=sum(1 for o in found if not o.quartiere),
                anzahl=len(found),
                **listing.form(catalogue, found, known, prose, "./"),
            ),
            edit_path=listing.EDIT,
            assets=own,
            scripts=(*maps.SCRIPTS, FOLLOW, *listing.scripts(found), *own),
            styles=(*maps.STYLES, *listing.STYLES),
        )
    ]
