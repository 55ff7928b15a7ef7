"""All generated pages of a catalogue, and the pieces that are laid around the editors' prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .. import accessibility
from ..catalogue import Catalogue
from ..published import Edition
from . import (
    chain,
    datasets,
    embeds,
    goals,
    hsds,
    indicator_pages,
    listing,
    merkliste,
    network,
    offermap,
    offline,
    quarters,
    report_pages,
    rules,
    search,
    software,
    versions,
)
from .offer_page import Pages
from .offers import Offer, offers
from .page import SitePage
from .render import render
from .thread import by_offer
from .thread import goals as thread

SHELL = "angebote/pk-huelle.md"
"""Virtual page at the depth of an offer's page; rendered once by the theme, then spliced."""


def pages(
    catalogue: Catalogue, prose: frozenset[str], edition: Edition | None = None
) -> list[SitePage]:
    """Every generated page but the offers' own, which are spliced (see :mod:`.splice`).

    prose: paths of the editors' Markdown pages ("ueber/geheim.md"), so that a link is set only
    where the town has written the page. edition: the files of this build, for the data pages.
    """
    edition = edition or Edition()
    found = offers(catalogue)
    known = thread(catalogue, found)
    made = [
        *listing.pages(catalogue, found, prose),
        *chain.pages(catalogue, found, prose, edition.site_url),
        *offermap.page(catalogue, found, prose),
        search.page(catalogue, prose),
        merkliste.page(catalogue, found),
        *quarters.pages(catalogue, prose),
        *indicator_pages.pages(catalogue, prose),
        *goals.pages(catalogue, prose, known),
        *network.pages(catalogue, found, prose),
        *report_pages.pages(catalogue, found, prose, known, edition),
        *datasets.pages(catalogue, prose, edition),
        *hsds.pages(catalogue),
        *versions.pages(catalogue),
        rules.page(),
        software.page(catalogue),
        offline.page(prose),
    ]
    return embeds.with_frames(catalogue, made, prose, edition.site_url, indicator_pages.pages)


def start(catalogue: Catalogue, introduction: str, title: str, prose: frozenset[str]) -> str:
    """The start page around the editors' introduction (HTML of their Markdown)."""
    found = offers(catalogue)
    many = Counter(p.id for o in found for p in o.phasen)
    return render(
        "start.html",
        wurzel="",
        titel=title,
        einleitung=Markup(_without_heading(introduction)),
        phasen=[(p, many[p.id]) for p in catalogue.lebensphasen],
        anzahl=len(found),
        quartiere=len(catalogue.quartiere),
        stadt=catalogue.town.name,
        monitoring=bool(catalogue.kennzahlen),
        prosa=prose,
    )


def around_prose(
    catalogue: Catalogue, src_uri: str, html: str, prose: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """An editors' page that grows around its prose (/leitbild/), and the styles it then needs."""
    if src_uri != goals.LEITBILD or not (catalogue.ziele or catalogue.ereignisse):
        return html, ()
    return goals.leitbild(catalogue, offers(catalogue), html, prose), goals.STYLES


def _without_heading(html: str) -> str:
    return re.sub(r"<h1\b.*?</h1>", "", html, count=1, flags=re.S)


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer's page before it is put into the shell."""

    url: str
    title: str
    description: str
    html: str


def offer_pages(
    catalogue: Catalogue,
    site_url: str,
    prose: frozenset[str] = frozenset(),
    *,
    keep: bool = True,
) -> Iterator[OfferPage]:
    """The page of every current offer, in the order of the list; one at a time, to be written.

    keep: whether a piece that recurs is drawn once (see :mod:`.parts`); the pages are the same.
    """
    return drawn(*offer_drawing(catalogue, site_url, prose, keep=keep))


def offer_drawing(
    catalogue: Catalogue, site_url: str, prose: frozenset[str], *, keep: bool = True
) -> tuple[Pages, tuple[Offer, ...]]:
    """What draws the pages of the offers, and the offers, for :func:`drawn`."""
    found = offers(catalogue)
    served = by_offer(thread(catalogue, found))
    return Pages(catalogue, found, site_url, prose, served, keep=keep), found


def drawn(pages: Pages, found: Sequence[Offer]) -> Iterator[OfferPage]:
    """The pages of some offers."""
    town = pages.catalogue.town.name
    for o in found:
        yield OfferPage(o.url, o.name, description(o, town), pages.html(o))


def one_by_one(
    catalogue: Catalogue, site_url: str, prose: frozenset[str] = frozenset()
) -> Callable[[str], OfferPage | None]:
    """The same pages, each drawn when its URL is asked for; None where there is no such offer."""
    pages, found = offer_drawing(catalogue, site_url, prose, keep=False)
    by_url = {o.url: o for o in found}

    def page(url: str) -> OfferPage | None:
        return next(drawn(pages, [by_url[url]])) if url in by_url else None

    return page


def description(o: Offer, town: str) -> str:
    """What a search engine shows below the title, in at most 160 signs."""
    parts = [o.kurz or o.name, o.alter, o.quartier.name if o.quartier else town]
    text = " · ".join(p for p in parts if p)
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + " …"


RESULT = "<p>(Hier steht das Ergebnis der Prüfung.)</p>"
"""Where the accessibility statement shows what tests and people found, as Markdown makes it."""


def with_test_results(html: str, town: str) -> str:
    """Prose with the results of the accessibility tests in place of their marker."""
    if RESULT not in html:
        return html
    looked, missing = accessibility.by_hand()
    tested = accessibility.kept_result()
    shown = render("pruefergebnis.html", t=tested, hand=looked, fehlt=missing, stadt=town)
    return html.replace(RESULT, shown)


MARKER = re.compile(r"\[\[offen:([^\[\]\n]*)\]\]")


def mark_open_points(markdown: str) -> str:
    """Show what the town still has to supply: ``[[offen: x]]`` becomes a marked note."""
    return MARKER.sub(lambda m: f"**noch offen: {m[1].strip()}**{{ .pk-offen }}", markdown)
