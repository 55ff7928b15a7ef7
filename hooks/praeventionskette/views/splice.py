"""Puts pages into one rendered shell of the theme: a page costs a template, not a theme.

The offers go into a shell at their own depth; the pages of another language, at any depth, into the
one shell of that language, in which the way up to the site's root is a placeholder too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from markupsafe import escape

from .. import beside
from ..catalogue import Catalogue
from ..languages import Language, speaking
from ..sitefiles import write
from . import translated
from .offer_page import Pages
from .offers import Offer
from .page import root_of
from .parts import Cut, Printer
from .site import OfferPage, description, offer_drawing
from .translated import Piece

TITLE = "pk-platzhalter-titel"
DESCRIPTION = "pk-platzhalter-beschreibung"
BODY = "pk-platzhalter-inhalt"
SHELL_URL = "angebote/pk-huelle/"
ROOT = "pk-platzhalter-wurzel/"
"""The way up to the site's root, in a language's shell."""
ADDRESS = "pk-platzhalter-adresse/"
"""The page's address below its language's folder, which is that of its German like."""
HEAD = "pk-platzhalter-kopf"
INDEXED = "data-pk-platzhalter-suche"
OFFER = (TITLE, DESCRIPTION, BODY, SHELL_URL)
LANGUAGE = (TITLE, DESCRIPTION, BODY, ROOT, ADDRESS, HEAD, INDEXED)


class ShellError(ValueError):
    """The rendered shell lacks a placeholder, or holds one twice where once is meant."""


def cut(html: str, names: tuple[str, ...] = OFFER) -> Cut:
    """Cut a rendered shell. Title and description may stand more than once, the body once."""
    if html.count(BODY) != 1:
        raise ShellError(f"the shell holds {BODY} {html.count(BODY)} times, not once")
    for name in (TITLE, DESCRIPTION):
        if name not in html:
            raise ShellError(f"the shell lacks {name}")
    parts: list[str] = []
    slots: list[str] = []
    at = 0
    while True:
        found = min(((html.find(n, at), n) for n in names if html.find(n, at) >= 0), default=None)
        if found is None:
            return Cut((*parts, html[at:]), tuple(slots))
        where, name = found
        parts.append(html[at:where])
        slots.append(name)
        at = where + len(name)


def taken(root: Path, url: str) -> str:
    """A shell that the theme rendered, taken off the site."""
    file = root / url / "index.html"
    html = file.read_text(encoding="utf-8")
    file.unlink()
    file.parent.rmdir()
    return html


def offers(root: Path, catalogue: Catalogue, address: str, prose: frozenset[str]) -> Cut:
    """Write the pages of the offers in place of the shell that the theme rendered for them.

    Returns the shell, for whoever draws one of them anew.
    """
    shell = cut(taken(root, SHELL_URL))
    pages, found = offer_drawing(catalogue, address, prose)

    # What is drawn once is drawn once in each process; most of what recurs goes with a provider.
    found = tuple(sorted(found, key=lambda o: o.angebot.traeger or ""))
    middle = len(found) // 2

    def some(offers: tuple[Offer, ...]) -> None:
        write(root, printed(shell, pages, offers))

    other = beside.Part("Angebote", partial(some, found[middle:]))
    some(found[:middle])
    other.result()
    return shell


def printed(shell: Cut, pages: Pages, found: Iterable[Offer]) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of offers' pages: what ``splice(shell, drawn(pages, found))`` gives,
    with shell and form in one piece (tests/views/test_splice.py holds them equal)."""
    full, town = Printer(shell.around(BODY, pages.form)), pages.catalogue.town.name
    for o in found:
        values = pages.values(o)
        values[TITLE] = escape(o.name)
        values[DESCRIPTION] = escape(description(o, town))
        values[SHELL_URL] = o.url
        yield f"{o.url}index.html", full(values)


def splice(shell: Cut, pages: Iterable[OfferPage]) -> Iterator[tuple[str, str]]:
    """(site path, HTML) of each page; title and description are escaped here, the body was."""
    for page in pages:
        values = {
            TITLE: str(escape(page.title)),
            DESCRIPTION: str(escape(page.description)),
            BODY: page.html,
            SHELL_URL: page.url,
        }
        yield f"{page.url}index.html", shell.filled(values)


def language_files(
    shell: str,
    language: Language,
    catalogue: Catalogue,
    site_url: str,
    prose: frozenset[str],
    names: Mapping[str, str],
) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of everything in a language's folder. shell: as the theme rendered it.

    names: where a file of the theme is published, if not where its path says.
    """
    parts = cut(shell, LANGUAGE)
    with speaking(language):
        for made in translated.pieces(catalogue, site_url, prose, names):
            if isinstance(made, translated.Piece):
                for path, html in splice_language(parts, language, [made]):
                    yield path, html.encode()
            else:
                yield language.folder + made[0], made[1]


def splice_language(
    shell: Cut, language: Language, pages: Iterable[Piece]
) -> Iterator[tuple[str, str]]:
    """The same for the pages of another language, below its folder."""
    for page in pages:
        values = {
            TITLE: str(escape(page.title)),
            DESCRIPTION: str(escape(page.description)),
            BODY: page.html,
            ROOT: root_of(f"{language.folder}{page.url}index.md"),
            ADDRESS: page.url,
            HEAD: page.kopf,
            INDEXED: "data-pagefind-body" if page.suche else "data-pagefind-ignore",
        }
        yield f"{language.folder}{page.url}index.html", shell.filled(values)
