"""One cell: text as written → typed value, or the sentence that says what is wrong with it.

``reader_for`` compiles a column to one function, so that a large table costs one call a cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from praeventionskette.catalogue import Cell
from praeventionskette.messages import Shown, listed, meant, show
from praeventionskette.packages import addresses
from praeventionskette.packages.model import FieldSpec

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"

CLOCK = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
"""Pattern of a column that holds clock times; the schema states it, so all programs can read it."""

Reader = Callable[[str], Cell]

DIGITS = 15
"""Digits of a number: what spreadsheets hold exactly, so that no download differs."""

_INTEGER = re.compile(rf"[+-]?\d{{1,{DIGITS}}}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(rf"(?!(?:[+-]?\.?\d){{{DIGITS + 1}}})[+-]?\d+(\.\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([.'’\s\u00a0\u2009\u202f]\d{3})+", re.ASCII)
_LONG = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(-(\d\d)(-(\d\d))?)?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_SPOKEN = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::00)?(?:\s?(?:Uhr|h))?", re.ASCII)
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd\ufffe\uffff"
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s()/.+-]*$)")


class CellError(Exception):
    """A cell that cannot stand: rule, key of its sentence, values for it."""

    def __init__(self, rule: str, key: str, **values: object) -> None:
        super().__init__(rule, key)
        self.rule, self.key, self.values = rule, key, values


def text(cell: str) -> str:
    """Any cell: no hidden signs, no blanks at its ends, no formula."""
    plain = cell.isprintable() and "\ufffd" not in cell  # the sign for what could not be read
    if not plain and (hidden := HIDDEN.search(cell)):
        raise CellError("unsichtbar", "zeichen", wert=cell, zeichen=hidden.group())
    if cell != cell.strip():
        raise CellError("leerraum", "rand", wert=cell)
    if _FORMULA.match(cell):
        raise CellError("formel", "anfang", wert=cell, zeichen=cell[0])
    return cell


def integer(cell: str) -> int:
    """A whole number."""
    if not _INTEGER.fullmatch(cell):
        if _NUMBER.fullmatch(cell) and not _GROUPED.fullmatch(cell):
            raise CellError("zahl", "ganz", wert=cell)
        raise _no_number(cell)
    return int(cell)


def year(cell: str) -> int:
    """A year of four digits, as the standard has it."""
    found = integer(cell)
    if not _YEAR.fullmatch(cell):
        raise CellError("jahr", "form", wert=cell)
    return found


def number(cell: str) -> Decimal:
    """A number with a decimal point."""
    if not _NUMBER.fullmatch(cell):
        raise _no_number(cell)
    return Decimal(cell)


def _no_number(cell: str) -> CellError:
    if _COMMA.fullmatch(cell):
        better = cell.replace(".", "").replace(",", ".")
        return CellError("zahl", "komma", wert=cell, besser=better)
    if _GROUPED.fullmatch(cell):
        return CellError("zahl", "gruppen", wert=cell, besser=re.sub(r"[^\d+-]", "", cell))
    if _LONG.fullmatch(cell):
        return CellError("zahl", "lang", wert=cell)
    return CellError("zahl", "keine", wert=cell)


def date(cell: str) -> dt.date:
    """A day as YYYY-MM-DD that the calendar knows."""
    if match := _DATE.fullmatch(cell):
        return _day(cell, *(int(part) for part in match.groups()))
    raise _no_date(cell, "tag")


def partial_date(cell: str) -> str:
    """A year, a month or a day that the calendar knows: 2024, 2024-03 or 2024-03-31."""
    if match := _PARTIAL.fullmatch(cell):
        year, month, day = (int(match.group(n) or 1) for n in (1, 3, 5))
        _day(cell, year, month, day)
        return cell
    raise _no_date(cell, "teil")


def _day(cell: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellError("datum", "kalender", wert=cell) from None


def _no_date(cell: str, key: str) -> CellError:
    if match := _GERMAN_DATE.fullmatch(cell):
        day, month, year = match.groups()
        better = f"{year}-{int(month):02d}-{int(day):02d}"
        _day(cell, int(year), int(month), int(day))
        return CellError("datum", "deutsch", wert=cell, besser=better)
    return CellError("datum", key, wert=cell)


def clock(cell: str) -> str:
    """A clock time as HH:MM, from 00:00 to 24:00."""
    if _CLOCK.fullmatch(cell):
        return cell
    match = _SPOKEN.fullmatch(cell)
    better = f"{int(match[1]):02d}:{match[2] or '00'}" if match else ""
    if _CLOCK.fullmatch(better):
        raise CellError("uhrzeit", "form", wert=cell, besser=better)
    raise CellError("uhrzeit", "keine", wert=cell)


def boolean_reader(field: FieldSpec) -> Reader:
    """Yes or no in the words of the schema."""
    yes, no = frozenset(field.true_values), frozenset(field.false_values)
    words = listed([*field.true_values[:1], *field.false_values[:1]])

    def read(cell: str) -> bool:
        if cell in yes:
            return True
        if cell in no:
            return False
        raise CellError("ja-nein", "wort", wert=cell, erlaubt=words)

    return read


def is_partial_date(field: FieldSpec) -> bool:
    """Whether a text column holds dates that may lack month and day."""
    name = field.name
    by_name = name in ("stand", "stichtag") or name.endswith(("_stand", "_stichtag"))
    return field.field.type == "string" and (
        by_name or field.constraints.get("pattern") == PARTIAL_DATE
    )


def is_clock(field: FieldSpec) -> bool:
    """Whether a text column holds clock times."""
    return field.field.type == "string" and field.constraints.get("pattern") == CLOCK


def _base(field: FieldSpec) -> Reader:
    kind = field.field.type
    if is_clock(field):
        return clock
    if is_partial_date(field):
        return partial_date
    if kind == "boolean":
        return boolean_reader(field)
    simple: dict[str, Reader] = {
        "integer": integer, "year": year, "number": number, "date": date,
    }  # fmt: skip
    return simple.get(kind) or addresses.reader_for(field.name, field.format) or str


def _limits(field: FieldSpec) -> list[Callable[[str, Cell], None]]:
    """The constraints of a column as functions of the cell as written and its value."""
    checks: list[Callable[[str, Cell], None]] = []
    have = field.constraints
    if field.allowed:
        allowed = frozenset(field.allowed)

        def one_of(cell: str, value: Cell) -> None:
            if cell not in allowed:
                raise CellError(
                    "auswahl", "wert", wert=cell, erlaubt=lambda: listed(field.allowed),
                    vorschlag=lambda: meant(cell, field.allowed),
                )  # fmt: skip

        checks.append(one_of)
    if "pattern" in have and not (is_partial_date(field) or is_clock(field)):
        pattern = re.compile(have["pattern"])

        def fits(cell: str, value: Cell) -> None:
            if not pattern.fullmatch(cell):
                example = field.field.example
                if example:
                    example = Shown(f" Zum Beispiel: {show(example)}")
                raise CellError("muster", "form", wert=cell, beispiel=example)

        checks.append(fits)
    for key, (sentence, wrong) in _LENGTHS.items():
        if key in have:
            checks.append(_length(sentence, have[key], wrong))
    for key, (sentence, beyond) in _BOUNDS.items():
        if key in have:
            base = integer if field.field.type == "year" else _base(field)
            checks.append(_bound(sentence, have[key], beyond, base))
    return checks


_LENGTHS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "minLength": ("kurz", lambda size, limit: size < limit),
    "maxLength": ("lang", lambda size, limit: size > limit),
}
_BOUNDS: dict[str, tuple[str, Callable[[Cell, Cell], bool]]] = {
    "minimum": ("klein", lambda value, limit: value < limit),  # type: ignore[operator]
    "maximum": ("gross", lambda value, limit: value > limit),  # type: ignore[operator]
    "exclusiveMinimum": ("kleiner", lambda value, limit: value <= limit),  # type: ignore[operator]
    "exclusiveMaximum": ("groesser", lambda value, limit: value >= limit),  # type: ignore[operator]
}


def _length(key: str, limit: int, wrong: Callable[[int, int], bool]) -> Callable[[str, Cell], None]:
    def check(cell: str, value: Cell) -> None:
        if wrong(len(cell), limit):
            raise CellError("laenge", key, wert=cell, grenze=limit, zahl=len(cell))

    return check


def _bound(
    key: str, raw: object, beyond: Callable[[Cell, Cell], bool], base: Reader
) -> Callable[[str, Cell], None]:
    try:
        limit = base(str(raw))
    except CellError:
        return lambda cell, value: None

    def check(cell: str, value: Cell) -> None:
        if beyond(value, limit):
            raise CellError("grenze", key, wert=cell, grenze=raw)

    return check


def reader_for(field: FieldSpec) -> Reader:
    """The column's function: a cell as written (not blank) → its value, or CellError."""
    base, limits = _base(field), _limits(field)

    def one(cell: str) -> Cell:
        text(cell)
        value = base(cell)
        for limit in limits:
            limit(cell, value)
        return value

    if not field.is_list:
        return one

    def many(cell: str) -> tuple[str, ...]:
        items = cell.split(field.field.delimiter)
        for item in items:
            if not item.strip():
                raise CellError("liste", "luecke", wert=cell, zeichen=field.field.delimiter)
            one(item)
        if len(set(items)) != len(items):
            twice = next(item for item in items if items.count(item) > 1)
            raise CellError("liste", "doppelt", wert=twice)
        return tuple(items)

    return many
