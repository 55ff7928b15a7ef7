"""Ten thousand pages of one kind: what they share is drawn once.

A piece is a macro that depends on its arguments and on what all pages share, and on nothing else.
So what was drawn for some arguments holds wherever they come again. A shape is a piece around texts
that hardly come again, and a form a template without conditions on a page: both are drawn once and
cut where a page's own values stand.

The slow way, ``keep=False``, draws each page with Jinja alone; both give the same bytes
(tests/views/test_parts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from .render import environment

Piece = Callable[..., Markup]


@dataclass(frozen=True, slots=True)
class Cut:
    """A page cut at its places: literal parts, and the names of what goes between them."""

    parts: tuple[str, ...]
    places: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The page with its values, which are already escaped."""
        out = [self.parts[0]]
        for place, part in zip(self.places, self.parts[1:], strict=True):
            out.append(values[place])
            out.append(part)
        return "".join(out)

    def around(self, place: str, inner: Cut) -> Cut:
        """This page with another one at one of its places, which stands there once."""
        n = self.places.index(place)
        middle = [*inner.parts]
        middle[0] = self.parts[n] + middle[0]
        middle[-1] += self.parts[n + 1]
        return Cut(
            (*self.parts[:n], *middle, *self.parts[n + 2 :]),
            (*self.places[:n], *inner.places, *self.places[n + 1 :]),
        )


class Printer:
    """Fills a cut page as :meth:`Cut.filled` does, to bytes: what never changes is encoded once."""

    def __init__(self, page: Cut) -> None:
        self._parts = [b""] * (2 * len(page.parts) - 1)
        self._parts[::2] = [part.encode() for part in page.parts]
        self._places = page.places

    def __call__(self, values: Mapping[str, str]) -> bytes:
        """The page with its values, which are already escaped."""
        known = {place: value.encode() for place, value in values.items()}
        out = self._parts.copy()
        out[1::2] = [known[place] for place in self._places]
        return b"".join(out)


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


def shapes(fresh: Any, *, keep: bool = True) -> Piece:
    """For macros that put texts somewhere and ask of each no more than whether there is one.

    ``shaped(name, texts, *arguments)`` is the macro ``name`` with the arguments and then the texts.
    It is drawn once for all texts of a shape (which of them are there) and equal arguments.
    fresh: the macros, of :func:`pieces`.
    """
    drawn: dict[Hashable, tuple[list[str], tuple[tuple[int, int], ...]]] = {}

    def shaped(name: str, texts: Sequence[str], *arguments: Any) -> Markup:
        shape = name, arguments, *map(bool, texts)
        found = drawn.get(shape)
        if found is None:
            marks = [Markup(f"\0{n}\0") if there else "" for n, there in enumerate(texts)]
            cut = str(getattr(fresh, name)(*arguments, *marks)).split("\0")
            places = tuple((n, int(cut[n])) for n in range(1, len(cut), 2))
            found = drawn[shape] = cut, places
        out, places = found[0].copy(), found[1]
        for n, text in places:
            out[n] = escape(texts[text])
        return Markup("".join(out))

    def anew(name: str, texts: Sequence[str], *arguments: Any) -> Markup:
        return Markup(getattr(fresh, name)(*arguments, *texts))

    return shaped if keep else anew


def form(template: str, names: Collection[str], **shared: Any) -> Cut:
    """A template, cut where its values stand.

    names: of all values; the template may put each anywhere, but ask nothing of it.
    """
    marks = {name: Markup(f"\0{name}\0") for name in names}
    drawn = environment().get_template(template).render({**shared, **marks})
    pieces = drawn.split("\0")  # text and names in turn
    return Cut(tuple(pieces[::2]), tuple(pieces[1::2]))


def drawn_anew(template: str, **shared: Any) -> Callable[[Mapping[str, str]], str]:
    """The slow way to fill a form: the template is drawn for each page."""
    drawn = environment().get_template(template)
    return lambda values: drawn.render({**shared, **{k: Markup(v) for k, v in values.items()}})
