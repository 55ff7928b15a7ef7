"""Records of built files: short texts that name something and its number, whatever the format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

UNITS = frozenset(
    ("tr", "li", "title", "desc", "text", "tspan", "option", "p", "h1", "h2", "h3", "h4", "summary",
     "figcaption", "dd", "dt", "entry", "item", "content", "name", "description", "caption", "a")
)  # fmt: skip
OBJECT = re.compile(r"\{[^{}]{1,2000}\}")
"""An innermost object in a script: the properties of a feature, an entry of a list."""
SPEAKING = frozenset(("title", "aria-label", "alt", "content", "value"))
LIMITS = re.compile(r"klassen|legende|grenzen|breaks|bins|domain|thresholds|legend", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One unit: its text, where it stands, and the list it is part of."""

    text: str
    line: int = 0
    group: str = ""
    hidden: str = ""
    """Name of the hidden sheet it lies in."""
    limits: bool = False
    """Whether it states class limits."""
    cells: tuple[tuple[str, str], ...] = ()
    """Column and value, where the format has columns."""


class Unreadable(ValueError):  # noqa: N818
    """A file of a known kind that cannot be read."""


def records(name: str, raw: bytes) -> Iterator[Record]:
    """All records of a file; none of a format that holds no text."""
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
        start = raw.find(b"{")
        if raw[:12].startswith(b"pagefind") and start >= 0:
            raw, name = raw[start:], name + ".json"
    suffix = name.rsplit(".", 1)[-1].lower()
    try:
        if suffix in ("csv", "tsv"):
            yield from _csv(raw.decode("utf-8-sig"), "\t" if suffix == "tsv" else "")
        elif suffix in ("json", "geojson", "jsonld", "webmanifest"):
            yield from _json(json.loads(raw.decode("utf-8-sig")), {}, "")
        elif suffix in ("xlsx", "ods"):
            yield from _workbook(raw)
        elif suffix == "zip":
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                for inner in archive.namelist():
                    yield from records(inner, archive.read(inner))
        elif suffix in ("html", "htm", "svg", "xml", "atom", "rss"):
            yield from _markup(raw.decode("utf-8"))
        elif suffix == "js":
            text = raw.decode("utf-8", errors="replace")
            for match in OBJECT.finditer(text):
                yield Record(match[0], text.count("\n", 0, match.start()) + 1)
        elif suffix in ("txt", "ics", "ttl", "md", "pf_fragment"):
            text = raw.decode("utf-8", errors="replace")
            yield from (Record(part, n + 1) for n, part in enumerate(text.splitlines()) if part)
    except (UnicodeDecodeError, ValueError, zipfile.BadZipFile, KeyError, csv.Error) as error:
        raise Unreadable(name) from error


def _csv(text: str, delimiter: str) -> Iterator[Record]:
    first = text.split("\n", 1)[0]
    delimiter = delimiter or (";" if first.count(";") > first.count(",") else ",")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header: list[str] = []
    for row in reader:
        if not header:
            header = row
            continue
        cells = tuple(zip(header, row, strict=False))
        yield Record(" | ".join(row), reader.line_num, "csv", cells=cells)


def _json(value: Any, above: dict[str, str], path: str) -> Iterator[Record]:
    """Each object with its own scalars and the names that stand above it."""
    if isinstance(value, dict):
        own = {k: _scalar(v) for k, v in value.items() if not isinstance(v, dict | list)}
        names = {k: v for k, v in own.items() if isinstance(value[k], str) and len(v) < 200}
        inherited = {**above, **names}
        if own:
            cells = tuple({**above, **own}.items())
            yield Record(" | ".join(f"{v}" for _, v in cells), 0, path, cells=cells)
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                below = {**inherited, f"{path}.{key}": key}
                flat = isinstance(inner, list) and not any(
                    isinstance(i, dict | list) for i in inner
                )
                if flat:
                    text = " | ".join([*inherited.values(), key, *map(_scalar, inner)])
                    cells = tuple((key, _scalar(i)) for i in inner)
                    yield Record(text, 0, path, limits=bool(LIMITS.search(key)), cells=cells)
                else:
                    yield from _json(inner, below, f"{path}.{key}")
    elif isinstance(value, list):
        if value and not any(isinstance(i, dict) for i in value):
            for row in value:
                inner_row = row if isinstance(row, list) else [row]
                if not any(isinstance(i, dict | list) for i in inner_row):
                    yield Record(" | ".join([*above.values(), *map(_scalar, inner_row)]), 0, path)
        for inner in value:
            if isinstance(inner, dict):
                yield from _json(inner, above, path)


def _scalar(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _workbook(raw: bytes) -> Iterator[Record]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except Exception as error:  # its own kinds of errors
        raise ValueError("workbook") from error
    for sheet in book.sheets_metadata:
        visible = str(sheet.visible).rsplit(".", 1)[-1] == "Visible"
        rows = book.get_sheet_by_name(sheet.name).to_python()
        header = [str(c) for c in rows[0]] if rows else []
        for n, row in enumerate(rows):
            texts = [_scalar(int(c) if isinstance(c, float) and c.is_integer() else c) for c in row]
            if any(texts):
                cells = tuple(zip(header, texts, strict=False)) if n else ()
                name = "" if visible else sheet.name
                yield Record(" | ".join(texts), n + 1, f"blatt:{sheet.name}", name, cells=cells)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for inner in archive.namelist():
            if re.search(r"comments|notes|drawing|customXml|docProps|meta\.xml", inner):
                yield from _markup(archive.read(inner).decode("utf-8", errors="replace"))


class _Units(HTMLParser):
    """Collects text by small units; attributes count as a unit of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Record] = []
        self.stack: list[tuple[str, int, list[str], bool]] = []
        self.tables = 0
        self.legend = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = dict(attrs)
        named = f"{values.get('class') or ''} {values.get('id') or ''}"
        is_legend = "legend" in named.lower()
        texts = [v for k, v in attrs if v and (k in SPEAKING or k.startswith("data-"))]
        if texts:
            self.found.append(Record(" | ".join(texts), line, "attribut"))
        if tag in ("table", "ul", "ol", "tbody"):
            self.tables += 1
        if tag in UNITS or is_legend:
            self.stack.append((tag, line, [], is_legend))

    def handle_data(self, data: str) -> None:
        if data.strip():
            for _, _, texts, _ in self.stack:
                texts.append(data.strip())
            if not self.stack:
                self.found.append(Record(data.strip(), self.getpos()[0], "text"))

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self.stack) - 1, -1, -1):
            if self.stack[n][0] == tag:
                _, line, texts, is_legend = self.stack.pop(n)
                if texts:
                    group = f"{tag}:{self.tables}"
                    self.found.append(Record(" | ".join(texts), line, group, limits=is_legend))
                return


def _markup(text: str) -> Iterator[Record]:
    parser = _Units()
    parser.feed(text)
    parser.close()
    yield from parser.found
