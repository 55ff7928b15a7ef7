"""The audit of cross tables that anonymise.py wrote: rows, rates, certificate, earlier releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from praeventionskette import messages, problems
from praeventionskette.catalogue import Catalogue, Package, Table
from praeventionskette.disclosure import certificate as certificates
from praeventionskette.disclosure.crosstable import (
    COUNT_COLUMN,
    PROPERTY,
    STATUS_COLUMN,
    WITHHELD,
    CrossTable,
    Undeclared,
    declared,
)
from praeventionskette.disclosure.direct import rest
from praeventionskette.disclosure.geometry import Key, replace
from praeventionskette.disclosure.package import share
from praeventionskette.disclosure.primary import feature_totals
from praeventionskette.problems import Problem


def check(catalogue: Catalogue, earlier: tuple[Catalogue, ...] = ()) -> Iterator[Problem]:
    """Findings about every cross table of the catalogue."""
    for package in catalogue.packages:
        for resource in package.descriptor.get("resources", ()):
            entry = resource.get(PROPERTY) if isinstance(resource, dict) else None
            if isinstance(entry, dict) and "dimensionen" in entry:
                yield from _resource(package, resource, earlier)


def _file(package: Package, name: str) -> str:
    return f"datapackages/{package.name}/{name}"


def _resource(
    package: Package, resource: dict[str, Any], earlier: tuple[Catalogue, ...]
) -> Iterator[Problem]:
    descriptor = _file(package, "datapackage.json")
    table = package.table(str(resource.get("name")))
    try:
        cross, found = read(package, table, resource)
    except Undeclared as error:
        reason = messages.Shown(str(error))
        yield problems.found("geheim-angabe", "aufbau", file=descriptor, grund=reason)
        return
    yield from found
    if any(p.rule == "geheim-angabe" for p in found):
        return
    if cross.declaration.threshold < 5:
        value = cross.declaration.threshold
        yield problems.found("geheim-angabe", "schwelle", file=descriptor, wert=value)
    yield from _open(cross)
    yield from _certified(package, cross, earlier, str(resource.get("name")))


@dataclass
class _Rows:
    values: dict[Key, int | None]
    lines: dict[Key, int]


def read(
    package: Package, table: Table | None, resource: dict[str, Any]
) -> tuple[CrossTable, list[Problem]]:
    """The cross table of a resource, and what is wrong with its rows."""
    if table is None:
        raise Undeclared("Zur Tabelle fehlen Spalten oder Datei.")
    labels = {f.name: f.categories for f in table.fields}
    declaration = declared(resource[PROPERTY], labels)
    file = _file(package, table.path)
    names = [d.name for d in declaration.geometry.dimensions]
    wanted = {*names, COUNT_COLUMN, STATUS_COLUMN, *(c for c, _, _ in declaration.shares)}
    if not wanted <= {f.name for f in table.fields}:
        raise Undeclared("Eine Spalte, die „geheimhaltung“ nennt, fehlt in der Tabelle.")
    found: list[Problem] = []

    def say(rule: str, key: str, line: int, column: str = "", **values: object) -> None:
        found.append(problems.found(rule, key, file=file, line=line, column=column, **values))

    rows = _Rows({}, {})
    position = declaration.geometry.position
    shares: dict[Key, dict[str, Decimal | None]] = {}
    for n, row in enumerate(table.rows):
        line = table.lines[n] if n < len(table.lines) else 0
        key = tuple(str(row.get(name) or "") for name in names)
        words = messages.Shown(declaration.geometry.words(key))
        if key not in position:
            say("geheim-angabe", "zeile_fremd", line)
        elif key in rows.values:
            say("geheim-angabe", "zeile_doppelt", line, zelle=words)
        else:
            value = row.get(COUNT_COLUMN)
            if row.get(STATUS_COLUMN) == WITHHELD and value is not None:
                say("geheim-zeichen", "wert", line, COUNT_COLUMN)
            if value is not None and (
                not isinstance(value, int | Decimal) or value != int(value) or value < 0
            ):
                say("geheim-angabe", "zahl", line, COUNT_COLUMN, wert=value)
                value = None
            rows.values[key] = None if value is None else int(value)
            rows.lines[key] = line
            shares[key] = {c: _decimal(row.get(c)) for c, _, _ in declaration.shares}
    gap = [key for key in declaration.geometry.keys if key not in rows.values]
    if gap:
        words = messages.Shown(declaration.geometry.words(gap[0]))
        say("geheim-angabe", "zeile_fehlt", 0, zelle=words, anzahl=len(gap))
    cross = CrossTable(file, declaration, rows.values, rows.lines)
    if not gap:
        found += _shares(cross, shares)
    return cross, found


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _shares(cross: CrossTable, shares: dict[Key, dict[str, Decimal | None]]) -> Iterator[Problem]:
    """A rate must be the rounded quotient of two published counts, and nothing more."""
    geometry = cross.declaration.geometry
    axes = {d.name: n for n, d in enumerate(geometry.dimensions)}
    for column, dimension, decimals in cross.declaration.shares:
        axis = axes[dimension]
        total = geometry.dimensions[axis].total
        for key, rates in shares.items():
            rate = rates[column]
            if rate is None or total is None:
                continue
            part, whole = cross.values[key], cross.values[replace(key, axis, total)]
            place = (cross.file, cross.lines[key], column)
            if part is None or whole is None:
                yield problems.worded("geheim-anteil", "offen", place, {})
            elif whole == 0:
                yield problems.worded("geheim-anteil", "nenner_null", place, {})
            elif not 0 <= rate <= 100:
                yield problems.worded("geheim-anteil", "hundert", place, {"wert": rate})
            elif rate != share(part, whole, decimals):
                values = {"wert": rate, "teil": part, "ganz": whole}
                yield problems.worded("geheim-anteil", "falsch", place, values)


def _open(cross: CrossTable) -> Iterator[Problem]:
    """Small counts, rests and groups that stand there openly."""
    declaration = cross.declaration
    for key, value in cross.values.items():
        if value is None:
            continue
        place = (cross.file, cross.lines.get(key, 0), COUNT_COLUMN)
        words = messages.Shown(declaration.geometry.words(key))
        if 1 <= value < declaration.threshold:
            values = {"wert": value, "schwelle": declaration.threshold, "zelle": words}
            yield problems.worded("geheim-kleine-zahl", "wert", place, values)
        for total in feature_totals(declaration.geometry, key, declaration.features):
            whole = cross.values.get(total)
            if whole is not None:
                limits = (declaration.threshold, declaration.group_threshold)
                yield from rest(value, whole, place, words, *limits)


def _certified(
    package: Package, cross: CrossTable, earlier: tuple[Catalogue, ...], name: str
) -> Iterator[Problem]:
    """The certificate if it holds; the full audit if not, or if the public knows more."""
    from praeventionskette.disclosure.findings import findings

    threshold = max(cross.declaration.threshold, 5)
    old = _earlier(package, earlier, name)
    again = {k: v for k, v in old.items() if v is not None and cross.values.get(k, v) is None}
    for key, value in again.items():
        if 1 <= value < threshold:
            words = messages.Shown(cross.declaration.geometry.words(key))
            place = (cross.file, cross.lines.get(key, 0), COUNT_COLUMN)
            yield problems.worded("geheim-frueher", "wert", place, {"zelle": words})
    system = cross.system()
    if system.unknown:
        wrong = list(_certificate(package, cross, threshold))
        yield from wrong
        if wrong:
            yield from findings(system, threshold)
    else:
        yield from findings(system, threshold)
    if again:
        values = {**cross.values, **again}
        yield from findings(
            CrossTable(cross.file, cross.declaration, values, cross.lines).system(), threshold
        )


def _certificate(package: Package, cross: CrossTable, threshold: int) -> Iterator[Problem]:
    name = cross.declaration.certificate
    raw = package.files.get(name)
    file = _file(package, name or "datapackage.json")
    if raw is None:
        yield problems.found("geheim-zertifikat", "fehlt", file=file, datei=name)
        return
    try:
        certificate = certificates.load(raw)
    except certificates.Unreadable as error:
        reason = messages.Shown(str(error))
        yield problems.found("geheim-zertifikat", "unlesbar", file=file, grund=reason)
        return
    for wrong in certificates.verify(cross.system(), certificate, threshold)[:1]:
        yield problems.found("geheim-zertifikat", "falsch", file=file, grund=messages.Shown(wrong))


def _earlier(package: Package, earlier: tuple[Catalogue, ...], name: str) -> dict[Key, int | None]:
    """What earlier releases of the same table showed."""
    result: dict[Key, int | None] = {}
    for release in earlier:
        old = release.package(package.name)
        table = old.table(name) if old else None
        entries = old.descriptor.get("resources", ()) if old else ()
        resource = next((r for r in entries if r.get("name") == name and PROPERTY in r), None)
        if old is None or resource is None:
            continue
        try:
            cross, _ = read(old, table, resource)
        except Undeclared:
            continue
        result |= {k: v for k, v in cross.values.items() if v is not None}
    return result
