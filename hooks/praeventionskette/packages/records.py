"""Checked rows → the records of the catalogue."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from praeventionskette import catalogue, goals, problems, times
from praeventionskette.packages.model import Data, Row, TableData
from praeventionskette.problems import Problem

T = TypeVar("T")

TABLES: Mapping[str, tuple[str, type[Any]]] = {
    "quartiere/quartiere": ("quartiere", catalogue.Quartier),
    "quartiere/gebiete": ("gebiete", catalogue.Gebiet),
    "angebote/bereiche": ("bereiche", catalogue.Bereich),
    "angebote/lebensphasen": ("lebensphasen", catalogue.Lebensphase),
    "angebote/traeger": ("traeger", catalogue.Traeger),
    "angebote/orte": ("orte", catalogue.Ort),
    "angebote/angebote": ("angebote", catalogue.Angebot),
    "angebote/angebote_texte": ("angebote_texte", catalogue.AngebotText),
    "angebote/zeiten": ("zeiten", times.Zeit),
    "angebote/termine": ("termine", times.Termin),
    "angebote/ferien": ("ferien", times.Ferienzeit),
    "monitoring/kennzahlen": ("kennzahlen", catalogue.Kennzahl),
    "monitoring/werte": ("werte", catalogue.Wert),
    "leitbild/ziele": ("ziele", goals.Ziel),
    "leitbild/ziel_kennzahlen": ("ziel_kennzahlen", goals.ZielKennzahl),
    "leitbild/ziel_angebote": ("ziel_angebote", goals.ZielAngebot),
    "leitbild/ereignisse": ("ereignisse", goals.Ereignis),
}
"""Tables the site knows by name → attribute of the catalogue, record. Others are data only."""

CORE = ("quartiere/quartiere", "angebote/bereiche", "angebote/lebensphasen", "angebote/angebote")
"""Tables without which there is no site."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    "str": ("string",),
    "int": ("integer", "year"),
    "Decimal": ("number", "integer", "year"),
    "bool": ("boolean",),
    "dt.date": ("date",),
    "tuple[str, ...]": ("list", "string"),
}
_WORDS = {
    "str": "Text", "int": "ganze Zahl", "Decimal": "Zahl", "bool": "ja oder nein",
    "dt.date": "Datum", "tuple[str, ...]": "Liste",
}  # fmt: skip


def _kind(field: dataclasses.Field[Any]) -> str:
    return str(field.type).removesuffix(" | None")


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING


def check(data: Data) -> Iterator[Problem]:
    """Whether the tables that the site is made of are there, with the columns it needs."""
    specs = {f"{p.name}/{spec.name}": p for p in data.packages for spec in p.resources}
    for name in CORE if data.packages or data.broken else ():
        package, _, table = name.partition("/")
        if name not in specs and package not in data.broken:
            yield problems.found(
                "tabelle", "fehlt", file=f"{data.folder}/{package}", tabelle=table, paket=package
            )
    for name, (_, record) in TABLES.items():
        if (read := data.tables.get(name)) is not None:
            yield from _columns(read, specs[name].file, record)


def _fits(field: catalogue.Field, kind: str) -> bool:
    return field.type in _KINDS[kind] and bool(field.delimiter) is kind.startswith("tuple")


def sound(data: Data) -> Data:
    """The same without tables whose columns are of another kind than the rules count on."""
    tables = dict(data.tables)
    for name, (_, record) in TABLES.items():
        kinds = {field.name: _kind(field) for field in dataclasses.fields(record)}
        columns = tables[name].spec.fields if name in tables else ()
        if not all(_fits(c.field, kinds[c.name]) for c in columns if c.name in kinds):
            del tables[name]
    return dataclasses.replace(data, tables=MappingProxyType(tables))


def _columns(table: TableData, file: str, record: type[Any]) -> Iterator[Problem]:
    fields = {field.name: field.field for field in table.spec.fields}
    for wanted in dataclasses.fields(record):
        name, kind = wanted.name, _kind(wanted)
        have = fields.get(name)
        place = (file, table.spec.line, f"{table.spec.name}.{name}")
        if have is None:
            if _required(wanted) and name not in table.spec.refused:
                yield problems.worded("tabelle", "spalte", place, {"spalte": name})
            continue
        if not _fits(have, kind):
            values = {"spalte": name, "soll": _WORDS[kind]}
            yield problems.worded("tabelle", "art", place, values)
        elif _required(wanted) and table.has(name):
            for line, row in table.clean():
                if row[name] is None:
                    yield problems.found("pflicht", "leer", file=table.file, line=line, column=name)


def _records(record: type[T], rows: Iterable[Row]) -> Iterator[T]:
    fields = dataclasses.fields(record)  # type: ignore[arg-type]
    plan: list[tuple[str, int, bool]] = []
    for row in rows:
        if not plan:  # the rows of a table have the same places
            there = [field for field in fields if field.name in row.places]
            plan = [(f.name, row.places[f.name], _kind(f) == "Decimal") for f in there]
        cells, values = row.cells, dict[str, Any]()
        for name, place, decimal in plan:
            value: Any = cells[place]
            if value is not None:
                values[name] = Decimal(value) if decimal else value
        yield record(**values)


def all_records(data: Data) -> dict[str, Any]:
    """The records of each attribute of the catalogue. Only after everything was found right."""
    result: dict[str, tuple[Any, ...]] = {}
    for name, (attribute, record) in TABLES.items():
        if table := data.tables.get(name):
            result[attribute] = tuple(_records(record, table.rows))
    for attribute in ("bereiche", "lebensphasen"):
        rows = result.get(attribute, ())
        result[attribute] = tuple(sorted(rows, key=lambda row: (row.reihenfolge, row.id)))
    return result


def of_package(data: Data, package: str) -> dict[str, tuple[Any, ...]]:
    """The records of one package alone, as an earlier version held them.

    Nothing where a column is missing or of another kind than the records know by now.
    """
    names = [name for name in TABLES if name.startswith(f"{package}/") and name in data.tables]
    for name in names:
        if any(True for _ in _columns(data.tables[name], "", TABLES[name][1])):
            return {}
    attributes = {TABLES[name][0] for name in names}
    return {key: rows for key, rows in all_records(data).items() if key in attributes}
