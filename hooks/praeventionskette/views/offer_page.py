"""What the page of one offer shows beside the offer itself, and the pieces that it shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from ..catalogue import Catalogue, Ort
from ..days import days
from ..languages import GERMAN, N_, _, current
from . import nodes, opening, qr, structured, times, wordlist
from .languages import language
from .offers import Offer, report_reason, report_url, source
from .page import root_of
from .parts import drawn_anew, form, pieces, shapes
from .render import root_above
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


NAMES = (
    *("id", "name", "ueberschrift", "vorspann", "kette", "hinweise", "kontakt", "fuer_wen"),
    *("wann", "wo", "stufen", "wie", "sprachen", "mehr", "ziele", "bestaetigung"),
    *("quelle_url", "quelle_host", "herkunft", "qr", "adresse", "suchworte", "melden"),
    *("weitere", "jsonld", "feiertage"),
)
"""The values of :meth:`Pages.values`."""


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
        self.german = current().language is GERMAN
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
            "alle_quartiere": catalogue.quartiere_by_id,
            "alle_angebote": {o.angebot.id: o for o in found},
            "alle_ziele": {g.ziel.id: g for goals in self.served.values() for g in goals},
            "sprachname": language,
            "gruende": reasons(catalogue),
            "meldestelle": bool(catalogue.town.repository or catalogue.town.email),
            "mit_adresse": bool(site_url),
            "prosa": prose,
            "tage": times.machine_days(days(catalogue)) if timed else {},
        }
        self.piece, fresh = pieces("angebot_teile.html", keep=keep, **shared)
        self.shaped = shapes(fresh, keep=keep)
        self.data = nodes.Kept() if keep else nodes.PLAIN
        _, self.macros = pieces("macros.html", **shared)
        shared["m"] = self.macros
        self.form = form("angebot.html", NAMES, **shared)
        self._fill = self.form.filled if keep else drawn_anew("angebot.html", **shared)

    def html(self, o: Offer) -> str:
        """The body of one offer's page: its form, filled with its values."""
        return self._fill(self.values(o))

    def values(self, o: Offer) -> dict[str, str]:
        """What ``angebot.html`` puts at its places for one offer: escaped, or drawn."""
        a, piece, shaped = o.angebot, self.piece, self.shaped
        name, where, page = escape(a.name), source(a), self.address(o)
        area = o.bereich.id, o.bereich.name
        goals = tuple(g.ziel.id for g in self.served.get(a.id, ()))
        meant, near = wordlist.meanings(o, self.meant), self.neighbours(o)
        stand = (a.endet_am, a.geprueft_am, o.stand.gilt_bis, o.ueberfaellig)
        timed = bool(o.zeiten or o.termine)
        return {
            "id": escape(a.id),
            "name": name,
            "ueberschrift": name if self.german else self.macros.name(o),
            "vorspann": shaped("vorspann", (o.kurz,), not o.kurz_uebersetzt, o.uebersetzung),
            "kette": piece("kette", tuple(p.id for p in o.phasen)),
            "hinweise": piece("hinweise", *stand, where.stand),
            "kontakt": self.contact(o),
            "fuer_wen": shaped("fuer_wen", (o.alter, a.zielgruppe or ""), a.alter_angabe, *area),
            "wann": self.times(o) if timed else piece("ohne_zeiten", False, False),
            "wo": self.where(o),
            "stufen": self.steps(o.orte) if a.orte else "",
            "wie": piece("wie", o.formate, a.kosten, a.kosten_text, a.anmeldung, a.anmeldung_text),
            "sprachen": piece("sprachen", self.languages(a.sprachen)),
            "mehr": shaped("mehr", _paragraphs(a.text), len(a.text) > LONG_TEXT) if a.text else "",
            "ziele": piece("ziele", goals) if goals else "",
            "bestaetigung": piece("bestaetigung", *stand),
            "quelle_url": escape(where.url),
            "quelle_host": escape(where.host),
            "herkunft": piece("herkunft", where.stand, where.alt, a.hinweis),
            "qr": self.symbol(page) if page else "",
            "adresse": escape(page),
            "suchworte": piece("suchworte", meant) if meant else "",
            "melden": escape(report_url(o, self.catalogue, self.site_url)),
            "weitere": self.more(near, _nearness(o)) if near else "",
            # For machines the German page says it all; the others name it as their like (hreflang).
            "jsonld": ""
            if self.folder
            else structured.text(o, self.catalogue.town.name, self.site_url, self.today, self.data),
            "feiertage": piece("feiertage") if timed else "",
        }

    def address(self, o: Offer) -> str:
        """The page's address on the net; "" where the site has none yet."""
        return f"{self.site_url.rstrip('/')}/{self.folder}{o.url}" if self.site_url else ""

    def contact(self, o: Offer) -> str:
        """Ways to reach whoever offers it, and who that is."""
        phone, mail, web, piece = o.telefon, o.email, o.website, self.piece
        named = o.traeger.name if o.traeger else "", tuple(p.name for p in o.partner)
        drawn = (
            piece("anrufen", phone) if phone else "",
            piece("schreiben", mail) if mail else "",
            piece("besuchen", web) if web else "",
            piece("traeger", *named, bool(phone or mail or web)),
        )
        return "".join(drawn)

    def where(self, o: Offer) -> str:
        """Its places, its quarter, and for whom it is there."""
        places = [self.shaped("anschrift", _address(ort)) for ort in o.orte]
        return "".join(
            (*places, self.piece("gegend", _nearness(o), o.angebot.einzugsgebiet, bool(places)))
        )

    def times(self, o: Offer) -> str:
        """Weekly times and single dates in words, and for the browser, which knows the hour."""
        orte, today, piece, shaped = self.catalogue.orte_by_id, self.today, self.piece, self.shaped
        machine = times.machine(o.zeiten, o.termine, today)
        weekly = times.blocks(o.zeiten, orte, today)
        single = times.dates(o.termine, orte, today)
        drawn = [shaped("jetzt_zeile", (htmlsafe_json_dumps(machine, dumps=nodes.ENCODE),))]
        for block in weekly:
            drawn.append(piece("zeiten", block.ort, block.gilt_bis))
            drawn += [piece("zeile", *line) for line in block.zeilen]
            drawn.append(piece("zeiten_ende", block.notizen, block.hinweise))
        if not weekly:
            drawn.append(piece("ohne_zeiten", bool(o.zeiten), bool(single)))
        if single:
            drawn.append(piece("termine", single))
        calendar = f"{self.above}{o.url}kalender.ics" if self.folder else "kalender.ics"
        return "".join((*drawn, shaped("kalender", (calendar,))))

    def steps(self, orte: tuple[Ort, ...]) -> str:
        """Whether one gets into each of the places without steps."""
        if len(orte) == 1:
            said = self.piece("stufen", orte[0].stufenlos)
        else:
            said = Markup("").join(
                self.shaped("stufen_von", (ort.name,), ort.stufenlos, not n)
                for n, ort in enumerate(orte)
            )
        return self.piece("ohne_stufen", said)

    def languages(self, codes: tuple[str, ...]) -> Markup:
        """The names of languages, one after the other."""
        return Markup(", ").join([self.piece("sprache_name", code) for code in codes])

    def more(self, near: tuple[str, ...], place: str) -> str:
        """The links to offers nearby: hardly two pages have the same, but each link recurs."""
        links = "".join([self.piece("weiteres", one) for one in near])
        return f"{self.piece('weitere', place)}{links}{self.piece('weitere_ende')}"

    def neighbours(self, o: Offer) -> tuple[str, ...]:
        """The ids of the first other offers of the same quarter that share a phase of life."""
        place, phases = _nearness(o), tuple(p.id for p in o.phasen)
        found = self.like.get((place, phases)) if self.keep else None
        if found is None:  # one more than are shown: the offer itself may be among them
            near = (w.angebot.id for w in self.near[place] if _shares(w, phases))
            found = self.like[place, phases] = tuple(islice(near, NEIGHBOURS + 1))
        return tuple(i for i in found if i != o.angebot.id)[:NEIGHBOURS]


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]


def _address(ort: Ort) -> tuple[str, str, str]:
    """Name, street (where that is not the name) and postal code with town."""
    street = ort.strasse if ort.strasse and ort.strasse != ort.name else ""
    return ort.name, street, " ".join(filter(None, (ort.plz, ort.ort)))


def _nearness(o: Offer) -> str:
    return o.quartier.id if o.quartier else ""


def _shares(o: Offer, phases: tuple[str, ...]) -> bool:
    return any(p.id in phases for p in o.phasen)
