"""What the page of one offer shows beside the offer itself, and the pieces that it shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from markupsafe import escape

from ..catalogue import Catalogue
from ..days import days
from ..languages import N_, _, current
from . import opening, qr, structured, times, wordlist
from .languages import language
from .offers import Offer, report_reason, report_url, source
from .page import root_of
from .parts import pieces
from .render import environment, root_above
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
    """A usual reason to report. zusatz: what it adds to the address of an offer's report."""

    titel: str
    zusatz: str


def reasons(catalogue: Catalogue) -> tuple[Reason, ...]:
    """The usual reasons, escaped for a page: the same of all offers."""
    return tuple(
        Reason(escape(_(title)), escape(report_reason(catalogue, text))) for title, text in REASONS
    )


class Pages:
    """The pages of all offers; what they share is computed once, what recurs is drawn once."""

    def __init__(
        self, catalogue: Catalogue, found: tuple[Offer, ...], site_url: str, prose: frozenset[str],
        served: Mapping[str, tuple[Goal, ...]] = MappingProxyType({}), *, keep: bool = True,
    ) -> None:  # fmt: skip
        """keep: see :func:`.parts.pieces`; without it each page is drawn from scratch."""
        self.catalogue, self.site_url = catalogue, site_url
        self.meant = wordlist.synonyms(catalogue)
        self.today = catalogue.stichtag
        self.folder = current().language.folder
        self.served = served if current().language.is_german else {}
        self.keep = keep
        self.symbol = qr.symbols() if keep else qr.drawn
        timed = catalogue.zeiten or catalogue.termine
        self.near: dict[str, list[Offer]] = {}
        self.like: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        for o in found:
            self.near.setdefault(_nearness(o), []).append(o)
        root = root_of("angebote/x.md")
        self.above = root_above(root)
        shared: dict[str, Any] = {
            "wurzel": root,
            "oben": self.above,
            "phasen": catalogue.lebensphasen,
            "alle_orte": catalogue.orte_by_id,
            "alle_quartiere": catalogue.quartiere_by_id,
            "alle_angebote": {o.angebot.id: o for o in found},
            "alle_ziele": {g.ziel.id: g for goals in self.served.values() for g in goals},
            "sprachname": language,
            "meldestelle": bool(catalogue.town.repository or catalogue.town.email),
            "prosa": prose,
            "tage": times.machine_days(days(catalogue)) if timed else {},
        }
        kept, fresh = pieces("angebot_teile.html", keep=keep, **shared)
        _, macros = pieces("macros.html", **shared)
        self.template = environment().get_template("angebot.html")
        self.shared = {"teil": kept, "neu": fresh, "m": macros, "gruende": reasons(catalogue)}

    def html(self, o: Offer) -> str:
        """The body of one offer's page."""
        return self.template.render(self.shared | self.context(o))

    def context(self, o: Offer) -> dict[str, Any]:
        """What ``angebot.html`` needs of one offer beside what all pages share."""
        a, orte, today = o.angebot, self.catalogue.orte_by_id, self.today
        page = f"{self.site_url.rstrip('/')}/{self.folder}{o.url}" if self.site_url else ""
        timed = bool(o.zeiten or o.termine)
        german = f"{self.above}{o.url}" if self.folder else ""
        return {
            "o": o,
            "phasen": tuple(p.id for p in o.phasen),
            "traeger": o.traeger.name if o.traeger else "",
            "partner": tuple(p.name for p in o.partner),
            "erreichbar": bool(o.telefon or o.email or o.website),
            "quartier": _nearness(o),
            "suchworte": wordlist.meanings(o, self.meant),
            "quelle": source(a),
            "melden": escape(report_url(o, self.catalogue, self.site_url)),
            "weitere": self.neighbours(o),
            "zeiten": times.blocks(o.zeiten, orte, today) if timed else (),
            "termine": times.dates(o.termine, orte, today) if timed else (),
            "jetzt": times.machine(o.zeiten, o.termine, today) if timed else None,
            "kalender": f"{german}kalender.ics",
            # For machines the German page says it all; the others name it as their like (hreflang).
            "jsonld": ""
            if self.folder
            else structured.text(o, self.catalogue.town.name, self.site_url, today),
            "adresse": page,
            "qr": self.symbol(page) if page else "",
            "ziele": tuple(g.ziel.id for g in self.served.get(a.id, ())),
            "lang": len(a.text or "") > LONG_TEXT,
        }

    def neighbours(self, o: Offer) -> tuple[str, ...]:
        """The ids of the first other offers of the same quarter that share a phase of life."""
        place, phases = _nearness(o), tuple(p.id for p in o.phasen)
        found = self.like.get((place, phases)) if self.keep else None
        if found is None:  # one more than are shown: the offer itself may be among them
            near = (w.angebot.id for w in self.near[place] if _shares(w, phases))
            found = self.like[place, phases] = tuple(islice(near, NEIGHBOURS + 1))
        return tuple(i for i in found if i != o.angebot.id)[:NEIGHBOURS]


def _nearness(o: Offer) -> str:
    return o.quartier.id if o.quartier else ""


def _shares(o: Offer, phases: tuple[str, ...]) -> bool:
    return any(p.id in phases for p in o.phasen)
