"""The page of one offer: facts, JSON-LD that parses, QR code, report, and hostile text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from markupsafe import escape
from praeventionskette.catalogue import Angebot, Catalogue, Ort, Town, Traeger
from praeventionskette.times import Termin, Zeit
from praeventionskette.views import offer_page, qr, site
from praeventionskette.views.languages import language
from praeventionskette.views.offers import report_url
from pyld import jsonld
from rdflib import SDO

from tests.views.town import HOSTILE, town

DAY = dt.date(2026, 11, 24)
SITE = "https://x.example/"
NASTY = (
    HOSTILE,
    "**fett** [x](javascript:alert(1)) ![x](y)",
    "{% include '/etc/passwd' %}{{ config }}",
    "=HYPERLINK(1)",
    "</script><script>alert(2)</script>",
    "\u202egnp.exe",
    "]]>--><!--<img src=x onerror=alert(3)>",
    "' onmouseover='alert(4)",
)


def offer(**changes: Any) -> Angebot:
    plain = Angebot(
        "a-1", "Treff", "bildung", "aktiv", "https://a.example/", alter_von=Decimal(0),
        alter_bis=Decimal(2), traeger="amt", orte=("haus",), kosten="kostenlos",
        sprachen=("de", "tr", "xx"), telefon="030 23125 001", email="a@b.example",
        website="https://b.example/", quelle_stand="2026",
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def catalogue(*, tables: dict[str, Any] | None = None, **changes: Any) -> Catalogue:
    given: dict[str, Any] = {
        "angebote": (offer(**changes),),
        "orte": (Ort("haus", "Haus", "Weg 1", "00001", "Test", "nord", Decimal("54.6"),
                     Decimal("6.6"), "nein"),),
        "traeger": (Traeger("amt", "Jugendamt", "kommune"),),
        "zeiten": (Zeit("z-1", "a-1", "montag", von="09:00", bis="24:00", ferien="nein"),
                   Zeit("z-2", "a-1", "dienstag")),
        "termine": (Termin("t-1", "a-1", dt.date(2026, 12, 5), titel="Fest", von="09:00"),
                    Termin("t-2", "a-1", dt.date(2027, 7, 5), von="09:00", bis="10:30",
                           status="abgesagt")),
        "stichtag": DAY,
    }  # fmt: skip
    return town(**given | (tables or {}))


def html(made: Catalogue, site_url: str = SITE) -> str:
    return next(site.offer_pages(made, site_url)).html


def data(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    document = json.loads(found)
    assert isinstance(document, dict)
    return document


def offline(url: str, options: object) -> dict[str, Any]:
    assert url == "https://schema.org"
    terms = {"@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}}
    return {"contextUrl": None, "documentUrl": url, "document": terms}


def expanded(page: str) -> list[dict[str, Any]]:
    return list(jsonld.expand(data(page), {"documentLoader": offline}))


def terms(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(terms, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    own = {k for k in node if not k.startswith("@")} | set(node.get("@type", []))
    return own.union(*(terms(v) for v in node.values()))


def test_json_ld_parses_and_uses_only_terms_of_schema_org() -> None:
    service, fest, off = expanded(html(catalogue()))
    known = {str(term) for term in dir(SDO)}
    assert terms([service, fest, off]) <= known
    assert service["@type"] == ["https://schema.org/GovernmentService"]
    assert service["@id"] == f"{SITE}angebote/a-1/#angebot"
    assert fest["@type"] == off["@type"] == ["https://schema.org/Event"]


def test_json_ld_says_what_the_page_says_and_no_more() -> None:
    service, fest, off = data(html(catalogue()))["@graph"]
    assert service["audience"] == {
        "@type": "PeopleAudience", "suggestedMinAge": 0, "suggestedMaxAge": 2}  # fmt: skip
    assert service["offers"] == {"@type": "Offer", "price": 0, "priceCurrency": "EUR"}
    assert service["provider"] == {"@type": "GovernmentOrganization", "name": "Jugendamt"}
    hours = service["hoursAvailable"]  # Tuesday has no hours: a blank would be read as closed
    assert hours["dayOfWeek"] == "https://schema.org/Monday"
    assert (hours["opens"], hours["closes"]) == ("09:00:00", "23:59:59")
    channel = service["availableChannel"]
    assert channel["servicePhone"]["telephone"] == "030 23125 001"
    where = channel["serviceLocation"]
    assert where["address"]["postalCode"] == "00001"
    assert where["geo"]["latitude"] == 54.6
    assert where["amenityFeature"]["value"] is False
    assert fest["startDate"] == "2026-12-05T09:00:00+01:00"
    assert off["startDate"] == "2027-07-05T09:00:00+02:00"
    assert off["eventStatus"] == "https://schema.org/EventCancelled"
    bare = catalogue(
        tables={"zeiten": (), "termine": (), "orte": (), "traeger": ()},
        orte=(), traeger=None, kosten=None, telefon=None, email=None, website=None,
        sprachen=(), alter_von=None, alter_bis=None, schwangerschaft=True,
    )  # fmt: skip
    (service,) = data(html(bare))["@graph"]
    assert service["@type"] == "Service"
    for name in ("offers", "provider", "hoursAvailable", "availableChannel", "audience"):
        assert name not in service


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_text_stays_text_on_the_page_and_in_its_data(nasty: str) -> None:
    made = catalogue(
        tables={
            "orte": (Ort("haus", nasty, nasty, nasty, nasty, hinweis=nasty),),
            "traeger": (Traeger("amt", nasty),),
            "zeiten": (Zeit("z-1", "a-1", "montag", ort="haus", hinweis=nasty),),
            "termine": (Termin("t-1", "a-1", dt.date(2026, 12, 5), titel=nasty, hinweis=nasty),),
        },
        name=nasty, kurztext=nasty, text=nasty, zielgruppe=nasty, kosten_text=nasty,
        anmeldung_text=nasty, hinweis=nasty,
    )  # fmt: skip
    page = html(made)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r"'[^']*'|\"[^\"]*\"", "''", page))
    assert 'style="' not in page
    service, event = data(page)["@graph"]
    assert service["name"] == nasty
    assert event["name"] == nasty
    (slots,) = re.findall(r"data-zeiten='(.*?)'", page)
    assert json.loads(slots)["t"][0][3] == nasty
    for value in re.findall(r'href="(\S*?)"', page):
        assert not value.startswith("javascript:")


def test_contact_is_linked_with_the_schemes_of_a_phone() -> None:
    page = html(catalogue())
    assert 'href="tel:+493023125001"' in page
    assert 'href="mailto:a@b.example"' in page
    assert 'href="https://b.example/"' in page


def test_an_address_of_mail_cannot_smuggle_a_header_in() -> None:
    page = html(catalogue(email="a@b.example?bcc=all@c.example&subject=x"))
    assert 'href="mailto:a@b.example%3Fbcc%3Dall@c.example%26subject%3Dx"' in page


def test_languages_have_their_german_name_and_their_own() -> None:
    page = html(catalogue(sprachen=("de", "tr", "ar", "xx")))
    assert 'Deutsch, Türkisch (<span lang="tr">Türkçe</span>)' in page
    assert '<span lang="ar" dir="rtl">العربية</span>' in page
    assert language("xx").name == "xx"
    assert language("zz-zz-!").name == "zz-zz-!"


def test_stairs_are_known_or_said_to_be_unknown() -> None:
    assert "<dd>nicht stufenlos</dd>" in html(catalogue())
    unknown = catalogue(tables={"orte": (Ort("haus", "Haus"),)})
    assert "<dd>nicht bekannt – bitte nachfragen</dd>" in html(unknown)


def test_an_overdue_check_says_so_and_the_browser_may_look_again() -> None:
    late = html(catalogue(geprueft_am=dt.date(2025, 1, 1)))
    fresh = html(catalogue(geprueft_am=dt.date(2026, 11, 1), pruefintervall_monate=6))
    warning = '<div class="pk-hinweis pk-hinweis--achtung" data-gilt-nach="{}"{}>'
    assert warning.format("2026-01-01", "") in late
    assert warning.format("2027-05-01", " hidden") in fresh
    assert "Nicht bestätigt." not in late + fresh


def test_unknown_times_are_unknown_and_never_closed() -> None:
    bare = html(catalogue(tables={"zeiten": (), "termine": ()}))
    assert "<p>nicht bekannt – bitte nachfragen</p>" in bare
    assert "kalender.ics" not in bare
    old = (Zeit("z", "a-1", "montag", von="09:00", gueltig_bis=dt.date(2026, 1, 1)),)
    assert "gelten nicht mehr" in html(catalogue(tables={"zeiten": old, "termine": ()}))
    assert "geschlossen" not in html(catalogue()) + bare


def test_the_qr_code_holds_the_address_and_no_style() -> None:
    page = html(catalogue())
    assert page.count("<svg aria-hidden") == 1
    assert qr.drawn(f"{SITE}angebote/a-1/") in page
    assert "pk-qr" not in html(catalogue(), site_url="")


def addresses(made: Catalogue) -> dict[str, str]:
    offer, reasons = site.offers(made)[0], offer_page.reasons(made)
    address = report_url(offer, made, SITE)
    return {r.titel: address + unescape(r.zusatz) for r in reasons}


def test_usual_reasons_open_the_form_with_the_sentence_filled_in() -> None:
    made = dataclasses.replace(catalogue(), town=Town("Test", repository="https://git.example/x"))
    found = addresses(made)
    query = parse_qs(urlsplit(found["Telefon falsch"]).query)
    assert query["template"] == ["fehler-melden.yml"]
    assert query["angebot"] == ["a-1"]
    assert query["fehler"] == ["Die Telefonnummer stimmt nicht."]
    assert "fehler" not in parse_qs(urlsplit(found["Anderen Fehler melden"]).query)
    page = html(made)
    assert all(f'href="{escape(address)}"' in page for address in found.values())


def test_usual_reasons_write_a_mail_where_the_town_has_no_form() -> None:
    found = addresses(catalogue())
    assert found["Gibt es nicht mehr"].startswith("mailto:")
    assert unquote(found["Gibt es nicht mehr"]).endswith("\nDas Angebot gibt es nicht mehr.")
    nobody = dataclasses.replace(catalogue(), town=Town("Test"))
    assert "feste Adresse für Meldungen gibt es noch nicht" in html(nobody)
