"""Rows of an office's table → rows of ours, by the mapping; and all that did not come along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from praeventionskette import problems
from praeventionskette.editing import convert, heads
from praeventionskette.editing.heads import Head
from praeventionskette.editing.mapping import Column, Sign, TableMap
from praeventionskette.editing.reading import folded, heading, number, plain, time_in
from praeventionskette.editing.sheets import Sheet, Value
from praeventionskette.messages import Shown
from praeventionskette.packages.model import ResourceSpec
from praeventionskette.problems import Problem

NOTE = re.compile(r"(\d\)|[¹²³⁴⁵⁶⁷⁸⁹]|\*+)\s*(\S.*)")
_MOMENTS = {
    "{jahr}": r"(?:19|20)\d\d",
    "{datum}": r"(?:\d{4}\D?\d\d?\D?\d\d?|\d\d?\D{0,2}\d\d?\D{0,2}\d{4})",
}
SECRET, SECRET_HINT = "geheim", "Die Quelle zeigt diese Zahl nicht."
"""One sentence for all that is secret, whatever sign and footnote the source has there."""
EXAMPLE = "beispiel"
"""Key of the example row of the template."""


@dataclass(slots=True)
class Taken:
    """What came of a sheet: rows as text by column, with the row of the sheet each is from."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    """What has to be mended before anything is written."""
    left: list[Problem] = field(default_factory=list)
    """What did not come along, and why."""
    read: int = 0
    """Rows of the body that held anything."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet with its header, and the mapping that fits it."""

    file: str
    sheet: Sheet
    head: Head
    table: TableMap
    spec: ResourceSpec

    def problem(
        self, rule: str, key: str, row: int = -1, column: str = "", **values: object
    ) -> Problem:
        """A problem on a row of the sheet (from 0)."""
        return problems.worded(rule, key, (self.file, row + 1, column), values)


def places(source: Source) -> Iterator[tuple[int, Column, str]]:
    """Position, mapping and heading as it stands of each mapped column; {jahr} fits any year."""
    for place, name in enumerate(source.head.names):
        for column in source.table.spalten:
            if fits(column.heading, name or f"Spalte {heads.letter(place)}"):
                yield place, column, name
                break


def fits(wanted: str, name: str) -> bool:
    """Whether a heading is the one of the mapping: {jahr} is any year, {datum} any day."""
    if "{" not in wanted:
        return folded(wanted) == folded(name)
    parts = re.split(r"(\{jahr\}|\{datum\})", wanted)
    pattern = r"\W*".join(_MOMENTS.get(part) or _loose(part) for part in parts if part.strip())
    return re.fullmatch(pattern, " ".join(name.split()), re.IGNORECASE) is not None


def _loose(part: str) -> str:
    return r"\W*".join(re.escape(word) for word in re.findall(r"\w+", part))


def take(source: Source, reader: convert.Reader) -> Taken:
    """All rows of a sheet, converted; every row and column that stays behind is named."""
    taken = Taken()
    found = list(places(source))
    _columns_left(source, found, taken)
    if source.head.numbered >= 0:
        taken.left.append(source.problem("uebrig", "spaltennummern", source.head.numbered))
    for row, title in enumerate(source.head.titles(source.sheet)):
        if title:
            taken.left.append(source.problem("uebrig", "titel", row, text=title))
    notes = _notes(source)
    blank: list[int] = []
    for row in range(source.head.body, len(source.sheet.rows)):
        cells = source.sheet.rows[row]
        if not any(map(plain, cells)):
            blank.append(row)
            continue
        _blank_left(source, blank, taken)
        taken.read += 1
        if why := _left_out(source, found, cells):
            text = " | ".join(filter(None, (plain(cell) for cell in cells)))
            taken.left.append(source.problem("uebrig", why, row, text=text))
        else:
            _row(source, reader, row, found, notes, taken)
    return taken


def _columns_left(source: Source, found: Sequence[tuple[int, Column, str]], taken: Taken) -> None:
    used = {place: column for place, column, _ in found}
    for place, name in enumerate(source.head.names):
        body = source.sheet.rows[source.head.body :]
        filled = sum(1 for cells in body if plain(cells[place]))
        column = used.get(place)
        shown = name or f"Spalte {heads.letter(place)}"
        if column is None:
            if name or filled:
                taken.left.append(_column(source, "spalte", shown, filled))
        elif column.auslassen or not (column.feld or column.werte):
            taken.left.append(_column(source, "spalte_weg", shown, filled))


def _column(source: Source, key: str, shown: str, filled: int) -> Problem:
    return source.problem("uebrig", key, column=shown, name=shown, zahl=filled)


def _blank_left(source: Source, blank: list[int], taken: Taken) -> None:
    if blank:
        last = source.problem("uebrig", "leer", blank[0], bis=blank[-1] + 1)
        taken.left.append(last)
        blank.clear()


def _left_out(
    source: Source, found: Sequence[tuple[int, Column, str]], cells: Sequence[Value]
) -> str:
    """Why a row is no record (key of a sentence of rule ``uebrig``), or ""."""
    mapped = [(place, column) for place, column, _ in found if column.feld or column.werte]
    keys = [plain(cells[p]) for p, c in mapped if c.feld and c.werte is None]
    measures = [plain(cells[p]) for p, c in mapped if c.werte is not None]
    first = next(filter(None, map(plain, cells)), "")
    if [folded(heading(cell)) for cell in cells] in _header_rows(source):
        return "kopf"
    words = {folded(word) for word in source.table.zeilen_auslassen} - {""}
    for text in [*keys, first]:
        if text and any(folded(text) == w or _starts(text, w) for w in words):
            return "summe"
    key_place = next((p for p, c in mapped if c.feld == "id"), None)
    if key_place is not None and plain(cells[key_place]).casefold() == EXAMPLE:
        return "beispiel"
    if measures and not any(measures):
        return "anmerkung"
    if not any(keys) and not any(measures):
        return "anmerkung"
    if not measures and len(mapped) > 2 and sum(1 for cell in cells if plain(cell)) == 1 \
            and NOTE.fullmatch(first):  # fmt: skip
        return "anmerkung"
    return ""


def _header_rows(source: Source) -> list[list[str]]:
    head = source.head
    rows = source.sheet.rows[head.first : head.body - (head.numbered >= 0)]
    return [[folded(heading(cell)) for cell in row] for row in rows]


def _starts(text: str, word: str) -> bool:
    first = re.match(r"\w+", text)
    return first is not None and folded(first[0]) == word


def _notes(source: Source) -> dict[str, str]:
    """The texts of footnotes below the table, by their mark."""
    found: dict[str, str] = {}
    for cells in source.sheet.rows[source.head.body :]:
        filled = [plain(cell) for cell in cells if plain(cell)]
        if len(filled) == 1 and (match := NOTE.fullmatch(filled[0])):
            mark = match[1].translate(str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789"))
            found[mark.rstrip(")")] = match[2]
    return found


def _row(
    source: Source,
    reader: convert.Reader,
    row: int,
    found: Sequence[tuple[int, Column, str]],
    notes: Mapping[str, str],
    taken: Taken,
) -> None:
    cells = source.sheet.rows[row]
    base = dict(source.table.fest)
    say = _speaker(source, row, taken)
    before = len(taken.wrong)
    for place, column, name in found:
        if not column.feld or column.werte is not None or column.auslassen:
            continue
        if text := reader.cell(column, cells[place], partial(_said, say, name)):
            joined = [base[column.feld]] if base.get(column.feld) else []
            base[column.feld] = " ".join([*joined, text])
    measures = [(p, c, n) for p, c, n in found if c.werte is not None and not c.auslassen]
    if not measures:
        if len(taken.wrong) == before or base:
            taken.rows.append(base)
            taken.lines.append(row)
        return
    for place, column, name in measures:
        record = {**base, **(column.werte or {})}
        _time(source, record, name)
        if _measure(source, column, cells[place], notes, record, say, taken, row, name):
            taken.rows.append(record)
            taken.lines.append(row)


Say = Callable[..., None]


def _said(say: Say, name: str, key: str, **values: object) -> None:
    say(key, name, **values)


def _speaker(source: Source, row: int, taken: Taken) -> Say:
    def say(key: str, column: str, **values: object) -> None:
        rule, _, sentence = key.rpartition("/")
        taken.wrong.append(source.problem(rule or "zelle", sentence, row, column, **values))

    return say


def _time(source: Source, record: dict[str, str], name: str) -> None:
    """Year and day: the heading's own, else that of the titles where the mapping says so."""
    moment = time_in([name])
    if not moment and source.table.zeit == "titel":
        moment = time_in(source.head.titles(source.sheet))
    if moment:
        record.setdefault("jahr", moment[:4])
        if len(moment) == 10:
            record.setdefault("stichtag", moment)


def _measure(
    source: Source,
    column: Column,
    cell: Value,
    notes: Mapping[str, str],
    record: dict[str, str],
    say: Say,
    taken: Taken,
    row: int,
    name: str,
) -> bool:
    """Put a number, or the meaning of the sign in its place, into the record."""
    found = number(cell, source.table.zahlen)
    remarks = [record["hinweis"]] if record.get("hinweis") else []
    sign: Sign | None = None
    if found.value is None:
        sign = source.table.zeichen.get(found.sign)
        if sign is None and not found.sign and not plain(cell):
            taken.left.append(source.problem("uebrig", "zelle", row, name))
            return False
        if sign is None:
            known = found.sign or plain(cell)
            say("zeichen" if found.sign else "zahl", name, wert=known)
            return False
    if sign is not None and sign.status == SECRET and not sign.wert:
        record.update(wert="", status=SECRET, hinweis=sign.hinweis or SECRET_HINT)
        if found.mark:
            left = source.problem("uebrig", "fussnote_weg", row, name, zeichen=found.mark)
            taken.left.append(left)
        return True
    if sign is not None and not sign.wert:
        record.update(wert="", status=sign.status or "nicht-verfuegbar")
        remarks += [sign.hinweis or f"In der Quelle steht „{found.sign}“."]
    else:
        value = convert.scaled(sign.wert, "") if sign else convert.scaled(found.value, column.mal)
        record.update(wert=value, status="gemessen")
    if found.mark:
        text = notes.get(found.mark.rstrip(")"))
        remarks.append(text or f"In der Quelle mit Fußnote {found.mark}.")
        if not text:
            taken.left.append(source.problem("uebrig", "fussnote", row, name, zeichen=found.mark))
    if remarks:
        record["hinweis"] = Shown(" ".join(remarks))[:1000]
    return True
