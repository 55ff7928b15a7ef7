"""View models of offers: an entry of the list and the page of one offer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from ..catalogue import Angebot, Bereich, Catalogue, Lebensphase, Ort, Quartier, Traeger
from ..languages import N_, _, current
from ..status import ANRUFEN, OFFEN, Stand, stand
from ..times import Termin, Zeit, by_offer
from . import text

FORMATS = {
    "vor-ort": N_("vor Ort"),
    "online": N_("online"),
    "telefonisch": N_("am Telefon"),
    "aufsuchend": N_("kommt nach Hause"),
}
WITHOUT_QUARTER = "ohne-angabe"


NEVER_CHECKED = Stand(OFFEN)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer with everything it refers to looked up; what a template needs and no more."""

    angebot: Angebot
    bereich: Bereich
    phasen: tuple[Lebensphase, ...]
    traeger: Traeger | None
    partner: tuple[Traeger, ...]
    orte: tuple[Ort, ...]
    quartier: Quartier | None
    alter: str
    formate: str
    quartiere: tuple[Quartier, ...] = ()
    """Its own quarter and those of its places; ``quartier`` is the first of them."""
    stand: Stand = NEVER_CHECKED
    zeiten: tuple[Zeit, ...] = ()
    termine: tuple[Termin, ...] = ()
    name: str = ""
    """As shown: the data's German name, or the provider's in the language being spoken."""
    kurz: str = ""
    name_uebersetzt: bool = False
    kurz_uebersetzt: bool = False
    uebersetzung: str = ""
    """Who answers for the translation, in words; "" where there is none."""

    @property
    def url(self) -> str:
        """Address below the site's root."""
        return f"angebote/{self.angebot.id}/"

    @property
    def telefon(self) -> str | None:
        """The offer's own number, else its provider's."""
        return self.angebot.telefon or (self.traeger.telefon if self.traeger else None)

    @property
    def email(self) -> str | None:
        return self.angebot.email or (self.traeger.email if self.traeger else None)

    @property
    def website(self) -> str | None:
        return self.angebot.website or (self.traeger.website if self.traeger else None)

    @property
    def bestaetigt(self) -> bool:
        """Whether a person has ever checked the entry with the provider."""
        return self.angebot.geprueft_am is not None

    @property
    def ueberfaellig(self) -> bool:
        """Whether it is time to ask the provider again, on the day of the build."""
        return self.stand.art == ANRUFEN


def offers(catalogue: Catalogue) -> tuple[Offer, ...]:
    """The current offers, sorted as a dictionary would: by name, then id.

    Worked out once for a language: many pages ask for them.
    """
    code = current().language.code
    spoken, found = catalogue.derived.get("offers", ("", ()))
    if spoken != code:
        found = _offers(catalogue)
        catalogue.derived["offers"] = (code, found)
    known: tuple[Offer, ...] = found
    return known


def _offers(catalogue: Catalogue) -> tuple[Offer, ...]:
    bereiche = {b.id: b for b in catalogue.bereiche}
    weekly, single = by_offer(catalogue.zeiten), by_offer(catalogue.termine)
    found = [
        _offer(a, catalogue, bereiche, zeiten=weekly.get(a.id, ()), termine=single.get(a.id, ()))
        for a in catalogue.aktuelle_angebote
    ]
    return tuple(sorted(found, key=lambda o: (sort_key(o.angebot.name), o.angebot.id)))


TRANSLATIONS = {
    "vom-traeger": N_("Diese Übersetzung kommt vom Träger des Angebots."),
    "geprueft": N_("Diese Übersetzung ist geprüft."),
    "entwurf": N_("Diese Übersetzung ist ein Entwurf. Noch hat sie niemand geprüft."),
}


def _texts(a: Angebot, catalogue: Catalogue) -> dict[str, Any]:
    """Name and short text as the language being spoken has them, if the data do."""
    code = current().language.code
    own = catalogue.texte_by_offer.get((a.id, code))
    if own is not None:
        found: dict[str, Any] = {"name": own.name, "name_uebersetzt": True}
        if own.kurztext:
            found |= {"kurz": own.kurztext, "kurz_uebersetzt": True}
        return found | {"uebersetzung": _(TRANSLATIONS.get(own.status, TRANSLATIONS["entwurf"]))}
    if code == SIMPLE and a.kurztext_einfach:
        return {"kurz": a.kurztext_einfach, "kurz_uebersetzt": True}
    return {}


SIMPLE = "einfach"
"""Code of the simple variant of German."""


def sort_key(name: str) -> str:
    """German dictionary order (DIN 5007-1): ä sorts as a, ß as ss; quotation marks do not count."""
    return name.lower().translate(SORTED)


SORTED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "„": "", "“": "", "»": ""})


def _offer(
    angebot: Angebot, catalogue: Catalogue, bereiche: dict[str, Bereich], **times: Any
) -> Offer:
    orte = tuple(catalogue.orte_by_id[o] for o in angebot.orte)
    quarters = tuple(dict.fromkeys(q for q in (angebot.quartier, *(o.quartier for o in orte)) if q))
    known = catalogue.quartiere_by_id
    quartiere = tuple(known[q] for q in quarters if q in known)
    texts = {"name": angebot.name, "kurz": angebot.kurztext or "", **_texts(angebot, catalogue)}
    return Offer(
        angebot=angebot,
        bereich=bereiche[angebot.bereich],
        phasen=catalogue.phasen(angebot),
        traeger=catalogue.traeger_by_id.get(angebot.traeger or ""),
        partner=tuple(catalogue.traeger_by_id[p] for p in angebot.partner),
        orte=orte,
        quartier=quartiere[0] if quartiere else None,
        quartiere=quartiere,
        alter=text.ages(angebot.alter_von, angebot.alter_bis, pregnancy=angebot.schwangerschaft),
        formate=", ".join([_(FORMATS.get(f, f)) for f in angebot.format]),
        stand=stand(angebot, catalogue.stichtag),
        **texts,
        **times,
    )


def report_url(offer: Offer, catalogue: Catalogue, site_url: str) -> str:
    """Pre-filled way to report an error: an issue form, else an e-mail to the town.

    Without a configured address the e-mail opens without a recipient; the page says where to
    find one. A sentence to begin with is added by :func:`report_reason`.
    """
    angebot, town = offer.angebot, catalogue.town
    if town.repository:
        # Ten thousand times: what is the same in all of them is quoted once.
        before, between = _report_form(town.repository, site_url)
        id_, url = quote_plus(angebot.id), quote_plus(offer.url)
        return f"{before}{quote_plus(angebot.name)}&angebot={id_}{between}{url}"
    title, address = f"{REPORT}{angebot.name}", f"{_root(site_url)}{offer.url}"
    body = f"Angebot: {angebot.name} ({angebot.id})\nSeite: {address}\n\nWas stimmt nicht?\n"
    return f"mailto:{quote(town.email)}?subject={quote(title)}&body={quote(body)}"


REPORT = "Fehler melden: "


def _root(site_url: str) -> str:
    return f"{site_url.rstrip('/')}/"


@lru_cache(maxsize=1)
def _report_form(repository: str, site_url: str) -> tuple[str, str]:
    """The address of the form up to the offer's name, and what stands before the page's path."""
    form = f"{repository.rstrip('/')}/issues/new?template=fehler-melden.yml"
    return f"{form}&title={quote_plus(REPORT)}", f"&seite={quote_plus(_root(site_url))}"


def report_reason(catalogue: Catalogue, reason: str) -> str:
    """What follows :func:`report_url`, so that the report begins with this sentence."""
    if not reason:
        return ""
    by_form = bool(catalogue.town.repository)
    return f"&{urlencode({'fehler': reason})}" if by_form else quote(reason)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry comes from, in words."""

    url: str
    host: str
    stand: str
    alt: bool
    """The source is dated before 2020, or carries no date at all."""


def source(angebot: Angebot) -> Source:
    """The source line of an offer; an undated or old source is said to be one."""
    stand = angebot.quelle_stand or ""
    return Source(
        url=angebot.quelle,
        host=text.web_label(angebot.quelle),
        stand=text.partial_date(angebot.quelle_stand),
        alt=not stand or int(stand[:4]) < OLD_BEFORE,
    )


OLD_BEFORE = 2020
"""shared/data/README.md: the collection calls a source of before 2020 dated."""
