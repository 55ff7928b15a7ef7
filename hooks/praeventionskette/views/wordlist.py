"""The words of the offers for the list's free text: each word with the offers that hold it.

Words stay as they are written; the script stems them with the Snowball stemmer that Material for
MkDocs ships, so that words and queries are stemmed by one and the same program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .offers import FORMATS, Offer

WORD = re.compile(r"[^\W_]+")
SHORTEST = 2
NAME, SHORT, LONG = 3, 2, 1
"""Weights of a word by where it stands: name; short text and who offers it; the rest."""
COMMON_SHARE, COMMON_FROM = 0.4, 300
"""A word in more than this share of at least so many offers tells nothing and is left out."""


def words(text: str) -> list[str]:
    """Lower-case words of at least two letters or digits."""
    return [w for w in WORD.findall(text.lower()) if len(w) >= SHORTEST]


def weighted(o: Offer) -> dict[str, int]:
    """The words of one offer with the weight of the best place where each stands."""
    a = o.angebot
    fields: list[tuple[int, list[str | None]]] = [
        (NAME, [a.name]),
        (SHORT, [a.kurztext, a.zielgruppe, o.traeger.name if o.traeger else None]),
        (SHORT, [o.bereich.name, *(p.name for p in o.partner), *(q.name for q in o.quartiere)]),
        (LONG, [a.text, a.kosten_text, a.anmeldung_text, *(p.name for p in o.phasen)]),
        (LONG, [*(ort.name for ort in o.orte), *(ort.strasse for ort in o.orte)]),
        (LONG, [FORMATS.get(f) for f in a.format]),
    ]
    found: dict[str, int] = {}
    for weight, texts in fields:
        for text in texts:
            for word in words(text or ""):
                found[word] = max(weight, found.get(word, 0))
    return found


def index(found: Sequence[Offer]) -> dict[str, Any]:
    """``woerter``: sorted words; ``treffer``: for each the offers, as gap to the one before x 4
    plus weight; ``haeufig``: words that too many offers hold to tell anything."""
    postings: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for i, o in enumerate(found):
        for word, weight in weighted(o).items():
            postings[word].append((i - last.get(word, 0)) * 4 + weight)
            last[word] = i
    common = {
        w
        for w, p in postings.items()
        if len(found) >= COMMON_FROM and len(p) > COMMON_SHARE * len(found)
    }
    kept = sorted(set(postings) - common)
    return {
        "woerter": kept,
        "treffer": [postings[w] for w in kept],
        "haeufig": sorted(common),
    }
