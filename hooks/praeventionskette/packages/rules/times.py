"""Weekly times, single dates and holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from praeventionskette import problems
from praeventionskette.messages import listed, meant
from praeventionskette.packages.cells import CellError, clock
from praeventionskette.packages.model import Data, Row, TableData
from praeventionskette.problems import Problem
from praeventionskette.times import WOCHENTAGE, minutes

TIMES, DATES, HOLIDAYS = "angebote/zeiten", "angebote/termine", "angebote/ferien"


def words(data: Data) -> Iterator[Problem]:
    """Days of the week and clock times are spelt as the site reads them, whatever the schema."""
    for name in (TIMES, DATES):
        table = data.table(name, "von", "bis")
        for line, row in table.clean() if table else ():
            for column in ("von", "bis"):
                try:
                    clock(str(row[column] or "00:00"))
                except CellError as wrong:
                    place = (table.file if table else "", line, column)
                    yield problems.worded(wrong.rule, wrong.key, place, wrong.values)
    table = data.table(TIMES, "wochentag")
    for line, row in table.clean() if table else ():
        if table and row["wochentag"] not in WOCHENTAGE:
            yield problems.found(
                "auswahl", "wert", file=table.file, line=line, column="wochentag",
                wert=row["wochentag"], erlaubt=listed(WOCHENTAGE),
                vorschlag=meant(str(row["wochentag"]), WOCHENTAGE),
            )  # fmt: skip


def clocks(data: Data) -> Iterator[Problem]:
    """A slot ends after it begins, on the same day, and an end is never named without a start."""
    for name in (TIMES, DATES):
        table = data.table(name, "von", "bis")
        for line, row in table.clean() if table else ():
            start, end = row["von"], row["bis"]
            key = (
                "halb" if end and not start
                else "folge" if _clock(start) and _clock(end) and str(start) >= str(end)
                else ""
            )  # fmt: skip
            if table and key:
                yield problems.found(
                    "zeiten", key, file=table.file, line=line, column="bis", von=start, bis=end
                )


def periods(data: Data) -> Iterator[Problem]:
    """A time of validity, and a time of holidays, ends no sooner than it begins."""
    for name, first, last in ((TIMES, "gueltig_von", "gueltig_bis"), (HOLIDAYS, "von", "bis")):
        table = data.table(name, first, last)
        for line, row in table.clean() if table else ():
            start, end = row[first], row[last]
            wrong = isinstance(start, dt.date) and isinstance(end, dt.date) and start > end
            if table and wrong:
                yield problems.found(
                    "zeiten", "zeitraum", file=table.file, line=line, column=last,
                    von=start, bis=end,
                )  # fmt: skip


def overlaps(data: Data) -> Iterator[Problem]:
    """At one place, an offer has no two slots at the same time, and no slot twice."""
    keys = {TIMES: ("angebot", "wochentag"), DATES: ("angebot", "datum")}
    for name, key in keys.items():
        table = data.table(name, *key, "von", "bis")
        groups: dict[tuple[object, ...], list[tuple[int, Row]]] = {}
        for line, row in table.clean() if table else ():
            groups.setdefault((*(row[k] for k in key), row.get("ort")), []).append((line, row))
        for group in groups.values() if table else ():
            yield from _overlaps(table, group)  # type: ignore[arg-type]


def _overlaps(table: TableData, group: list[tuple[int, Row]]) -> Iterator[Problem]:
    for number, (line, row) in enumerate(group):
        for before, other in group[:number]:
            if _together(row, other) and _same_days(row, other):
                key = "ueberschneidung" if row["von"] and other["von"] else "doppelt"
                yield problems.found(
                    "zeiten", key, file=table.file, line=line, column="von", vorher=before,
                    von=row["von"], bis=row["bis"] or row["von"],
                )  # fmt: skip
                break


def _clock(value: object) -> bool:
    return isinstance(value, str) and len(value) == 5 and value.replace(":", "").isdecimal()


def _span(row: Row) -> tuple[int, int]:
    """Minutes of a day; unknown times fill it, an unknown end lasts no time."""
    start, end = row["von"], row["bis"]
    if not _clock(start):
        return 0, minutes("24:00")
    return minutes(str(start)), minutes(str(end)) if _clock(end) else minutes(str(start)) + 1


def _together(one: Row, other: Row) -> bool:
    (a, b), (c, d) = _span(one), _span(other)
    return a < d and c < b


def _same_days(one: Row, other: Row) -> bool:
    def day(row: Row, column: str, blank: dt.date) -> dt.date:
        value = row.get(column)
        return value if isinstance(value, dt.date) else blank

    return day(one, "gueltig_von", dt.date.min) <= day(other, "gueltig_bis", dt.date.max) and day(
        other, "gueltig_von", dt.date.min
    ) <= day(one, "gueltig_bis", dt.date.max)


def places(data: Data) -> Iterator[Problem]:
    """A slot takes place where its offer does."""
    offers = data.table("angebote/angebote", "id", "orte")
    if offers is None:
        return
    known = {str(row["id"]): row["orte"] or () for _, row in offers.clean()}
    for name in (TIMES, DATES):
        table = data.table(name, "angebot", "ort")
        for line, row in table.clean() if table else ():
            offer, place = str(row["angebot"]), row["ort"]
            have = known.get(offer)
            if table and place and isinstance(have, tuple) and place not in have:
                yield problems.found(
                    "zeiten", "ort", file=table.file, line=line, column="ort",
                    ort=place, angebot=offer,
                )  # fmt: skip
