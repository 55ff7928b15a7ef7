"""The facts on an offer's card: computed once, drawn by the template and by the list's script."""

from __future__ import annotations

from dataclasses import dataclass

from . import text
from .offers import Offer

BEREICH_ICONS = {
    "gesundheit": "heart-pulse",
    "bildung": "school",
    "kinder-und-jugendhilfe": "human-male-child",
    "soziales": "hand-heart",
}
OTHER_ICON = "shape"


@dataclass(frozen=True, slots=True)
class Fact:
    """One short fact with its icon (a name of Material's icons) and perhaps a class of its own."""

    icon: str
    text: str
    css: str = ""


def facts(o: Offer) -> tuple[Fact, ...]:
    """What a card says below the short text, in this order. Add a fact here and both lists show it.

    The texts are plain; template and script set them as text.
    """
    found = [Fact(bereich_icon(o.bereich.id), o.bereich.name)]
    if o.alter:
        found.append(Fact("human-child", o.alter))
    where = ", ".join(q.name for q in o.quartiere) or "Quartier nicht angegeben"
    found.append(Fact("map-marker-outline", where))
    if o.angebot.kosten == "kostenlos":
        found.append(Fact("currency-eur-off", "kostenlos"))
    found.append(confirmation(o))
    return tuple(found)


def confirmation(o: Offer) -> Fact:
    """Whether somebody asked the provider."""
    if o.bestaetigt:
        day = text.full_date(o.angebot.geprueft_am)
        return Fact("check-circle-outline", f"geprüft am {day}", "pk-stand--ja")
    return Fact("alert-circle-outline", "nicht bestätigt", "pk-stand--nein")


def bereich_icon(bereich: str) -> str:
    """The icon of an area; a town's own area gets the neutral one."""
    return BEREICH_ICONS.get(bereich, OTHER_ICON)
