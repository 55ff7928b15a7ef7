"""The words of the offers for the list's free text: each word with the offers that hold it.

Words stay as they are written; the script stems them with the Snowball stemmer that Material for
MkDocs ships, so that words and queries are stemmed by one and the same program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..catalogue import Catalogue
from ..languages import _, code_word, current
from .offers import FORMATS, Offer

WORD = re.compile(r"[^\W_]+")
SHORTEST = 2
NAME, SHORT, LONG = 3, 2, 1
"""Weights of a word by where it stands: name; short text and who offers it; the rest."""
COMMON_SHARE, COMMON_FROM = 0.4, 300
"""A word in more than this share of at least so many offers tells nothing and is left out."""


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words of at least two letters or digits."""
    return tuple(w for w in WORD.findall(text.lower()) if len(w) >= SHORTEST)


def weighted(o: Offer) -> dict[str, int]:
    """The words of one offer with the weight of the best place where each stands."""
    a = o.angebot
    fields: list[tuple[int, list[str | None]]] = [
        (NAME, [a.name]),
        (SHORT, [a.kurztext, a.zielgruppe, o.traeger.name if o.traeger else None]),
        (SHORT, [o.bereich.name, *(p.name for p in o.partner), *(q.name for q in o.quartiere)]),
        (SHORT, [o.name, o.kurz, code_word(o.bereich.name)]),
        (LONG, [a.text, a.kosten_text, a.anmeldung_text, *(code_word(p.name) for p in o.phasen)]),
        (LONG, [*(ort.name for ort in o.orte), *(ort.strasse for ort in o.orte)]),
        (LONG, [_(FORMATS[f]) for f in a.format if f in FORMATS]),
    ]
    found: dict[str, int] = {}
    for weight, texts in fields:
        for text in texts:
            for word in words(text or ""):
                found[word] = max(weight, found.get(word, 0))
    return found


def synonyms(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The town's own lists: a parent's word → what it means; both tables may be absent.

    ``stichworte`` holds German words, ``suchworte`` those of other languages. What a word means are
    parts of the words that offers use, or a value of a code list ("phase:schwangerschaft").
    """
    package = catalogue.package("angebote")
    language = current().language
    table = package.table("stichworte" if language.is_german else "suchworte") if package else None
    out: dict[str, tuple[str, ...]] = {}
    for row in table.rows if table else ():
        word, parts = row.get("wort"), row.get("suche")
        if row.get("sprache", language.code) != language.code:
            continue
        if isinstance(word, str) and isinstance(parts, tuple):
            out[word.lower()] = tuple(p.lower() for p in parts if p)
    return out


def matter(o: Offer) -> str:
    """What synonyms are sought in: the offer's German words, and its values of the code lists."""
    a = o.angebot
    codes = [f"bereich:{o.bereich.id}", f"kosten:{a.kosten}", *(f"format:{f}" for f in a.format)]
    codes += [f"phase:{p.id}" for p in o.phasen]
    return " ".join([*(p.lower() for p in (a.name, a.kurztext) if p), *codes, ""])


def meanings(o: Offer, meant: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of the synonyms that mean this offer."""
    text = matter(o)
    return tuple(w for w, parts in meant.items() if any(_in(part, text) for part in parts))


def _in(part: str, text: str) -> bool:
    """A value of a code list is meant whole; a word may go on."""
    return f" {part} " in f" {text}" if ":" in part else part in text


def index(
    found: Sequence[Offer], meant: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, Any]:
    """meant: see :func:`synonyms`; an offer with a word that is meant holds the parent's word too.

    ``woerter``: sorted words; ``treffer``: for each the offers, as gap to the one before x 4
    plus weight; ``haeufig``: words that too many offers hold to tell anything."""
    postings: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for i, o in enumerate(found):
        own = weighted(o)
        for word in meanings(o, meant or {}):
            own.setdefault(word, LONG)
        for word, weight in own.items():
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
