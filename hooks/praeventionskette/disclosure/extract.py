"""Records of built files: what names something and gives its number, whatever the format.

A record is a row, a list item, a sentence, an object: cells with the name of their column, and
the texts around it that say what it is about (headings, the caption, the objects above it).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from praeventionskette import archives

OBJECT = re.compile(r"\{[^{}]{1,2000}\}")
"""An innermost object in a script that is no JSON."""
LIMITS = re.compile(r"klassen|legende|grenzen|breaks|bins|domain|thresholds|legend", re.IGNORECASE)
TIME = frozenset(("jahr", "stichtag", "zeit", "zeitraum", "year", "datum", "date"))
"""Columns that say when a value holds."""
PLACES = frozenset(("coordinates", "bbox", "geometry"))
"""Members of GeoJSON that are places on a map."""
TEXTS = ("txt", "ics", "ttl", "md", "conf", "tsv", "log", "yml", "yaml", "n3")
MARKUP = ("html", "htm", "svg", "xml", "atom", "rss", "xhtml")
JSON = ("json", "geojson", "jsonld", "webmanifest")
PACKED = ("xlsx", "ods", "parquet", "zip", "gz", "pf_fragment")
"""Formats that hide their text from a search for words."""
DEEPEST, LARGEST, MOST = 3, 256 << 20, 20_000
"""How deep, how large (bytes unpacked) and how full an archive may be."""
BATCH = 1000
"""Rows of a Parquet file that are taken apart at once."""


@dataclass(frozen=True, slots=True)
class Record:
    """One unit: its cells as (column, text), where it stands, and what it is about."""

    cells: tuple[tuple[str, str], ...]
    line: int = 0
    group: str = ""
    """The list or table it is part of."""
    hidden: str = ""
    """Name of the hidden sheet it lies in."""
    limits: bool = False
    """Whether it states class limits."""
    context: tuple[str, ...] = ()
    """Texts it belongs to, nearest first."""
    data: bool = False
    """Whether a point is a decimal point (tables for machines)."""
    quoted: str = ""
    """The text that looks like markup and was read as such, if the record comes from one."""

    @property
    def text(self) -> str:
        """All cells."""
        return " | ".join(v for _, v in self.cells)


class Unreadable(ValueError):  # noqa: N818
    """A file of a known kind that cannot be read."""


def suffix(name: str) -> str:
    """What the format is known by."""
    return name.rsplit(".", 1)[-1].lower()


def members(name: str, raw: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The file, or what is packed in it, as (path, bytes).

    Raises: Unreadable for an archive that is broken, too deep or too large.
    """
    try:
        if suffix(name) == "zip":
            if depth >= DEEPEST:
                raise Unreadable(name)
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                entries = archive.infolist()
                if len(entries) > MOST or sum(e.file_size for e in entries) > LARGEST:
                    raise Unreadable(name)
                for entry in entries:
                    if not entry.is_dir():
                        inner = archive.read(entry)
                        yield from members(f"{name}/{entry.filename}", inner, depth + 1)
        elif raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                inner = packed.read(LARGEST + 1)
            if depth >= DEEPEST or len(inner) > LARGEST:
                raise Unreadable(name)
            yield from members(name.removesuffix(".gz"), inner, depth + 1)
        else:
            yield name, raw
    except archives.UNREADABLE as error:
        raise Unreadable(name) from error


def records(name: str, raw: bytes) -> Iterator[Record]:
    """All records of an unpacked file; none of a format that holds no text.

    Raises: Unreadable.
    """
    from praeventionskette.disclosure import markup

    kind = suffix(name)
    try:
        if kind in ("csv", "tsv"):
            yield from _csv(raw.decode("utf-8-sig"), "\t" if kind == "tsv" else "")
        elif kind in JSON:
            yield from tree(json.loads(raw.decode("utf-8-sig")))
        elif kind in ("xlsx", "ods"):
            yield from _workbook(raw)
        elif kind == "parquet":
            yield from _parquet(raw)
        elif kind in MARKUP:
            yield from markup.records(raw.decode("utf-8"))
        elif kind == "js":
            yield from script(raw.decode("utf-8", errors="replace"))
        elif kind == "ics":
            yield from _calendar(raw.decode("utf-8", errors="replace"))
        elif kind in TEXTS or b"\0" not in raw[:4096]:
            text = raw.decode("utf-8", errors="replace")
            for n, part in enumerate(text.splitlines()):
                if part.strip():
                    yield Record((("", part),), n + 1)
    except (UnicodeDecodeError, ValueError, KeyError, csv.Error, RecursionError) as error:
        raise Unreadable(name) from error


def _csv(text: str, delimiter: str) -> Iterator[Record]:
    first = text.split("\n", 1)[0]
    semicolons = first.count(";") > first.count(",")
    delimiter = delimiter or (";" if semicolons else ",")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header: list[str] = []
    for row in reader:
        if not header:
            header = row
            continue
        names = header + [""] * (len(row) - len(header))
        cells = tuple(zip(names, row, strict=False))
        yield Record(cells, reader.line_num, "csv", data=not semicolons)


def tree(
    value: Any, context: tuple[str, ...] = (), path: str = "", line: int = 0
) -> Iterator[Record]:
    """Records of JSON: each object with its own members, named by what stands above it."""
    if isinstance(value, dict):
        own = tuple((k, _scalar(v)) for k, v in value.items() if not isinstance(v, dict | list))
        if own:
            yield Record(own, line, path, context=context, data=True)
        names = tuple(
            text
            for key, text in own
            if key.casefold() in TIME or (isinstance(value[key], str) and len(text) < 200)
        )
        around = ((" | ".join(names),) if names else ()) + context
        for key, inner in value.items():
            if isinstance(inner, dict | list) and key not in PLACES:
                yield from _member(key, inner, around, path, line)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict):
                yield from tree(inner, context, path, line)
            elif isinstance(inner, list):
                if any(isinstance(i, dict | list) for i in inner):
                    yield from tree(inner, context, path, line)
                else:
                    row = tuple(("", _scalar(i)) for i in inner)
                    yield Record(row, line, path, context=context, data=True)
        flat = tuple(("", _scalar(i)) for i in value if not isinstance(i, dict | list))
        if flat:
            yield Record(flat, line, path, context=context, data=True)


def _member(
    key: str, inner: Any, around: tuple[str, ...], path: str, line: int
) -> Iterator[Record]:
    path = f"{path}.{key}"
    if isinstance(inner, list) and not any(isinstance(i, dict | list) for i in inner):
        cells = tuple((key, _scalar(i)) for i in inner)
        limits = bool(LIMITS.search(key))
        yield Record(cells, line, path, limits=limits, context=around, data=True)
    else:
        yield from tree(inner, (key, *around), path, line)


def _scalar(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def script(text: str, context: tuple[str, ...] = (), line: int = 1) -> Iterator[Record]:
    """Records of a script: the JSON in it, then what else looks like an object or a line."""
    decoder = json.JSONDecoder()
    at, rest = 0, []
    for match in re.finditer(r"[{\[](?=\s*[\"\[{\d-])", text):
        if match.start() < at:
            continue
        try:
            value, end = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        where = line + text.count("\n", 0, match.start())
        yield from tree(value, context, "skript", where)
        rest.append(text[at : match.start()])
        rest.append("\n" * text.count("\n", match.start(), end))
        at = end
    left = "".join([*rest, text[at:]])
    for match in OBJECT.finditer(left):
        where = line + left.count("\n", 0, match.start())
        yield Record((("", match[0]),), where, context=context, data=True)
    for n, part in enumerate(OBJECT.sub(" ", left).splitlines()):
        if part.strip() and len(part) < 400:
            yield Record((("", part),), line + n, context=context, data=True)


def _calendar(text: str) -> Iterator[Record]:
    cells: list[tuple[str, str]] = []
    for n, part in enumerate(re.sub(r"\r?\n[ \t]", "", text).splitlines()):
        key, _, value = part.partition(":")
        if key in ("BEGIN", "END"):
            if cells:
                yield Record(tuple(cells), n, "kalender")
            cells = []
        elif key.split(";")[0] in ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES"):
            cells.append(("", value.replace("\\n", " ").replace("\\", "")))
    if cells:
        yield Record(tuple(cells), 0, "kalender")


def _workbook(raw: bytes) -> Iterator[Record]:
    from python_calamine import CalamineWorkbook

    from praeventionskette.disclosure import markup

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [(s, book.get_sheet_by_name(s.name).iter_rows()) for s in book.sheets_metadata]
    except Exception as error:  # its own kinds of errors
        raise ValueError("workbook") from error
    for sheet, rows in sheets:
        visible = str(sheet.visible).rsplit(".", 1)[-1] == "Visible"
        header: list[str] = []
        for n, row in enumerate(rows):
            texts = [_scalar(int(c) if isinstance(c, float) and c.is_integer() else c) for c in row]
            if any(texts):
                names = header or [""] * len(texts)
                cells = tuple((k, t) for k, t in zip(names, texts, strict=False))
                hidden = "" if visible else sheet.name
                yield Record(cells, n + 1, f"blatt:{sheet.name}", hidden, data=True)
                if not header and sum(map(bool, texts)) > 1:
                    header = texts
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for inner in archive.namelist():
            if re.search(r"comments|notes|drawing|chart|customXml|docProps|meta\.xml", inner):
                text = archive.read(inner).decode("utf-8", errors="replace")
                yield from markup.records(re.sub(r"<(/?)\w+:", r"<\1", text))


def _parquet(raw: bytes) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(raw))
        line = 0
        for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
            for row in batch.to_pylist():
                line += 1
                cells = tuple((k, _scalar(v)) for k, v in row.items())
                yield Record(cells, line, "parquet", data=True)
    except pa.ArrowException as error:
        raise ValueError("parquet") from error
