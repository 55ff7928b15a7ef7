"""What the page of one offer shows beside the offer itself, and the pieces that it shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from ..catalogue import Catalogue
from ..days import days
from ..languages import N_, _, current
from . import opening, structured, times, wordlist
from .languages import language
from .offers import Offer, report_url, source
from .thread import Goal

STYLES = ("assets/stylesheets/pk-angebot.css",)
SCRIPTS = (opening.SCRIPT, "assets/javascripts/pk-merkliste.js")
"""Files of the theme that an offer's page needs beside those of every page."""

NEIGHBOURS = 6
LONG_TEXT = 600
"""Characters above which print leaves the text to the page, so that an offer fits on one sheet."""

REASONS = (
    (N_("Telefon falsch"), "Die Telefonnummer stimmt nicht."),
    (N_("Adresse oder Ort falsch"), "Die Adresse oder der Ort stimmt nicht."),
    (N_("Zeiten falsch"), "Die Zeiten stimmen nicht oder fehlen."),
    (N_("Kosten, Alter oder Anmeldung falsch"), "Kosten, Alter oder Anmeldung stimmen nicht."),
    (N_("Gibt es nicht mehr"), "Das Angebot gibt es nicht mehr."),
    (N_("Wir sind die Einrichtung: Alles stimmt"), "Wir bieten das an. Alle Angaben stimmen."),
    (N_("Anderen Fehler melden"), ""),
)
"""What people usually report: words of the link, first sentence of the report."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A usual reason to report, and the address that opens with it filled in."""

    titel: str
    url: str


def reasons(offer: Offer, catalogue: Catalogue, site_url: str) -> tuple[Reason, ...]:
    """The usual reasons with their pre-filled form or e-mail."""
    return tuple(
        Reason(_(title), report_url(offer, catalogue, site_url, text)) for title, text in REASONS
    )


class Pages:
    """Contexts of all offers' pages; what they share is computed once."""

    def __init__(
        self, catalogue: Catalogue, found: tuple[Offer, ...], site_url: str, prose: frozenset[str],
        served: Mapping[str, tuple[Goal, ...]] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.catalogue, self.site_url, self.prose = catalogue, site_url, prose
        self.meant = wordlist.synonyms(catalogue)
        self.today = catalogue.stichtag
        self.folder = current().language.folder
        self.served = served
        timed = catalogue.zeiten or catalogue.termine
        self.tage = times.machine_days(days(catalogue)) if timed else {}
        self.near: dict[str, list[Offer]] = {}
        for o in found:
            self.near.setdefault(_nearness(o), []).append(o)

    def context(self, o: Offer) -> dict[str, Any]:
        """Everything that ``angebot.html`` needs of one offer."""
        a, orte, today = o.angebot, self.catalogue.orte_by_id, self.today
        page = f"{self.site_url.rstrip('/')}/{self.folder}{o.url}" if self.site_url else ""
        timed = bool(o.zeiten or o.termine)
        near = (w for w in self.near[_nearness(o)] if w is not o and _shares(w, o))
        return {
            "o": o,
            "suchworte": wordlist.meanings(o, self.meant),
            "phasen": self.catalogue.lebensphasen,
            "quelle": source(a),
            "melden": reasons(o, self.catalogue, self.site_url),
            "meldestelle": bool(self.catalogue.town.repository or self.catalogue.town.email),
            "prosa": self.prose,
            "weitere": list(islice(near, NEIGHBOURS)),
            "sprachen": [language(code) for code in a.sprachen],
            "zeiten": times.blocks(o.zeiten, orte, today),
            "termine": times.dates(o.termine, orte, today),
            "jetzt": times.machine(o.zeiten, o.termine, today) if timed else None,
            "tage": self.tage,
            "kalender": timed,
            # For machines the German page says it all; the others name it as their like (hreflang).
            "jsonld": None
            if self.folder
            else structured.document(o, self.catalogue.town.name, self.site_url, today),
            "adresse": page,
            "qr": qr(page) if page else "",
            "ziele": self.served.get(a.id, ()),
            "lang": len(a.text or "") > LONG_TEXT,
        }


def qr(address: str) -> Markup:
    """A QR code as inline SVG: one path in the colour of the text, no style, no script.

    The mask is fixed: any of the eight is valid, and weighing them all is most of the cost.
    """
    import segno

    code = segno.make_qr(address, error="m", boost_error=False, mask=2)
    svg = code.svg_inline(border=4, omitsize=True, lineclass=None, svgclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _nearness(o: Offer) -> str:
    return o.quartier.id if o.quartier else ""


def _shares(a: Offer, b: Offer) -> bool:
    return any(p in b.phasen for p in a.phasen)
