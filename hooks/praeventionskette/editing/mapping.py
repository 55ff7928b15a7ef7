"""The mapping file: which heading of an office's table is which column of ours. Kept for next year.

A guess is marked ``geraten: ja`` until a person has looked at it and deletes the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from praeventionskette.editing.reading import ENGLISH, GERMAN

MAPPING_BYTES = 1_000_000
DEEPEST = 12
"""Brackets within brackets; a mapping has six."""
VERSION = 1
YES = (True, "ja")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the office's table.

    feld: our column, or "". werte: for a column of numbers, what they all are (kennzahl, …).
    mal: factor (100 makes 0.5 to 50 %). stellen: fill with zeros at the left to so many digits.
    """

    heading: str
    feld: str = ""
    werte: Mapping[str, str] | None = None
    auslassen: bool = False
    mal: str = ""
    stellen: int = 0
    geraten: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign in the place of a number means: a number (``wert``) or a status."""

    wert: str = ""
    status: str = ""
    hinweis: str = ""
    geraten: bool = False


@dataclass(frozen=True, slots=True)
class TableMap:
    """One sheet of the file and the table that it goes to."""

    blatt: str
    tabelle: str
    spalten: tuple[Column, ...]
    fest: Mapping[str, str] = field(default_factory=dict)
    zeit: str = ""
    """„titel“: the first day or year in the lines above the header; a heading's own goes first."""
    zahlen: str = GERMAN
    zeichen: Mapping[str, Sign] = field(default_factory=dict)
    namen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zeilen_auslassen: tuple[str, ...] = ()
    kennung: str = ""
    """Beginning of new keys that count on: „ne-“ after ne-074 gives ne-075. "" takes the name."""
    geraten: tuple[str, ...] = ()
    """Names of other entries of this table that are guesses."""

    @property
    def guesses(self) -> list[str]:
        """What a person has yet to look at."""
        columns = [column.heading for column in self.spalten if column.geraten]
        signs = [sign for sign, meaning in self.zeichen.items() if meaning.geraten]
        return [*columns, *signs, *self.geraten]

    def accepted(self) -> TableMap:
        """The same with every guess taken as right."""
        return replace(
            self,
            spalten=tuple(replace(column, geraten=False) for column in self.spalten),
            zeichen={key: replace(sign, geraten=False) for key, sign in self.zeichen.items()},
            geraten=(),
        )


class MappingError(Exception):
    """A mapping that cannot be used: key of a sentence of rule ``zuordnung``, line, values."""

    def __init__(self, key: str, line: int = 0, **values: object) -> None:
        super().__init__(key)
        self.key, self.line, self.values = key, line, values


def read(raw: bytes) -> tuple[TableMap, ...]:
    """The tables of a mapping file. Raises MappingError."""
    if len(raw) > MAPPING_BYTES:
        raise MappingError("gross")
    try:
        text = raw.decode("utf-8-sig")
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            # Nobody needs these, but bombs do.
            if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
                raise MappingError("yaml")
        data = yaml.safe_load(text)
    except UnicodeDecodeError:
        raise MappingError("zeichensatz") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise MappingError("yaml", mark.line + 1 if mark else 0) from None
    tables = data.get("tabellen") if isinstance(data, Mapping) else None
    if not isinstance(tables, list) or not tables:
        raise MappingError("aufbau", wo="tabellen")
    return tuple(_table(_dict(item, "tabellen")) for item in tables)


def _table(raw: Mapping[str, Any]) -> TableMap:
    style = _text(raw, "zahlen") or GERMAN
    if style not in (GERMAN, ENGLISH):
        raise MappingError("aufbau", wo="zahlen")
    names = _dict(raw.get("namen") or {}, "namen")
    drop, guessed = raw.get("zeilen_auslassen") or [], raw.get("geraten") or []
    if not isinstance(drop, list) or not isinstance(guessed, list):
        raise MappingError("aufbau", wo="zeilen_auslassen")
    columns = _dict(raw.get("spalten"), "spalten")
    signs = _dict(raw.get("zeichen") or {}, "zeichen")
    return TableMap(
        blatt=_text(raw, "blatt"),
        tabelle=_text(raw, "tabelle"),
        spalten=tuple(_column(str(name), _dict(item, str(name))) for name, item in columns.items()),
        fest=_texts(raw.get("fest") or {}, "fest"),
        zeit=_text(raw, "zeit"),
        zahlen=style,
        zeichen={str(key): _sign(_dict(item, "zeichen")) for key, item in signs.items()},
        namen={str(key): _texts(item or {}, str(key)) for key, item in names.items()},
        zeilen_auslassen=tuple(_plain(word) for word in drop),
        kennung=_text(raw, "kennung"),
        geraten=tuple(_plain(word) for word in guessed),
    )


def _column(name: str, raw: Mapping[str, Any]) -> Column:
    values, digits = raw.get("werte"), raw.get("stellen", 0)
    if isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 20:
        raise MappingError("aufbau", wo=f"{name}: stellen")
    times = _text(raw, "mal")
    if times and not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", times):
        raise MappingError("aufbau", wo=f"{name}: mal")
    return Column(
        heading=name,
        feld=_text(raw, "feld"),
        werte=None if values is None else _texts(values, name),
        auslassen=raw.get("auslassen") in YES,
        mal=times,
        stellen=digits,
        geraten=raw.get("geraten") in YES,
    )


def _sign(raw: Mapping[str, Any]) -> Sign:
    return Sign(
        _text(raw, "wert"), _text(raw, "status"), _text(raw, "hinweis"), raw.get("geraten") in YES
    )


def _dict(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise MappingError("aufbau", wo=where)
    return value


def _texts(value: object, where: str) -> dict[str, str]:
    return {str(key): _plain(item) for key, item in _dict(value, where).items()}


def _text(raw: Mapping[str, Any], key: str) -> str:
    return _plain(raw.get(key))


def _plain(value: object) -> str:
    if isinstance(value, Mapping | list):
        raise MappingError("aufbau", wo=str(value)[:40])
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return "" if value is None else str(value)


def write(tables: tuple[TableMap, ...], file: str) -> str:
    """The mapping file, with a head that says what to do with it."""
    guesses = sum(len(table.guesses) for table in tables)
    head = [
        f"# Zuordnung für {' '.join(file.split())}: welche Überschrift zu welcher Spalte gehört.",
        "# Heben Sie diese Datei auf. Nächstes Jahr genügt sie für die neue Tabelle.",
    ]
    if guesses:
        head += ["# Wo „geraten: ja“ steht, sehen Sie bitte nach und löschen dann „geraten: ja“."]
    body = {"fassung": VERSION, "tabellen": [dict(_lines(table)) for table in tables]}
    text = yaml.dump(
        body,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )
    return "\n".join([*head, text])


class _Dumper(yaml.SafeDumper):
    """Plain YAML without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _lines(table: TableMap) -> Iterator[tuple[str, Any]]:
    yield "blatt", table.blatt
    yield "tabelle", table.tabelle
    yield "spalten", {column.heading: dict(_entries(column)) for column in table.spalten}
    for name in ("fest", "zeit", "kennung", "namen"):
        if value := getattr(table, name):
            yield name, {k: dict(v) if isinstance(v, Mapping) else v for k, v in value.items()} \
                if isinstance(value, Mapping) else value  # fmt: skip
    yield "zahlen", table.zahlen
    if table.zeichen:
        yield "zeichen", {sign: dict(_entries(meaning)) for sign, meaning in table.zeichen.items()}
    for name in ("zeilen_auslassen", "geraten"):
        if value := getattr(table, name):
            yield name, list(value)


def _entries(item: Column | Sign) -> Iterator[tuple[str, Any]]:
    for name in item.__dataclass_fields__:
        value = getattr(item, name)
        if name == "heading" or value in ("", None, False, 0):
            continue
        yield name, "ja" if value is True else dict(value) if isinstance(value, Mapping) else value
