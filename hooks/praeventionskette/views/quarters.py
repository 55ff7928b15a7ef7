"""View models of quarters: the list and the profile of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import Catalogue, Quartier
from .indicator_pages import STYLE, secret_link
from .indicators import indicators
from .listing import first
from .offers import Offer, offers
from .opening import opening
from .page import SitePage, root_of
from .profiles import Figure, figures
from .render import render


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one quarter."""

    quartier: Quartier
    gruppe: str
    angebote: tuple[Offer, ...]
    zahlen: tuple[Figure, ...]
    luecken: tuple[str, ...]
    """Indicators that other quarters have a figure for and this one has not."""
    ohne_angebot: tuple[str, ...]
    """Phases of the chain that no offer known here reaches."""


def profiles(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Profile, ...]:
    """A profile for each quarter, in the order of the official numbers."""
    by_quarter: dict[str, list[Offer]] = defaultdict(list)
    for o in found:
        for q in o.quartiere:
            by_quarter[q.id].append(o)
    known = indicators(catalogue)
    out = []
    for q in sorted(catalogue.quartiere, key=lambda q: q.nummer):
        group = catalogue.gebiete_by_id.get(q.gruppe or "")
        out.append(
            Profile(
                quartier=q,
                gruppe=group.name if group and len(group.quartiere) > 1 else "",
                angebote=tuple(by_quarter[q.id]),
                zahlen=figures(q, known, catalogue),
                luecken=tuple(
                    i.kennzahl.name
                    for i in known
                    if i.own_page and i.map_year and not any(v.wert.gebiet == q.id for v in i.werte)
                ),
                ohne_angebot=tuple(
                    phase.name
                    for phase in catalogue.lebensphasen
                    if not any(phase in o.phasen for o in by_quarter[q.id])
                ),
            )
        )
    return tuple(out)


def phase_counts(catalogue: Catalogue, found: Sequence[Offer]) -> list[tuple[str, str, int]]:
    """(phase id, its short name, number of offers that reach it)."""
    return [
        (p.id, p.kurzname, sum(1 for o in found if p in o.phasen)) for p in catalogue.lebensphasen
    ]


def pages(catalogue: Catalogue, prose: frozenset[str]) -> list[SitePage]:
    """/quartiere/ and a profile each."""
    if not catalogue.quartiere:
        return []
    town = catalogue.town.name
    current = offers(catalogue)
    found = profiles(catalogue, current)
    now = opening(catalogue, current)
    edit = "datapackages/quartiere/quartiere.csv"
    out = [
        SitePage(
            "quartiere/index.md",
            f"Quartiere in {town}",
            f"Alle {len(found)} Quartiere von {town}: Angebote und Zahlen zu jedem Quartier.",
            render("quartiere.html", wurzel="../", profile=found, stadt=town),
            edit_path=edit,
        ),
    ]
    for p in found:
        src = f"quartiere/{p.quartier.id}.md"
        out.append(
            SitePage(
                src,
                f"Quartier {p.quartier.name}",
                f"{p.quartier.name} in {town}: Angebote für Familien, Zahlen und was fehlt.",
                render(
                    "quartier.html",
                    prosa=prose,
                    wurzel=root_of(src),
                    p=p,
                    stadt=town,
                    phasen=phase_counts(catalogue, p.angebote),
                    gezeigt=first(p.angebote),
                    geheim=secret_link(prose, root_of(src)),
                    **now.context,
                ),
                edit_path=edit,
                styles=(STYLE,),
                scripts=now.scripts,
            )
        )
    return out
