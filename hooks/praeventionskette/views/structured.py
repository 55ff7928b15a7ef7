"""schema.org data of an offer's page, as JSON-LD. It states what the page shows, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ..catalogue import Ort, Traeger
from ..times import Termin, Zeit, minutes
from .nodes import PLAIN, Made, Plain, without_blanks
from .offers import Offer

ZONE = ZoneInfo("Europe/Berlin")
GOVERNMENT = ("kommune", "kreis", "land", "behoerde")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def document(
    offer: Offer, town: str, site_url: str, today: dt.date | None, way: Plain = PLAIN
) -> list[Made]:
    """The nodes of one JSON-LD document: the service, and an event for each coming date."""
    page = f"{site_url.rstrip('/')}/{offer.url}" if site_url else ""
    nodes = [service(offer, town, page, way)]
    nodes += [event(t, offer, page) for t in offer.termine if not (today and t.datum < today)]
    return nodes


def text(
    offer: Offer, town: str, site_url: str, today: dt.date | None, way: Plain = PLAIN
) -> Markup:
    """The document as it stands in a page: no sign in it can end the element that holds it.

    way: :class:`Plain`, or a :class:`Kept` that is used for one town and one site alone.
    """
    return htmlsafe_json_dumps(document(offer, town, site_url, today, way), dumps=way.text)


def service(offer: Offer, town: str, page: str, way: Plain = PLAIN) -> Made:
    """``Service``, or ``GovernmentService`` where a public body provides it."""
    a = offer.angebot
    public = offer.traeger is not None and offer.traeger.art in GOVERNMENT
    providers = tuple(t for t in (offer.traeger, *offer.partner) if t)
    quarter = offer.quartier.id if offer.quartier else ""
    return way.node(
        {
            "@type": "GovernmentService" if public else "Service",
            "@id": f"{page}#angebot" if page else "",
            "identifier": a.id,
            "name": a.name,
            "description": a.kurztext or a.text,
            "url": page,
            "mainEntityOfPage": page,
            "serviceType": offer.bereich.name,
            "audience": way.kept(audience, (a.zielgruppe, a.alter_von, a.alter_bis), offer),
            "provider": way.kept(_providers, tuple(t.id for t in providers), providers),
            "areaServed": way.kept(_area, (quarter, a.einzugsgebiet), offer, town),
            "offers": way.kept(_price, (a.kosten, a.kosten_text), offer),
            "availableChannel": _channel(offer, way),
            "hoursAvailable": way.several(
                [way.kept(hours, _slot(z), z) for z in offer.zeiten if z.von and z.bis]
            ),
        }
    )


def audience(offer: Offer) -> dict[str, Any]:
    a = offer.angebot
    ages = {"suggestedMinAge": _number(a.alter_von), "suggestedMaxAge": _number(a.alter_bis)}
    if not a.zielgruppe and ages == {"suggestedMinAge": None, "suggestedMaxAge": None}:
        return {}
    return without_blanks({"@type": "PeopleAudience", "audienceType": a.zielgruppe, **ages})


def _providers(providers: Sequence[Traeger]) -> list[dict[str, Any]]:
    return [organization(t) for t in providers]


def organization(traeger: Traeger) -> dict[str, Any]:
    return without_blanks(
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
    full = {"@type": "PostalAddress", **without_blanks(address), "addressCountry": "DE"}
    return without_blanks(
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
    return without_blanks(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[zeit.weekday]}",
            "opens": f"{zeit.von}:00",
            "closes": "23:59:59" if zeit.bis == "24:00" else f"{zeit.bis}:00",
            "validFrom": str(zeit.gueltig_von or ""),
            "validThrough": str(zeit.gueltig_bis or ""),
        }
    )


def _slot(zeit: Zeit) -> Hashable:
    return zeit.wochentag, zeit.von, zeit.bis, zeit.gueltig_von, zeit.gueltig_bis


def event(termin: Termin, offer: Offer, page: str) -> dict[str, Any]:
    """``Event`` of a single date; without a known hour the day alone."""
    orte = [o for o in offer.orte if not termin.ort or o.id == termin.ort]
    off = termin.status == "abgesagt"
    free = offer.angebot.kosten == "kostenlos"
    return without_blanks(
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


def _channel(offer: Offer, way: Plain) -> Made:
    phone, mail, web, a = offer.telefon, offer.email, offer.website, offer.angebot
    if not (phone or mail or web or offer.orte or a.sprachen):
        return {}
    return way.node(
        {
            "@type": "ServiceChannel",
            "serviceUrl": web,
            "servicePhone": way.kept(_contact, (phone, mail), phone, mail),
            "serviceLocation": way.kept(_places, a.orte, offer.orte),
            "availableLanguage": way.kept(list, a.sprachen, a.sprachen),
        }
    )


def _contact(phone: str | None, mail: str | None) -> dict[str, Any]:
    if not (phone or mail):
        return {}
    return without_blanks({"@type": "ContactPoint", "telephone": phone, "email": mail})


def _places(orte: Sequence[Ort]) -> list[dict[str, Any]]:
    return [place(o) for o in orte]


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
