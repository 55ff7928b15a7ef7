"""The quick QR codes are those of segno, to the byte."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from praeventionskette.views import qr

SIGNS = string.ascii_lowercase + string.digits + "-./:"
IDS = st.lists(st.text(SIGNS, min_size=1, max_size=60), min_size=2, max_size=12)


@settings(max_examples=25)
@given(ids=IDS, times=st.integers(1, 4))
def test_whatever_was_drawn_before_a_symbol_is_that_of_segno(ids: list[str], times: int) -> None:
    symbol = qr.Symbols()
    for name in ids * times:
        address = f"https://x.example/angebote/{name}/"
        assert symbol(address) == qr.drawn(address)


def test_a_town_of_many_offers_hardly_asks_segno() -> None:
    symbol = qr.Symbols()
    addresses = [f"https://x.example/angebote/gen-{n:04}/" for n in range(3000)]
    made = [symbol(address) for address in addresses]
    assert [made[n] for n in range(0, 3000, 100)] == [qr.drawn(a) for a in addresses[::100]]
    (version,) = symbol.versions.values()
    assert len({change for change in version.changes if change[1].bit_count() == 1}) <= 16


def test_addresses_beside_ascii_are_drawn_too() -> None:
    symbol = qr.Symbols()
    address = "https://täst.example/angebote/ä/"
    assert [symbol(address), symbol(address)] == [qr.drawn(address)] * 2


def test_a_symbol_is_one_path_without_style_or_script() -> None:
    symbol = qr.drawn("https://x.example/")
    assert symbol.startswith('<svg aria-hidden="true" focusable="false" viewBox="0 0 ')
    assert symbol.count("<") == 3
    assert "style" not in symbol
