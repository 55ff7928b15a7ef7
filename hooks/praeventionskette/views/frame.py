"""What the frame of a page needs to know of the languages: switch, alternates, words."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .. import languages
from ..languages import GERMAN, Language, known, speaking
from .splice import ADDRESS, ROOT
from .translated import is_translated

SCRIPT = "texte.js"
"""The words of the scripts in one language, below its folder: one file for all of its pages."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of the switch. url: the same page in that language, else its start page."""

    language: Language
    url: str
    gleich: bool
    """Whether it is the same page."""


def words(language: Language) -> dict[str, Any]:
    """The functions of gettext for a template, bound to a language."""
    return {
        "_": _bound(language, languages._),
        "ngettext": _bound(language, languages.ngettext),
        "sprache": language,
        "pk_ungeprueft": not languages.reviewed(language),
    }


def _bound(language: Language, function: Callable[..., str]) -> Callable[..., str]:
    @functools.wraps(function)
    def in_its_language(*args: Any, **values: Any) -> str:
        with speaking(language):
            return function(*args, **values)

    return in_its_language


def context(
    codes: tuple[str, ...],
    language: Language,
    url: str,
    prose: frozenset[str],
    *,
    shell: bool = False,
) -> dict[str, Any]:
    """For the frame of one page. url: of MkDocs, below the site's root; prose: what is written.

    In a shell, addresses hold the placeholders of :mod:`.splice`.
    """
    built = known(codes)
    own = url.removeprefix(language.folder) if url.startswith(language.folder) else url
    address = ADDRESS if shell else own
    everywhere = shell or is_translated(own, prose)
    choices = []
    for other in built:
        source = f"{other.folder}{own.strip('/')}.md"
        same = other is language or everywhere or source in prose
        choices.append(Choice(other, f"{other.folder}{address if same else ''}", same))
    return {
        **words(language),
        "pk_sprachen": choices if len(built) > 1 else [],
        "pk_adresse": f"{language.folder}{address}",
        "pk_ordner": language.folder,
        "pk_huelle": shell,
    }


def in_shell(value: str) -> str:
    """An address of the theme in a language's shell: from the site's root, whose way is a slot."""
    if value.startswith(("#", "/")) or "://" in value or value.startswith(("mailto:", "tel:")):
        return value
    return ROOT + value.removeprefix("./").removeprefix(".")


def script(language: Language) -> bytes:
    """``<code>/texte.js``: the language's locale and the messages of all scripts."""
    with speaking(language):
        texts = languages.script_texts()
    data = {"locale": language.intl, "texte": texts}
    # U+2028 and the like end a line of a program in old browsers.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.pkSprache={text};\n".encode()


def absolute(site_url: str, path: str) -> str:
    """A page's address on the net, for ``hreflang``; relative where the site has none yet."""
    return f"{site_url.rstrip('/')}/{quote(path, safe='/')}" if site_url else ""


__all__ = ("GERMAN", "Choice", "absolute", "context", "in_shell", "script", "words")
