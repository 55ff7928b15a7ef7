"""The words of every rule: read from ``messages.toml``, shared by reports and the editors' help.

A rule has an id, a short title, sentences (one for each way of breaking it) and a long help with
an example. The data's own values reach a sentence only through :func:`show`.
"""

from __future__ import annotations

import difflib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

SHOWN = 60
"""Characters of a value that a message quotes."""

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SIGNS = {"\n": "⏎", "\t": "⇥", "\u00a0": "⍽"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words. ``id`` is also its anchor in the editors' help."""

    id: str
    title: str
    help: str
    sentences: Mapping[str, str]


def _read() -> Mapping[str, Rule]:
    table: dict[str, Any] = {}
    for path in sorted(Path(__file__).parent.rglob("messages.toml")):  # of this and of each part
        table |= tomllib.loads(path.read_text(encoding="utf-8"))
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


RULES: Mapping[str, Rule] = _read()


def visible(text: str) -> str:
    """The text with every sign that a reader cannot see written out."""
    if text.isprintable() and "\u00a0" not in text:
        return text
    return "".join(_SIGNS.get(sign) or _written(sign) for sign in text)


def _written(sign: str) -> str:
    return f"⟨U+{ord(sign):04X}⟩" if unicodedata.category(sign) in _HIDDEN else sign


def _spelt(value: object) -> str:
    plain = isinstance(value, list | dict | bool | None)
    return json.dumps(value, ensure_ascii=False, default=str) if plain else str(value)


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
    return RULES[rule].sentences[key].format(**shown)


def meant(value: str, known: Iterable[str]) -> Shown:
    """„ Meinst du „…“?“ with the nearest known value, or "" where none is near."""
    if not value or len(value) > 100:
        return Shown()
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(value.strip().casefold(), list(by_folded), n=1, cutoff=0.7)
    return Shown(f" Meinst du „{show(by_folded[near[0]])}“?" if near else "")


def listed(values: Iterable[object], most: int = 12, word: str = "oder") -> Shown:
    """Some values as a list in a sentence: „a“, „b“ oder „c“."""
    words = [f"„{show(value, 40)}“" for value in values]
    if len(words) > most:
        return Shown(f"{', '.join(words[:most])} {word} weitere")
    return Shown(f" {word} ".join(filter(None, (", ".join(words[:-1]), *words[-1:]))))
