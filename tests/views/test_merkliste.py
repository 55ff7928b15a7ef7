"""The files of the visitor's list: every offer in the one that its hash names."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

from praeventionskette.catalogue import Angebot
from praeventionskette.views import merkliste, offers

from tests.views.town import HOSTILE, town


def many(count: int) -> tuple[Angebot, ...]:
    return tuple(
        Angebot(f"a-{n}", f"Angebot {n}", "bildung", "aktiv", "https://a.example/")
        for n in range(count)
    )


def test_hash_is_the_published_fnv_1a() -> None:
    # Test vectors of the Internet draft on FNV.
    assert merkliste.fnv1a("") == 0x811C9DC5
    assert merkliste.fnv1a("a") == 0xE40C292C
    assert merkliste.fnv1a("foobar") == 0xBF9CF968


def test_offers_are_spread_over_small_files() -> None:
    catalogue = town(angebote=many(1000))
    page = merkliste.page(catalogue, offers.offers(catalogue))
    parts = {int(p.split("/")[1].split(".")[0]): json.loads(b) for p, b in page.assets.items()}
    assert len(parts) == 25
    assert sum(map(len, parts.values())) == 1000
    assert max(map(len, parts.values())) < 100
    for number, part in parts.items():
        assert all(merkliste.fnv1a(id_) % 25 == number for id_ in part)
    assert f'data-teile="{len(parts)}"' in page.html


def test_an_entry_holds_contact_and_times_and_no_blanks() -> None:
    catalogue = town(stichtag=dt.date(2026, 11, 24))
    page = merkliste.page(catalogue, offers.offers(catalogue))
    entries = json.loads(page.assets["merkliste/0.json"])
    assert entries["a-1"]["tel"] == "tel:+493023125001"
    assert entries["a-1"]["wo"] == ["Haus"]
    assert entries["a-2"]["name"] == HOSTILE
    assert all(value for entry in entries.values() for value in entry.values())
    assert page == merkliste.page(catalogue, offers.offers(catalogue))


def test_what_is_gone_keeps_its_name_and_a_reason() -> None:
    day = dt.date(2026, 11, 24)
    catalogue = town(stichtag=day)
    first = dataclasses.replace(catalogue.angebote[0], endet_am=day - dt.timedelta(1))
    catalogue = dataclasses.replace(catalogue, angebote=(first, *catalogue.angebote[1:]))
    page = merkliste.page(catalogue, offers.offers(catalogue))
    entries = json.loads(page.assets["merkliste/0.json"])
    assert entries["a-1"] == {"name": "Ärztliche Hilfe", "weg": "beendet"}
    assert entries["a-3"] == {"name": "Vorbei", "weg": "beendet"}
