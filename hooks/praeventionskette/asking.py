"""Whom to ask whether an offer is still right: overdue ones by organisation, with a ready mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .catalogue import Angebot, Catalogue, Traeger
from .status import ANRUFEN, OFFEN, due, stand

NOBODY = "Ohne Träger"


@dataclass(frozen=True, slots=True)
class Letter:
    """All offers of one organisation that somebody has to ask about.

    an: address to write to, "" where none is known. telefon: number to call, or "".
    """

    traeger: str
    an: str
    telefon: str
    angebote: tuple[Angebot, ...]


def letters(catalogue: Catalogue, today: dt.date) -> tuple[Letter, ...]:
    """One letter an organisation, in the order of names; offers without one come last.

    Asked about are offers whose check is overdue on this day, and those never checked.
    """
    groups: dict[str, list[Angebot]] = {}
    for offer in catalogue.angebote:
        if stand(offer, today).art in (ANRUFEN, OFFEN):
            groups.setdefault(offer.traeger or "", []).append(offer)
    known = catalogue.traeger_by_id
    found = [_letter(known.get(key), offers) for key, offers in groups.items()]
    return tuple(sorted(found, key=lambda x: (x.traeger == NOBODY, x.traeger.casefold())))


def _letter(traeger: Traeger | None, offers: Iterable[Angebot]) -> Letter:
    offers = tuple(sorted(offers, key=lambda a: (due(a) or dt.date.min, a.id)))
    mail = (traeger.email if traeger else None) or _first(a.email for a in offers)
    phone = (traeger.telefon if traeger else None) or _first(a.telefon for a in offers)
    return Letter(traeger.name if traeger else NOBODY, mail, phone, offers)


def _first(values: Iterable[str | None]) -> str:
    return next((v for v in values if v), "")


def report(catalogue: Catalogue, today: dt.date, site_url: str = "") -> str:
    """All letters as plain text, ready to be copied into a mail; one line where none is due."""
    found = letters(catalogue, today)
    if not found:
        return f"Am {_day(today)} ist kein Angebot nachzufragen."
    count = sum(len(x.angebote) for x in found)
    head = f"Stand {_day(today)}: bei {_count(count)} nachfragen."
    return "\n\n".join([head, *(_text(x, catalogue, site_url) for x in found)])


def _text(letter: Letter, catalogue: Catalogue, site_url: str) -> str:
    town = catalogue.town
    if letter.traeger == NOBODY:
        lines = [_entry(a, catalogue, site_url) for a in letter.angebote]
        return f"===== {NOBODY} =====\nHier ist nicht bekannt, wen man fragen kann:\n\n" + (
            "\n\n".join(lines)
        )
    to = letter.an or "(keine E-Mail-Adresse bekannt)"
    phone = f"Telefon: {letter.telefon}\n" if letter.telefon else ""
    entries = "\n\n".join(_entry(a, catalogue, site_url) for a in letter.angebote)
    sender = town.herausgeber or f"Präventionskette {town.name}"
    back = [part for part in (town.email, town.telefon) if part]
    return (
        f"===== {letter.traeger} =====\n"
        f"An: {to}\n{phone}"
        f"Betreff: Stimmen Ihre Angaben noch? Angebote in {town.name}\n\n"
        "Guten Tag,\n\n"
        f"auf der Website der Präventionskette {town.name} stehen Angebote Ihrer Einrichtung.\n"
        "Bitte sagen Sie uns kurz, ob die Angaben noch stimmen:\n\n"
        f"{entries}\n\n"
        "Stimmt alles, genügt uns ein „Ja“. Gibt es ein Angebot nicht mehr, schreiben Sie uns\n"
        "das bitte auch. Vielen Dank!\n\n"
        "Freundliche Grüße\n" + "\n".join([sender, *back])
    )


def _entry(offer: Angebot, catalogue: Catalogue, site_url: str) -> str:
    checked = (
        f"zuletzt geprüft am {_day(offer.geprueft_am)}"
        if offer.geprueft_am
        else "noch nie nachgefragt"
    )
    lines = [f"- {offer.name} ({offer.id}; {checked})"]
    places = [catalogue.orte_by_id[o] for o in offer.orte if o in catalogue.orte_by_id]
    facts = (
        ("Kurz", offer.kurztext),
        ("Ort", "; ".join(", ".join(p for p in (x.name, x.strasse) if p) for x in places)),
        ("Telefon", offer.telefon),
        ("E-Mail", offer.email),
        ("Website", offer.website),
        ("Seite", f"{site_url.rstrip('/')}/angebote/{offer.id}/" if site_url else ""),
    )
    lines += [f"  {name}: {' '.join(value.split())}" for name, value in facts if value]
    return "\n".join(lines)


def _day(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _count(number: int) -> str:
    return "1 Angebot" if number == 1 else f"{number} Angeboten"
