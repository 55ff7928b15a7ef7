"""The languages of the site: their table, their gettext catalogues, and the one being spoken.

German is the source: a message's id is its German text. Everything that draws or words something
asks :func:`_` and its kin, which answer in the language that :func:`speaking` has set.
"""

from __future__ import annotations

from .speaking import (
    N_,
    _,
    code_word,
    current,
    listed,
    ltr,
    ngettext,
    pgettext,
    reviewed,
    script_texts,
    speaking,
)
from .table import GERMAN, LANGUAGES, Language, known, others

__all__ = [
    "GERMAN",
    "LANGUAGES",
    "N_",
    "Language",
    "_",
    "code_word",
    "current",
    "known",
    "listed",
    "ltr",
    "ngettext",
    "others",
    "pgettext",
    "reviewed",
    "script_texts",
    "speaking",
]
