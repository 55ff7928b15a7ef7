"""The raw table: CSV, XLSX or Parquet, long or wide. Read, checked, never copied."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from praeventionskette import messages, problems
from praeventionskette.disclosure.geometry import Key
from praeventionskette.disclosure.plan import Plan
from praeventionskette.problems import Problem

MARKS = frozenset((".", "-", "–", "—", "x", "X", "/", "*", "…", "...", "geheim", "k. A."))
THOUSANDS = re.compile(r"-?\d{1,3}([.\u00a0\u202f' ]\d{3})+")
DECIMAL = re.compile(r"-?\d+[.,]\d+")


@dataclass
class Raw:
    """Counts of the innermost cells, and what is wrong with the table."""

    counts: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def inside_repository(path: Path) -> Path | None:
    """The repository that a file lies in, also by way of a link; None if in none."""
    for start in (path.absolute(), path.resolve()):
        for folder in start.parents:
            if (folder / ".git").exists():
                return folder
    return None


def _table(plan: Plan) -> Iterator[tuple[int, list[Any]]]:
    """(line or row, cells) with the header first."""
    suffix = plan.raw.suffix.lower()
    if suffix == ".csv":
        with plan.raw.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=plan.delimiter)
            for row in reader:
                yield reader.line_num, list(row)
    elif suffix in (".xlsx", ".ods", ".xls"):
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(plan.raw)
        sheet = plan.sheet or book.sheet_names[0]
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        yield from ((n + 1, list(row)) for n, row in enumerate(rows))
    elif suffix == ".parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(plan.raw)
        yield 1, list(table.column_names)
        columns = [column.to_pylist() for column in table.columns]
        yield from ((n + 2, list(row)) for n, row in enumerate(zip(*columns, strict=True)))
    else:
        raise ValueError(suffix)


def read(plan: Plan) -> Raw:
    """All counts of the plan's innermost cells."""
    raw = Raw()
    file = plan.raw.name

    def say(key: str, line: int = 0, column: str = "", **values: object) -> None:
        raw.problems.append(
            problems.found("geheim-rohdaten", key, file=file, line=line, column=column, **values)
        )

    repository = inside_repository(plan.raw)
    if repository is not None:
        say("im_repositorium", ordner=repository.name)
        return raw
    try:
        rows = [(n, cells) for n, cells in _table(plan) if any(_text(c) for c in cells)]
    except UnicodeDecodeError:
        say("zeichensatz")
        return raw
    except FileNotFoundError:
        say("fehlt")
        return raw
    except Exception:  # the readers of XLSX and Parquet raise their own kinds
        say("unlesbar")
        return raw
    if len(rows) < 2:
        say("leer")
        return raw
    header = [_text(c) for c in rows[0][1]]
    _Body(plan, header, raw, say).read(rows[1:])
    return raw


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class _Body:
    """Reads the rows below the header."""

    def __init__(self, plan: Plan, header: list[str], raw: Raw, say: Any) -> None:
        self.plan, self.raw, self.say = plan, raw, say
        self.dimensions = plan.geometry.dimensions
        self.header = header
        self.margins: dict[Key, tuple[int, int, str]] = {}
        self.first: dict[Key, int] = {}

    def read(self, rows: list[tuple[int, list[Any]]]) -> None:
        """All rows; then what can only be said of the whole table."""
        plan, header = self.plan, self.header
        wide = next((d for d in self.dimensions if d.name == plan.wide), None)
        wanted = [d.name for d in self.dimensions if d is not wide]
        wanted += list(wide.leaves) if wide else ([plan.count] if plan.count else [])
        for name in wanted:
            if name not in header:
                self.say("spalte", 1, name, meint=messages.meant(name, header))
        for name in sorted({h for h in header if h and header.count(h) > 1}):
            self.say("spalte_doppelt", 1, name)
        if self.raw.problems:
            return
        at = {name: header.index(name) for name in header if name}
        for line, cells in rows:
            cells = [*cells, *[None] * (len(header) - len(cells))]
            codes = [
                self._code(d, line, cells[at[d.name]]) if d is not wide else ""
                for d in self.dimensions
            ]
            if None in codes:
                continue
            if wide is None:
                value = self._count(line, plan.count, cells[at[plan.count]]) if plan.count else 1
                self._put(tuple(c or "" for c in codes), value, line, plan.count)
                continue
            axis = self.dimensions.index(wide)
            for code in (c for c in wide.codes if c in at):
                key = tuple(code if n == axis else c or "" for n, c in enumerate(codes))
                self._put(key, self._count(line, code, cells[at[code]]), line, code)
        self._whole()

    def _code(self, dimension: Any, line: int, value: object) -> str | None:
        code = _text(value)
        if code in dimension.codes:
            return code
        if not code:
            self.say("code_leer", line, dimension.name)
        else:
            meant = messages.meant(code, dimension.codes)
            self.say("code", line, dimension.name, wert=code, meint=meant)
        return None

    def _count(self, line: int, column: str, value: object) -> int | None:
        text = _text(value)
        if text.isascii() and text.isdigit():
            return int(text)
        if isinstance(value, float):
            text = str(value)
        kind = (
            "zahl_leer" if not text
            else "zeichen" if text in MARKS
            else "negativ" if re.fullmatch(r"-\d+", text)
            else "tausender" if THOUSANDS.fullmatch(text)
            else "bruch" if DECIMAL.fullmatch(text)
            else "zahl"
        )  # fmt: skip
        self.say(kind, line, column, wert=text)
        return None

    def _put(self, key: Key, value: int | None, line: int, column: str) -> None:
        outer = [d for d, c in zip(self.dimensions, key, strict=True) if c not in d.leaves]
        if outer and not self.plan.margins:
            code = dict(zip((d.name for d in self.dimensions), key, strict=True))[outer[0].name]
            self.say("summenzeile", line, outer[0].name, wert=code)
            return
        counted = not self.plan.count and not self.plan.wide
        if key in self.first and not counted:
            words = messages.Shown(self.plan.geometry.words(key))
            self.say("doppelt", line, "", zelle=words, zeile=self.first[key])
            return
        self.first.setdefault(key, line)
        if value is None:
            return
        if outer:
            self.margins[key] = (value, line, column)
        else:
            self.raw.counts[key] = self.raw.counts.get(key, 0) + value

    def _whole(self) -> None:
        for axis, dimension in enumerate(self.dimensions):
            seen = {key[axis] for key in self.first}
            for code in dimension.leaves:
                if code not in seen:
                    self.say("code_fehlt", 0, dimension.name, wert=code)
        if self.raw.problems:
            return
        if (self.plan.count or self.plan.wide) and not self.plan.missing_is_zero:
            leaves = 1
            for dimension in self.dimensions:
                leaves *= len(dimension.leaves)
            if (gap := leaves - len(self.raw.counts)) > 0:
                self.say("luecken", 0, "", anzahl=gap)
        full = self.plan.geometry.full(self.raw.counts)
        for key, (value, line, column) in self.margins.items():
            if full[key] != value:
                words = messages.Shown(self.plan.geometry.words(key))
                self.say("rand", line, column, zelle=words, wert=value, summe=full[key])
