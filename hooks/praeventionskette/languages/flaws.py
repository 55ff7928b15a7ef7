"""What can be wrong with one translated message, whoever wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])|%")
"""``%(name)s``; any other per cent sign has no meaning and stands for itself only alone."""
MARKUP = re.compile(r"[<>]|&#?\w+;")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")
"""Control signs and the bidirectional overrides, which can turn a text's meaning round."""
LONGEST = 4
"""How many times as long as the German a translation may be (short ones: 60 signs more)."""


def placeholders(text: str) -> Counter[str]:
    """The placeholders of a text and how often each stands there."""
    return Counter(match[0] for match in PLACEHOLDER.finditer(text) if match[1])


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


def flaws(message: Message, plurals: int) -> Iterator[tuple[str, str]]:
    """(kind, what was found): kinds are the sentences of the rule "uebersetzung"."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    forms = _forms(message)
    if not all(form.strip() for form in forms) or (len(ids) > 1 and len(forms) < plurals):
        yield "fehlt", ids[0]
        return
    wanted = [placeholders(text) for text in ids]
    for form in forms:
        found = placeholders(form)
        # A plural form for one thing may say "one" in words instead of its number.
        fits = found in wanted or (len(ids) > 1 and found <= wanted[-1] and "%(n)s" not in found)
        if not fits or "%(" in PLACEHOLDER.sub("", form):
            yield "platzhalter", form
        if MARKUP.search(form) or CONTROL.search(form):
            yield "markup", form
        if len(form) > max(len(ids[-1]) * LONGEST, len(ids[-1]) + 60):
            yield "lang", form
