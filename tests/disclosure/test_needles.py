"""The quick search for names finds what one plain pattern of all of them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.disclosure import naming

PIECES = st.sampled_from(("kinder", "unter", "6", "60", "u6", "ä", "-", "K"))
WORDS = st.lists(st.lists(PIECES, max_size=4).map(" ".join), max_size=2 * naming.FEW)
TEXT = st.lists(st.one_of(PIECES, st.just("\n"), st.just("<b>" * 7)), max_size=12).map(" ".join)


def plain(words: list[str]) -> re.Pattern[bytes]:
    bodies = (".{1,24}?".join(re.findall(r"[a-z0-9]+", word.casefold())) for word in words)
    return re.compile("|".join(bodies).encode(), re.DOTALL)


@given(WORDS, TEXT)
def test_needles_are_one_pattern_of_all_words(words: list[str], text: str) -> None:
    hay = text.lower().encode()
    assert naming.needle(words).search(hay) == bool(plain(words).search(hay))


def test_few_needles_have_fixed_beginnings() -> None:
    few = naming.needle(["Kinder unter 6 Jahren", "Kinder unter 6", "Anteil"])
    assert [p.pattern for p in few.patterns] == [b"anteil", b"kinder.{1,24}?unter.{1,24}?6"]
    many = naming.needle(f"w{n}" for n in range(naming.FEW + 1))
    assert len(many.patterns) == 1
