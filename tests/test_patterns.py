"""Patterns of columns: what is sound passes, what could take for ever is refused."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.packages.patterns import safe

ROOT = Path(__file__).resolve().parents[1]

SOUND = [
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", r"[0-9]{5}", r"^\d{2}$",
    r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^[0-9+/() -]+$", r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$",
    r"^https?://[^\s]+$", r"\+?[0-9(][0-9 ()/-]{2,29}", r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "ja|nein",
    r"\d+(,\d+)?", r".+", r"[A-Z]{2}", "", r"(?:x(?:y(?:z)?)?)?", r"[^\W\d_]+ ?\d*", "Ö+[ä-ü]",
]  # fmt: skip
SLOW = [
    "(a+)+b", "(a*)*", "(a|a)*b", "(a|aa)+$", "(a?){30}a{30}", r"\d*\d*x", r"(\w+\s?)*$", ".*.*=.*",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "(x+x+)+y", "([a-z]+)*[A-Z]", r"(\d+|\d+-)+", "a{1,50}a{1,50}b",
    "((a|a)(a|a)){9}", "(a|a)" * 9,
]  # fmt: skip
OTHERS = [
    "(", "[a", "a{9999999999}", r"(a)\1", "(?=a)a", "(?<!a)b", "(?i)abc", "(a)?(?(1)b|c)", "(?>a)",
    "a++", "x" * 501, "(" * 400 + "a" + ")" * 400,
]  # fmt: skip


@pytest.mark.parametrize("pattern", SOUND)
def test_sound_patterns_pass(pattern: str) -> None:
    assert safe(pattern)


@pytest.mark.parametrize("pattern", [*SLOW, *OTHERS[:-1]])
def test_patterns_that_could_take_for_ever_are_refused(pattern: str) -> None:
    assert not safe(pattern)


def test_deep_brackets_do_no_harm() -> None:
    assert safe(OTHERS[-1]) in (True, False)


def test_every_pattern_of_the_data_is_sound() -> None:
    for path in ROOT.rglob("datapackage.json"):
        if ".venv" in path.parts or "packages" in path.parts:
            continue
        for resource in json.loads(path.read_text("utf-8"))["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                pattern = field.get("constraints", {}).get("pattern", "")
                assert safe(pattern), f"{path}: {field['name']}: {pattern}"


PIECE = st.sampled_from(["a", "b", "[ab]", ".", r"\d", "1", r"\w", "[^a]"])
PATTERN = st.recursive(
    PIECE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"({pair[0]}){pair[1]}"),
        inner.map(lambda part: f"({part}){{1,3}}"),
    ),
    max_leaves=7,
)


@given(PATTERN, st.text("ab1", min_size=1, max_size=3))
def test_what_passes_is_fast_on_any_text(pattern: str, word: str) -> None:
    if safe(pattern):
        start = time.process_time()
        re.fullmatch(pattern, word * 2000 + "!")
        assert time.process_time() - start < 0.25
