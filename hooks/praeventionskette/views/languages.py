"""Names of languages from the Unicode CLDR, which Babel brings along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True, slots=True)
class Language:
    """A language: ISO code, its German name and what its speakers call it ("" if not known)."""

    code: str
    name: str
    eigen: str

    @property
    def richtung(self) -> str:
        """ "rtl" for a language written from right to left."""
        try:
            return str(Locale.parse(self.code).text_direction)
        except (UnknownLocaleError, ValueError):
            return "ltr"


@lru_cache(maxsize=256)
def language(code: str) -> Language:
    """The language of a code; one that CLDR does not know keeps its code as name."""
    name = Locale("de").languages.get(code, code)
    try:
        own = str(Locale.parse(code).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        own = ""
    return Language(code, name, own if own.casefold() != name.casefold() else "")
