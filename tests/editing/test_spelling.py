"""One spelling for one value, and nothing where the value is not sure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.editing import spelling


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("31.03.2024", "2024-03-31"),
        ("1. 2. 2024", "2024-02-01"),
        ("31. März 2024", "2024-03-31"),
        ("2024/3/31", "2024-03-31"),
        ("2024-3-1", "2024-03-01"),
        ("2024-03-31 00:00:00", "2024-03-31"),
        ("2024-03-31", "2024-03-31"),
        ("31.02.2024", "31.02.2024"),
        ("31.03.24", "31.03.24"),
        ("3/4/2024", "3/4/2024"),
        ("2024-03-31 08:30:00", "2024-03-31 08:30:00"),
        ("Frühjahr 2024", "Frühjahr 2024"),
    ],
)
def test_dates(written: str, better: str) -> None:
    assert spelling.date(written) == better


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("03/2024", "2024-03"),
        ("3.2024", "2024-03"),
        ("März 2024", "2024-03"),
        ("13/2024", "13/2024"),
        ("2024", "2024"),
        ("1.4.2024", "2024-04-01"),
        ("0/0000", "0/0000"),
    ],
)
def test_partial_dates(written: str, better: str) -> None:
    assert spelling.partial_date(written) == better


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("02131/905394", "02131 905394"),
        ("02131 / 90 53 94", "02131 90 53 94"),
        ("0 21 31 / 905394", "02131 905394"),
        ("(02131) 905394", "02131 905394"),
        ("(02131)90-5394", "02131 90-5394"),
        ("02131 90 – 5394", "02131 90-5394"),
        ("02131 90\u00a05394", "02131 90 5394"),
        ("+49 (0) 2131 905394", "+49 2131 905394"),
        ("+49(0)2131/905394", "+49 2131 905394"),
        ("+492131905394", "+49 2131905394"),
        ("0049 2131 905394", "+49 2131 905394"),
        ("02131 90-5394", "02131 90-5394"),
        ("110", "110"),
        # Two numbers, or words: for a person to decide.
        ("02131 905394 / 905395", "02131 905394 / 905395"),
        ("02131/905394/905395", "02131/905394/905395"),
        ("02131 905394 oder 905395", "02131 905394 oder 905395"),
        ("905394/95", "905394/95"),
    ],
)
def test_phones(written: str, better: str) -> None:
    assert spelling.phone(written) == better


def digits(cell: str) -> str:
    """What is dialled from Germany, found in another way than the code does."""
    cell = re.sub(r"\s", "", cell)
    cell = re.sub(r"^(\+|00)49(\(0\))?", "0", cell)
    cell = re.sub(r"^((?:\+|00)[1-9]\d{0,2})\(0\)", r"\1", cell)
    return re.sub(r"\D", "", re.sub(r"^\+", "00", cell))


PHONES = st.text(alphabet="0123456789+-/() \u00a0–", max_size=20)
DATES = st.from_regex(r"\d{1,4}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,4}", fullmatch=True)


@given(PHONES)
def test_a_phone_keeps_its_digits(cell: str) -> None:
    better = spelling.phone(cell)
    assert spelling.phone(better) == better
    assert digits(better) == digits(cell)


@given(st.one_of(st.text(max_size=12), DATES))
def test_a_date_once_spelt_stays(cell: str) -> None:
    for spell in (spelling.date, spelling.partial_date):
        assert spell(spell(cell)) == spell(cell)


@given(st.text(max_size=30))
def test_text_once_spelt_stays(cell: str) -> None:
    better = spelling.text(cell)
    assert spelling.text(better) == better
    assert better == better.strip()
