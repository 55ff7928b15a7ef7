"""The pages in another language than German: the same views, worded by it, in its folder.

They are spliced into one rendered shell of each language, like the offers. What a town wrote for a
language itself (``content/<code>/…``) is an ordinary page of MkDocs beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..catalogue import Catalogue
from ..languages import LANGUAGES, N_, Language, _, current, others
from . import chain, helplines, listing, merkliste, offer_page, search, site
from .offers import offers
from .page import SitePage, root_of
from .render import environment, render, root_above

LEGAL = {
    "impressum.md": (
        N_("Impressum"),
        (N_("Wer diese Website anbietet und wie Sie ihn erreichen, steht im deutschen Text."),),
    ),
    "datenschutz.md": (
        N_("Datenschutz"),
        (
            N_("Diese Website setzt keine Cookies und beobachtet nicht, was Sie tun."),
            N_("Sie lädt nichts von fremden Servern. Sie müssen sich nicht anmelden."),
            N_("Ihre Merkliste liegt nur in Ihrem Browser. Wir sehen sie nicht."),
        ),
    ),
    "barrierefreiheit.md": (
        N_("Barrierefreiheit"),
        (
            N_(
                "Alle sollen diese Website nutzen können: mit Tastatur, mit Vorleseprogramm, "
                "auf einem alten Handy."
            ),
            N_("Kommen Sie nicht weiter? Im deutschen Text steht, wie Sie eine Barriere melden."),
        ),
    ),
}
"""Legal page of a town → its title, and what the short form says."""

OWN = (
    ("angebot-finden", N_("So finden Sie ein Angebot")),
    ("geheim", N_("Was heißt geheim?")),
    ("ziele", N_("Unsere Ziele")),
)
"""Pages that a town may write for a language (``content/einfach/ziele.md``), with their links."""

FOLDERS = ("angebote", "kette", "merkliste", "suche")


def is_translated(url: str, prose: frozenset[str]) -> bool:
    """Whether the German page of this address has its like in every other language."""
    parts = PurePosixPath(url).parts
    if not parts:
        return True
    if parts[0] in FOLDERS:
        return True
    source = f"{url.strip('/')}.md"
    return source in prose and (source in LEGAL or source == helplines.PAGE)


def language_of(src_uri: str) -> Language | None:
    """The language in whose folder a page lies; None for German."""
    first = src_uri.split("/", 1)[0] if "/" in src_uri else ""
    return LANGUAGES.get(first) if first != "de" else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A page before it is put into the shell of its language. url: of its German counterpart."""

    url: str
    title: str
    description: str
    html: str
    kopf: str = ""
    suche: bool = True


def pieces(
    catalogue: Catalogue,
    site_url: str,
    prose: frozenset[str],
    names: Mapping[str, str],
) -> Iterator[Piece | tuple[str, bytes]]:
    """Every page of the language being spoken but those that the town wrote for it.

    With them the data that their scripts load: (path below the language's folder, bytes).
    names: where a file of the theme is published, if not where its path says.
    """
    for page in _pages(catalogue, prose, site_url):
        yield from ((p, c) for p, c in page.assets.items() if isinstance(c, bytes))
        yield _piece(page, names)
    yield from _offers(catalogue, site_url, prose, names)


def _piece(page: SitePage, names: Mapping[str, str]) -> Piece:
    stem = page.src_uri.removesuffix(".md")
    url = stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"
    head = _head(root_of(page.src_uri), page.styles, page.scripts, names)
    return Piece(url, page.title, page.description, page.html, head, page.suche)


def _offers(
    catalogue: Catalogue, site_url: str, prose: frozenset[str], names: Mapping[str, str]
) -> Iterator[Piece]:
    head = _head("../../", offer_page.STYLES, offer_page.SCRIPTS, names)
    for offer in site.offer_pages(catalogue, site_url, prose):
        yield Piece(offer.url, offer.title, offer.description, offer.html, head)


def _head(
    root: str, styles: tuple[str, ...], scripts: tuple[str, ...], names: Mapping[str, str]
) -> str:
    template = environment().get_template("kopf_dateien.html")
    return template.render(
        oben=root_above(root),
        stile=[names.get(s, s) for s in styles],
        skripte=[names.get(s, s) for s in scripts],
    )


def _pages(catalogue: Catalogue, prose: frozenset[str], site_url: str) -> Iterator[SitePage]:
    found = offers(catalogue)
    yield _start(catalogue, prose)
    yield from listing.pages(catalogue, found, prose)
    yield from chain.pages(catalogue, found, prose, site_url)
    yield search.page(catalogue, prose)
    yield merkliste.page(catalogue, found)
    if helplines.PAGE in prose:
        html = render("notfall.html", wurzel=root_of(helplines.PAGE), gruppen=helplines.GROUPS)
        about = _("Kostenlose Nummern für den Notfall und für Sorgen")
        yield SitePage(helplines.PAGE, _("Sofort Hilfe"), about, html)
    for source, (title, points) in LEGAL.items():
        if source in prose:
            texts = [_(point) for point in points]
            html = render(
                "rechtliches.html", wurzel="../", titel=_(title), punkte=texts,
                ziel=source.removesuffix(".md") + "/",
            )  # fmt: skip
            yield SitePage(source, _(title), texts[0], html)


def _start(catalogue: Catalogue, prose: frozenset[str]) -> SitePage:
    found = offers(catalogue)
    town = catalogue.town.name
    title = _("Hilfe und Angebote für Familien in %(stadt)s", stadt=town)
    folder = current().language.folder
    html = render(
        "start_sprache.html",
        wurzel="./",
        titel=title,
        phasen=[(p, sum(1 for o in found if p in o.phasen)) for p in catalogue.lebensphasen],
        anzahl=len(found),
        stadt=town,
        prosa=prose,
        eigene=[(f"{name}/", _(t)) for name, t in OWN if f"{folder}{name}.md" in prose],
    )
    about = _("Angebote für Kinder, Jugendliche und Familien in %(stadt)s", stadt=town)
    return SitePage("index.md", title, about, html)


def shells(codes: tuple[str, ...]) -> Iterator[tuple[Language, str]]:
    """Each language that a town builds beside German, with the source of its shell."""
    for language in others(codes):
        yield language, f"{language.folder}pk-huelle.md"
