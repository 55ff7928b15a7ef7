"""The editors' help: every rule of the check, in the very words of its messages."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass

from .. import messages
from .page import SitePage
from .render import render

SOURCE = "mitmachen/regeln.md"
GAP = "…"


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: its anchor, its title, what it means, and each sentence that it may say."""

    id: str
    titel: str
    hilfe: str
    saetze: tuple[str, ...]


def view(rule: messages.Rule) -> RuleView:
    """A rule with a gap in its sentences wherever a value of the data would stand."""
    sentences = tuple(with_gaps(text) for text in rule.sentences.values())
    return RuleView(rule.id, rule.title, rule.help, sentences)


def with_gaps(sentence: str) -> str:
    """ "„{wert}“ ist keine Zahl.{vorschlag}" → "„…“ ist keine Zahl." """
    pieces: list[str] = []
    for text, name, *_ in string.Formatter().parse(sentence):
        suggestion = name in ("vorschlag", "beispiel")  # a sentence of its own, or nothing
        pieces += [text, "" if name is None or suggestion else GAP]
    return "".join(pieces)


def page() -> SitePage:
    """The page that every report points to; the same for all towns."""
    groups = [
        ("Was die Prüfung meldet", [view(rule) for rule in _sorted(messages.RULES.values())]),
        ("Was die Werkzeuge melden", [view(rule) for rule in _sorted(messages.TOOLS.values())]),
    ]
    return SitePage(
        SOURCE,
        "Regeln der Prüfung",
        "Was die Prüfung der Daten meldet, was es bedeutet und was Sie tun können.",
        render("regeln.html", wurzel="../../", gruppen=groups),
    )


def _sorted(rules: Iterable[messages.Rule]) -> list[messages.Rule]:
    return sorted(rules, key=lambda rule: rule.title.casefold())
