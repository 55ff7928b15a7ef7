"""Names that people write → the keys that tables use: „01 Innenstadt“ → ``innenstadt``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from praeventionskette.editing.reading import folded
from praeventionskette.messages import Shown, listed, meant
from praeventionskette.packages.model import FieldSpec

NUMBERED = re.compile(r"(\d{1,4})[\s.:–-]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Found:
    """A key, or why there is none: key of a sentence of rule ``zelle`` and its values."""

    key: str = ""
    why: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Lookup:
    """Rows that a column may name, by everything that people call them."""

    keys: dict[str, str] = field(default_factory=dict)
    names: list[dict[str, set[str]]] = field(default_factory=list)
    """One index for each target table: a quarter goes before a group of the same name."""
    numbers: dict[int, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def add(self, rows: Iterable[Mapping[str, str]], column: str) -> None:
        """The rows of one target table; ``column`` holds the key."""
        index: dict[str, set[str]] = {}
        for row in rows:
            key = row.get(column, "")
            if not key:
                continue
            self.keys[key] = key
            for name in (key, row.get("name", ""), row.get("kurzname", "")):
                if folded(name):
                    index.setdefault(folded(name), set()).add(key)
            self.labels.setdefault(row.get("name") or key, key)
            if (number := row.get("nummer", "")).isdigit():
                self.numbers.setdefault(int(number), key)
        self.names.append(index)

    def find(self, text: str, given: Mapping[str, str]) -> Found:
        """The key of a text. ``given``: what the mapping says, it goes before everything."""
        if text in given:
            key = given[text]
            return Found(key) if key in self.keys else Found(why="zuordnung", values={"wert": key})
        if text in self.keys:
            return Found(text)
        name, number = text, None
        if match := NUMBERED.fullmatch(text):
            number, name = int(match[1]), match[2]
        elif text.isdigit() and self.numbers:
            key = self.numbers.get(int(text), "")
            return Found(key) if key else self._unknown(text)
        for candidate in (text, name):
            for index in self.names:
                keys = index.get(folded(candidate), set())
                if len(keys) > 1:
                    return Found(why="mehrdeutig", values={"wert": text, "werte": _list(keys)})
                if keys:
                    return self._agreed(text, next(iter(keys)), number)
        return self._unknown(text)

    def _agreed(self, text: str, key: str, number: int | None) -> Found:
        other = self.numbers.get(number, key) if number is not None else key
        if other != key and key in self.numbers.values():
            return Found(why="nummer", values={"wert": text, "eins": key, "zwei": other})
        return Found(key)

    def near(self, text: str) -> str:
        """The key of the nearest name, or ""."""
        from difflib import get_close_matches

        name = match[2] if (match := NUMBERED.fullmatch(text)) else text
        known = {folded(label): key for label, key in reversed(self.labels.items())}
        found = get_close_matches(folded(name), list(known), n=1, cutoff=0.75)
        return known[found[0]] if found else ""

    def _unknown(self, text: str) -> Found:
        return Found(
            why="unbekannt",
            values={"wert": text, "vorschlag": meant(text, [*self.labels, *self.keys])},
        )


def _list(keys: Iterable[str]) -> Shown:
    return listed(sorted(keys), word="und")


def choice(spec: FieldSpec) -> Lookup:
    """The values that a column allows, by value and by label."""
    made = Lookup()
    rows = [{"id": value, "name": label} for value, label in spec.field.categories]
    known = {row["id"] for row in rows}
    made.add([*rows, *({"id": value} for value in spec.allowed if value not in known)], "id")
    return made


def references(spec: FieldSpec, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Lookup | None:
    """The rows that a column may name, of the tables ``package/table``; None where it names none.

    tables: every row as text, also those that are just being imported.
    """
    if not spec.field.references:
        return None
    made = Lookup()
    for target in spec.field.references:
        name, _, column = target.rpartition(".")
        made.add(tables.get(name, ()), column)
    return made
