"""A filled issue form → rows of our tables. What people wrote is data all the way, never a command.

GitHub turns a form into Markdown: the label of each field as a heading, then what was written. The
forms themselves (``.github/ISSUE_TEMPLATE``) say which heading is which column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from praeventionskette.editing import canonical, keys
from praeventionskette.editing.workplace import Workplace
from praeventionskette.packages import files
from praeventionskette.packages.model import ResourceSpec

BODY = 70_000
"""Signs that are read of an issue; GitHub itself allows some 65,000."""
EMPTY = ("_no response_", "none", "")
OFFERS, CARRIERS = "angebote/angebote", "angebote/traeger"
GONE = "Das Angebot gibt es nicht mehr"
COLUMNS = {
    "Name": "name", "Kurztext": "kurztext", "Telefon": "telefon", "E-Mail": "email",
    "Internetadresse": "website", "Alter von": "alter_von", "Alter bis": "alter_bis",
}  # fmt: skip
"""What the form for errors calls the columns of an offer."""
NEW_OFFER = (
    "name", "kurztext", "alter_von", "alter_bis", "telefon", "email", "website", "quelle",
)  # fmt: skip


class FormError(Exception):
    """Nothing can be made of a form; the German reason."""


class NoFormError(FormError):
    """The issue is no filled form at all."""


@dataclass(frozen=True, slots=True)
class Form:
    """An issue form: its file's name and (id, label) of its fields in order."""

    name: str
    fields: tuple[tuple[str, str], ...]
    required: frozenset[str]


@dataclass(slots=True)
class Proposal:
    """What a form changes: new bytes by file (relative to the town), and each cell in words."""

    files: dict[str, bytes] = field(default_factory=dict)
    cells: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Table, key of the row, column, value."""


def forms(folder: Path) -> tuple[Form, ...]:
    """All forms of the repository."""
    found: list[Form] = []
    for path in sorted(folder.glob("*.yml")):
        body = yaml.safe_load(path.read_text(encoding="utf-8")).get("body")
        named: list[dict[str, Any]] = [item for item in body or [] if "id" in item]
        if named:
            pairs = tuple((item["id"], item["attributes"]["label"]) for item in named)
            must = (i["id"] for i in named if i.get("validations", {}).get("required"))
            found.append(Form(path.stem, pairs, frozenset(must)))
    return tuple(found)


def read(body: str, known: Sequence[Form]) -> tuple[Form, dict[str, str]]:
    """The form that was filled in, and its fields by id. Raises FormError where it is none."""
    best: tuple[int, Form, dict[str, str]] | None = None
    for form in known:
        values = dict(_values(body[:BODY], form))
        complete = all(values.get(name) for name in form.required)
        if complete and (best is None or len(values) > best[0]):
            best = len(values), form, values
    if best is None:
        raise NoFormError("Das ist keines unserer Formulare, oder eine Pflichtangabe fehlt.")
    return best[1], best[2]


def _values(body: str, form: Form) -> Iterator[tuple[str, str]]:
    """Each field with what stands below its heading, headings taken in the order of the form."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places: list[tuple[int, str]] = []
    start = 0
    for name, label in form.fields:
        found = next((n for n in range(start, len(lines)) if lines[n] == f"### {label}"), None)
        if found is not None:
            places.append((found, name))
            start = found + 1
    ends = [*(place for place, _ in places[1:]), len(lines)][: len(places)]
    for (begin, name), end in zip(places, ends, strict=True):
        text = "\n".join(lines[begin + 1 : end]).strip()
        yield name, "" if text.lower() in EMPTY else text


def propose(form: Form, values: Mapping[str, str], place: Workplace) -> Proposal:
    """The change that a form asks for. Raises FormError where it asks for none."""
    tables = _Tables(place)
    if form.name == "angebot-melden":
        _new_offer(values, tables)
    elif form.name == "fehler-melden":
        _correction(values, tables)
    elif form.name == "daten-vorschlagen":
        _rows(values, tables)
    else:
        raise FormError("Zu diesem Formular gibt es keine Tabelle.")
    return tables.proposal()


class _Tables:
    """The tables of a town as text, changed in memory."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.cells: list[tuple[str, str, str, str]] = []

    def spec(self, name: str) -> ResourceSpec:
        found = self.place.spec(name)
        if found is None:
            raise FormError(f"Die Tabelle {name} gibt es hier nicht.")
        return found[1]

    def file(self, name: str) -> Path:
        package, _, _ = name.partition("/")
        return self.place.folder / package / self.spec(name).path

    def read(self, name: str) -> list[dict[str, str]]:
        """All rows of a table, by column."""
        if name not in self.rows:
            spec, path = self.spec(name), self.file(name)
            raw = files.read(path.parent, path.name, name)
            try:
                records = canonical.records(raw if isinstance(raw, bytes) else b"", spec)
            except canonical.UnsureError:
                raise FormError(f"Die Tabelle {name} ist zurzeit nicht zu lesen.") from None
            head, *rest = (record.cells for record in records)
            self.rows[name] = [dict(zip(head, row, strict=False)) for row in rest]
        return self.rows[name]

    def add(self, name: str, row: dict[str, str]) -> str:
        """A new row at the end; its key."""
        rows, spec = self.read(name), self.spec(name)
        for known in spec.fields:
            if known.field.required and not row.get(known.name) and "unbekannt" in known.allowed:
                row[known.name] = "unbekannt"
        prefix = re.match(r"([a-z]+-)\d+$", rows[-1].get("id", "")) if rows else None
        if not row.get("id"):
            keys.complete([row], rows, spec, prefix[1] if prefix else "")
        rows.append({column: row.get(column, "") for column in spec.names})
        self.cells += [(name, row.get("id", ""), c, row[c]) for c in spec.names if row.get(c)]
        return row.get("id", "")

    def change(self, name: str, row: dict[str, str], column: str, value: str) -> None:
        """One cell of a row that is there."""
        if row.get(column, "") != value:
            row[column] = value
            self.cells.append((name, row.get("id", ""), column, value))

    def proposal(self) -> Proposal:
        """The tables as bytes, in canonical form. Raises FormError where nothing changed."""
        if not self.cells:
            raise FormError("Alle Angaben stehen schon so in den Daten.")
        made = Proposal(cells=self.cells)
        for name in dict.fromkeys(table for table, *_ in self.cells):
            spec, path = self.spec(name), self.file(name)
            rows = [[row.get(column, "") for column in spec.names] for row in self.rows[name]]
            raw = canonical.write([list(spec.names), *rows])
            shown = files.shown(path, self.place.base)
            made.files[shown] = canonical.table(raw, spec, shown).raw
        return made


def _line(text: str) -> str:
    """What was written, in one line."""
    return " ".join(text.split())


def _new_offer(values: Mapping[str, str], tables: _Tables) -> None:
    row = {column: _line(values.get(column, "")) for column in NEW_OFFER}
    wanted = _line(values.get("bereich", ""))
    areas = {r.get("name", ""): r.get("id", "") for r in tables.read("angebote/bereiche")}
    row |= {"bereich": areas.get(wanted, wanted), "status": "aktiv"}
    row["schwangerschaft"] = _line(values.get("schwangerschaft", "")) or "nein"
    if row["alter_von"] or row["alter_bis"]:
        row["alter_angabe"] = "quelle"
    row["traeger"] = _carrier(_line(values.get("traeger", "")), row["quelle"], tables)
    quarter = _line(values.get("quartier", ""))
    row["quartier"] = _named(quarter, tables.read("quartiere/quartiere")) or quarter
    tables.add(OFFERS, row)


def _named(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The key of the row with this name or key, whatever its case, or ""."""
    wanted = name.casefold()
    fits = (r for r in rows if wanted in (r.get("name", "").casefold(), r.get("id", "")))
    return next((row.get("id", "") for row in fits if wanted), "")


def _carrier(name: str, source: str, tables: _Tables) -> str:
    if known := _named(name, tables.read(CARRIERS)) or not name:
        return str(known or "")
    return tables.add(CARRIERS, {"name": name, "quelle": source})


def _correction(values: Mapping[str, str], tables: _Tables) -> None:
    key, what = _line(values.get("angebot", "")), _line(values.get("angabe", ""))
    value = _line(values.get("wert", ""))
    if what != GONE and not (what in COLUMNS and value):
        raise FormError("Es steht nicht da, welche Angabe wie lauten soll. Das liest ein Mensch.")
    row = next((r for r in tables.read(OFFERS) if key and r.get("id") == key), None)
    if row is None:
        raise FormError("Ein Angebot mit dieser Kennung gibt es nicht. Das liest ein Mensch.")
    if what == GONE:
        tables.change(OFFERS, row, "status", "beendet")
    else:
        tables.change(OFFERS, row, COLUMNS[what], value)


def _rows(values: Mapping[str, str], tables: _Tables) -> None:
    wanted = re.search(r"\(([a-z0-9-]+/[a-z0-9-]+)\)$", _line(values.get("tabelle", "")))
    if wanted is None:
        raise FormError("Die Tabelle ist nicht genannt.")
    name, spec = wanted[1], tables.spec(wanted[1])
    for block in re.split(r"\n\s*\n", values.get("angaben", "")):
        row: dict[str, str] = {}
        for line in filter(None, map(str.strip, block.split("\n"))):
            column, colon, value = line.partition(":")
            if not colon or column.strip() not in spec.names:
                raise FormError("Eine Zeile der Angaben beginnt nicht mit dem Namen einer Spalte.")
            row[column.strip()] = value.strip()
        old = next((r for r in tables.read(name) if r.get("id") and r["id"] == row.get("id")), None)
        if old is not None:
            for column, value in row.items():
                tables.change(name, old, column, value)
        elif row:
            if "quelle" in spec.names:
                row.setdefault("quelle", _line(values.get("quelle", "")))
            tables.add(name, row)
