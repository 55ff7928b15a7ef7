"""View models of the data pages: the catalogue and a page for each package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..catalogue import Catalogue, Cell, Field, Package, Table
from . import text, versions
from .page import SitePage, root_of
from .render import render

PREVIEW_ROWS = 10
TYPES = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "boolean": "ja/nein",
    "date": "Datum",
    "list": "Liste",
    "year": "Jahr",
}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A line of the data dictionary."""

    field: Field
    typ: str
    leer: str


@dataclass(frozen=True, slots=True)
class TableView:
    table: Table
    felder: tuple[FieldView, ...]
    vorschau: tuple[tuple[str, ...], ...]
    groesse: str


def table_view(table: Table) -> TableView:
    """Dictionary and preview of a table; the share of empty cells is counted, not claimed."""
    total = len(table.rows)
    fields = []
    for f in table.fields:
        empty = sum(1 for r in table.rows if r.get(f.name) in (None, ()))
        share = f"{text.number(round(100 * empty / total))}\u00a0%" if total else "–"
        fields.append(FieldView(f, TYPES.get(f.type, f.type), share))
    preview = tuple(
        tuple(cell_text(r.get(f.name)) for f in table.fields) for r in table.rows[:PREVIEW_ROWS]
    )
    return TableView(table, tuple(fields), preview, size(len(table.raw)))


def cell_text(value: Cell) -> str:
    """A cell as it stands in the file: ISO date, decimal point, list with its separator."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def size(count: int) -> str:
    """A file's size in words: "12 kB", decimal units as file managers show them."""
    if count < 1000:
        return f"{count}\u00a0Byte"
    return f"{text.number(round(count / 1000))}\u00a0kB"


def sources(package: Package) -> list[Mapping[str, Any]]:
    return [s for s in package.descriptor.get("sources", []) if isinstance(s, dict)]


def pages(catalogue: Catalogue, prose: frozenset[str]) -> list[SitePage]:
    """/daten/ and a page a package."""
    town = catalogue.town.name
    out = [
        SitePage(
            "daten/index.md",
            "Offene Daten",
            f"Alle Daten der Präventionskette {town} als CSV zum Herunterladen, mit Quellen.",
            render(
                "daten.html",
                prosa=prose,
                wurzel="../",
                stadt=town,
                pakete=[(p, [(t, size(len(t.raw))) for t in p.tables]) for p in catalogue.packages],
            ),
        )
    ]
    for p in catalogue.packages:
        src = f"daten/{p.name}.md"
        out.append(
            SitePage(
                src,
                f"Datenpaket {p.title}",
                f"{p.title}: {p.description}"[:155],
                render(
                    "datenpaket.html",
                    prosa=prose,
                    wurzel=root_of(src),
                    p=p,
                    stadt=town,
                    lizenzen=p.descriptor.get("licenses", []),
                    quellen=sources(p),
                    stand=str(p.descriptor.get("created", ""))[:10],
                    tabellen=[table_view(t) for t in p.tables],
                    fassungen=versions.section(p, root_of(src)),
                ),
                edit_path=f"datapackages/{p.name}/datapackage.json",
                styles=(versions.STYLE,),
            )
        )
    return out
