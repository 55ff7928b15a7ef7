"""„Alles noch richtig“: one day into ``geprueft_am`` of all offers of an organisation.

The cells are replaced where they stand; no other byte of the file changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from praeventionskette import problems
from praeventionskette.editing import lookup
from praeventionskette.problems import Problem

OFFERS, ORGANISATIONS = "angebote/angebote", "angebote/traeger"
COLUMN = "geprueft_am"
OLD_DAYS = 366
"""A confirmation that is older is more likely a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The new bytes of the table, the offers that were confirmed, and those that were not."""

    raw: bytes
    changed: tuple[str, ...] = ()
    left: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place in the text: from ``start`` up to ``end``, quotes included."""

    value: str
    start: int
    end: int


def organisation(
    text: str, rows: Sequence[Mapping[str, str]], file: str
) -> tuple[str, Problem | None]:
    """The key of an organisation that is named by key or by name, or what is wrong with it."""
    index = lookup.Lookup()
    index.add(rows, "id")
    found = index.find(text, {})
    if not found.why:
        return found.key, None
    return "", problems.worded("bestaetigung", found.why, (file, 0, ""), found.values)


def day_problem(day: dt.date, today: dt.date, file: str) -> Problem | None:
    """Why a day cannot be one on which somebody asked, or None."""
    if day > today:
        return problems.found("bestaetigung", "zukunft", file=file, wert=day)
    if (today - day).days > OLD_DAYS:
        return problems.found("bestaetigung", "lange_her", file=file, wert=day)
    return None


def confirm(
    raw: bytes, file: str, organisation_id: str, day: dt.date, only: Collection[str] = ()
) -> Confirmed:
    """Set the day for the current offers of an organisation. only: keys, where not all are meant.

    raw: a table that the check has found right. Offers that ended keep their day, and no day is
    set back or set before the source itself.
    """
    text = raw.decode("utf-8")
    table = list(_rows(text))
    header = [cell.value for cell in table[0]]
    place = {name: number for number, name in enumerate(header)}
    if not {"id", "traeger", "status", COLUMN} <= set(place):
        return Confirmed(raw, left=(problems.found("bestaetigung", "spalte", file=file),))
    new, changed, left = text, [], []
    line = {id(row): text.count("\n", 0, row[0].start) + 1 for row in table}
    for row in reversed(table[1:]):
        value = {name: row[number].value for name, number in place.items() if number < len(row)}
        if value.get("traeger") != organisation_id or (only and value["id"] not in only):
            continue
        cell = row[place[COLUMN]]
        why = _why_not(value, day)
        if why:
            found = problems.found(
                "bestaetigung", why, file=file, line=line[id(row)], column=COLUMN,
                angebot=value["id"], wert=cell.value or value.get("quelle_stand", ""),
                status=value["status"],
            )  # fmt: skip
            left.append(found)
        elif cell.value != day.isoformat():
            new = new[: cell.start] + day.isoformat() + new[cell.end :]
            changed.append(value["id"])
    return Confirmed(new.encode("utf-8"), tuple(reversed(changed)), tuple(reversed(left)))


def _why_not(value: Mapping[str, str], day: dt.date) -> str:
    if value["status"] != "aktiv":
        return "nicht_aktiv"
    if value[COLUMN] > day.isoformat():
        return "neuer"
    source = value.get("quelle_stand", "")
    if source and day.isoformat()[: len(source)] < source:
        return "quelle"
    return ""


def _rows(text: str) -> Iterator[list[Cell]]:
    """Each row of a comma-separated text as cells with their places."""
    row: list[Cell] = []
    at = 0
    while at < len(text):
        start = at
        if text[at] == '"':
            at += 1
            while text[at] != '"' or text[at + 1 : at + 2] == '"':
                at += 2 if text[at] == '"' else 1
            at += 1
            value = text[start + 1 : at - 1].replace('""', '"')
        else:
            while at < len(text) and text[at] not in ",\n":
                at += 1
            value = text[start:at]
        row.append(Cell(value, start, at))
        end = at >= len(text) or text[at] == "\n"
        if not end and at + 1 == len(text):  # a comma ends the file: one more blank cell
            row.append(Cell("", at + 1, at + 1))
            end = True
        at += 1
        if end:
            yield row
            row = []
