"""Random small tables with a random schema, sound or spoilt in the ways that people spoil them.

Everything is invented. The same number gives the same table.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
WORDS = ("rot", "grün", "blau", "gelb")
TARGETS = ("haus", "hof", "weg", "tor-1", "tor-2")
PATTERN = r"[a-z]{1,3}(-[0-9]+)?"


@dataclass(frozen=True, slots=True)
class Case:
    """One package of two tables: ``ziel`` is sound, ``probe`` may be spoilt."""

    number: int
    kinds: tuple[str, ...]
    descriptor: dict[str, Any]
    files: dict[str, bytes]
    """Bytes by name of the table."""

    @property
    def schema(self) -> dict[str, Any]:
        """The schema of ``probe``."""
        found: dict[str, Any] = self.descriptor["resources"][1]["schema"]
        return found


def make(number: int) -> Case:
    """The case of this number."""
    chance = random.Random(f"probe {number}")
    fields = _fields(chance)
    schema: dict[str, Any] = {"fields": fields}
    names = [f["name"] for f in fields]
    key = chance.sample(names, chance.choice((1, 2, 2))) if chance.random() < 0.7 else []
    if key:
        schema["primaryKey"] = key
    rows = [
        [_cell(f, chance, line, blank=f["name"] not in key) for f in fields]
        for line in range(chance.randint(1, 12))
    ]
    if chance.random() < 0.4:
        schema["uniqueKeys"] = [chance.sample(names, min(len(names), 2))]
    places = [f["name"] for f in fields if f["name"].startswith("ort")]
    if places:
        reference = {"resource": "ziel", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": places[:1], "reference": reference}]
    header = [f["name"] for f in fields]
    written = [header, *rows]
    kinds = tuple(chance.choice(list(SPOILS)) for _ in range(chance.choice((0, 1, 1, 1, 2, 3))))
    for kind in kinds:
        SPOILS[kind](written, fields, chance)
    raw = _text(written, chance).encode()
    for kind in kinds:
        raw = BYTES[kind](raw, chance) if kind in BYTES else raw
    target = ["id,name", *(f"{name},Wort" for name in TARGETS)]
    return Case(number, kinds, _descriptor(schema), {"ziel": _lines(target), "probe": raw})


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


class _Few(csv.excel):
    lineterminator = "\n"


class _All(_Few):
    quoting = csv.QUOTE_ALL


def _text(rows: list[list[str]], chance: random.Random) -> str:
    stream = io.StringIO()
    dialect: type[csv.Dialect] = _All if chance.random() < 0.1 else _Few
    csv.writer(stream, dialect).writerows(rows)
    return stream.getvalue()


def _descriptor(schema: dict[str, Any]) -> dict[str, Any]:
    word: dict[str, Any] = {"type": "string", "constraints": {"required": True, "unique": True}}
    target = {"fields": [{"name": "id", **word}, {"name": "name", "type": "string"}]}
    fixed = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    resources = [
        {"name": name, "path": f"{name}.csv", "title": name, "description": "Erfunden.", **fixed,
         "schema": one}
        for name, one in (("ziel", target), ("probe", schema))
    ]  # fmt: skip
    return {
        "$schema": PROFILE, "name": "erfunden", "title": "Erfunden", "description": "Erfunden.",
        "version": "1.0.0", "licenses": [{"name": "CC0-1.0"}], "resources": resources,
    }  # fmt: skip


def _fields(chance: random.Random) -> list[dict[str, Any]]:
    kinds = chance.sample(list(KINDS), chance.randint(2, 9))
    fields = []
    for kind in kinds:
        field = {"name": kind, **KINDS[kind](chance)}
        field.setdefault("constraints", {})
        if chance.random() < 0.3:
            field["constraints"]["required"] = True
        if chance.random() < 0.15 and kind not in ("ja", "farbe", "sorte"):
            field["constraints"]["unique"] = True
        fields.append(field)
    return fields


def _bounds(low: object, high: object) -> Callable[[random.Random], dict[str, Any]]:
    def constraints(chance: random.Random) -> dict[str, Any]:
        names = chance.choice(((), ("minimum",), ("maximum",), ("minimum", "maximum")))
        return {name: low if name == "minimum" else high for name in names}

    return constraints


KINDS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "kennung": lambda _: {"type": "string", "constraints": {"pattern": PATTERN}},
    "anzahl": lambda c: {"type": "integer", "constraints": _bounds(0, 500)(c)},
    "wert": lambda c: {"type": "number", "constraints": _bounds(-10.5, 99)(c)},
    "farbe": lambda _: {"type": "string", "constraints": {"enum": list(WORDS)}},
    "sorte": lambda _: {"type": "string", "categories": list(WORDS)},
    "text": lambda c: {"type": "string", "constraints": {"minLength": 2, "maxLength": 12}},
    "notiz": lambda _: {"type": "string"},
    "tag": lambda c: {"type": "date", "constraints": _bounds("2000-01-01", "2030-12-31")(c)},
    "ja": lambda _: {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
    "jahr": lambda c: {"type": "year", "constraints": _bounds(1990, 2040)(c)},
    "ort": lambda _: {"type": "string"},
}
"""Name of a column → what its schema says; the name also tells how its cells are made."""


def _cell(field: dict[str, Any], chance: random.Random, row: int, blank: bool = True) -> str:
    constraints = field["constraints"]
    if blank and not constraints.get("required") and chance.random() < 0.1:
        return ""
    unique = row if constraints.get("unique") else chance.randint(0, 400)
    made: dict[str, Callable[[], str]] = {
        "kennung": lambda: f"{chance.choice('abc')}-{unique}",
        "anzahl": lambda: str(unique),
        "wert": lambda: str(round(chance.uniform(-10, 99), chance.randint(0, 3))),
        "farbe": lambda: chance.choice(WORDS),
        "sorte": lambda: chance.choice(WORDS),
        "text": lambda: f"Wort {unique}",
        "notiz": lambda: chance.choice((f"Ein Text {unique}", f"a, b {unique}", f"„{unique}“")),
        "tag": lambda: str(dt.date(2001, 1, 1) + dt.timedelta(days=unique)),
        "ja": lambda: chance.choice(("ja", "nein")),
        "jahr": lambda: str(1990 + unique % 50),
        "ort": lambda: TARGETS[unique % len(TARGETS)],
    }
    return made[field["name"]]()


Rows = list[list[str]]
Fields = list[dict[str, Any]]


def _somewhere(rows: Rows, chance: random.Random) -> tuple[int, int]:
    row = chance.randint(1, len(rows) - 1)
    return row, chance.randrange(max(1, len(rows[row])))


def _put(*values: str) -> Callable[[Rows, Fields, random.Random], None]:
    def spoil(rows: Rows, fields: Fields, chance: random.Random) -> None:
        row, place = _somewhere(rows, chance)
        if rows[row]:
            rows[row][place] = chance.choice(values)

    return spoil


def _around(*signs: str) -> Callable[[Rows, Fields, random.Random], None]:
    def spoil(rows: Rows, fields: Fields, chance: random.Random) -> None:
        row, place = _somewhere(rows, chance)
        if rows[row]:
            sign, cell = chance.choice(signs), rows[row][place]
            rows[row][place] = chance.choice((sign + cell, cell + sign, cell[:1] + sign + cell[1:]))

    return spoil


def _twice(rows: Rows, fields: Fields, chance: random.Random) -> None:
    """A key that stands there twice: a row, or a part of it, again."""
    row, place = _somewhere(rows, chance)
    again = list(rows[row])
    if chance.random() < 0.5 and again:
        again[place] = _cell(fields[place % len(fields)], chance, len(rows))
    rows.insert(chance.randint(1, len(rows)), again)


def _wide(rows: Rows, fields: Fields, chance: random.Random) -> None:
    rows[_somewhere(rows, chance)[0]].append(chance.choice(("", "zu viel")))


def _short(rows: Rows, fields: Fields, chance: random.Random) -> None:
    row = rows[_somewhere(rows, chance)[0]]
    del row[chance.randrange(len(row) + 1) :]


def _empty(rows: Rows, fields: Fields, chance: random.Random) -> None:
    rows.insert(chance.randint(1, len(rows)), chance.choice(([], [""] * len(fields))))


def _nothing(rows: Rows, fields: Fields, chance: random.Random) -> None:
    """What is spoilt afterwards, in the bytes."""


SPOILS: dict[str, Callable[[Rows, Fields, random.Random], None]] = {
    "Art": _put("drei", "1,5", "1.000", "31.12.2024", "2024-02-30", "2024-1-5", "vielleicht",
                "1e3", "NaN", "INF", "0x10", "1_000", "+5", "-0", "007", "12345678901234567", "5.0",
                "true", "1", "-1", "99", "99999", "2024-01-01T00:00:00", "٣", "½"),
    "Bedingung": _put("-99", "501", "99.5", "-10.6", "1989", "2041", "1999-12-31", "2031-01-01",
                      "lila", "Rot", "x", "ein viel zu langer Text", "abcd", "a-", "A-1"),
    "Schlüssel": _twice,
    "Verweis": _put("nirgends", "Haus", "haus ", "tor"),
    "leer": _put(""),
    "leere Zeile": _empty,
    "Zelle zu viel": _wide,
    "Zelle zu wenig": _short,
    "Leerraum": _around(" ", "  ", "\t", "\u00a0"),
    "Umbruch": _around("\n", "\n\n"),
    "Anführungszeichen": _around('"', '""', "'"),
    "unsichtbar": _around("\u200b", "\u00ad", "\ufeff", "\x07", "\ufffd"),
    "Formel": _put("=1+1", "@SUMME(A1)", "+a", "-2+3", "=HYPERLINK(1)"),
    "Zeichen": _around("é", "ß", "😀", "ı", "ａ", ";", "|"),
    **dict.fromkeys(("BOM", "cp1252", "Semikolon", "CRLF", "Zeichenbruch", "kein Ende", "offen"),
                    _nothing),
}  # fmt: skip
"""How a table is spoilt: the rows as lists of cells, the header first."""


def _broken(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + chance.choice((b"\xff", b"\xc3", b"\x00", b'"')) + raw[place:]


BYTES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "BOM": lambda raw, _: b"\xef\xbb\xbf" + raw,
    "cp1252": lambda raw, _: raw.decode("utf-8", "replace").encode("cp1252", "replace"),
    "Semikolon": lambda raw, _: raw.replace(b",", b";"),
    "CRLF": lambda raw, _: raw.replace(b"\n", b"\r\n"),
    "Zeichenbruch": _broken,
    "kein Ende": lambda raw, _: raw.rstrip(b"\n"),
    "offen": lambda raw, chance: raw.replace(b",", b',"', 1),
}
