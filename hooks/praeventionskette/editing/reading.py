"""What a cell of an office's table means: numbers, signs for gaps, marks of footnotes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from praeventionskette.editing import spelling
from praeventionskette.editing.sheets import Value

GERMAN, ENGLISH = "deutsch", "englisch"
SIGNS = ("-", ".", "/", "x", "…", "()")
"""Signs that stand for a number in German statistics (DIN 55301)."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_BLANKS = "\u0020\u00a0\u2007\u2009\u202f"
_MARK = re.compile(rf"(?<=[\d)\.\w])[{_BLANKS}]*((?:\d\))+|[¹²³⁴⁵⁶⁷⁸⁹⁾]+|\*+)$")
_GROUP = f"[{_BLANKS}.']"
_FORMS = {
    GERMAN: re.compile(rf"[+-]?(\d{{1,3}}({_GROUP}\d{{3}})+|\d+)(,\d+)?"),
    ENGLISH: re.compile(rf"[+-]?(\d{{1,3}}([{_BLANKS},']\d{{3}})+|\d+)(\.\d+)?"),
}
_DAY = re.compile(r"\d{1,2}\. ?(?:\d{1,2}\.|[^\W\d_]+) ?\d{4}|\d{4}-\d\d-\d\d")
_SUPER = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁾", "123456789)")


@dataclass(frozen=True, slots=True)
class Number:
    """A cell where a number is expected: the number, or the sign in its place, or neither."""

    value: Decimal | None = None
    sign: str = ""
    mark: str = ""
    """The mark of a footnote that stood behind it: „1)“, „*“."""


def plain(value: Value) -> str:
    """A cell as one line of text: whole numbers without a point, days as ISO dates."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return spelling.text(value)


def heading(value: Value) -> str:
    """A heading: broken words joined, one line, without the mark of a footnote."""
    text = re.sub(r"-\s*\n\s*(?=[a-zäöüß])", "", plain(value)).replace("\u00ad", "")
    text = " ".join(text.split())
    text = re.sub(r"(?<=[a-zäöüß])- (?=(?!und\b|oder\b|bzw)[a-zäöüß])", "", text)
    return re.sub(r"(?:(?<=[^\W\d]|\s)\d\)|[¹²³⁴⁵⁶⁷⁸⁹]+⁾?|\*+)$", "", text).strip()


def folded(text: str) -> str:
    """Letters and digits alone: „Furth-Süd“ and „FURTH SUED“ are the same."""
    text = unicodedata.normalize("NFC", text).casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, letters)
    return "".join(sign for sign in text if sign.isalnum())


def number(value: Value, style: str) -> Number:
    """The number of a cell, the sign in its place, and the footnote it names."""
    if isinstance(value, Decimal):
        return Number(value) if value.is_finite() else Number()
    if not isinstance(value, str):
        return Number()
    text = _DASHES.sub("-", value.replace("...", "…")).strip(_BLANKS + "\t\r\n")
    mark = ""
    if match := _MARK.search(text):
        text, mark = text[: match.start()].rstrip(_BLANKS), match[1].translate(_SUPER)
    if text.casefold() in ("", *SIGNS) or re.fullmatch(r"-{2,}", text):
        return Number(sign=text.casefold()[:1] if text.startswith("-") else text.casefold(),
                      mark=mark)  # fmt: skip
    text = re.sub(r"^([+-])[" + _BLANKS + "]+", r"\1", text)
    text = re.sub(f"[{_BLANKS}]*%$", "", text)
    if not _FORMS[style].fullmatch(text):
        return Number(mark=mark)
    text = re.sub(f"[{_BLANKS}']", "", text)
    if style == GERMAN:
        text = text.replace(".", "").replace(",", ".")
    return Number(Decimal(text.replace(",", "")), mark=mark)


def looks_numeric(value: Value) -> bool:
    """Whether a cell is a number or a sign for one, and no year."""
    if isinstance(value, Decimal):
        return not (value == value.to_integral_value() and 1900 <= value <= 2100)
    if not isinstance(value, str) or re.fullmatch(r"\s*(19|20)\d\d\s*", value):
        return False
    found = [number(value, style) for style in (GERMAN, ENGLISH)]
    return any(n.value is not None or n.sign for n in found)


def style_of(values: Iterable[Value]) -> tuple[str, bool]:
    """How numbers are written in these cells, and whether that is sure."""
    german = english = unsure = 0
    for value in values:
        if isinstance(value, str):
            text = value.strip()
            german += bool(re.fullmatch(r"[+-]?[\d. ]*\d,(\d{1,2}|\d{4,})", text))
            german += bool(re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", text))
            english += bool(re.fullmatch(r"[+-]?[\d ]*\d\.(\d{1,2}|\d{4,})", text))
            english += bool(re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", text))
            unsure += bool(re.fullmatch(r"[+-]?\d{1,3}[.,]\d{3}", text))
    if german and english:
        return GERMAN, False
    return (ENGLISH, True) if english else (GERMAN, bool(german) or not unsure)


def time_in(lines: Iterable[str]) -> str:
    """The first day, else the first year, that some lines of text name: 2023-12-31, 2023, ""."""
    texts = list(lines)
    for text in texts:
        for written in _DAY.findall(text):
            day = spelling.date(written)
            if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                return day
    for text in texts:
        if year := re.search(r"\b(19|20)\d\d\b", text):
            return year[0]
    return ""
