"""Indented JSON: quick or plain, the same text."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.exports.jsontext import indented

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
DECIMALS = st.decimals("-180", "180", places=6).map(float).filter(lambda f: not 0 < abs(f) < 1e-4)
LEAVES = st.none() | st.booleans() | st.integers() | DECIMALS | TEXT
VALUES = st.recursive(LEAVES, lambda v: st.lists(v) | st.dictionaries(TEXT, v), max_leaves=12)


@given(VALUES)
def test_the_quick_writer_writes_what_pythons_own_writes(value: object) -> None:
    """Numbers of more than 64 bits included, which the quick one leaves to the other."""
    assert indented(value) == (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def test_what_json_does_not_know_is_made_plain() -> None:
    assert indented([Decimal("2.5")], float) == b"[\n  2.5\n]\n"
    assert indented([Decimal("2.5"), 1 << 70], float) == f"[\n  2.5,\n  {1 << 70}\n]\n".encode()
