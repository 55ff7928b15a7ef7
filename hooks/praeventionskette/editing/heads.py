"""Where the table begins: titles above, one to four rows of headings, numbers of columns, body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from praeventionskette.editing.reading import folded, heading, looks_numeric, plain
from praeventionskette.editing.sheets import Sheet, Value

SEARCHED = 60
"""Rows from the top in which a header is looked for."""
DEEPEST = 5
JOIN = " / "


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a sheet. Rows are counted from 0.

    names: a heading for each column, "" where there is none; no two are the same.
    """

    first: int
    body: int
    names: tuple[str, ...]
    numbered: int = -1
    """The row that only numbers the columns, or -1."""

    def titles(self, sheet: Sheet) -> list[str]:
        """The lines of text above the header."""
        rows = sheet.rows[: self.first]
        return [" ".join(filter(None, (plain(cell) for cell in row))) for row in rows]


def letter(place: int) -> str:
    """The name of a column as a spreadsheet shows it: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def best(sheet: Sheet, score: Callable[[Sequence[str]], int]) -> tuple[Head | None, int]:
    """The header that scores most, the uppermost and flattest of several, and its score."""
    found: Head | None = None
    most = 0
    for first in range(min(SEARCHED, len(sheet.rows))):
        for depth in range(1, DEEPEST + 1):
            if first + depth > len(sheet.rows):
                break
            head = _head(sheet, first, first + depth)
            points = score(head.names)
            if points > most:
                found, most = head, points
    return found, most


def guess(sheet: Sheet) -> Head | None:
    """The header of a table of numbers: the rows right above the first row of numbers."""
    for place, row in enumerate(sheet.rows[:SEARCHED]):
        if _is_body(row) and not _numbers_columns(row):
            body = place
            break
    else:
        return None
    last = body - 1
    while last > 0 and (
        not any(map(plain, sheet.rows[last])) or _numbers_columns(sheet.rows[last])
    ):
        last -= 1
    first = last
    while first > 0 and last - first < DEEPEST - 1 and _is_heading(sheet, first - 1):
        first -= 1
    return _head(sheet, first, last + 1) if last >= 0 else None


def _is_body(row: Sequence[Value]) -> bool:
    """A name and then numbers, or signs in their place."""
    filled = [cell for cell in row if plain(cell)]
    numeric = [cell for cell in filled if looks_numeric(cell)]
    words = any(any(sign.isalpha() for sign in plain(cell)) for cell in filled)
    return bool(numeric) and words and 2 * len(numeric) >= len(filled) - 1


def _is_heading(sheet: Sheet, place: int) -> bool:
    row = sheet.rows[place]
    filled = [n for n, cell in enumerate(row) if plain(cell)]
    return len(filled) > 1 or (bool(filled) and filled[0] > 0)


def _numbers_columns(row: Sequence[Value]) -> bool:
    """1, 2, 3, … below the headings, as statistical tables have it."""
    cells = [plain(cell).strip("() ") for cell in row if plain(cell)]
    counted = [str(number) for number in range(1, len(cells) + 1)]
    from_zero = [str(number) for number in range(len(cells))]
    return len(cells) > 2 and cells in (counted, from_zero)


def _head(sheet: Sheet, first: int, body: int) -> Head:
    rows = [[heading(cell) for cell in row] for row in sheet.rows[first:body]]
    merged = [area for area in sheet.merged if first <= area[0][0] < body]
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom, body - 1) + 1):
            for place in range(left, min(right, len(rows[0]) - 1) + 1):
                rows[row - first][place] = rows[top - first][left]
    if not merged:
        for depth, cells in enumerate(rows[:-1]):
            _spread(cells, rows[depth + 1 :])
    names: list[str] = []
    seen: dict[str, int] = {}
    for column in zip(*rows, strict=True):
        name = JOIN.join(dict.fromkeys(part for part in column if part))
        seen[folded(name)] = times = seen.get(folded(name), 0) + 1
        names.append(f"{name} ({times})" if name and times > 1 else name)
    numbered = body if body < len(sheet.rows) and _numbers_columns(sheet.rows[body]) else -1
    return Head(first, body + (numbered == body), tuple(names), numbered)


def _spread(row: list[str], below: Sequence[Sequence[str]]) -> None:
    """A heading over several columns stands in the first of them: carry it to the right."""
    last = ""
    for place, cell in enumerate(row):
        if cell:
            last = cell
        elif last and any(lower[place] for lower in below):
            row[place] = last
