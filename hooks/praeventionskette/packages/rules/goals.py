"""Goals: what they are measured by, what serves them, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from praeventionskette import problems
from praeventionskette.packages.model import Data, Row, TableData
from praeventionskette.problems import Problem

GOALS = "leitbild/ziele"
MEASURES = "leitbild/ziel_kennzahlen"
SERVES = "leitbild/ziel_angebote"
FIELD = ("bereich", "lebensphase", "quartier")


def _wrong(table: TableData, line: int, column: str, key: str, **values: object) -> Problem:
    return problems.found("ziel", key, file=table.file, line=line, column=column, **values)


def targets(data: Data) -> Iterator[Problem]:
    """A target value says which way it lies, and a year stands only beside a target."""
    table = data.table(MEASURES, "zielwert", "richtung")
    for line, row in table.clean() if table else ():
        if table and row["zielwert"] is not None and row["richtung"] is None:
            yield _wrong(table, line, "richtung", "richtung", wert=row["zielwert"])
        if table and row.get("zieljahr") is not None and row["zielwert"] is None:
            yield _wrong(table, line, "zieljahr", "jahr", wert=row["zieljahr"])


def serving(data: Data) -> Iterator[Problem]:
    """A row names one offer or a field of the chain, not both and not neither, and only once."""
    table = data.table(SERVES, "ziel", "angebot", *FIELD)
    first: dict[tuple[object, ...], int] = {}
    for line, row in table.clean() if table else ():
        field = [row[name] for name in FIELD]
        if table and row["angebot"] is not None and any(field):
            yield _wrong(table, line, "angebot", "beides", wert=row["angebot"])
        elif table and row["angebot"] is None and not any(field):
            yield _wrong(table, line, "angebot", "nichts")
        before = first.setdefault((row["ziel"], row["angebot"], *field), line)
        if table and before != line:
            yield _wrong(table, line, "ziel", "doppelt", zeile=before)


def above(data: Data) -> Iterator[Problem]:
    """No goal is a part of itself, by whatever way round."""
    table = data.table(GOALS, "id", "ober")
    up = {row["id"]: row["ober"] for _, row in table.clean()} if table else {}
    for line, row in table.clean() if table else ():
        seen, at = {row["id"]}, row["ober"]
        while at is not None and at not in seen:
            seen.add(at)
            at = up.get(at)
        if table and at == row["id"]:
            yield _wrong(table, line, "ober", "kreis", wert=row["id"])


def gaps(data: Data) -> Iterator[Problem]:
    """A goal without an indicator, an offer or a body that answers for it is an open point."""
    table = data.table(GOALS, "id", "titel")
    if table is None or not table.readable:
        return
    measured, served = _named(data, MEASURES), _named(data, SERVES)
    for line, row in table.clean():
        for key, column, missing in (
            ("kennzahl", "id", measured is not None and row["id"] not in measured),
            ("angebot", "id", served is not None and row["id"] not in served),
            ("verantwortlich", "verantwortlich", _blank(table, row, "verantwortlich")),
        ):
            if missing:
                yield _open(table, line, column, key, ziel=row["titel"])
        if row.get("fehlt") is not None:
            yield _open(table, line, "fehlt", "fehlt", ziel=row["titel"], was=row["fehlt"])


def _blank(table: TableData, row: Row, column: str) -> bool:
    return not table.has(column) or row[column] is None


def _open(table: TableData, line: int, column: str, key: str, **values: object) -> Problem:
    point = problems.found("ziel-offen", key, file=table.file, line=line, column=column, **values)
    return replace(point, severity="offen")


def _named(data: Data, name: str) -> set[object] | None:
    """The goals that a table names; None where nothing may be concluded from it."""
    package = name.partition("/")[0]
    table = data.table(name, "ziel")
    if table is None:
        return None if package in data.broken or name in data.tables else set()
    return {row["ziel"] for row in table.rows} if table.readable else None
