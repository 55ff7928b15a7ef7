"""/suche/: the page of the full text search. The index is made by exports/search.py."""

from __future__ import annotations

from ..catalogue import Catalogue
from ..languages import _
from .page import SitePage
from .render import render


def page(catalogue: Catalogue, prose: frozenset[str]) -> SitePage:
    """The search page; without scripts its form leads to the list."""
    town = catalogue.town.name
    return SitePage(
        "suche.md",
        _("Suche"),
        _("Suche über alle Seiten und Angebote der Präventionskette in %(stadt)s.", stadt=town),
        render("suche.html", wurzel="../", prosa=prose),
        scripts=("assets/javascripts/pk-suche.js",),
        styles=("assets/stylesheets/pk-suche.css",),
        suche=False,
    )
