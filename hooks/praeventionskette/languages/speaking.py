"""The language being spoken: a context variable, so that the words of a deep function need no
argument more. The same input in the same language gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from .catalogues import CONTEXT, Texts, texts
from .table import GERMAN, Language

TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
NBSP = "\u00a0"

_spoken: ContextVar[Texts | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: Language) -> Iterator[Texts]:
    """``with speaking(LANGUAGES["tr"]):`` everything inside is worded in Turkish."""
    token = _spoken.set(texts(language))
    try:
        yield current()
    finally:
        _spoken.reset(token)


def current() -> Texts:
    """The messages of the language being spoken; German where nothing else was said."""
    return _spoken.get() or _german()


@lru_cache(maxsize=1)
def _german() -> Texts:
    """Asked for by each word of each page: without the key of a language."""
    return texts(GERMAN)


def _filled(text: str, values: dict[str, Any]) -> str:
    """The text with its values. Where one of them is markup, all else is escaped."""
    if not values:
        return text
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(text) % values
    filled = text % values
    # Dates of some languages end in a full stop ("2026 р."); a sentence has one, not two.
    ends = any(isinstance(value, str) and value.endswith(".") for value in values.values())
    return TWO_STOPS.sub(".", filled) if ends else filled


def _(message: str, **values: Any) -> str:
    """A German text in the language being spoken; ``%(name)s`` are filled by the values."""
    return _filled(current().single.get(message, message), values)


def pgettext(context: str, message: str, **values: Any) -> str:
    """Like :func:`_` for a word that means several things: the context says which."""
    return _filled(current().single.get(f"{context}{CONTEXT}{message}", message), values)


def ngettext(one: str, many: str, n: int | Decimal, **values: Any) -> str:
    """A text that depends on a number, which it shows as ``%(n)s``, written by CLDR."""
    spoken = current()
    forms = spoken.plural.get(one) or (one, many)
    if one not in spoken.plural and not spoken.language.is_german:
        spoken = texts(GERMAN)
    shown = str(format_decimal(n, locale=spoken.locale, numbering_system="latn"))
    # A number is never torn from its word at the end of a line.
    form = forms[spoken.form(n)].replace("%(n)s ", f"%(n)s{NBSP}")
    return _filled(form, {"n": shown, **values})


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Marks a text that is translated later, where it is shown."""
    return message


def code_word(name: str) -> str:
    """A name of a town's code list (area, phase of life): ours are translated, others stay."""
    return current().single.get(name, name)


def listed(words: Sequence[str]) -> str:
    """Some words as a list of the language being spoken (CLDR): "a, b und c"."""
    return str(format_list(list(words), locale=current().locale))


def ltr(text: str) -> str:
    """Keeps a number, time or address from left to right inside a text from right to left.

    Unicode isolates (UAX 9) and no element, so that it holds in JSON and titles too.
    """
    return f"\u2066{text}\u2069" if text and current().language.direction == "rtl" else text


def reviewed(language: Language) -> bool:
    """Whether a native speaker has read the language's texts (the header of its ``.po`` file)."""
    return texts(language).reviewed


def script_texts() -> dict[str, Any]:
    """The messages of all scripts: German → text, or → {CLDR category: text}."""
    spoken = current()
    out: dict[str, Any] = {}
    for ident, files in spoken.places.items():
        if not any(name.endswith(".js") for name in files):
            continue
        if ident in spoken.plural:
            forms = spoken.plural[ident]
            out[ident] = {c: forms[at] for c, at in spoken.categories.items()}
        else:
            out[ident] = spoken.single[ident]
    return out
