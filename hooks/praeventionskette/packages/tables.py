"""One table: header, rows, cells, keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from praeventionskette.catalogue import Cell
from praeventionskette.messages import Shown, listed, meant, show
from praeventionskette.packages import cells, reader
from praeventionskette.packages import columns as by_column
from praeventionskette.packages.columns import Head
from praeventionskette.packages.model import ResourceSpec, Row, TableData
from praeventionskette.packages.says import Says

LARGE = 20_000_000
"""Bytes of a file of which the rows are not kept where it is read cell after cell and wrong."""

KNOWN = 1000
"""Different sound cells of a column that are remembered: what is read again says the same."""


def read(spec: ResourceSpec, package: str, file: str, raw: bytes, says: Says) -> TableData:
    """The table as far as it can be read; every problem is said on the way."""
    table = TableData(spec, package, file, raw)
    try:
        _read(table, says)
    except reader.UnreadableError:
        table.readable = False
    return table


def _read(table: TableData, says: Says) -> None:
    text = reader.decode(table.raw, says)
    header = next(reader.records(text, says))
    first = text.split("\n", 1)[0]
    names = [field.name for field in table.spec.fields]
    other = reader.wrong_delimiter(first, len(names)) if len(header.cells) == 1 else ""
    if other and header.cells != names[:1]:
        says.at(1)("trennzeichen", "anderes", zeichen=other)
        raise reader.UnreadableError
    if not set(header.cells) & {*names, *table.spec.refused}:
        wanted = Shown(",".join(show(name) for name in names))
        says.at(header.line)("spalten", "keine", soll=wanted)
        raise reader.UnreadableError
    positions = _header(header.cells, table.spec, says.at(header.line))
    columns = tuple(
        (field, positions[field.name], cells.reader_for(field), says.at(0, field.name))
        for field in table.spec.fields
        if field.name in positions
    )
    head = Head(tuple(header.cells), columns)
    keys = [name for name in _key_columns(table.spec) if name in positions]
    if text.count("\n") < by_column.MANY or not by_column.read(table, text, head, keys):
        _slowly(table, text, head, keys, says)
    if not table.rows:
        says("leer", "zeilen")
    _unique(table, says)


def _slowly(table: TableData, text: str, head: Head, keys: Sequence[str], says: Says) -> None:
    """Cell after cell. Of a file that is large and wrong only what is wrong is kept: its rows would
    take more memory than a machine may have, and nothing can be concluded before it is mended."""
    for keep in (len(table.raw) <= LARGE, True):
        records = reader.records(text, says)
        next(records)
        _rows(table, records, head, keys, says, keep=keep)
        if keep:
            return
        if table.bad:
            raise reader.UnreadableError


def _rows(
    table: TableData, records: Iterable[reader.Record], head: Head, keys: Iterable[str],
    says: Says, *, keep: bool,
) -> None:  # fmt: skip
    """The plain way, which every table could be read in. keep: whether rows are kept."""
    table.columns = tuple(field.name for field, *_ in head.columns)
    rows: list[Row] = []
    lines: list[int] = []
    table.rows, table.lines = rows, lines
    positions = {field.name: place for field, place, *_ in head.columns}
    texts: dict[str, list[str]] = {name: [] for name in keys}
    table.texts = texts
    kept = [(texts[name], positions[name]) for name in texts]
    places = {name: place for place, name in enumerate(table.columns)}
    blank = Row(places, tuple(() if field.is_list else None for field, *_ in head.columns))
    columns = [(*column, dict[str, Cell]()) for column in head.columns]
    for number, record in enumerate(records):
        if number == reader.ROWS:
            says("groesse", "zeilen", zeilen=reader.ROWS)
            raise reader.UnreadableError
        if len(table.bad) == reader.BAD_ROWS:
            says.at(record.line)("viele", "abbruch", zahl=reader.BAD_ROWS)
            raise reader.UnreadableError
        written = record.cells
        if keep:
            for column, place in kept:
                column.append(written[place] if place < len(written) else "")
            lines.append(record.line)
        if len(written) != len(head.names) or not any(written):
            _width(written, head.names, says.at(record.line))
            table.bad.add(number)
            if keep:
                rows.append(blank)
            continue
        cells_read: list[Cell] = []
        for field, place, read_cell, say, known in columns:
            cell = written[place]
            if cell in known:
                cells_read.append(known[cell])
                continue
            value: Cell = () if field.is_list else None
            if cell:
                try:
                    value = read_cell(cell)
                    if len(known) < KNOWN:
                        known[cell] = value
                except cells.CellError as error:
                    say.at(record.line)(error.rule, error.key, **error.values)
                    table.bad.add(number)
            elif field.field.required:
                say.at(record.line)("pflicht", "leer")
                table.bad.add(number)
            cells_read.append(value)
        if keep:
            rows.append(Row(places, tuple(cells_read)))


def _key_columns(spec: ResourceSpec) -> set[str]:
    """Columns of which the cells as written are kept: any may be the target of a reference."""
    unique = {f.name for f in spec.fields if f.constraints.get("unique")}
    keys = {name for key in (spec.primary_key, *spec.unique_keys) for name in key}
    return unique | keys | {"id"}


def _header(header: Sequence[str], spec: ResourceSpec, says: Says) -> dict[str, int]:
    """Position of each known column; what differs from the schema is said."""
    names = [field.name for field in spec.fields]
    positions: dict[str, int] = {}
    missing = [name for name in names if name not in header]
    for place, name in enumerate(header):
        if not name.strip():
            says("spalten", "leer", nummer=place + 1)
        elif name in spec.refused:
            continue
        elif name not in names:
            near = meant(name, missing)
            says("spalten", "unbekannt", name=name, vorschlag=near)
        elif name in positions:
            says("spalten", "doppelt", name=name)
        else:
            positions[name] = place
    for name in missing:
        says("spalten", "fehlt", name=name)
    known = [name for name in header if name in names]
    if not missing and known == list(header) and len(known) == len(names) and known != names:
        says("spalten", "reihenfolge", soll=Shown(",".join(show(name) for name in names)))
    return positions


def _width(written: Sequence[str], header: Sequence[str], says: Says) -> None:
    values = {"zahl": len(written), "soll": len(header)}
    if not any(written):
        says("zellenzahl", "leerzeile")
    elif len(written) > len(header):
        says("zellenzahl", "viele", **values)
    else:
        says("zellenzahl", "wenige", **values)


def _unique(table: TableData, says: Says) -> None:
    """Keys of one or more columns: no two rows with the same values, no primary key blank."""
    primary = table.spec.primary_key
    single = [(f.name,) for f in table.spec.fields if f.constraints.get("unique")]
    required = {f.name for f in table.spec.fields if f.field.required}
    for key in dict.fromkeys([primary, *table.spec.unique_keys, *single]):
        if not key or not table.has(*key):
            continue
        first: dict[tuple[str, ...], int] = {}
        texts = [table.texts[name] for name in key]
        for number in by_column.repeated(table, key):
            line = table.lines[number]
            values = tuple(column[number] for column in texts)
            if all(values):
                before = first.setdefault(values, line)
                if before != line:
                    _twice(key, values, before, says.at(line, key[0] if len(key) == 1 else ""))
            elif key == primary and number not in table.bad:
                for name in (n for n, value in zip(key, values, strict=True) if not value):
                    if name not in required:
                        says.at(line, name)("pflicht", "leer")
                        table.bad.add(number)


def _twice(key: Sequence[str], values: Sequence[str], before: int, says: Says) -> None:
    if len(key) == 1:
        says("doppelt", "wert", wert=values[0], zeile=before)
        return
    names, said = (listed(words, word="und") for words in (key, values))
    says("doppelt", "werte", spalten=names, werte=said, zeile=before)
