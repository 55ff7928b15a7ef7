"""Our tables → records of HSDS. Which column goes where is said by ``hsds`` in the schemas.

A table whose column carries ``<entity>.id`` gives one record of the entity a row. A column with a
term of another entity gives a record that hangs on it: a telephone number, an address. Where such
a column is a list, or refers to another table, each value makes a record of its own. Columns with
the same plain term are joined. A category may say with its own ``hsds`` what is written for it;
else it is the category's label.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ...catalogue import Catalogue, Cell, Field, Package, Table
from ...identifiers import identifier
from .tables import CHOICES, TABLES

Value = str | int | Decimal | dt.date
Record = dict[str, Value]
Records = dict[str, list[Record]]
"""Records by entity, each with its columns."""


@dataclass(frozen=True)
class Source:
    """One of our tables that gives records of ``entity``."""

    entity: str
    package: Package
    table: Table
    key: str
    """Column that names the row."""
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column → category → what HSDS calls it ("" for: nothing)."""

    @property
    def name(self) -> str:
        return f"{self.package.name}/{self.table.name}"

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all rows."""
        return frozenset(str(row[self.key]) for row in self.table.rows)

    @cached_property
    def columns(self) -> Mapping[str, tuple[tuple[Field, str], ...]]:
        """By entity our columns that fill it, each with the name of its column there."""
        found: dict[str, list[tuple[Field, str]]] = {}
        for f in self.table.fields:
            entity, _, column = f.hsds.partition(".")
            table = TABLES.get(entity)
            if table is not None and table.column(column) and f.name != self.key:
                found.setdefault(entity, []).append((f, column))
        return {entity: tuple(columns) for entity, columns in found.items()}

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Column → category → what is written for it ("" for: nothing)."""
        return {
            f.name: {**({} if f.hsds in CHOICES else dict(f.categories)),
                     **self.terms.get(f.name, {})}
            for f in self.table.fields
        }  # fmt: skip


def sources(catalogue: Catalogue) -> dict[str, Source]:
    """The tables that give records, by ``package/table``."""
    found = {}
    for package in catalogue.packages:
        for table in package.tables:
            for f in table.fields:
                entity, _, column = f.hsds.partition(".")
                if column == "id" and entity in TABLES:
                    terms = _terms(package, table)
                    source = Source(entity, package, table, f.name, terms)
                    found[source.name] = source
                    break
    return found


def _terms(package: Package, table: Table) -> dict[str, dict[str, str]]:
    described = next(r for r in package.descriptor["resources"] if r["name"] == table.name)
    found: dict[str, dict[str, str]] = {}
    for f in described["schema"]["fields"]:
        for category in f.get("categories", ()):
            if isinstance(category, dict) and isinstance(category.get("hsds"), str):
                found.setdefault(f["name"], {})[str(category["value"])] = category["hsds"]
    return found


class Builder:
    """Makes the records of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.town = catalogue.town
        self.sources = sources(catalogue)
        self.records: Records = {entity: [] for entity in TABLES}

    def build(self) -> Records:
        """All records as the tables give them; nothing is completed yet."""
        for source in self.sources.values():
            for row in source.table.rows:
                self._row(source, row)
        return self.records

    def id_of(self, source: Source, key: str) -> str:
        """The identifier of the record that a row gives."""
        return identifier(self.town, source.entity, source.name, key)

    def _row(self, source: Source, row: Mapping[str, Cell]) -> None:
        own: Record = {"id": self.id_of(source, str(row[source.key]))}
        for f, column in source.columns.get(source.entity, ()):
            for value in self._values(source, f, row.get(f.name)):
                self._put(own, source.entity, column, value)
        self.records[source.entity].append(own)
        for entity, columns in source.columns.items():
            if entity != source.entity:
                self._hang(source, row, own, entity, columns)

    def _hang(
        self,
        source: Source,
        row: Mapping[str, Cell],
        own: Record,
        entity: str,
        columns: tuple[tuple[Field, str], ...],
    ) -> None:
        """The records of another entity that hang on this row's own one."""
        key = str(row[source.key])
        base = self._linked(source.entity, str(own["id"]), entity)
        if base is None:
            return
        many = []
        for f, column in columns:
            if f.delimiter or column.endswith("_id"):
                many.append((f, column))
                continue
            for value in self._values(source, f, row.get(f.name)):
                self._put(base, entity, column, value)
        if not many:
            if len(base) > 1:
                self._add(entity, (source.name, key), base)
            return
        for f, column in many:
            cell = row.get(f.name)
            for item in cell if isinstance(cell, tuple) else (cell,):
                for value in self._values(source, f, item):
                    record = {**base, column: value}
                    self._add(entity, (source.name, key, f.name, str(item)), record)

    def attach(self, source: Source, key: str, term: Source, term_key: str) -> None:
        """A taxonomy term for a row, where it follows from the data and stands in no column."""
        base = self._linked(source.entity, self.id_of(source, key), "attribute")
        if base is not None:
            base["taxonomy_term_id"] = self.id_of(term, term_key)
            self._add("attribute", (source.name, key, term.name, term_key), base)

    def _linked(self, entity: str, id_: str, hanging: str) -> Record | None:
        """The start of a record that hangs on another; None where HSDS knows no such thing."""
        table = TABLES[hanging]
        if table.column(f"{entity}_id"):
            return {f"{entity}_id": id_}
        if table.column("link_id"):
            return {"link_id": id_, "link_entity": entity}
        return None

    def _add(self, entity: str, path: tuple[str, ...], record: Record) -> None:
        self.records[entity].append({"id": identifier(self.town, entity, *path), **record})

    def _values(self, source: Source, f: Field, cell: Cell) -> Iterator[Value]:
        """What HSDS gets for a cell: nothing where it is empty or says that nothing is known."""
        column = f.hsds.partition(".")[2]
        for item in cell if isinstance(cell, tuple) else (cell,):
            if item is None or item == "":
                continue
            if column.endswith("_id"):
                yield from self._referred(f, str(item))
            elif isinstance(item, bool):
                yield "ja" if item else "nein"
            elif isinstance(item, str):
                if text := source.words[f.name].get(item, item):
                    yield text
            else:
                yield item

    def _referred(self, f: Field, key: str) -> Iterator[str]:
        for target in f.references:
            source = self.sources.get(target.rpartition(".")[0])
            if source and key in source.keys:
                yield self.id_of(source, key)
                return

    @staticmethod
    def _put(record: Record, entity: str, column: str, value: Value) -> None:
        before = record.get(column)
        known = TABLES[entity].column(column)
        if before is not None and known and (known.type, known.format) == ("string", ""):
            value = f"{before}\n\n{value}" if str(before) != str(value) else value
        record[column] = value
