"""Puts the offers into one rendered shell of the theme: a page costs a template, not a theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import escape

from .site import OfferPage

TITLE = "pk-platzhalter-titel"
DESCRIPTION = "pk-platzhalter-beschreibung"
BODY = "pk-platzhalter-inhalt"
SHELL_URL = "angebote/pk-huelle/"


class ShellError(ValueError):
    """The rendered shell lacks a placeholder, or holds one twice where once is meant."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The theme's page cut at its placeholders: literal parts, and what goes between them."""

    parts: tuple[str, ...]
    slots: tuple[str, ...]


def cut(html: str) -> Shell:
    """Cut a rendered shell. Title and description may stand more than once, the body once."""
    if html.count(BODY) != 1:
        raise ShellError(f"the shell holds {BODY} {html.count(BODY)} times, not once")
    for name in (TITLE, DESCRIPTION):
        if name not in html:
            raise ShellError(f"the shell lacks {name}")
    parts: list[str] = []
    slots: list[str] = []
    at = 0
    while True:
        found = min(
            (
                (html.find(n, at), n)
                for n in (TITLE, DESCRIPTION, BODY, SHELL_URL)
                if html.find(n, at) >= 0
            ),
            default=None,
        )
        if found is None:
            return Shell((*parts, html[at:]), tuple(slots))
        where, name = found
        parts.append(html[at:where])
        slots.append(name)
        at = where + len(name)


def splice(shell: Shell, pages: Iterable[OfferPage]) -> Iterator[tuple[str, str]]:
    """(site path, HTML) of each page; title and description are escaped here, the body was."""
    for page in pages:
        values = {
            TITLE: str(escape(page.title)),
            DESCRIPTION: str(escape(page.description)),
            BODY: page.html,
            SHELL_URL: page.url,
        }
        out = [shell.parts[0]]
        for slot, part in zip(shell.slots, shell.parts[1:], strict=True):
            out.append(values[slot])
            out.append(part)
        yield f"{page.url}index.html", "".join(out)
