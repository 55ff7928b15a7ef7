"""Ten thousand pages of one kind: what they share is drawn once.

A piece is a macro that depends on its arguments and on what all pages share, and on nothing else.
So what was drawn for some arguments holds wherever they come again. A form is a template without
conditions on a page: it is drawn once and cut where a page's own values stand.

The slow way, ``keep=False``, draws each page with Jinja alone; both give the same bytes
(tests/views/test_parts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
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


def form(
    template: str, names: Collection[str], *, keep: bool = True, **shared: Any
) -> Callable[[Mapping[str, str]], str]:
    """What fills a template with values: names of values → HTML, escaped or drawn.

    names: of all values; the template may put each anywhere, but ask nothing of it.
    """
    drawn = environment().get_template(template)
    if not keep:
        return lambda values: drawn.render({**shared, **{k: Markup(v) for k, v in values.items()}})
    marks = {name: Markup(f"\0{name}\0") for name in names}
    parts = drawn.render({**shared, **marks}).split("\0")  # text and names in turn
    at = [(i, parts[i]) for i in range(1, len(parts), 2)]

    def filled(values: Mapping[str, str]) -> str:
        page = parts.copy()
        for i, name in at:
            page[i] = values[name]
        return "".join(page)

    return filled
