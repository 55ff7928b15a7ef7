"""Wording of facts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from praeventionskette.views import text

D = Decimal


@pytest.mark.parametrize(
    ("low", "high", "pregnancy", "words"),
    [
        (None, None, True, "Schwangere"),
        (D(0), D(2), False, "Kinder bis 2 Jahre"),
        (D(0), D(2), True, "Schwangere und Kinder bis 2 Jahre"),
        (D(0), D(15), False, "Kinder und Jugendliche bis 15 Jahre"),
        (D(0), D(26), False, "junge Menschen bis 26 Jahre"),
        (D(3), D(5), False, "3 bis 5 Jahre"),
        (D(10), None, False, "ab 10 Jahren"),
        (D("0.5"), None, False, "ab 6 Monaten"),
        (D(1), None, False, "ab 1 Jahr"),
        (D("0.5"), D(2), False, "6 Monate bis 2 Jahre"),
        (None, None, False, ""),
        (D(0), None, False, "jedes Alter"),
        (D(6), D(6), False, "Kinder mit 6 Jahren"),
    ],
)
def test_ages(low: Decimal | None, high: Decimal | None, pregnancy: bool, words: str) -> None:
    assert text.ages(low, high, pregnancy=pregnancy).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [(D(7023), None, "7.023"), (D("12.7"), None, "12,7"), (D("3"), 1, "3,0"),
     (D(-180), 0, "\u2212180"), (None, None, "–")],
)  # fmt: skip
def test_number(value: Decimal | None, places: int | None, words: str) -> None:
    assert text.number(value, places) == words


def test_a_change_carries_its_sign_and_unit() -> None:
    assert text.quantity(D(77), "Personen", sign=True) == "+77\u00a0Personen"
    assert text.quantity(D("15.8"), "%", places=1) == "15,8\u00a0%"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2021", "2021"), ("2021-06", "Juni 2021"), ("2021-06-30", "30. Juni 2021"), (None, "")],
)
def test_partial_date(value: str | None, words: str) -> None:
    assert text.partial_date(value) == words


def test_full_date() -> None:
    assert text.full_date(dt.date(2026, 11, 2)) == "2. November 2026"


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("02131 90-5394", "tel:+492131905394"),
        ("+49 2131 905394", "tel:+492131905394"),
        ("0049 2131/905394", "tel:+492131905394"),
        ("116 111", "tel:116111"),
    ],
)
def test_phone_numbers_can_be_dialled(phone: str, address: str) -> None:
    assert text.tel_href(phone) == address


def test_web_label_is_the_host() -> None:
    assert text.web_label("https://www.neuss.de/a?b=c") == "neuss.de"
    assert text.web_label("https://neuss.de?b=/c") == "neuss.de"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("http://de.wikipedia.org/wiki/Dreik%C3%B6nigenviertel_(Neuss)",
         "de.wikipedia.org: Dreikönigenviertel (Neuss)"),
        ("https://a.example/leben/norf/", "a.example: norf"),
        ("https://a.example/norf/12-3.html?x=/abc", "a.example: 12-3.html"),
        ("https://a.example/norf/2007.05", "a.example: norf"),
        ("https://www.a.example/", "a.example"),
        ("https://a.example?cat=news/x", "a.example"),
        ("https://a.example/stadt-ist-erschuettert-und-alle-reden-darueber", "a.example"),
    ],
)  # fmt: skip
def test_page_label_tells_pages_of_one_host_apart(url: str, label: str) -> None:
    assert text.page_label(url) == label
