"""A first mapping for a file that nobody has mapped yet: from its headings, guesses marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial

from praeventionskette.editing import heads, lookup
from praeventionskette.editing.heads import Head
from praeventionskette.editing.mapping import Column, Sign, TableMap
from praeventionskette.editing.reading import (
    folded,
    looks_numeric,
    number,
    plain,
    style_of,
    time_in,
)
from praeventionskette.editing.sheets import Sheet, Value
from praeventionskette.packages.model import FieldSpec, ResourceSpec

Rows = Mapping[str, Sequence[Mapping[str, str]]]
Specs = Mapping[str, ResourceSpec]
Body = Sequence[Sequence[Value]]

VALUES = "monitoring/werte"
TOTALS = ("Summe", "Summen", "Insgesamt", "Gesamt", "Gesamtsumme", "Zusammen", "Total", "Darunter",
          "Davon", "Gesamtstadt")  # fmt: skip
SIGNS = {
    "-": Sign(wert="0", hinweis="In der Quelle steht „-“ (nichts vorhanden).", geraten=True),
    ".": Sign(status="geheim", geraten=True),
    "/": Sign(status="nicht-verfuegbar", hinweis="In der Quelle steht „/“ (nicht sicher genug).",
              geraten=True),
    "x": Sign(status="geheim", geraten=True),
    "…": Sign(status="nicht-verfuegbar", hinweis="In der Quelle steht „…“ (liegt noch nicht vor).",
              geraten=True),
    "()": Sign(status="nicht-verfuegbar", hinweis="In der Quelle steht „( )“.", geraten=True),
}  # fmt: skip
"""What the signs mean in German statistics (DIN 55301); offices differ, so each is a guess.

What is secret says no reason of its own: two signs for it would tell which number is the small one.
"""
SYNONYMS = {
    "strasse": ("adresse", "anschrift", "strassehausnummer"),
    "telefon": ("tel", "telefonnummer", "rufnummer", "fon"),
    "email": ("mail", "emailadresse", "mailadresse"),
    "website": ("homepage", "internet", "internetadresse", "webseite", "url", "www", "link"),
    "plz": ("postleitzahl",),
    "ort": ("stadt", "wohnort"),
    "name": ("bezeichnung", "titel", "angebot", "nameangebot", "namedesangebots", "einrichtung"),
    "kurztext": ("kurzbeschreibung", "beschreibung"),
    "traeger": ("anbieter", "organisation", "veranstalter", "institution"),
    "zielgruppe": ("fuerwen", "zielgruppen"),
    "quartier": ("stadtteil", "ortsteil", "bezirk", "stadtbezirk", "statistischerbezirk"),
    "gebiet": ("stadtteil", "ortsteil", "bezirk", "stadtbezirk", "statistischerbezirk", "quartier"),
    "alter_von": ("abalter", "altervon", "ab"),
    "alter_bis": ("bisalter", "alterbis"),
    "hinweis": ("bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "notiz"),
    "nummer": ("nr", "nummer", "lfdnr"),
}
"""What offices call our columns; a match by one of these is a guess."""


def propose(sheets: Sequence[Sheet], specs: Specs, rows: Rows, wish: str) -> list[TableMap]:
    """A mapping for each sheet that looks like one of our tables. wish: ``package/table`` or ""."""
    found = [_sheet(sheet, specs, rows, wish) for sheet in sheets if not sheet.hidden]
    return [table for table in found if table is not None]


def _sheet(sheet: Sheet, specs: Specs, rows: Rows, wish: str) -> TableMap | None:
    offered = {wish: specs[wish]} if wish in specs else specs
    best: tuple[tuple[int, int], str, Head] | None = None
    for name, spec in offered.items():
        known = {folded(text): f.name for f in spec.fields for text in (f.field.title, f.name)}
        head, score = heads.best(sheet, partial(_hits, known))
        # Of two tables with the same headings the one of which more is there.
        points = (score, -len(spec.fields))
        if head and score and (best is None or points > best[0]):
            best = (points, name, head)
    columns = len([name for name in best[2].names if name]) if best else 0
    exact = best is not None and best[0][0] >= 2 and 5 * best[0][0] >= 2 * columns
    if best and (exact or (wish and wish != VALUES)):
        return _list(sheet, best[2], best[1], specs[best[1]], rows)
    if VALUES in offered and (cross := _cross(sheet, specs[VALUES], rows)):
        return cross
    return (
        _list(sheet, best[2], best[1], specs[best[1]], rows) if best and best[0][0] >= 2 else None
    )


def _hits(known: Mapping[str, str], names: Sequence[str]) -> int:
    """How many of our columns stand in a header."""
    return len({known[key] for name in names if (key := folded(name)) in known})


def _list(sheet: Sheet, head: Head, name: str, spec: ResourceSpec, rows: Rows) -> TableMap:
    free = {field.name: field for field in spec.fields}
    columns: dict[int, Column] = {}
    for sure in (True, False):
        for place, heading in enumerate(head.names):
            if not heading or place in columns:
                continue
            field = _field(heading, free.values(), sure)
            if field is not None:
                del free[field.name]
                columns[place] = Column(
                    heading, feld=field.name, stellen=_digits(sheet, head, place, field),
                    geraten=not sure,
                )  # fmt: skip
    for place, heading in enumerate(head.names):
        shown = heading or f"Spalte {heads.letter(place)}"
        if place not in columns and (heading or _filled(sheet, head, place)):
            columns[place] = Column(shown, auslassen=True, geraten=bool(heading))
    kinds = {field.name: field.field.type for field in spec.fields}
    numbers = [p for p, c in columns.items() if kinds.get(c.feld) in ("number", "integer", "year")]
    style, sure = style_of(row[place] for row in sheet.rows[head.body :] for place in numbers)
    keys = [row.get("id", "") for row in rows.get(name, ())]
    return TableMap(
        blatt=sheet.name,
        tabelle=name,
        spalten=tuple(columns[place] for place in sorted(columns)),
        zahlen=style,
        kennung=_prefix(keys),
        geraten=() if sure else ("zahlen",),
    )


def _field(heading: str, free: Iterable[FieldSpec], sure: bool) -> FieldSpec | None:
    key = folded(heading)
    fields = list(free)
    for field in fields:
        if key in (folded(field.field.title), folded(field.name)):
            return field
    if sure or len(key) < 2:
        return None
    for field in fields:
        if key in SYNONYMS.get(field.name, ()):
            return field
    scored = [
        (max(SequenceMatcher(None, key, folded(t)).ratio() for t in (f.field.title, f.name)), i)
        for i, f in enumerate(fields)
    ]
    score, place = max(scored, default=(0.0, 0))
    return fields[place] if score >= 0.8 else None


def _filled(sheet: Sheet, head: Head, place: int) -> bool:
    return any(plain(row[place]) for row in sheet.rows[head.body :])


def _digits(sheet: Sheet, head: Head, place: int, field: FieldSpec) -> int:
    """Numbers that a spreadsheet has robbed of their zeros: postcodes, numbers of quarters."""
    widths = {"plz": 5, "ags": 8}
    if field.name not in widths or not sheet.typed:
        return 0
    numbers = any(isinstance(row[place], Decimal) for row in sheet.rows[head.body :])
    return widths[field.name] if numbers else 0


def _prefix(keys: Sequence[str]) -> str:
    """The beginning that most keys of a table share before their number („ne-“), or ""."""
    counted = [match[1] for key in keys if (match := re.fullmatch(r"([a-z-]+-)\d{2,}", key))]
    return counted[-1] if counted and 2 * len(counted) > len(keys) else ""


def _cross(sheet: Sheet, spec: ResourceSpec, rows: Rows) -> TableMap | None:
    """A table of numbers with a name of an area in front of each row."""
    head = heads.guess(sheet)
    area = next((f for f in spec.fields if f.name == "gebiet"), None)
    areas = lookup.references(area, rows) if area else None
    if head is None or areas is None:
        return None
    body = sheet.rows[head.body :]
    hits = [
        sum(1 for row in body if plain(row[place]) and not areas.find(plain(row[place]), {}).why)
        for place in range(len(head.names))
    ]
    if not hits or max(hits) == 0:
        return None
    key = next(
        (p for p, count in enumerate(hits) if count == max(hits) and any(
            any(sign.isalpha() for sign in plain(row[p])) for row in body)),
        hits.index(max(hits)),
    )  # fmt: skip
    columns = tuple(_columns(sheet, head, key, rows))
    measures = [place for place, name in enumerate(head.names) if place != key and name]
    cells = [row[place] for row in body for place in measures]
    style, sure = style_of(cells)
    found = {n.sign for cell in cells if (n := number(cell, style)).sign}
    timed = bool(time_in(head.titles(sheet)))
    return TableMap(
        blatt=sheet.name,
        tabelle=VALUES,
        spalten=columns,
        fest={"quelle": ""},
        zeit="titel" if timed else "",
        zahlen=style,
        zeichen={sign: SIGNS[sign] for sign in SIGNS if sign in found},
        namen=_names(body, key, areas),
        zeilen_auslassen=tuple(_totals(body, key)),
        kennung=_prefix([row.get("id", "") for row in rows.get(VALUES, ())]) or "w-",
        geraten=tuple(_guessed(sure, timed, body, key, areas)),
    )


def _guessed(sure: bool, timed: bool, body: Body, key: int, areas: lookup.Lookup) -> Iterator[str]:
    if not sure:
        yield "zahlen"
    if timed:
        yield "zeit"
    if _names(body, key, areas):
        yield "namen"


def _columns(sheet: Sheet, head: Head, key: int, rows: Rows) -> Iterator[Column]:
    indicators = {row.get("name", ""): row for row in rows.get("monitoring/kennzahlen", ())}
    for place, name in enumerate(head.names):
        shown = name or f"Spalte {heads.letter(place)}"
        cells = [row[place] for row in sheet.rows[head.body :] if plain(row[place])]
        if place == key:
            yield Column(shown, feld="gebiet")
        elif not name or not any(looks_numeric(cell) for cell in cells):
            if name or cells:
                yield Column(shown, auslassen=True, geraten=True)
        else:
            row = _indicator(name, indicators)
            share = row is not None and row.get("einheit") == "%"
            values = [n.value for c in cells if (n := number(c, "deutsch")).value is not None]
            small = sheet.typed and share and all(0 <= value <= 1 for value in values)
            timed = re.sub(r"\b(19|20)\d\d\b", "{jahr}", re.sub(
                r"\b\d{1,2}\. ?\d{1,2}\. ?(19|20)\d\d\b", "{datum}", shown))  # fmt: skip
            yield Column(
                timed, werte={"kennzahl": row["id"] if row else ""}, mal="100" if small else "",
                geraten=True,
            )  # fmt: skip


def _indicator(name: str, known: Mapping[str, Mapping[str, str]]) -> Mapping[str, str] | None:
    plain_name = re.sub(r"\d{1,2}\.\d{1,2}\.\d{4}|(19|20)\d\d", "", name)
    parts = [folded(part) for part in (plain_name, *plain_name.split(heads.JOIN))]
    scored = [
        (max(SequenceMatcher(None, part, folded(label)).ratio() for part in parts), label)
        for label in known
    ]
    score, label = max(scored, default=(0.0, ""))
    return known[label] if score >= 0.75 else None


def _names(body: Body, key: int, areas: lookup.Lookup) -> dict[str, dict[str, str]]:
    near: dict[str, str] = {}
    for row in body:
        text = plain(row[key])
        unknown = text and areas.find(text, {}).why == "unbekannt" and not _total(text)
        if unknown and (found := areas.near(text)):
            near[text] = found
    return {"gebiet": near} if near else {}


def _totals(body: Body, key: int) -> Iterator[str]:
    seen: set[str] = set()
    for row in body:
        word = _total(plain(row[key]))
        if word and word not in seen:
            seen.add(word)
            yield word


def _total(text: str) -> str:
    first = re.match(r"\w+", text)
    words = {folded(word): word for word in TOTALS}
    return words.get(folded(first[0]), "") if first else ""
