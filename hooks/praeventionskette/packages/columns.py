"""A large table read column by column: each different cell once, by the reader of one cell.

The slow path (``tables``) reads cell after cell. Here the columns are split off by a library, the
different cells of each are found, and only they are read, by the very same function: so both paths
say the same of every cell, and what a cell may hold is written down in one place alone. Whatever is
odd about the file as a whole leaves it to the slow path, before a word was said. The two are held
equal by ``tests/test_columns.py`` and ``scripts/differential.py``.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from praeventionskette.catalogue import Cell
from praeventionskette.packages import cells, reader
from praeventionskette.packages.model import FieldSpec, Row, TableData
from praeventionskette.packages.says import Notes, Says

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[Any, np.dtype[np.int64]]

Errors = dict[int, cells.CellError]

MANY = 20_000
"""Rows from which on reading by columns gains more than its libraries cost to load (0.2 s)."""

BATCH = 20_000
"""Rows that stand in memory as Python objects at a time."""

ODD = (b'"', b"\r", b"\0", b"\xef\xbb\xbf", b"\n\n")
"""What the two parsers might take in different ways: without it, a line is a row and a comma ends a
cell. With it, Python's parser, that of the slow path, splits the file here too."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a file, and what it says about the cells below."""

    names: tuple[str, ...]
    """As written: each row has as many."""
    columns: tuple[tuple[FieldSpec, int, cells.Reader, Says], ...]
    """Each known column: its place in the file, the reader of one cell, who says what is wrong."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its different cells, and for each row which of them stands there."""

    codes: Codes
    texts: list[str]
    """The different cells as written."""
    values: list[Cell]
    """Their values in the same order; what a blank cell has where one is wrong."""

    def having(self, wrong: Sequence[int]) -> list[int]:
        """The numbers of the rows in which one of these cells (places in ``texts``) stands."""
        import numpy as np

        rows: list[int] = np.flatnonzero(np.isin(self.codes, wrong)).tolist() if wrong else []
        return rows


class Texts(Sequence[str]):
    """The cells of a column as written, one for each row."""

    def __init__(self, column: Column) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column.codes)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self._column.texts[code] for code in self._column.codes[index].tolist()]
        return self._column.texts[int(self._column.codes[index])]

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), BATCH):
            yield from self[start : start + BATCH]


class Rows(Sequence[Row]):
    """The rows of a table, each put together when it is asked for."""

    def __init__(self, places: Mapping[str, int], columns: Sequence[Column]) -> None:
        self._places, self._columns = places, columns

    def __len__(self) -> int:
        return len(self._columns[0].codes)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return list(self._some(index))
        return Row(self._places, tuple(c.values[c.codes[index]] for c in self._columns))

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), BATCH):
            yield from self._some(slice(start, start + BATCH))

    def column(self, name: str) -> Iterator[Cell]:
        """The cells of one column, without the rows."""
        place = self._places.get(name)
        if place is None:
            yield from itertools.repeat(None, len(self))
            return
        column = self._columns[place]
        for start in range(0, len(self), BATCH):
            codes = column.codes[start : start + BATCH].tolist()
            yield from map(column.values.__getitem__, codes)

    def _some(self, part: slice) -> Iterator[Row]:
        values = (map(c.values.__getitem__, c.codes[part].tolist()) for c in self._columns)
        return (Row(self._places, row) for row in zip(*values, strict=True))


def read(table: TableData, text: str, head: Head, keys: Iterable[str]) -> bool:
    """Fill in the rows of a table and say what is wrong with its cells.

    False, with nothing said or changed, where the slow path has to read it. text: the whole file,
    which begins with the header. keys: columns of which the cells as written are kept.
    """
    split = _split(table.raw, text, len(head.names)) if head.columns else None
    if split is None or len(split[1]) > reader.ROWS:
        return False
    arrays, lines = split
    columns: dict[str, Column] = {}
    wrong: list[tuple[Says, list[tuple[int, cells.CellError]]]] = []
    bad: set[int] = set()
    for field, place, read_cell, say in head.columns:
        column, errors = _column(arrays[place], field, read_cell)
        rows = column.having(list(errors))
        bad.update(rows)
        if len(bad) >= reader.BAD_ROWS:
            return False
        columns[field.name] = column
        wrong.append((say, [(row, errors[int(column.codes[row])]) for row in rows]))
    for say, found in wrong:
        for row, error in found:
            say.at(lines[row])(error.rule, error.key, **error.values)
    places = {name: place for place, name in enumerate(columns)}
    table.columns, table.by_column, table.bad = tuple(columns), columns, bad
    table.rows, table.lines = Rows(places, tuple(columns.values())), lines
    table.texts = {name: Texts(columns[name]) for name in keys if name in columns}
    return True


def _column(array: Any, field: FieldSpec, read_cell: cells.Reader) -> tuple[Column, Errors]:
    """The column, and what is wrong with those of its different cells that cannot stand."""
    import numpy as np

    encoded = array.dictionary_encode()
    texts: list[str] = encoded.dictionary.to_pylist()
    blank: Cell = () if field.is_list else None
    values, errors = [blank] * len(texts), {}
    for place, cell in enumerate(texts):
        if cell:
            try:
                values[place] = read_cell(cell)
            except cells.CellError as error:
                errors[place] = error
        elif field.field.required:
            errors[place] = cells.CellError("pflicht", "leer")
    return Column(np.asarray(encoded.indices), texts, values), errors


def _split(raw: bytes, text: str, width: int) -> tuple[list[Any], Sequence[int]] | None:
    """The columns of the body as arrays of text, and the line of each row; None for any doubt."""
    if not _odd(raw, width) and (quick := _by_library(raw, width)) is not None:
        return quick, range(2, len(quick[0]) + 2)
    return _by_parser(text, width)


def _odd(raw: bytes, width: int) -> bool:
    """Whether the parsers might differ, a row is blank, or there is none."""
    blank = b"\n" + b"," * (width - 1)
    odd = any(sign in raw for sign in (*ODD, blank + b"\n")) or raw.endswith(blank)
    return odd or b"\n" not in raw.rstrip()


def _by_library(raw: bytes, width: int) -> list[Any] | None:
    """By pyarrow; None where a row has fewer or more cells, or a cell is longer than it may be."""
    import pyarrow as pa
    import pyarrow.compute
    import pyarrow.csv

    names = [str(place) for place in range(width)]
    body = pa.py_buffer(raw).slice(raw.find(b"\n") + 1)
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(body),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(quote_char=False, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    arrays = [table.column(name).combine_chunks() for name in names]
    longest = (pyarrow.compute.max(pyarrow.compute.binary_length(a)).as_py() for a in arrays)
    return arrays if max(longest) <= reader.CELL_CHARACTERS else None


def _by_parser(text: str, width: int) -> tuple[list[Any], Sequence[int]] | None:
    """By the parser of the slow path; None for broken quotes, blank rows, other widths."""
    import pyarrow as pa

    parts: list[list[Any]] = [[] for _ in range(width)]
    lines: list[int] = []
    records = reader.records(text, Says(Notes(), ""))
    next(records)
    try:
        while batch := list(itertools.islice(records, BATCH)):
            if any(len(r.cells) != width or not any(r.cells) for r in batch):
                return None
            lines += [record.line for record in batch]
            for part, column in zip(
                parts, zip(*(r.cells for r in batch), strict=True), strict=True
            ):
                part.append(pa.array(column, pa.string()))
    except reader.UnreadableError:
        return None
    finally:
        records.close()
    return ([pa.concat_arrays(part) for part in parts], lines) if lines else None


def repeated(table: TableData, key: Sequence[str]) -> Iterable[int]:
    """Numbers of the rows that may break a key: those with a blank in it or values seen twice.

    All rows of a table that was read cell after cell.
    """
    if table.by_column is None:
        return range(len(table.lines))
    import numpy as np

    columns = [table.by_column[name] for name in key]
    numbers, among = np.zeros(len(table.lines), dtype=np.int64), 1
    blank = np.zeros(len(table.lines), dtype=bool)
    for column in columns:
        among *= len(column.texts)
        if among >= 2**62:
            return range(len(table.lines))
        numbers = numbers * len(column.texts) + column.codes
        blank |= np.isin(column.codes, [n for n, text in enumerate(column.texts) if not text])
    order = np.argsort(numbers, kind="stable")
    same = numbers[order[1:]] == numbers[order[:-1]]
    blank[order[1:][same]] = blank[order[:-1][same]] = True
    found: list[int] = np.flatnonzero(blank).tolist()
    return found


def holding(table: TableData, column: str, wanted: Callable[[Cell], bool]) -> Iterable[int]:
    """Numbers of the rows of which the cell in a column may be wanted; all of them where each
    row has to be looked at."""
    if table.by_column is None:
        return range(len(table.lines))
    values = table.by_column[column].values
    return table.by_column[column].having([n for n, value in enumerate(values) if wanted(value)])


def alike(table: TableData, column: str, folded: Callable[[Cell], str]) -> frozenset[str] | None:
    """What several different cells of a column are folded to; None for a table that was read cell
    after cell, of which each row has to be looked at."""
    if table.by_column is None:
        return None
    counted = Counter(folded(value) for value in table.by_column[column].values)
    return frozenset(value for value, count in counted.items() if count > 1)


def different(raw: bytes) -> tuple[list[str], list[list[str]]] | None:
    """The header and the different cells of each column of a large plain file: no quotes, no blank
    rows, the same width throughout, a line end at its end. None for any other."""
    if raw.count(b"\n") < MANY or not raw.endswith(b"\n") or raw.startswith(b"\n"):
        return None
    names = raw[: raw.index(b"\n")].decode("utf-8", "replace").split(",")
    arrays = None if _odd(raw, len(names)) else _by_library(raw, len(names))
    return (names, [array.unique().to_pylist() for array in arrays]) if arrays else None
