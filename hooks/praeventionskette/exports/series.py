"""Indicators over the years: a file for each year that has values of several areas."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..catalogue import Catalogue, Kennzahl
from ..published import Published
from .tables import filtered_csv

AREAS = 3
"""A year is an entry of its own where at least so many areas have a value: fewer compare nothing.
The whole table holds all values all the same."""


@dataclass(frozen=True, slots=True)
class Year:
    """The values of one indicator in one year. rows: their numbers in the table, from 0."""

    kennzahl: Kennzahl
    jahr: int
    areas: int
    file: Published


def years(catalogue: Catalogue) -> list[Year]:
    """The years of every indicator that has at least two of them, in order."""
    package = catalogue.package("monitoring")
    table = package.table("werte") if package else None
    if table is None or {"kennzahl", "gebiet", "jahr", "wert"} - {f.name for f in table.fields}:
        return []
    rows: dict[tuple[str, int], set[int]] = defaultdict(set)
    areas: dict[tuple[str, int], set[str]] = defaultdict(set)
    for number, row in enumerate(table.rows):
        jahr = row["jahr"]
        if isinstance(jahr, int):
            key = (str(row["kennzahl"]), jahr)
            rows[key].add(number)
            if row["wert"] is not None:
                areas[key].add(str(row["gebiet"]))
    found: list[Year] = []
    for kennzahl in catalogue.kennzahlen:
        own = sorted(j for k, j in areas if k == kennzahl.id and len(areas[k, j]) >= AREAS)
        for jahr in own if len(own) > 1 else ():
            name = f"{kennzahl.id}-{jahr}.csv"
            content = filtered_csv(table, rows[kennzahl.id, jahr])
            title = f"{kennzahl.name} {jahr}"
            path = f"daten/monitoring/reihen/{name}"
            file = Published(path, content, "csv", title, "monitoring", "reihen")
            found.append(Year(kennzahl, jahr, len(areas[kennzahl.id, jahr]), file))
    return found
