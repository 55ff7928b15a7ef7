"""Records of HTML, SVG and feeds: rows, list items, sentences, labels, with what they belong to."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from praeventionskette.disclosure import extract
from praeventionskette.disclosure.extract import Record

BLOCKS = frozenset(
    ("p", "li", "dd", "dt", "figcaption", "summary", "caption", "title", "desc", "option", "div",
     "section", "article", "figure", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "label",
     "pre", "button", "blockquote", "main", "nav", "header", "footer", "details", "h1", "h2", "h3",
     "h4", "h5", "h6", "entry", "item", "summary", "content", "description", "name", "g", "svg",
     "t", "si", "comment", "text", "a:p", "noscript", "input")
)  # fmt: skip
CONTAINERS = frozenset(("li", "article", "figure", "details", "entry", "item", "comment", "si"))
SILENT = frozenset(
    ("id", "updated", "published", "guid", "pubdate", "lastmod", "style", "creator", "created",
     "modified", "metadata", "dc:title")
)  # fmt: skip
"""Elements whose text is about the file."""
VOID = frozenset(("br", "img", "input", "meta", "link", "hr", "source", "use", "col", "wbr"))
SPEAKING = frozenset(("title", "aria-label", "alt", "content", "value", "placeholder", "summary"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
LONGEST = 1500
"""Characters of a container up to which all of it belongs together."""
LIMIT = re.compile(
    r"(?:ab |über |mehr als )?−?-?[\d.,]+(?: bis (?:unter )?| ?– ?| und mehr)−?-?[\d.,]*\W*\w{0,12}"
    r"|unter [\d.,]+\W*\w{0,12}"
)
SAME = 2.0
"""How far apart two labels of a picture stand that belong together, in its units."""


NESTED = 3
"""How often text that looks like markup is read as markup again; after that it is text."""


def records(text: str, context: tuple[str, ...] = (), depth: int = 0) -> Iterator[Record]:
    """All records of a page, a picture or a feed. depth: how often the text was markup in text."""
    page = _Page(context, depth)
    page.feed(text)
    page.close()
    yield from page.done()


class _Page(HTMLParser):
    """Walks through the elements; text belongs to the innermost block."""

    def __init__(self, context: tuple[str, ...], depth: int) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.depth = context, depth
        self.found: list[Record] = []
        self.open: list[tuple[str, dict[str, str], int]] = []
        self.buffer: list[str] = []
        self.blank = True
        """Whether the buffer holds nothing but blanks."""
        self.line = 0
        self.headings: list[tuple[int, int, str]] = []
        """(level, depth, text)"""
        self.containers: list[tuple[int, int, list[str]]] = []
        """(depth, number of records before, texts)"""
        self.tables: list[_Table] = []
        self.lists = 0
        self.labels: list[tuple[float, float, str, int, bool]] = []

    @property
    def context(self) -> tuple[str, ...]:
        captions = tuple(t.caption for t in reversed(self.tables) if t.caption)
        return (*captions, *(h for _, _, h in reversed(self.headings)), *self.base)

    def _legend(self) -> bool:
        return any("legend" in f"{a.get('class')} {a.get('id')}".lower() for _, a, _ in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        if tag in BLOCKS:
            self.flush()
        self._attributes(values)
        if tag in VOID:
            if tag == "br":
                self.buffer.append(" ")
            return
        self.open.append((tag, values, self.getpos()[0]))
        if tag in CONTAINERS:
            self.containers.append((len(self.open), len(self.found), []))
        if tag == "table":
            self.lists += 1
            self.tables.append(_Table(f"tabelle{self.lists}"))
        elif tag in ("ul", "ol"):
            self.lists += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].start(self.getpos()[0])
        elif tag in ("td", "th") and self.tables:
            self.flush()
            self.tables[-1].cell(tag, [v for k, v in values.items() if k.startswith("data-")])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _attributes(self, values: dict[str, str]) -> None:
        cells = []
        for key, value in values.items():
            if not value or not (key in SPEAKING or key.startswith("data-")):
                continue
            if value[0] in "{[":
                try:
                    tree = json.loads(value)
                except ValueError:
                    pass
                else:
                    self.found += extract.tree(tree, self.context, key, self.getpos()[0])
                    continue
            if self.depth < NESTED and "<" in value and ">" in value:
                self._quote(value)
            else:
                cells.append((key.removeprefix("data-"), value))
        if cells:
            limits = self._legend()
            self._add(Record(tuple(cells), self.getpos()[0], limits=limits, data=True))

    def handle_data(self, data: str) -> None:
        tag = self.open[-1][0] if self.open else ""
        if tag == "script":
            self.found += extract.script(data, self.context, self.getpos()[0])
        elif not any(t in SILENT for t, _, _ in self.open) and data:
            if self.blank:
                self.line = self.getpos()[0]
                self.blank = data.isspace()
            self.buffer.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not any(t == tag for t, _, _ in self.open):
            return
        if tag in HEADINGS:
            self._heading(HEADINGS[tag])
        elif tag in BLOCKS or tag in ("td", "th"):
            self.flush()
        while self.open:
            depth, name = len(self.open), self.open.pop()[0]
            if name == "table" and self.tables:
                self.tables.pop()
            elif name == "tr" and self.tables:
                row = self.tables[-1].end()
                if row:
                    self._add(row)
            if self.containers and self.containers[-1][0] == depth:
                self._contain()
            if name in CONTAINERS or name in ("section", "table"):
                self.headings = [h for h in self.headings if h[1] <= depth]
            if name == tag:
                return

    def _heading(self, level: int) -> None:
        text = self._take()
        self.headings = [h for h in self.headings if h[0] < level]
        if text:
            self._add(Record((("", text),), self.line))
            self.headings.append((level, len(self.open), text))
            for _, _, texts in self.containers:
                texts.append(text)

    def _contain(self) -> None:
        _, start, texts = self.containers.pop()
        whole = " | ".join(texts)
        if len(whole) <= LONGEST:
            self.found[start:] = [
                dataclasses.replace(r, context=(whole, *r.context)) for r in self.found[start:]
            ]

    def _take(self) -> str:
        text = " ".join("".join(self.buffer).split())
        self.buffer, self.blank = [], True
        return text

    def flush(self) -> None:
        """End the block of text that is open."""
        text = self._take()
        if not text:
            return
        tags = [t for t, _, _ in self.open]
        for _, _, texts in self.containers:
            texts.append(text)
        if self.depth < NESTED and "<" in text and re.search(r"</?\w+[ >/]", text):
            self._quote(text)
        elif tags[-1:] == ["title"] and tags[-2:-1] in (["svg"], ["head"], ["feed"], ["channel"]):
            self._add(Record((("", text),), self.line))
            self.headings.append((1, 0, text))
        elif tags[-1:] == ["text"]:
            where = [self.open[-1][1].get(k, "") for k in ("x", "y")]
            try:
                x, y = (float(w) for w in where)
                self.labels.append((y, x, text, self.line, self._legend()))
            except ValueError:
                self._add(Record((("", text),), self.line, limits=self._limit(text)))
        elif "caption" in tags and self.tables:
            self.tables[-1].caption = text
        elif "tr" in tags and self.tables and self.tables[-1].row is not None:
            self.tables[-1].text(text)
        else:
            group = f"liste{self.lists}" if "li" in tags else ""
            self._add(Record((("", text),), self.line, group, limits=self._limit(text)))

    def _quote(self, text: str) -> None:
        for record in records(text, self.context, self.depth + 1):
            self.found.append(dataclasses.replace(record, quoted=text))

    def _limit(self, text: str) -> bool:
        return self._legend() or bool(LIMIT.fullmatch(text))

    def _add(self, record: Record) -> None:
        self.found.append(dataclasses.replace(record, context=self.context))

    def done(self) -> Iterator[Record]:
        """What was found, and the labels of pictures by where they stand."""
        self.flush()
        while self.containers:
            self._contain()
        yield from self.found
        for y, x, text, line, legend in sorted(self.labels):
            near = [
                other
                for b, a, other, _, _ in self.labels
                if other != text
                and ((abs(b - y) <= SAME and a < x) or (abs(a - x) <= SAME and 0 < y - b < 20))
            ]
            cells = tuple(("", t) for t in (*near[-2:], text))
            limits = legend or bool(LIMIT.fullmatch(text))
            yield Record(
                (("", text),) if limits else cells, line, "bild", limits=limits,
                context=self.context,
            )  # fmt: skip


class _Table:
    """The table that is being read."""

    def __init__(self, group: str) -> None:
        self.group = group
        self.caption = ""
        self.header: list[str] = []
        self.row: list[list[str]] | None = None
        self.attributes: list[list[str]] = []
        self.heads = 0
        self.line = 0

    def start(self, line: int) -> None:
        """A row begins."""
        self.row, self.attributes, self.heads, self.line = [], [], 0, line

    def cell(self, tag: str, attributes: list[str]) -> None:
        """A cell begins."""
        if self.row is None:
            self.start(self.line)
        if self.row is not None:
            self.row.append([])
            self.attributes.append(attributes)
            self.heads += tag == "th"

    def text(self, text: str) -> None:
        """Text of the cell that is open."""
        if self.row is not None:
            if not self.row:
                self.cell("td", [])
            self.row[-1].append(text)

    def end(self) -> Record | None:
        """The row, unless it heads the columns."""
        row, self.row = self.row, None
        if not row:
            return None
        texts = [" ".join(parts) for parts in row]
        if not self.header and self.heads == len(row) > 1:
            self.header = texts
            return None
        names = self.header if len(self.header) == len(row) else [""] * len(row)
        cells = list(zip(names, texts, strict=True))
        for name, attributes, text in zip(names, self.attributes, texts, strict=True):
            cells += [(name, a) for a in attributes if a and a != text]
        return Record(tuple(cells), self.line, self.group)
