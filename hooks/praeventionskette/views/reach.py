"""What is done to the editors' prose so that everybody can use it."""

from __future__ import annotations

import re
from collections import Counter

from markupsafe import Markup

from .render import render

PIECE = re.compile(r"<h[1-6]\b[^>]*>(?P<heading>.*?)</h[1-6]>|<table>.*?</table>", re.S)


def tables_in_reach(html: str) -> str:
    """Prose (HTML of Markdown) whose wide tables can be moved with the keyboard.

    A table that is wider than the window scrolls in a frame of its own; a frame that nothing in it
    can take the focus of has to take it itself (WCAG 2.1.1). It is named after the heading above.
    """
    names: Counter[str] = Counter()
    heading = ""

    def framed(piece: re.Match[str]) -> str:
        nonlocal heading
        if piece["heading"] is not None:
            heading = Markup(piece["heading"]).striptags()
            return piece[0]
        names[heading] += 1
        return render(
            "prosa_tabelle.html",
            tabelle=Markup(piece[0]),
            name=heading,
            nummer=names[heading] if names[heading] > 1 else None,
        )

    return PIECE.sub(framed, html)
