"""The visitor's own list: a page, and the offers in small files that only this page fetches.

The list itself lives in the visitor's browser. An offer lies in the file whose number is the
FNV-1a hash of its id modulo the number of files, so a list of any length costs a few small files.
Offers that ended are in them with name and reason, so that a list can say what is gone.
"""

from __future__ import annotations

import json
from typing import Any

from ..catalogue import Catalogue
from ..languages import N_, _
from . import text, times
from .offers import Offer
from .page import SitePage
from .render import render

FILE_OFFERS = 40
"""Offers a file holds about; a file of 40 is some 15 kB."""

GONE = {
    "beendet": N_("beendet"),
    "geplant": N_("noch nicht begonnen"),
    "ort-unklar": N_("zurzeit ohne Ort"),
}


def page(catalogue: Catalogue, found: tuple[Offer, ...]) -> SitePage:
    """/merkliste/ with its files."""
    count = max(1, -(-len(catalogue.angebote) // FILE_OFFERS))
    return SitePage(
        "merkliste.md",
        _("Merkliste"),
        _(
            "Ihre gemerkten Angebote: ansehen, drucken oder als Link weitergeben. "
            "Die Liste bleibt in Ihrem Browser."
        ),
        render("merkliste.html", wurzel="../", teile=count, stadt=catalogue.town.name),
        scripts=("assets/javascripts/pk-merkliste.js", "assets/javascripts/pk-merkblatt.js"),
        styles=("assets/stylesheets/pk-merkliste.css",),
        assets=files(catalogue, found, count),
    )


def files(catalogue: Catalogue, found: tuple[Offer, ...], count: int) -> dict[str, bytes]:
    """Site path → bytes of each file; the same input gives the same bytes."""
    parts: list[dict[str, Any]] = [{} for _ in range(count)]
    for a in catalogue.angebote:
        reason = _(GONE.get(a.status, "beendet"))
        parts[fnv1a(a.id) % count][a.id] = {"name": a.name, "weg": reason}
    for o in found:
        parts[fnv1a(o.angebot.id) % count][o.angebot.id] = entry(o, catalogue)
    return {
        f"merkliste/{number}.json": json.dumps(
            part, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
        for number, part in enumerate(parts)
    }


def entry(o: Offer, catalogue: Catalogue) -> dict[str, Any]:
    """What a block of the booklet shows; blanks are left out."""
    a, until = o.angebot, o.stand.gilt_bis
    places = [", ".join(p for p in (x.name, x.strasse, _town(x.plz, x.ort)) if p) for x in o.orte]
    if o.quartier and not places:
        places = [_("Quartier %(name)s", name=o.quartier.name)]
    coming = times.dates(o.termine, catalogue.orte_by_id, catalogue.stichtag)
    dates = [
        [str(t.datum), ", ".join(p for p in (t.tag, t.uhrzeit, t.titel) if p)]
        for t in coming
        if not t.abgesagt
    ]
    values = {
        "name": o.name,
        "eigen": int(o.name_uebersetzt) + 2 * int(o.kurz_uebersetzt),
        "kurz": o.kurz,
        "wer": o.alter,
        "wo": places,
        "wann": times.summary(o.zeiten, catalogue.stichtag),
        "termine": dates,
        "telefon": o.telefon,
        "tel": text.tel_href(o.telefon) if o.telefon else None,
        "email": o.email,
        "website": o.website,
        "kosten": a.kosten if a.kosten in ("kostenlos", "kostenpflichtig") else None,
        "anmeldung": a.anmeldung if a.anmeldung in ("ja", "nein") else None,
        "geprueft": text.full_date(a.geprueft_am) or None,
        "gilt_bis": str(until) if until else None,
        "endet": str(a.endet_am) if a.endet_am else None,
    }
    return {key: value for key, value in values.items() if value}


def _town(plz: str | None, ort: str | None) -> str:
    return " ".join(p for p in (plz, ort) if p)


def fnv1a(value: str) -> int:
    """32-bit FNV-1a of the UTF-8 bytes; ``pk-merkblatt.js`` computes the same."""
    number = 0x811C9DC5
    for byte in value.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number
