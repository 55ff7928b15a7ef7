"""Names of languages from the Unicode CLDR, which Babel brings along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from ..languages import current


@dataclass(frozen=True, slots=True)
class Language:
    """A language: ISO code, name in the language being spoken, own name ("" if not known)."""

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


def language(code: str) -> Language:
    """The language of a code; one that CLDR does not know keeps its code as name."""
    return _language(code, str(current().locale))


@lru_cache(maxsize=1024)
def _language(code: str, spoken: str) -> Language:
    name = Locale.parse(spoken).languages.get(code, code)
    try:
        own = str(Locale.parse(code).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        own = ""
    return Language(code, name, own if own.casefold() != name.casefold() else "")
