"""Offers: which are shown, what is escaped, where an error report goes."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from praeventionskette.catalogue import Town
from praeventionskette.views import offers, site

from tests.views.town import HOSTILE, town


def test_only_current_offers_are_shown() -> None:
    assert [o.angebot.id for o in offers.offers(town())] == ["a-2", "a-1"]


def test_sort_order_is_that_of_a_german_dictionary() -> None:
    names = ["Zoo", "Öffnung", "„Apfel“", "Oma", "Ärzte", "Straße", "Strasse 2"]
    ordered = sorted(names, key=offers.sort_key)
    assert ordered == ["„Apfel“", "Ärzte", "Öffnung", "Oma", "Straße", "Strasse 2", "Zoo"]


def test_quarter_and_phone_come_from_place_and_provider() -> None:
    offer = next(o for o in offers.offers(town()) if o.angebot.id == "a-1")
    assert offer.quartier is not None
    assert offer.quartier.id == "nord"
    assert offer.telefon == "030 23125 001"


def test_everything_from_data_is_text() -> None:
    catalogue = town()
    pages = [p.html for p in site.pages(catalogue, frozenset())]
    pages += [p.html for p in site.offer_pages(catalogue, "")]
    assert sum("alert(1)" in html for html in pages) >= 4
    for html in pages:
        assert "<script>alert" not in html
        assert "1337" not in html  # a template in data is not run


def test_old_and_undated_sources_are_called_so() -> None:
    first, second = sorted(offers.offers(town()), key=lambda o: o.angebot.id)
    assert offers.source(first.angebot).alt
    assert offers.source(first.angebot).stand == "Mai 2019"
    assert not offers.source(second.angebot).alt
    assert offers.source(replace(second.angebot, quelle_stand=None)).alt


def test_report_opens_a_filled_issue_form_where_there_is_a_repository() -> None:
    catalogue = replace(town(), town=Town("Test", repository="https://git.example/o/r/"))
    offer = next(o for o in offers.offers(catalogue) if o.angebot.id == "a-2")
    parts = urlsplit(offers.report_url(offer, catalogue, "https://x.example/p/"))
    assert parts.path == "/o/r/issues/new"
    query = parse_qs(parts.query)
    assert query["angebot"] == ["a-2"]
    assert query["seite"] == ["https://x.example/p/angebote/a-2/"]
    assert query["title"] == [f"Fehler melden: {HOSTILE}"]


def test_report_is_a_filled_mail_otherwise() -> None:
    catalogue = town()
    offer = next(o for o in offers.offers(catalogue) if o.angebot.id == "a-1")
    url = offers.report_url(offer, catalogue, "")
    assert url.startswith("mailto:amt%40test.example?subject=")
    assert "a-1" in unquote(url)
    assert " " not in url


def test_an_unconfirmed_offer_says_so_on_its_page() -> None:
    page = next(p for p in site.offer_pages(town(), "") if p.url == "angebote/a-1/")
    assert "Nicht bestätigt." in page.html
    assert "Stand: Mai 2019" in page.html
    assert 'href="tel:+493023125001"' in page.html


def test_open_points_become_marked_notes() -> None:
    marked = site.mark_open_points("Von [[offen: Name des Hosters]].")
    assert marked == "Von **noch offen: Name des Hosters**{ .pk-offen }."
