"""/angebote/: the list with its facets, the lists that are ready without scripts, their data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ..catalogue import Catalogue
from ..languages import _, current
from . import points, wordlist
from .cards import facts
from .facets import Facet, facets, months, townwide
from .nodes import ENCODE
from .offers import WITHOUT_QUARTER, Offer
from .opening import Opening, opening
from .page import SitePage, root_of
from .parts import pieces, shapes
from .render import environment, render

PER_PAGE = 100
ONE_PAGE = 150
"""Up to here the list stays on one page."""
CHUNK = 500
"""Offers whose cards the script loads at once."""
DATA = "angebote/liste.json"
WORDS = "angebote/woerter.json"
SCRIPTS = (
    "assets/javascripts/pk-worte.js",
    "assets/javascripts/pk-auswahl.js",
    "assets/javascripts/pk-liste.js",
)
STEMMER = (
    "assets/javascripts/lunr/min/lunr.stemmer.support.min.js",
    "assets/javascripts/lunr/min/lunr.de.min.js",
)
"""The German stemmer that Material for MkDocs ships; else loaded with the first word."""
STYLES = ("assets/stylesheets/pk-liste.css",)
EDIT = "datapackages/angebote/angebote.csv"


def pages(
    catalogue: Catalogue, found: Sequence[Offer], prose: frozenset[str]
) -> Iterable[SitePage]:
    """The list, its further pages, and a ready list for each area, phase and quarter."""
    known = facets(catalogue, found)
    now = opening(catalogue, found)
    town = catalogue.town.name
    drawn = _cards(found, now)
    yield from _paged(
        "angebote",
        _("Alle Angebote"),
        _(
            "Angebote für Kinder, Jugendliche und Familien in %(stadt)s: "
            "nach Alter, Bereich und Quartier finden.",
            stadt=town,
        ),
        found,
        {"filter": "angebote/", "karten": drawn, **now.context},
        start={
            "template": "angebote.html",
            "fertig": sorted((f for f in known if f.id in READY), key=lambda f: READY.index(f.id)),
            **form(catalogue, found, known, prose, "./"),
        },
        more={"assets": assets(catalogue, found, known, now)},
        scripts=(*now.scripts, *scripts(found)),
    )
    for facet in (f for f in known if f.id in READY):
        for i, value in enumerate(facet.werte):
            if value.id == WITHOUT_QUARTER:
                continue
            yield from _paged(
                f"angebote/{facet.id}/{value.id}",
                _("Angebote: %(wert)s", wert=value.name),
                _(
                    "Angebote für Kinder, Jugendliche und Familien in %(stadt)s, "
                    "%(art)s: %(wert)s.",
                    stadt=town,
                    art=facet.titel,
                    wert=value.name,
                ),
                [o for o, own in zip(found, facet.spalte, strict=True) if i in own],
                {
                    "filter": f"angebote/?{facet.id}={value.id}",
                    "karten": drawn,
                    **now.context,
                },
                scripts=now.scripts,
            )


READY = ("bereich", "phase", "quartier")
"""Facets with ready lists. Their names and "seite" are no ids of offers (see packages/rules)."""


ROOT = "\x01"
"""Stands in a card for the way to the root; the check lets no such sign into the data."""


def _cards(found: Sequence[Offer], now: Opening, *, keep: bool = True) -> dict[str, Markup]:
    """Each offer's card, drawn once: the lists differ in nothing but the way to the root.

    keep: whether what recurs is drawn once (see :mod:`.parts`); the cards are the same.
    """
    shared: dict[str, Any] = {"wurzel": ROOT, "oben": ROOT, **now.context}
    if not keep:
        template = environment().get_template("karte_einzeln.html")
        return {o.angebot.id: Markup(template.render(o=o, **shared)) for o in found}
    piece, fresh = pieces("macros.html", **shared)
    shaped, german = shapes(fresh), current().language.is_german

    def card(o: Offer) -> Markup:
        name = o.name if german else fresh.name(o)
        said = [piece("tatsache", f.icon, f.text, f.css, f.bis, f.nach, f.weg) for f in facts(o)]
        times = now.daten.get(o.angebot.id)
        data = htmlsafe_json_dumps(times, dumps=ENCODE) if times else ""
        texts = o.angebot.id, ROOT + o.url, name, o.kurz, Markup("".join(said)), data
        return shaped("karte", texts, 2, not o.kurz_uebersetzt)

    return {o.angebot.id: card(o) for o in found}


def form(
    catalogue: Catalogue,
    found: Sequence[Offer],
    known: Sequence[Facet],
    prose: frozenset[str],
    ziel: str,
) -> dict[str, Any]:
    """What the templates of the filter need; ``ziel``: the page that shows the selection."""
    return {
        "facetten": {f.id: f for f in known},
        "stadt": catalogue.town.name,
        "stadttelefon": catalogue.town.telefon,
        "prosa": prose,
        "ziel": ziel,
        "daten": DATA,
        "zeichen": {"close", *(t.icon for o in found for t in facts(o))},
        "eingebettet": _inline(catalogue, found, known) if len(found) <= ONE_PAGE else "",
    }


def scripts(found: Sequence[Offer]) -> tuple[str, ...]:
    """The list's scripts; a small town gets the stemmer at once, as its data is in the page."""
    return (SCRIPTS[0], *STEMMER, *SCRIPTS[1:]) if len(found) <= ONE_PAGE else SCRIPTS


def _inline(catalogue: Catalogue, found: Sequence[Offer], known: Sequence[Facet]) -> Markup:
    """Data, cards and words inside the page: the first view of a link with filters needs no
    further request. The text is safe in an element that is no program."""
    whole = {
        "liste": data(catalogue, found, known),
        "teil": part(found, opening(catalogue, found)),
        "woerter": wordlist.index(found, wordlist.synonyms(catalogue)),
    }
    return htmlsafe_json_dumps(whole, ensure_ascii=False, separators=(",", ":"))


def assets(
    catalogue: Catalogue, found: Sequence[Offer], known: Sequence[Facet], now: Opening
) -> dict[str, bytes]:
    """The files that the list's script loads: data, cards in chunks, words."""
    chunks = [found[i : i + CHUNK] for i in range(0, len(found), CHUNK)]
    out = {
        DATA: _json(data(catalogue, found, known)),
        WORDS: _json(wordlist.index(found, wordlist.synonyms(catalogue))),
    }
    for i, chunk in enumerate(chunks):
        out[f"angebote/teil-{i}.json"] = _json(part(chunk, now))
    return out


def part(chunk: Sequence[Offer], now: Opening) -> dict[str, Any]:
    """What the cards of some offers say, one array a column, in the order of the list.

    ``karten``: for each offer its facts, as numbers of ``tatsachen``. ``zeiten`` and ``eigen``
    (:func:`own_words`) name only the offers that have any, by their place in the chunk.
    """
    own = [facts(o) for o in chunk]
    distinct = sorted({f for fs in own for f in fs}, key=lambda f: (f.icon, f.text, f.css))
    number = {f: i for i, f in enumerate(distinct)}
    return {
        "ids": [o.angebot.id for o in chunk],
        "namen": [o.name for o in chunk],
        "tatsachen": [[f.icon, f.text, f.css, f.bis, f.nach] for f in distinct],
        "karten": [[number[f] for f in fs] for fs in own],
        "texte": [o.kurz for o in chunk],
        "zeiten": {str(k): now.daten[o.angebot.id] for k, o in enumerate(chunk)
                   if o.angebot.id in now.daten},
        "eigen": {str(k): words for k, o in enumerate(chunk) if (words := own_words(o))},
    }  # fmt: skip


def data(catalogue: Catalogue, found: Sequence[Offer], known: Sequence[Facet]) -> dict[str, Any]:
    """All that facets and sorting need, one array a column, in the order of the list.

    ``teil``: how many offers a file of cards holds (:func:`part`).
    ``von``/``bis``: months of life, the second exclusive and null for open; both null: no ages.
    """
    ages = [months(o) for o in found]
    quarters = points.of_quarters(catalogue)
    return {
        "anzahl": len(found),
        "teil": CHUNK,
        "facetten": [
            {
                "id": f.id,
                "titel": f.titel,
                "werte": [[v.id, v.name] for v in f.werte],
                "spalte": [own[0] if len(own) == 1 else list(own) for own in f.spalte],
            }
            for f in known
        ],
        "von": [a[0] if a else None for a in ages],
        "bis": [a[1] if a else None for a in ages],
        "schwanger": [int(o.angebot.schwangerschaft) for o in found],
        "stadtweit": [int(townwide(o)) for o in found],
        "orte": {str(i): p for i, o in enumerate(found) if (p := points.of_offer(o))},
        "quartierpunkte": quarters,
    }


def own_words(o: Offer) -> int:
    """Which of its words are in the language being spoken: 1 name, 2 short text, 3 both."""
    return int(o.name_uebersetzt) + 2 * int(o.kurz_uebersetzt)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _paged(
    base: str,
    title: str,
    description: str,
    offers: Sequence[Offer],
    context: dict[str, Any],
    start: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    scripts: tuple[str, ...] = (),
) -> Iterable[SitePage]:
    """A list cut into pages: ``base/``, ``base/seite/2/`` and so on.

    start: what the first page's template gets beside; more: what the first page has beside;
    scripts: of every page that draws cards.
    """
    size = len(offers) if len(offers) <= ONE_PAGE else PER_PAGE
    parts = [offers[i : i + size] for i in range(0, len(offers), size or 1)] or [offers]
    sources = [f"{base}/index.md", *(f"{base}/seite/{i}.md" for i in range(2, len(parts) + 1))]
    for i, (src, part) in enumerate(zip(sources, parts, strict=True)):
        given = context | ((start or {}) if i == 0 else {})
        template = given.pop("template", "angebote_liste.html")
        page = _(", Seite %(seite)s von %(seiten)s", seite=i + 1, seiten=len(parts)) if i else ""
        cards: dict[str, Markup] = given.pop("karten")
        html = render(
            template,
            wurzel=root_of(src),
            karten=[cards[o.angebot.id].replace(ROOT, root_of(src)) for o in part],
            titel=title,
            angebote=part,
            anzahl=len(offers),
            seite=i + 1,
            seiten=len(parts),
            adressen=[_url(s) for s in sources],
            ab=sum(len(p) for p in parts[:i]) + 1,
            **given,
        )
        yield SitePage(
            src,
            title + page,
            description.removesuffix(".") + page + ".",
            html,
            edit_path=EDIT,
            styles=STYLES,
            scripts=scripts,
            suche=False,
            **((more or {}) if i == 0 else {}),
        )


def first(found: Sequence[Offer]) -> Sequence[Offer]:
    """The offers that a page shows which is no list: all, or of very many the first, which has as
    many as a page of the list that it then links to."""
    return found if len(found) <= ONE_PAGE else found[:PER_PAGE]


def _url(src_uri: str) -> str:
    stem = src_uri.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith("/index") else f"{stem}/"
