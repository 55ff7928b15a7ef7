"""YAML that is read without running, importing or blowing up anything.

A few lines of YAML can stand for billions of values, by names for parts (``&a``) that are used
again and again (``*a``). So the tree is measured before any value is made of it.
"""

from __future__ import annotations

from typing import Any

import yaml

VALUES = 20_000
"""Values that a file may stand for, every use of a named part counted."""


class TooMuchError(Exception):
    """The text stands for too much; ``line`` is where the first named part is used."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def load(text: str, loader: type[yaml.SafeLoader] = yaml.SafeLoader, most: int = VALUES) -> Any:
    """The value of a YAML text. Raises TooMuchError, or yaml.YAMLError where it is none."""
    reading = loader(text)
    try:
        node = reading.get_single_node()
        if node is None:
            return None
        if _weight(node, {}, most) > most:
            raise TooMuchError(_first_use(text))
        return reading.construct_document(node)
    finally:
        reading.dispose()


def _weight(node: yaml.Node, known: dict[int, int], most: int) -> int:
    """How many values a node stands for; more than ``most`` where it holds itself."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = most + 1  # as long as we are inside of it
    total = 1
    parts = node.value if isinstance(node, yaml.CollectionNode) else []
    for part in parts:
        for one in part if isinstance(part, tuple) else (part,):
            total = min(most + 1, total + _weight(one, known, most))
    known[id(node)] = total
    return total


def _first_use(text: str) -> int:
    """The line of the first ``*name``."""
    for event in yaml.parse(text):
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            return int(event.start_mark.line) + 1
    return 0
