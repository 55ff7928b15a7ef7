"""The facts on an offer's card: computed once, drawn by the template and by the list's script."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from ..languages import _, code_word, current
from . import text
from .offers import Offer

BEREICH_ICONS = {
    "gesundheit": "heart-pulse",
    "bildung": "school",
    "kinder-und-jugendhilfe": "human-male-child",
    "soziales": "hand-heart",
}
YES, NOT = "pk-stand--ja", "pk-stand--nein"
OTHER_ICON = "shape"


@dataclass(frozen=True, slots=True)
class Fact:
    """One short fact with its icon (a name of Material's icons) and perhaps a class of its own.

    bis, nach: shown up to this day, or only after it (ISO, "" always); ``pk-stand.js`` looks
    again with the visitor's own date. weg: not to be seen on the day of the build.
    """

    icon: str
    text: str
    css: str = ""
    bis: str = ""
    nach: str = ""
    weg: bool = False


def facts(o: Offer) -> tuple[Fact, ...]:
    """What a card says below the short text, in this order. Add a fact here and both lists show it.

    The texts are plain; template and script set them as text.
    """
    found = [Fact(bereich_icon(o.bereich.id), code_word(o.bereich.name))]
    if o.alter:
        found.append(Fact("human-child", o.alter))
    where = ", ".join(q.name for q in o.quartiere) or _("Quartier nicht angegeben")
    found.append(Fact("map-marker-outline", where))
    if o.angebot.kosten == "kostenlos":
        found.append(Fact("currency-eur-off", _("kostenlos")))
    found += confirmation(o)
    return tuple(found)


def confirmation(o: Offer) -> tuple[Fact, ...]:
    """Whether somebody asked the provider, whether that is too long ago, whether it ended."""
    a, code = o.angebot, current().language.code
    return _confirmation(code, a.geprueft_am, o.stand.gilt_bis, a.endet_am, o.ueberfaellig)


@lru_cache(maxsize=4096)
def _confirmation(
    _code: str, asked: dt.date | None, until: dt.date | None, end: dt.date | None, late: bool
) -> tuple[Fact, ...]:
    """_code: of the language being spoken, in which the words are."""
    day = text.full_date(asked)
    found = [Fact("alert-circle-outline", _("nicht bestätigt"), NOT)]
    if asked is not None:
        call = _("bitte vorher anrufen (geprüft am %(tag)s)", tag=day)
        sure = _("geprüft am %(tag)s", tag=day)
        found = [
            Fact("check-circle-outline", sure, YES, str(until), weg=late),
            Fact("phone-alert-outline", call, NOT, nach=str(until), weg=not late),
        ]
    if end:
        over = _("beendet am %(tag)s", tag=text.full_date(end))
        found.append(Fact("calendar-remove-outline", over, NOT, nach=str(end), weg=True))
    return tuple(found)


def bereich_icon(bereich: str) -> str:
    """The icon of an area; a town's own area gets the neutral one."""
    return BEREICH_ICONS.get(bereich, OTHER_ICON)
