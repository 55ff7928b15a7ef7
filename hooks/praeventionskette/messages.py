"""The words of every rule: read from ``messages.toml``, shared by reports and the editors' help.

``messages_tools.toml`` holds the words of the other tools, in the same form.

A rule has an id, a short title, sentences (one for each way of breaking it) and a long help with
an example. The data's own values reach a sentence only through :func:`show`.
"""

from __future__ import annotations

import difflib
import itertools
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

HELP = "mitmachen/regeln/"
"""The page of the editors' help that is made from these words (``views/rules.py``)."""

SHOWN = 60
"""Characters of a value that a message quotes."""

KNOWN = 2_000
"""Names among which a near one is sought."""

_ITEMS = 6
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SIGNS = {"\n": "⏎", "\t": "⇥", "\u00a0": "⍽"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words. ``id`` is also its anchor in the editors' help."""

    id: str
    title: str
    help: str
    sentences: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where the editors' help explains it, relative to the site's root."""
        return f"{HELP}#{self.id}"


def _read(*names: str) -> Mapping[str, Rule]:
    table: dict[str, Any] = {}
    for name in names:
        table |= tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: Rule(
                id=key,
                title=entry["titel"],
                help=" ".join(entry["hilfe"].split()),
                sentences=MappingProxyType(entry["saetze"]),
            )
            for key, entry in table.items()
        }
    )


RULES: Mapping[str, Rule] = _read("messages.toml", "disclosure/messages.toml")
"""The rules of the check; each has a golden case."""

TOOLS: Mapping[str, Rule] = _read("messages_tools.toml")
"""What the tools for editors say beside them."""


def find(id_: str) -> Rule:
    """A rule of the check or of a tool."""
    return RULES[id_] if id_ in RULES else TOOLS[id_]


def visible(text: str) -> str:
    """The text with every sign that a reader cannot see written out."""
    if text.isprintable() and "\u00a0" not in text:
        return text
    return "".join(_SIGNS.get(sign) or _written(sign) for sign in text)


def _written(sign: str) -> str:
    return f"⟨U+{ord(sign):04X}⟩" if unicodedata.category(sign) in _HIDDEN else sign


def _spelt(value: object, depth: int = 3) -> str:
    """A value as JSON writes it, cut off early: a file may nest it without end."""
    if isinstance(value, list | dict) and not depth:
        return "…"
    if isinstance(value, list):
        inner = (_spelt(item, depth - 1) for item in value[:_ITEMS])
        return f"[{', '.join(inner)}{', …' if len(value) > _ITEMS else ''}]"
    if isinstance(value, dict):
        pairs = itertools.islice(value.items(), _ITEMS)
        inner = (f"{_spelt(key)}: {_spelt(item, depth - 1)}" for key, item in pairs)
        return f"{{{', '.join(inner)}}}"
    plain = isinstance(value, str | bool | None)
    return json.dumps(value, ensure_ascii=False) if plain else str(value)


class Shown(str):
    """Words that may enter a sentence as they stand: ours, or quoted by :func:`show`."""


def show(value: object, limit: int = SHOWN) -> Shown:
    """A value as a message may quote it: shortened, hidden signs made visible."""
    text = value if isinstance(value, str) else _spelt(value)
    if isinstance(value, Shown) or len(text) <= limit:
        return Shown(text if isinstance(value, Shown) else visible(text))
    return Shown(visible(text[:limit]).rstrip() + "…")


def sentence(rule: str, key: str, values: Mapping[str, object]) -> str:
    """The German sentence of a rule with the values found put in."""
    shown = {name: show(value) for name, value in values.items()}
    return find(rule).sentences[key].format(**shown)


def meant(value: str, known: Iterable[str]) -> Shown:
    """„ Meinst du „…“?“ with the nearest known value, or "" where none is near."""
    if not value or len(value) > 100:
        return Shown()
    by_folded = {name.casefold(): name for name in itertools.islice(known, KNOWN)}
    near = difflib.get_close_matches(value.strip().casefold(), list(by_folded), n=1, cutoff=0.7)
    return Shown(f" Meinst du „{show(by_folded[near[0]])}“?" if near else "")


def listed(values: Iterable[object], most: int = 12, word: str = "oder") -> Shown:
    """Some values as a list in a sentence: „a“, „b“ oder „c“."""
    words = [f"„{show(value, 40)}“" for value in values]
    if len(words) > most:
        return Shown(f"{', '.join(words[:most])} {word} weitere")
    return Shown(f" {word} ".join(filter(None, (", ".join(words[:-1]), *words[-1:]))))
