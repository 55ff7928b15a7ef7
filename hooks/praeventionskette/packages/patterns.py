"""Which patterns a column may have: those that any text passes or fails in one go.

``re`` tries every way to read a text, and neither it nor the standard check has a time limit: a
pattern as ``(a+)+b`` takes years for thirty letters. So a pattern is refused unless at each of its
places the next letter says where to go on (a deterministic expression; Brüggemann-Klein and Wood
1998, with the repetitions of section 4 of it). Then matching is linear in the text, always. Only
alternatives outside of a repetition may begin alike, as in ``2[0-3]|24``: a few ways more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CHARACTERS = 500
"""Length of a pattern."""

WAYS = 16
"""Ways of reading that alternatives which begin alike may open, together."""

_LOW = 0x300
_OTHERS = ("a", "1", " ", "§")
"""What stands beyond the first signs: letters, digits, blanks, the rest; one bit each."""
_ALL_LOW = (1 << _LOW) - 1
_FAR = tuple(1 << (_LOW + number) for number in range(len(_OTHERS)))
_ALL_FAR = sum(_FAR)


class _UnsafeError(Exception):
    """The pattern is none that we accept."""


@dataclass(slots=True)
class _Ways:
    """How many ways of reading there are, and in how many repetitions we stand."""

    number: int = 1
    repeated: int = 0

    def more(self, ways: int) -> None:
        """Alternatives that begin alike: some more ways, but never ways upon ways."""
        self.number *= ways
        if self.repeated or self.number > WAYS:
            raise _UnsafeError


@dataclass(frozen=True, slots=True)
class _Signs:
    """A set of signs, twice: what is in it for certain, and what may be in it."""

    certain: int = 0
    possible: int = 0

    def __or__(self, other: _Signs) -> _Signs:
        return _Signs(self.certain | other.certain, self.possible | other.possible)

    def without(self) -> _Signs:
        """All other signs."""
        everything = _ALL_LOW | _ALL_FAR
        return _Signs(everything & ~self.possible, everything & ~self.certain)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: may it be empty, how may it begin, how may it go on past its end."""

    empty: bool = True
    first: _Signs = _Signs()
    after: _Signs = _Signs()


def safe(pattern: str) -> bool:
    """Whether a pattern is sound and matches any text in linear time."""
    if len(pattern) > CHARACTERS:
        return False
    try:
        re.compile(pattern)
        parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
        if parsed.state.flags != re.UNICODE:
            return False
        _sequence(list(parsed), _Ways())
    except (re.error, OverflowError, RecursionError, _UnsafeError):
        return False
    return True


def _sequence(items: list[Any], ways: _Ways) -> _Part:
    """One part after the other."""
    whole = _Part()
    for item in items:
        whole = _then(whole, _part(item, ways))
    return whole


def _then(one: _Part, two: _Part) -> _Part:
    _apart(one.after, two.first)
    if one.empty:
        _apart(one.first, two.first)
    return _Part(
        one.empty and two.empty,
        one.first | two.first if one.empty else one.first,
        two.after | one.after | two.first if two.empty else two.after,
    )


def _part(item: Any, ways: _Ways) -> _Part:
    name, value = str(item[0]), item[1]
    if name == "AT":  # ^ and $ hold no sign; matching is always of the whole text
        return _Part()
    if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return _Part(False, _one(name, value))
    if name == "SUBPATTERN":
        _, add, remove, inner = value
        if add or remove:
            raise _UnsafeError
        return _sequence(list(inner), ways)
    if name == "BRANCH":
        return _branch([_sequence(list(branch), ways) for branch in value[1]], ways)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        ways.repeated += int(most) > 1
        part = _sequence(list(inner), ways)
        ways.repeated -= int(most) > 1
        return _repeated(part, int(least), int(most))
    raise _UnsafeError  # looks ahead or behind, back references, conditions


def _branch(parts: Iterable[_Part], ways: _Ways) -> _Part:
    whole: _Part | None = None
    for part in parts:
        if whole is None:
            whole = part
            continue
        if whole.first.possible & part.first.possible or (whole.empty and part.empty):
            ways.more(2)
        whole = _Part(whole.empty or part.empty, whole.first | part.first, whole.after | part.after)
    return whole or _Part()


def _repeated(part: _Part, least: int, most: int) -> _Part:
    if part.empty or most == 0:
        raise _UnsafeError
    if most > 1:
        _apart(part.after, part.first)
    after = part.after | part.first if most > 1 and least < most else part.after
    return _Part(least == 0, part.first, after)


def _apart(one: _Signs, two: _Signs) -> None:
    if one.possible & two.possible:
        raise _UnsafeError


def _one(name: str, value: Any) -> _Signs:
    """The signs that one place of a pattern accepts."""
    if name == "LITERAL":
        return _range(value, value)
    if name == "NOT_LITERAL":
        return _range(value, value).without()
    if name == "ANY":
        return _range(10, 10).without()
    found, negated = _Signs(), False
    for kind, what in value:
        word = str(kind)
        if word == "NEGATE":
            negated = True
        elif word == "LITERAL":
            found |= _range(what, what)
        elif word == "RANGE":
            found |= _range(*what)
        elif word == "CATEGORY":
            found |= _category(str(what))
        else:
            raise _UnsafeError
    return found.without() if negated else found


def _range(low: int, high: int) -> _Signs:
    bits = ((1 << (min(high, _LOW - 1) + 1)) - 1) & ~((1 << low) - 1) if low < _LOW else 0
    return _Signs(bits, bits | (_ALL_FAR if high >= _LOW else 0))


_CATEGORIES = {"DIGIT": (r"\d", (1,)), "SPACE": (r"\s", (2,)), "WORD": (r"\w", (0, 1))}


def _category(name: str) -> _Signs:
    word = name.removeprefix("CATEGORY_")
    pattern, far = _CATEGORIES[word.removeprefix("NOT_")]
    bits = sum(1 << code for code in range(_LOW) if re.match(pattern, chr(code)))
    bits |= sum(_FAR[number] for number in far)
    found = _Signs(bits, bits)
    return found.without() if word.startswith("NOT_") else found
