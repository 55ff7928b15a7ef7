"""The page that a browser without network shows in place of one that it has not kept."""

from __future__ import annotations

from .page import SitePage
from .render import render

SOURCE = "offline.md"


def page(prose: frozenset[str]) -> SitePage:
    """Leads to the pages that every visitor's browser keeps (see ``exports/offline.py``)."""
    pages = [("./", "Startseite"), ("angebote/", "Alle Angebote")]
    if "hilfe/notfall.md" in prose:
        pages.insert(0, ("hilfe/notfall/", "Sofort Hilfe"))
    return SitePage(
        SOURCE,
        "Kein Internet",
        "Was Sie ohne Internet auf dieser Website lesen können.",
        render("offline.html", wurzel="../", seiten=pages),
        suche=False,
    )
