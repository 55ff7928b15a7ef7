"""Small pages without navigation, to be shown in a frame of another site: /einbetten/….

Each is pinned to a version of its package. While that version is kept, its address shows what it
showed on the first day, and says where a newer one is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from urllib.parse import quote

from ..catalogue import Catalogue, Package
from ..workshop import Task
from . import maps, text
from .classes import quantiles
from .indicator_pages import STYLE as MONITORING
from .indicators import LegendEntry, MapView, indicators, map_view
from .listing import first
from .offers import Offer, offers
from .page import SitePage, root_of
from .render import render
from .versions import licences

FOLDER = "einbetten"
TEMPLATE = "einbetten.html"
STYLE = "assets/stylesheets/pk-einbetten.css"
SCRIPT = "assets/javascripts/pk-einbetten.js"
UNNUMBERED = "aktuell"
"""Stands for the version in the address where the package has none."""
HEIGHTS = {"karte": 760, "diagramm": 640, "angebote": 620}
"""Height of the frame in the copyable line, in CSS pixels."""

Build = Callable[[Catalogue, frozenset[str]], Sequence[SitePage]]


@dataclass(frozen=True, slots=True)
class Embed:
    """One embeddable thing.

    path: address below ``einbetten/<package>/<version>/``, without slashes at its ends.
    page: ``src_uri`` of the page of the site that shows the same and carries the frame line.
    values: (place, value in words) of each area of a map, for those who cannot see it.
    """

    kind: str
    path: str
    title: str
    page: str
    karte: MapView | None = None
    values: tuple[tuple[str, str], ...] = ()
    image: str = ""
    """Site path of a chart's SVG."""
    alt: str = ""
    list: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A catalogue with ``package`` in one of its versions, and what its pages are."""

    package: Package
    catalogue: Catalogue
    pages: tuple[SitePage, ...]
    current: Package

    @property
    def folder(self) -> str:
        return f"{FOLDER}/{self.package.name}/{self.package.version or UNNUMBERED}"

    @property
    def past(self) -> bool:
        return self.package is not self.current


def with_frames(
    catalogue: Catalogue,
    made: Sequence[SitePage],
    prose: frozenset[str],
    site_url: str,
    monitoring: Build,
) -> list[SitePage]:
    """All pages with a frame line where something can be embedded, and the embed pages.

    made: the other pages. monitoring: makes the indicators' pages of a catalogue, for versions
    that are not the present one.
    """
    out: list[SitePage] = []
    lines: dict[str, list[tuple[Embed, str]]] = {}
    known = {p.src_uri for p in made}
    for state, embeds in _all(catalogue, made, prose, monitoring):
        for embed in embeds:
            out.append(_page(state, embed, known))
            known.add(out[-1].src_uri)  # the present version comes first
            if not state.past:
                address = f"{site_url.rstrip('/')}/{state.folder}/{quote(embed.path)}/"
                lines.setdefault(embed.page, []).append((embed, address))
    pages = [_framed(p, lines[p.src_uri], catalogue) if p.src_uri in lines else p for p in made]
    return [*pages, *out]


def _all(
    catalogue: Catalogue, made: Sequence[SitePage], prose: frozenset[str], monitoring: Build
) -> Iterator[tuple[State, list[Embed]]]:
    for name, find in (("monitoring", _indicators), ("angebote", _offers)):
        package = catalogue.package(name)
        if package is None:
            continue
        state = State(package, catalogue, tuple(made), package)
        yield state, list(find(state))
        for past in catalogue.past:
            if past.package.name == name:
                then = replace(past.catalogue, stichtag=catalogue.stichtag)
                pages = tuple(monitoring(then, prose)) if find is _indicators else ()
                old = State(past.package, then, pages, package)
                yield old, list(find(old))


def _indicators(state: State) -> Iterator[Embed]:
    """Map and charts of each indicator that has a page."""
    by_src = {p.src_uri: p for p in state.pages}
    for ind in indicators(state.catalogue):
        k = ind.kennzahl
        page = by_src.get(f"monitoring/{k.id}.md")
        if page is None:
            continue
        view = map_view(ind, state.catalogue)
        if view:
            values = tuple((v.gebiet, v.menge) for v in ind.quarters_in(view.jahr))
            title = f"{k.name} {view.jahr}"
            yield Embed("karte", f"{k.id}/karte", title, page.src_uri, view, values)
        for asset, alt in _charts(page):
            stem = asset.rsplit("/", 1)[-1].removesuffix(".svg")
            name = "diagramm" if stem == k.id else f"diagramm-{stem}"
            yield Embed(
                "diagramm", f"{k.id}/{name}", k.name, page.src_uri, image=asset, alt=alt
            )  # fmt: skip


def _charts(page: SitePage) -> Iterator[tuple[str, str]]:
    """(site path, description) of each chart that a page shows."""
    for asset in page.assets:
        name = re.escape(asset.rsplit("/", 1)[-1])
        shown = re.search(rf'<img\b[^>]*\ssrc="{name}"[^>]*>', page.html)
        if asset.endswith(".svg") and shown:
            alt = re.search(r'\salt="([^"]*)"', shown[0])
            yield asset, unescape(alt[1]) if alt else ""


def _offers(state: State) -> Iterator[Embed]:
    """The map of all offers, and the list of each quarter."""
    catalogue = state.catalogue
    found = offers(catalogue)
    here = {q.id: tuple(o for o in found if q in o.quartiere) for q in catalogue.quartiere}
    view = _count_map(catalogue, {quarter: len(listed) for quarter, listed in here.items()})
    if view:
        values = tuple((q.name, _count(len(here[q.id]))) for q in catalogue.quartiere)
        yield Embed("karte", "karte", "Angebote nach Quartieren", "karte.md", view, values)
    for q in catalogue.quartiere:
        title = f"Angebote im Quartier {q.name}"
        yield Embed(
            "angebote", f"quartier/{q.id}", title, f"quartiere/{q.id}.md", list=here[q.id]
        )  # fmt: skip


def _count(n: int) -> str:
    return text.plural(n, "Angebot", "Angebote") if n else "kein Angebot bekannt"


def _count_map(catalogue: Catalogue, counts: dict[str, int]) -> MapView | None:
    """How many offers name each quarter."""
    classes = quantiles([Decimal(n) for n in counts.values() if n], most=4)
    areas = {
        quarter: maps.Area(
            str(classes.of(Decimal(n))) if n else "0",
            _count(n),
            f"quartiere/{quarter}/",
            str(n) if n else "",
        )
        for quarter, n in counts.items()
    }
    drawn = maps.quarter_map("angebote", catalogue, areas)
    if drawn is None:
        return None
    legend = [LegendEntry("0", "kein Angebot bekannt")] if 0 in counts.values() else []
    for i, (low, high) in enumerate(classes.ranges, start=1):
        span = f"{low}" if low == high else f"{low} bis {high}"
        legend.append(LegendEntry(str(i), f"{span} {'Angebot' if high == 1 else 'Angebote'}"))
    return MapView(drawn, tuple(legend), "", sum(1 for n in counts.values() if n))


def _page(state: State, embed: Embed, known: set[str]) -> SitePage:
    """The small page. known: the pages that there are, for links that lead somewhere."""
    src = f"{state.folder}/{embed.path}.md"
    assets: dict[str, bytes | Task] = {}
    scripts: tuple[str, ...] = (SCRIPT,)
    image = embed.image
    if embed.karte:
        script = f"{state.folder}/{embed.path}/karte.js"
        assets[script] = embed.karte.map.script
        scripts = (*maps.SCRIPTS, script, SCRIPT)
    if image and state.past:
        page = next(p for p in state.pages if image in p.assets)
        image = f"{state.folder}/{embed.path}/{image.rsplit('/', 1)[-1]}"
        assets[image] = page.assets[embed.image]
    home = embed.page if embed.page in known else f"daten/{state.package.name}.md"
    town = state.catalogue.town.name
    newer = f"{FOLDER}/{state.package.name}/{state.current.version or UNNUMBERED}/{embed.path}/"
    return SitePage(
        src,
        embed.title,
        f"{embed.title} – Präventionskette {town}, zum Einbetten.",
        render(
            "einbettung.html",
            wurzel=root_of(src),
            e=embed,
            bild=image,
            gezeigt=first(embed.list),
            alle=_whole_list(state, embed, known),
            stadt=town,
            p=state.package,
            aktuell=state.current if state.past else None,
            neuer=newer if f"{newer.rstrip('/')}.md" in known else "",
            seite=home.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/",
            lizenzen=licences(state.package),
        ),
        scripts=scripts,
        styles=(*_map_styles(state, embed), STYLE),
        suche=False,
        assets=assets,
        template=TEMPLATE,
    )


def _whole_list(state: State, embed: Embed, known: set[str]) -> str:
    """Site path where all offers of a list stand: the quarter's, or for an earlier version its
    tables, and those of the present where that has none."""
    if not state.past:
        return f"angebote/{embed.path}/"
    tables = f"daten/{state.package.name}/{state.package.version}"
    return f"{tables}/" if f"{tables}.md" in known else f"daten/{state.package.name}/"


def _map_styles(state: State, embed: Embed) -> tuple[str, ...]:
    """What a map needs; those of indicators have classes of their own."""
    if embed.karte is None:
        return ()
    return (*maps.STYLES, MONITORING) if state.package.name == "monitoring" else maps.STYLES


def _framed(page: SitePage, lines: Sequence[tuple[Embed, str]], catalogue: Catalogue) -> SitePage:
    """The page with the lines that others copy."""
    block = render(
        "einbetten_zeile.html",
        wurzel=root_of(page.src_uri),
        zeilen=[(e, address, HEIGHTS[e.kind]) for e, address in lines],
        stadt=catalogue.town.name,
    )
    return replace(
        page,
        html=page.html + block,
        scripts=(*page.scripts, SCRIPT),
        styles=(*page.styles, STYLE),
    )
