"""Offers and the phases they reach."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from praeventionskette import problems
from praeventionskette.catalogue import Angebot, Lebensphase, reaches
from praeventionskette.packages.model import Data, Row
from praeventionskette.problems import Problem

OLDEST = 130


def ages(data: Data) -> Iterator[Problem]:
    """The first age is not above the last, and both are ages that people have."""
    for table in data.tables.values():
        for line, row in table.clean() if table.has("alter_von", "alter_bis") else ():
            low, high = row["alter_von"], row["alter_bis"]
            for column, age in (("alter_von", low), ("alter_bis", high)):
                if isinstance(age, Decimal | int) and not 0 <= age <= OLDEST:
                    yield problems.found(
                        "alter", "spanne", file=table.file, line=line, column=column, wert=age
                    )
            if isinstance(low, Decimal | int) and isinstance(high, Decimal | int) and low > high:
                yield problems.found(
                    "alter", "folge", file=table.file, line=line, column="alter_bis",
                    von=low, bis=high,
                )  # fmt: skip


def _part(record: type[Any], row: Row) -> Any:
    """A record with blanks for whatever the table lacks; enough to derive phases from."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = row.get(field.name)
        if value is None and field.default is dataclasses.MISSING:
            value = ""
        if value is not None:
            values[field.name] = value
    return record(**values)


def phases(data: Data) -> Iterator[Problem]:
    """Every offer that is shown as current reaches at least one phase of the chain."""
    offers = data.table("angebote/angebote", "id", "status", "alter_von", "alter_bis")
    table = data.table("angebote/lebensphasen", "id", "alter_von", "alter_bis")
    if offers is None or table is None or table.bad or not table.readable:
        return
    chain: list[Lebensphase] = [_part(Lebensphase, row) for _, row in table.clean()]
    for line, row in offers.clean():
        offer: Angebot = _part(Angebot, row)
        if offer.status != "aktiv" or any(reaches(offer, phase) for phase in chain):
            continue
        blank = offer.alter_von is None and offer.alter_bis is None
        yield problems.found(
            "phase", "leer" if blank else "keine", file=offers.file, line=line,
            column="alter_von", von=offer.alter_von, bis=offer.alter_bis,
        )  # fmt: skip
