"""A spreadsheet and its mapping → rows for our tables, or the list of what has to be mended."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from praeventionskette import problems
from praeventionskette.editing import canonical, convert, heads, keys, propose, records
from praeventionskette.editing.mapping import TableMap
from praeventionskette.editing.sheets import Sheet, SheetError
from praeventionskette.editing.sheets import read as read_sheets
from praeventionskette.editing.workplace import Workplace
from praeventionskette.messages import listed, meant
from praeventionskette.packages import files
from praeventionskette.packages.model import ResourceSpec
from praeventionskette.problems import Problem

Rows = dict[str, list[dict[str, str]]]


@dataclass(slots=True)
class Outcome:
    """What an import came to. ``tables`` is only to be used where nothing is ``wrong``."""

    maps: tuple[TableMap, ...] = ()
    tables: Rows = field(default_factory=dict)
    wrong: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    read: int = 0


def existing(place: Workplace) -> Rows:
    """The rows of all tables as text, as far as they can be read."""
    found: Rows = {}
    for package, spec in place.tables():
        raw = files.read(package.folder, spec.path, spec.path)
        found[f"{package.name}/{spec.name}"] = text_rows(raw) if isinstance(raw, bytes) else []
    return found


def text_rows(raw: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file of ours as text by column; nothing where it cannot be read."""
    try:
        return [
            {key: value or "" for key, value in row.items() if isinstance(key, str)}
            for row in csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""))
        ]
    except (UnicodeDecodeError, csv.Error):
        return []


def run(
    file: str,
    raw: bytes,
    place: Workplace,
    maps: Sequence[TableMap] | None,
    *,
    wish: str = "",
    fixed: Mapping[str, str] | None = None,
) -> Outcome:
    """Read a file by its mapping, or propose one. file: its name as messages show it.

    wish: the table, where the editor names it. fixed: values for columns from the command line.
    """
    outcome = Outcome()
    try:
        sheets = read_sheets(raw)
    except SheetError as error:
        outcome.wrong.append(problems.found("tabellenblatt", error.key, file=file))
        return outcome
    specs = {f"{package.name}/{spec.name}": spec for package, spec in place.tables()}
    if wish and wish not in specs:
        near = meant(wish, specs)
        outcome.wrong.append(
            problems.found("zuordnung", "tabelle", file=file, wert=wish, vorschlag=near)
        )
        return outcome
    rows = existing(place)
    if maps is None:
        maps = propose.propose(sheets, specs, rows, wish)
        if not maps:
            outcome.wrong.append(problems.found("zuordnung", "nichts", file=file))
    outcome.maps = tuple(maps)
    sources = list(_sources(file, sheets, outcome, specs, fixed or {}))
    used = {id(source.sheet) for source in sources}
    for sheet in sheets:
        if id(sheet) not in used and any(any(row) for row in sheet.rows):
            outcome.left.append(problems.found("uebrig", "blatt", file=file, name=sheet.name))
    for source in _in_order(sources):
        _take(source, rows, outcome)
    return outcome


def _sources(
    file: str,
    sheets: Sequence[Sheet],
    outcome: Outcome,
    specs: Mapping[str, ResourceSpec],
    fixed: Mapping[str, str],
) -> Iterator[records.Source]:
    for table in outcome.maps:
        spec = specs.get(table.tabelle)
        if spec is None:
            values = {"wert": table.tabelle, "vorschlag": meant(table.tabelle, specs)}
            outcome.wrong.append(problems.worded("zuordnung", "tabelle", (file, 0, ""), values))
            continue
        sheet = next((s for s in sheets if s.name == table.blatt), None)
        sheet = sheets[0] if sheet is None and len(outcome.maps) == 1 else sheet
        if sheet is None:
            values = {"wert": table.blatt, "werte": listed(s.name for s in sheets)}
            outcome.wrong.append(problems.worded("zuordnung", "blatt", (file, 0, ""), values))
            continue
        shown = f"{file} (Blatt „{sheet.name}“)" if len(sheets) > 1 else file
        outcome.wrong += _sound(table, spec, shown)
        whole = TableMap(
            **{n: getattr(table, n) for n in table.__dataclass_fields__ if n != "fest"},
            fest={**table.fest, **{k: v for k, v in fixed.items() if k in spec.names}},
        )
        wanted = [column.heading for column in table.spalten if not column.auslassen]
        head = _header(sheet, wanted)
        if head is None:
            outcome.wrong.append(
                problems.found("zuordnung", "kopf", file=shown, werte=listed(wanted, 6, "und"))
            )
            continue
        source = records.Source(shown, sheet, head, whole, spec)
        have = {column.heading for _, column, _ in records.places(source)}
        for name in wanted:
            if name not in have:
                near = meant(name, [n for n in head.names if n])
                outcome.wrong.append(
                    source.problem("zuordnung", "spalte", head.first, wert=name, vorschlag=near)
                )
        yield source


def _header(sheet: Sheet, wanted: Sequence[str]) -> heads.Head | None:
    """The header in which most mapped headings stand, {jahr} and all."""

    def score(names: Sequence[str]) -> int:
        shown = [name or f"Spalte {heads.letter(place)}" for place, name in enumerate(names)]
        return sum(any(records.fits(w, n) for n in shown) for w in wanted)

    return heads.best(sheet, score)[0]


def _sound(table: TableMap, spec: ResourceSpec, file: str) -> Iterator[Problem]:
    """Whether the mapping names columns that the table has, and no column twice."""
    named = [column.feld for column in table.spalten if column.feld and not column.auslassen]
    named += [name for column in table.spalten for name in column.werte or ()]
    for name in dict.fromkeys([*named, *table.fest, *table.namen]):
        if name not in spec.names:
            near = meant(name, spec.names)
            values = {"wert": name, "tabelle": spec.name, "vorschlag": near}
            yield problems.worded("zuordnung", "feld", (file, 0, ""), values)
    for column in table.spalten:
        if column.werte is not None and not column.auslassen and not column.werte.get("kennzahl"):
            yield problems.found("zuordnung", "kennzahl", file=file, wert=column.heading)
    for sign, meaning in table.zeichen.items():
        if meaning.wert and not re.fullmatch(r"-?\d+(\.\d+)?", meaning.wert):
            yield problems.found("zuordnung", "zeichen", file=file, wert=sign)


def _in_order(sources: Sequence[records.Source]) -> Iterator[records.Source]:
    """Tables that others refer to go first: organisations and places before offers."""
    rest = list(sources)
    while rest:
        names = {source.table.tabelle for source in rest}
        for source in rest:
            needs = {t.rpartition(".")[0] for f in source.spec.fields for t in f.field.references}
            if not (needs & names) - {source.table.tabelle}:
                break
        else:
            source = rest[0]
        rest.remove(source)
        yield source


def _take(source: records.Source, rows: Rows, outcome: Outcome) -> None:
    name = source.table.tabelle
    taken = records.take(source, convert.Reader(source.spec, source.table, rows))
    outcome.read += taken.read
    outcome.left += taken.left
    outcome.wrong += taken.wrong
    _same_hint(taken.rows, rows.get(name, []))
    keys.complete(taken.rows, rows.get(name, []), source.spec, source.table.kennung)
    outcome.wrong += list(_checked(source, taken))
    outcome.left += list(_small(source, taken, rows))
    columns = source.spec.names
    new = [{column: row.get(column, "") for column in columns} for row in taken.rows]
    outcome.tables.setdefault(name, []).extend(new)
    known = {row["id"] for row in new if row.get("id")}
    rows[name] = [row for row in rows.get(name, []) if row.get("id") not in known] + new


def _checked(source: records.Source, taken: records.Taken) -> Iterator[Problem]:
    """What the check would say about each cell, told on the row of the spreadsheet."""
    wrong = {(problem.line, problem.rule) for problem in taken.wrong}
    titles = {column.feld: column.heading for column in source.table.spalten if column.feld}
    seen: dict[str, int] = {}
    empty: dict[str, list[int]] = {}
    for row, line in zip(taken.rows, taken.lines, strict=True):
        for field_ in source.spec.fields:
            text = row.get(field_.name, "")
            column = titles.get(field_.name, field_.field.title)
            if not text:
                if field_.field.required and not any(n == line + 1 for n, _ in wrong):
                    empty.setdefault(field_.name, []).append(line)
            elif problem := convert.check(field_, text):
                yield source.problem(problem.rule, problem.key, line, column, **problem.values)
        key = row.get("id", "")
        if key and seen.setdefault(key, line) != line:
            column, before = titles.get("id", "id"), seen[key] + 1
            yield source.problem("doppelt", "wert", line, column, wert=key, zeile=before)
    for name, lines in empty.items():
        column = titles.get(name, name)
        if len(lines) == len(taken.rows) and name not in titles:
            yield source.problem("zuordnung", "pflicht", wert=name)
            continue
        for line in lines:
            yield source.problem("pflicht", "leer", line, column)


def _same_hint(new: list[dict[str, str]], old: Sequence[Mapping[str, str]]) -> None:
    """Secret numbers of an indicator bear the sentence that those before them bear."""
    known = {r["kennzahl"]: r.get("hinweis", "") for r in old if r.get("status") == records.SECRET}
    for row in new:
        if row.get("status") == records.SECRET and row.get("hinweis") == records.SECRET_HINT:
            row["hinweis"] = known.get(row.get("kennzahl", "")) or records.SECRET_HINT


def _small(source: records.Source, taken: records.Taken, rows: Rows) -> Iterator[Problem]:
    """Counts below 5: what must not be published is best seen before it is in the repository."""
    kinds = {row.get("id"): row.get("art") for row in rows.get("monitoring/kennzahlen", [])}
    for row, line in zip(taken.rows, taken.lines, strict=True):
        if kinds.get(row.get("kennzahl")) == "anzahl" and row.get("wert") in ("1", "2", "3", "4"):
            yield source.problem("uebrig", "klein", line, wert=row["wert"])


def merged(
    old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]], spec: ResourceSpec
) -> bytes:
    """A table with the new rows: in the place of rows of the same key, else at the end."""
    by_key = {row["id"]: row for row in new if row.get("id")}
    have = {row.get("id") for row in old}
    kept = [by_key.get(row.get("id", ""), row) for row in old]
    added = [row for row in new if row.get("id") not in have]
    cells = [[row.get(name, "") for name in spec.names] for row in [*kept, *added]]
    return canonical.table(canonical.write([list(spec.names), *cells]), spec, spec.path).raw
