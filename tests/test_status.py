"""Confirmed or not: what an offer's check is worth on a day, and whom to ask again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from praeventionskette import asking, status
from praeventionskette.catalogue import Angebot, Town, Traeger

from tests.views.town import town

DAY = dt.date(2026, 11, 24)


def offer(**changes: Any) -> Angebot:
    plain = Angebot("a-1", "Treff", "bildung", "aktiv", "https://a.example/", traeger="amt")
    return dataclasses.replace(plain, **changes)


@pytest.mark.parametrize(
    ("changes", "day", "art"),
    [
        ({}, DAY, status.OFFEN),
        ({}, None, status.OFFEN),
        ({"geprueft_am": dt.date(2026, 11, 2)}, DAY, status.GEPRUEFT),
        ({"geprueft_am": dt.date(2025, 11, 24)}, DAY, status.GEPRUEFT),  # the last good day
        ({"geprueft_am": dt.date(2025, 11, 23)}, DAY, status.ANRUFEN),
        ({"geprueft_am": dt.date(2025, 11, 23)}, None, status.GEPRUEFT),  # no day, no judgement
        ({"geprueft_am": dt.date(2026, 6, 1), "pruefintervall_monate": 3}, DAY, status.ANRUFEN),
        ({"geprueft_am": dt.date(1990, 1, 1)}, DAY, status.ANRUFEN),  # never gone by itself
        ({"status": "beendet"}, DAY, status.VERBORGEN),
        ({"status": "geplant"}, None, status.VERBORGEN),
        ({"endet_am": dt.date(2026, 11, 23)}, DAY, status.VERBORGEN),
        ({"endet_am": dt.date(2026, 11, 24)}, DAY, status.OFFEN),
        ({"endet_am": dt.date(2020, 1, 1)}, None, status.OFFEN),
    ],
)
def test_state_on_a_day(changes: dict[str, Any], day: dt.date | None, art: str) -> None:
    assert status.stand(offer(**changes), day).art == art


def test_months_end_where_the_month_does() -> None:
    assert status.add_months(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert status.add_months(dt.date(2027, 8, 31), 6) == dt.date(2028, 2, 29)
    assert status.add_months(dt.date(2026, 12, 1), 12) == dt.date(2027, 12, 1)
    assert status.add_months(dt.date(2026, 1, 1), 10**6).year == 9999


def test_the_day_comes_from_the_epoch_and_is_that_of_germany() -> None:
    assert status.day_of_epoch(None) is None
    assert status.day_of_epoch("") is None
    assert status.day_of_epoch("gestern") is None
    assert status.day_of_epoch("0") == dt.date(1970, 1, 1)
    late = int(dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC).timestamp())
    assert status.day_of_epoch(str(late)) == dt.date(2026, 7, 1)


def test_an_offer_that_ran_out_is_no_longer_current() -> None:
    ended = offer(endet_am=dt.date(2026, 11, 23))
    assert town(angebote=(ended,), stichtag=DAY).aktuelle_angebote == ()
    assert town(angebote=(ended,)).aktuelle_angebote == (ended,)


def letters() -> str:
    offers = (
        offer(),
        offer(id="a-2", name="Kurs", geprueft_am=dt.date(2024, 1, 5), kurztext="Ein Kurs."),
        offer(id="a-3", name="Frisch", geprueft_am=dt.date(2026, 11, 1)),
        offer(id="a-4", name="Vorbei", status="beendet"),
        offer(id="a-5", name="Herrenlos", traeger=None),
    )
    own = Traeger("amt", "Jugendamt", email="amt@a.example", telefon="030 23125 001")
    return asking.report(town(angebote=offers, traeger=(own,)), DAY, "https://x.example/")


def test_letters_name_what_is_overdue_or_unchecked_and_nothing_else() -> None:
    text = letters()
    assert text.startswith("Stand 24.11.2026: bei 3 Angeboten nachfragen.")
    assert "An: amt@a.example" in text
    assert "Betreff: Stimmen Ihre Angaben noch? Angebote in Test" in text
    assert "- Treff (a-1; noch nie nachgefragt)" in text
    assert "- Kurs (a-2; zuletzt geprüft am 5.1.2024)" in text
    assert "Seite: https://x.example/angebote/a-2/" in text
    assert "Frisch" not in text
    assert "Vorbei" not in text
    assert text.index("Jugendamt") < text.index("Ohne Träger") < text.index("Herrenlos")


def test_nothing_to_ask_is_said_in_one_line() -> None:
    fresh = offer(geprueft_am=DAY)
    assert asking.report(town(angebote=(fresh,)), DAY) == (
        "Am 24.11.2026 ist kein Angebot nachzufragen."
    )


def test_a_town_is_described_only_by_what_it_states() -> None:
    catalogue = dataclasses.replace(town(angebote=(offer(),)), town=Town("Leer"))
    text = asking.report(catalogue, DAY)
    assert text.endswith("Freundliche Grüße\nPräventionskette Leer")
    assert "None" not in text
