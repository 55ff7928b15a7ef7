"""Texts of offers in other languages, and the words that parents search with."""

from __future__ import annotations

from collections.abc import Iterator

from praeventionskette import problems
from praeventionskette.languages import LANGUAGES
from praeventionskette.messages import listed, meant
from praeventionskette.packages.model import Data
from praeventionskette.problems import Problem

CODES = {
    "phase": "angebote/lebensphasen",
    "bereich": "angebote/bereiche",
}
"""Prefix of a value in ``suchworte.suche`` → the table that must hold it."""


def of_offers(data: Data) -> Iterator[Problem]:
    """A translation is of an offer that there is, in a language that the program knows."""
    table = data.table("angebote/angebote_texte", "angebot", "sprache")
    offers = data.table("angebote/angebote", "id")
    ids = {row["id"] for row in offers.rows} if offers else set()
    if table is None:
        return
    for line, row in table.clean():
        if offers and row["angebot"] not in ids:
            yield problems.found(
                "uebersetzung", "weg", file=table.file, line=line, column="angebot",
                wert=row["angebot"], rat=meant(str(row["angebot"]), (str(i) for i in ids)),
            )  # fmt: skip
        if row["sprache"] not in LANGUAGES or row["sprache"] == "de":
            yield problems.found(
                "sprache", "unbekannt", file=table.file, line=line, column="sprache",
                wert=row["sprache"], bekannt=listed(c for c in LANGUAGES if c != "de"),
            )  # fmt: skip


def of_searches(data: Data) -> Iterator[Problem]:
    """What a search word means is in the offers, or is a value of a code list that there is."""
    table = data.table("angebote/suchworte", "sprache", "suche")
    if table is None:
        return
    for line, row in table.clean():
        if row["sprache"] not in LANGUAGES:
            yield problems.found(
                "sprache", "unbekannt", file=table.file, line=line, column="sprache",
                wert=row["sprache"], bekannt=listed(LANGUAGES),
            )  # fmt: skip
        parts = row["suche"]
        for part in parts if isinstance(parts, tuple) else ():
            prefix, colon, value = str(part).partition(":")
            codes = data.table(CODES.get(prefix, ""), "id") if colon else None
            if codes is not None and value not in {r["id"] for r in codes.rows}:
                yield problems.found(
                    "uebersetzung", "suche", file=table.file, line=line, column="suche", wert=part
                )
