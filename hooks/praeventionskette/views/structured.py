"""schema.org data of an offer's page, as JSON-LD. It states what the page shows, and no more."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ..catalogue import Ort, Traeger
from ..times import Termin, Zeit, minutes
from .offers import Offer

ZONE = ZoneInfo("Europe/Berlin")
GOVERNMENT = ("kommune", "kreis", "land", "behoerde")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def document(offer: Offer, town: str, site_url: str, today: dt.date | None) -> dict[str, Any]:
    """One JSON-LD document: the service, and an event for each coming date."""
    page = f"{site_url.rstrip('/')}/{offer.url}" if site_url else ""
    nodes = [service(offer, town, page)]
    nodes += [event(t, offer, page) for t in offer.termine if not (today and t.datum < today)]
    return {"@context": "https://schema.org", "@graph": nodes}


ENCODE = json.JSONEncoder(sort_keys=True).encode


def text(offer: Offer, town: str, site_url: str, today: dt.date | None) -> Markup:
    """The document as it stands in a page: no sign in it can end the element that holds it."""
    return htmlsafe_json_dumps(document(offer, town, site_url, today), dumps=ENCODE)


def service(offer: Offer, town: str, page: str) -> dict[str, Any]:
    """``Service``, or ``GovernmentService`` where a public body provides it."""
    a = offer.angebot
    public = offer.traeger is not None and offer.traeger.art in GOVERNMENT
    return _full(
        {
            "@type": "GovernmentService" if public else "Service",
            "@id": f"{page}#angebot" if page else "",
            "identifier": a.id,
            "name": a.name,
            "description": a.kurztext or a.text,
            "url": page,
            "mainEntityOfPage": page,
            "serviceType": offer.bereich.name,
            "audience": audience(offer),
            "provider": [organization(t) for t in (offer.traeger, *offer.partner) if t],
            "areaServed": _area(offer, town),
            "offers": _price(offer),
            "availableChannel": _channels(offer),
            "hoursAvailable": [hours(z) for z in offer.zeiten if z.von and z.bis],
        }
    )


def audience(offer: Offer) -> dict[str, Any]:
    a = offer.angebot
    ages = {"suggestedMinAge": _number(a.alter_von), "suggestedMaxAge": _number(a.alter_bis)}
    if not a.zielgruppe and ages == {"suggestedMinAge": None, "suggestedMaxAge": None}:
        return {}
    return _full({"@type": "PeopleAudience", "audienceType": a.zielgruppe, **ages})


def organization(traeger: Traeger) -> dict[str, Any]:
    return _full(
        {
            "@type": "GovernmentOrganization" if traeger.art in GOVERNMENT else "Organization",
            "name": traeger.name,
            "telephone": traeger.telefon,
            "email": traeger.email,
            "url": traeger.website,
        }
    )


def place(ort: Ort) -> dict[str, Any]:
    """``Place`` with address, point and whether one gets in without steps, where known."""
    address = {
        "streetAddress": ort.strasse,
        "postalCode": ort.plz,
        "addressLocality": ort.ort,
    }
    geo: dict[str, Any] = {}
    if ort.breite is not None and ort.laenge is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": _number(ort.breite),
            "longitude": _number(ort.laenge),
        }
    steps: dict[str, Any] = {}
    if ort.stufenlos in ("ja", "nein"):
        steps = {
            "@type": "LocationFeatureSpecification",
            "name": "stufenlos",
            "value": ort.stufenlos == "ja",
        }
    full = {"@type": "PostalAddress", **_full(address), "addressCountry": "DE"}
    return _full(
        {
            "@type": "Place",
            "name": ort.name,
            "address": full if any(address.values()) else {},
            "geo": geo,
            "amenityFeature": steps,
        }
    )


def hours(zeit: Zeit) -> dict[str, Any]:
    """A weekly slot whose hours are known; schema.org would read a blank as closed."""
    return _full(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[zeit.weekday]}",
            "opens": f"{zeit.von}:00",
            "closes": "23:59:59" if zeit.bis == "24:00" else f"{zeit.bis}:00",
            "validFrom": str(zeit.gueltig_von or ""),
            "validThrough": str(zeit.gueltig_bis or ""),
        }
    )


def event(termin: Termin, offer: Offer, page: str) -> dict[str, Any]:
    """``Event`` of a single date; without a known hour the day alone."""
    orte = [o for o in offer.orte if not termin.ort or o.id == termin.ort]
    off = termin.status == "abgesagt"
    free = offer.angebot.kosten == "kostenlos"
    return _full(
        {
            "@type": "Event",
            "@id": f"{page}#termin-{termin.id}" if page else "",
            "name": termin.titel or offer.angebot.name,
            "description": offer.angebot.kurztext,
            "startDate": moment(termin.datum, termin.von),
            "endDate": moment(termin.datum, termin.bis) if termin.bis else None,
            "eventStatus": f"https://schema.org/Event{'Cancelled' if off else 'Scheduled'}",
            "location": [place(o) for o in orte],
            "organizer": organization(offer.traeger) if offer.traeger else {},
            "isAccessibleForFree": True if free else None,
            "url": page,
        }
    )


def moment(day: dt.date, clock: str | None) -> str:
    """A day, or its hour with the offset that Germany has then: 2026-12-05T09:00:00+01:00."""
    if not clock:
        return day.isoformat()
    start = dt.datetime.combine(day, dt.time.min) + dt.timedelta(minutes=minutes(clock))
    return start.replace(tzinfo=ZONE).isoformat()


def _area(offer: Offer, town: str) -> dict[str, Any]:
    if offer.quartier and offer.angebot.einzugsgebiet in (None, "quartier"):
        return {"@type": "AdministrativeArea", "name": f"{town}-{offer.quartier.name}"}
    return {"@type": "AdministrativeArea", "name": town} if town else {}


def _price(offer: Offer) -> dict[str, Any]:
    a = offer.angebot
    if a.kosten == "kostenlos":
        return {"@type": "Offer", "price": 0, "priceCurrency": "EUR"}
    return {"@type": "Offer", "description": a.kosten_text} if a.kosten_text else {}


def _channels(offer: Offer) -> list[dict[str, Any]]:
    phone = {"@type": "ContactPoint", "telephone": offer.telefon, "email": offer.email}
    contact = _full(phone) if offer.telefon or offer.email else {}
    channel = _full(
        {
            "@type": "ServiceChannel",
            "serviceUrl": offer.website,
            "servicePhone": contact,
            "serviceLocation": [place(o) for o in offer.orte],
            "availableLanguage": list(offer.angebot.sprachen),
        }
    )
    return [channel] if len(channel) > 1 else []


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _full(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without its blanks; a list of one stands alone."""
    found: dict[str, Any] = {}
    for key, value in node.items():
        if value is None or value == "" or value == {} or value == []:
            continue
        found[key] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return found
