"""Pieces of pages that many pages share, drawn once for the same arguments.

A piece is a macro that depends on its arguments and on what all pages share, and on nothing else.
So what was drawn for some arguments holds wherever they come again; ``keep=False`` draws each time
anew, and the pages are the same to the byte (tests/views/test_parts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup

from .render import environment

Piece = Callable[..., Markup]


def pieces(template: str, *, keep: bool = True, **shared: Any) -> tuple[Piece, Any]:
    """The macros of a template: (kept, fresh).

    ``kept(name, *arguments)`` asks the macro ``name`` the first time and remembers its answer;
    ``fresh.name(…)`` asks it always. Equal arguments must mean the same: texts, days, truth values
    and tuples of them do; numbers do not (1, 1.0 and True are equal).
    shared: what the macros know beside their arguments. They speak the language that is spoken when
    they are drawn, which must stay the same.
    """
    fresh = environment().get_template(template).make_module(shared)
    drawn: dict[Hashable, Markup] = {}

    def kept(*asked: Any) -> Markup:
        found = drawn.get(asked)
        if found is None:
            found = drawn[asked] = getattr(fresh, asked[0])(*asked[1:])
        return found

    def anew(name: str, *arguments: Any) -> Markup:
        return Markup(getattr(fresh, name)(*arguments))

    return (kept if keep else anew), fresh
