"""The languages that the site can speak. Names and directions: Unicode CLDR, checked by a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    code: what ``mkdocs.yml`` and addresses call it. tag: BCP 47, for ``lang`` and ``hreflang``.
    locale: of Babel. name: what its speakers call it.
    """

    code: str
    tag: str
    locale: str
    name: str
    direction: str = "ltr"

    @property
    def folder(self) -> str:
        """Where its pages lie below the site's root: "" for German, else "en/"."""
        return "" if self is GERMAN else f"{self.code}/"

    @property
    def is_german(self) -> bool:
        """German or its simple variant: data's texts need no mark of another language."""
        return self.locale == GERMAN.locale

    @property
    def intl(self) -> str:
        """For JavaScript's Intl: Latin digits and the calendar that hangs in Germany."""
        extension = "-u-ca-gregory-nu-latn" if self.direction == "rtl" else ""
        return f"{self.locale.replace('_', '-')}{extension}"


GERMAN = Language("de", "de", "de_DE", "Deutsch")

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        GERMAN,
        # "simple" is a registered variant (IANA): never called "Leichte Sprache", which a test
        # group would have had to read.
        Language("einfach", "de-simple", "de_DE", "Einfache Sprache"),
        Language("en", "en", "en_GB", "English"),
        Language("tr", "tr", "tr", "Türkçe"),
        Language("ar", "ar", "ar", "العربية", "rtl"),
        Language("uk", "uk", "uk", "Українська"),
        Language("ru", "ru", "ru", "Русский"),
        Language("pl", "pl", "pl", "Polski"),
        Language("ro", "ro", "ro", "Română"),
        Language("bg", "bg", "bg", "Български"),
        Language("fr", "fr", "fr", "Français"),
        Language("fa", "fa", "fa", "فارسی", "rtl"),
    )
}
"""In the order in which the switch shows them. A code is no name of a page of the site."""


def known(codes: Iterable[str]) -> tuple[Language, ...]:
    """The languages of these codes in the order of the table; German is always among them."""
    wanted = {GERMAN.code, *codes}
    return tuple(language for code, language in LANGUAGES.items() if code in wanted)


def others(codes: Iterable[str]) -> tuple[Language, ...]:
    """The same without German."""
    return tuple(language for language in known(codes) if language is not GERMAN)
