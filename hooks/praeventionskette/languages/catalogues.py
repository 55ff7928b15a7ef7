"""The gettext catalogues: ``texte/<code>.po`` as translators write them, read at the build.

Nothing binary is kept. A message that is missing, marked "fuzzy" or broken is not used: the German
text stands in its place, and ``check.py`` says so (:mod:`.checks`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from .flaws import flaws
from .table import GERMAN, Language

FOLDER = Path(__file__).parent / "texte"
CONTEXT = "\x04"
"""What gettext puts between a message's context and its id."""
REVIEWED = "X-Geprueft"
"""Header of a ``.po`` file: "nein", or by whom a native speaker's review was done and when."""
SAMPLES = (*range(0, 200), 1_000, 1_000_000)
"""Numbers among which each CLDR plural category of our languages occurs."""


@dataclass(frozen=True)
class Texts:
    """The messages of one language: id (with context) → text, or its plural forms.

    plurals: CLDR category ("one", "few", …) → number of the form. places: id → files that use it.
    """

    language: Language
    single: Mapping[str, str] = field(default_factory=dict)
    plural: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reviewed: bool = False

    @property
    def locale(self) -> Locale:
        """The CLDR data of the language."""
        return _locale(self.language.locale)

    def form(self, number: int | Decimal) -> int:
        """Which plural form a number takes. gettext has none for fractions: that of "few"."""
        category = self.locale.plural_form(number)
        return self.categories.get(category, self.categories.get("few", -1))


@lru_cache(maxsize=32)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


class CatalogueError(ValueError):
    """A ``.po`` file that cannot be read at all. ``line``: where, or 0."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(f"line {line}")
        self.line = line


def read(path: Path, language: Language) -> Catalog:
    """The catalogue of a file as Babel reads it; CatalogueError where it is none."""
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=language.locale, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise CatalogueError(getattr(error, "lineno", 0) or 0) from error
    except (OSError, UnicodeError, ValueError, KeyError, TypeError, IndexError) as error:
        raise CatalogueError from error


def review(path: Path) -> str:
    """What the header of a file says of its review; Babel keeps no header but its own."""
    head = path.read_text(encoding="utf-8", errors="replace")[:2_000]
    stated = re.search(rf'^"{REVIEWED}:\s*([^"\\]*)', head, re.MULTILINE)
    return stated[1].strip() if stated else "nein"


@lru_cache(maxsize=32)
def texts(code_language: Language, folder: Path = FOLDER) -> Texts:
    """The usable messages of a language; none for German, whose texts are the ids themselves."""
    language = code_language
    if language is GERMAN:
        return Texts(language, categories=MappingProxyType({"one": 0, "other": 1}), reviewed=True)
    try:
        catalogue = read(folder / f"{language.code}.po", language)
    except CatalogueError:
        return Texts(language)
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy or any(flaws(message, catalogue.num_plurals)):
            continue
        ident = key(message)
        places[ident] = tuple(str(file) for file, _ in message.locations)
        if isinstance(message.string, tuple | list):
            plural[ident] = tuple(message.string)
        else:
            single[ident] = str(message.string)
    reviewed = review(folder / f"{language.code}.po").casefold() not in ("", "nein")
    made = Texts(language, single, plural, _categories(catalogue, language), places, reviewed)
    return made


def key(message: Message) -> str:
    """A message's id with its context, as gettext joins them; the singular of a plural."""
    ident = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT}{ident}" if message.context else str(ident)


def _categories(catalogue: Catalog, language: Language) -> dict[str, int]:
    """CLDR category → form, by trying numbers: gettext knows forms, Intl knows categories."""
    from gettext import c2py

    locale, form = _locale(language.locale), c2py(catalogue.plural_expr)
    return {locale.plural_form(n): form(n) for n in reversed(SAMPLES)}
