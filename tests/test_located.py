"""Strict JSON with line numbers."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.packages.located import JsonError, parse


def test_objects_know_their_line() -> None:
    root = parse('{\n"a": [{"b": 1},\n {"c": {}}]}')
    assert root.line == 1
    assert [item.line for item in root["a"]] == [2, 3]
    assert root["a"][1]["c"].line == 3


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "kaputt", 1),
        ('{"a": 1,}', "kaputt", 1),
        ('{"a": 1}\n{"b": 2}', "kaputt", 2),
        ('{\n"a": {"b": 1, "b": 2}}', "doppelt", 2),
        ('{"a": NaN}', "konstante", 1),
        ("[-Infinity]", "konstante", 0),
        ("[" * 100_000, "tief", 0),
        ('{"a":' * 100_000, "tief", 0),
        ("1" * 5000, "zahl", 0),
    ],
)
def test_anything_else_is_told(text: str, key: str, line: int) -> None:
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert (caught.value.key, caught.value.line) == (key, line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(JSON)
def test_it_reads_what_the_library_reads(value: object) -> None:
    assert parse(json.dumps(value)) == value


@given(st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    with contextlib.suppress(JsonError):
        assert parse(text) == json.loads(text)
