"""The nodes of a JSON-LD document: plain values, or the same bytes from what recurs."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any

CONTEXT = "https://schema.org"
ENCODE = json.JSONEncoder(sort_keys=True).encode

Made = dict[str, Any] | str
"""A node, or the JSON that says it."""


class Plain:
    """Makes the nodes of a document as plain values, each time anew: the slow, obvious way."""

    def node(self, values: Mapping[str, Any]) -> Made:
        """A node of ``values``, without its blanks."""
        return without_blanks(values)

    def kept(self, make: Callable[..., Any], about: Hashable, *arguments: Any) -> Any:
        """What ``make(*arguments)`` gives; ``about`` is all of the arguments that it depends on."""
        return make(*arguments)

    def several(self, made: list[Any]) -> Any:
        """A list of what :meth:`kept` gave."""
        return made

    def text(self, nodes: Sequence[Made]) -> str:
        """The document of these nodes, as JSON."""
        return ENCODE({"@context": CONTEXT, "@graph": nodes})


class Written(str):
    """A value that is JSON already. "" is a blank."""

    __slots__ = ()


class Kept(Plain):
    """The same bytes, where what many offers share is written once: providers, places, areas."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, Hashable], Written] = {}

    def node(self, values: Mapping[str, Any]) -> Made:
        parts = []
        for key in sorted(values):
            value = values[key]
            if type(value) is str:  # of most values: the shortest way
                if value:
                    parts.append(f'"{key}": {encode_basestring_ascii(value)}')
            elif not _blank(value):
                parts.append(f'"{key}": {_written(value)}')
        return Written(f"{{{', '.join(parts)}}}")

    def kept(self, make: Callable[..., Any], about: Hashable, *arguments: Any) -> Any:
        found = self._known.get((make, about))
        if found is None:
            made = make(*arguments)
            found = self._known[make, about] = Written("" if _blank(made) else _written(made))
        return found

    def several(self, made: list[Any]) -> Any:
        if len(made) == 1:
            return made[0]
        return Written(f"[{', '.join(made)}]" if made else "")

    def text(self, nodes: Sequence[Made]) -> str:
        written = ", ".join(map(_written, nodes))
        return f'{{"@context": {ENCODE(CONTEXT)}, "@graph": [{written}]}}'


def _written(value: Any) -> str:
    if type(value) is Written:
        return value
    return encode_basestring_ascii(value) if type(value) is str else ENCODE(_single(value))


PLAIN = Plain()


def without_blanks(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without its blanks; a list of one stands alone."""
    return {key: _single(value) for key, value in node.items() if not _blank(value)}


def _blank(value: Any) -> bool:
    return not value and value != 0  # a price of 0 is one, and False is an answer


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
