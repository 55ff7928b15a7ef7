"""Indicators and their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from praeventionskette import problems
from praeventionskette.catalogue import Cell
from praeventionskette.packages.model import Data
from praeventionskette.problems import Problem

MEASURED = "gemessen"
METHODS = ("quantile", "jenks")
LIMITS, SIDES = 4, 6
"""Most fixed limits of a map: more colours cannot be told apart (second: for both signs)."""


def gaps(data: Data) -> Iterator[Problem]:
    """A value stands where it was measured and nowhere else; each gap has its reason."""
    table = data.table("monitoring/werte", "wert", "status")
    for line, row in table.clean() if table else ():
        blank, measured = row["wert"] is None, row["status"] == MEASURED
        key = (
            "fehlt" if blank and measured
            else "zuviel" if not blank and not measured
            else "grund" if blank and row.get("hinweis") is None
            else ""
        )  # fmt: skip
        if key and table:
            column = "hinweis" if key == "grund" else "wert"
            yield problems.found(
                "wert", key, file=table.file, line=line, column=column,
                wert=row["wert"], status=row["status"],
            )  # fmt: skip


def years(data: Data) -> Iterator[Problem]:
    """A value has a year or says why not, and its day lies in that year."""
    table = data.table("monitoring/werte", "jahr")
    for line, row in table.clean() if table else ():
        year, day = row["jahr"], row.get("stichtag")
        if table and year is None and row.get("hinweis") is None:
            yield problems.found("jahr", "leer", file=table.file, line=line, column="jahr")
        if table and isinstance(year, int) and isinstance(day, str) and int(day[:4]) != year:
            yield problems.found(
                "jahr", "stichtag", file=table.file, line=line, column="stichtag",
                wert=day, jahr=year,
            )  # fmt: skip


def once(data: Data) -> Iterator[Problem]:
    """One source gives one value for an indicator, an area and a time."""
    table = data.table("monitoring/werte", "kennzahl", "gebiet")
    first: dict[tuple[object, ...], int] = {}
    for line, row in table.clean() if table else ():
        key = tuple(row.get(name) for name in ("kennzahl", "gebiet", "jahr", "stichtag", "quelle"))
        before = first.setdefault(key, line)
        if table and before != line:
            yield problems.found(
                "wert-doppelt", "zeile", file=table.file, line=line, column="kennzahl",
                kennzahl=row["kennzahl"], gebiet=row["gebiet"], zeile=before,
            )  # fmt: skip


def ranges(data: Data) -> Iterator[Problem]:
    """Counts are whole and not negative; shares in per cent lie between 0 and 100."""
    table = data.table("monitoring/werte", "kennzahl", "wert")
    kinds = data.table("monitoring/kennzahlen", "id", "art", "einheit")
    if table is None or kinds is None:
        return
    kind_of = {row["id"]: (row["art"], row["einheit"]) for _, row in kinds.clean()}
    for line, row in table.clean():
        value = row["wert"]
        kind, unit = kind_of.get(row["kennzahl"], ("", ""))
        if not isinstance(value, Decimal | int):
            continue
        key = ""
        if kind == "anzahl" and (value < 0 or value != int(value)):
            key = "anzahl"
        elif kind == "anteil" and unit in ("%", "Prozent") and not 0 <= value <= 100:
            key = "anteil"
        if key:
            yield problems.found(
                "wertebereich", key, file=table.file, line=line, column="wert", wert=value
            )


def population(data: Data) -> Iterator[Problem]:
    """A quarter's population and the value of the indicator for the same day and source agree."""
    quarters = data.table("quartiere/quartiere", "id", "einwohner", "einwohner_stichtag", "quelle")
    values = data.table("monitoring/werte", "kennzahl", "gebiet", "stichtag", "wert", "quelle")
    if quarters is None or values is None:
        return
    stated = {
        (row["id"], row["einwohner_stichtag"], row["quelle"]): (row["einwohner"], line)
        for line, row in quarters.clean()
        if row["einwohner"] is not None
    }
    for line, row in values.clean():
        key = (row["gebiet"], row["stichtag"], row["quelle"])
        if row["kennzahl"] != "einwohner" or row["wert"] is None or key not in stated:
            continue
        other, place = stated[key]
        if row["wert"] != other:
            yield problems.found(
                "widerspruch", "einwohner", file=values.file, line=line, column="wert",
                wert=row["wert"], andere=other, datei=quarters.file, zeile=place,
            )  # fmt: skip


def classes(data: Data) -> Iterator[Problem]:
    """How a map is classed is a method we know, or a few limits in rising order."""
    table = data.table("monitoring/kennzahlen", "art", "klassen")
    for line, row in table.clean() if table else ():
        wanted = row["klassen"]
        if not table or not isinstance(wanted, str) or wanted in METHODS:
            continue
        most = SIDES if row["art"] == "saldo" else LIMITS
        limits = [_number(part) for part in wanted.removeprefix("ab ").split("|")]
        known = [value for value in limits if value is not None]
        key = (
            "form" if len(known) < len(limits) or len(limits) < 2
            else "viele" if len(limits) > most
            else "folge" if any(a >= b for a, b in pairwise(known))
            else ""
        )  # fmt: skip
        if key:
            yield problems.found(
                "klassen", key, file=table.file, line=line, column="klassen",
                wert=wanted, hoechstens=most,
            )  # fmt: skip


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,3})?", text) else None


def denominators(data: Data) -> Iterator[Problem]:
    """The denominator of a share is a count, and not 0 where the share has a value."""
    kinds = data.table("monitoring/kennzahlen", "id", "art", "einheit", "nenner_kennzahl")
    if kinds is None:
        return
    kind_of = {row["id"]: row["art"] for _, row in kinds.clean()}
    base_of: dict[Cell, Cell] = {}
    for line, row in kinds.clean():
        base = row["nenner_kennzahl"]
        if base is None or base not in kind_of:
            continue  # a name that does not exist is told by the reference
        base_of[row["id"]] = base
        share = row["art"] == "anteil" and row["einheit"] in ("%", "Prozent")
        key = "" if share and kind_of[base] == "anzahl" else "anzahl" if share else "anteil"
        if key:
            yield problems.found(
                "nenner", key, file=kinds.file, line=line, column="nenner_kennzahl", wert=base
            )
    values = data.table("monitoring/werte", "kennzahl", "gebiet", "jahr", "wert")
    zero = {
        (row["kennzahl"], row["gebiet"], row["jahr"]): line
        for line, row in values.clean()
        if row["wert"] == 0
    } if values else {}  # fmt: skip
    for line, row in values.clean() if values else ():
        place = zero.get((base_of.get(row["kennzahl"]), row["gebiet"], row["jahr"]))
        if values and place and row["wert"] is not None:
            yield problems.found(
                "nenner", "null", file=values.file, line=line, column="wert",
                wert=row["wert"], zeile=place,
            )  # fmt: skip
