"""View models of the data pages: the catalogue, a page for each package, automatic use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..about import About, about
from ..catalogue import Catalogue, Cell, Field, Package, Table
from ..citing import address, as_bibtex, as_text
from ..harvest import FREQUENCIES, THEMES
from ..published import FORMATS, Edition, Published
from . import dataset_jsonld, quality, snippets, text, versions
from .page import Link, SitePage, root_of
from .render import render

PREVIEW_ROWS = 100
TYPES = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "boolean": "ja/nein",
    "date": "Datum",
    "list": "Liste",
    "year": "Jahr",
}
STYLES = ("assets/stylesheets/pk-daten.css",)
SCRIPTS = ("assets/javascripts/pk-daten.js",)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A line of the data dictionary. leer: share of empty cells; warum: why, "" where none is."""

    field: Field
    typ: str
    leer: str
    warum: str
    erlaubt: str
    verweise: tuple[tuple[str, str], ...]
    """(package, "table.column") of which one must hold the value."""


@dataclass(frozen=True, slots=True)
class TableView:
    table: Table
    felder: tuple[FieldView, ...]
    vorschau: tuple[tuple[str, ...], ...]
    dateien: tuple[Published, ...]

    @property
    def groesse(self) -> str:
        return size(len(self.table.raw))


def table_view(table: Table, package: Package, edition: Edition) -> TableView:
    """Dictionary and preview of a table; the share of empty cells is counted, not claimed."""
    schema = _schema(package, table)
    fields = []
    for f in table.fields:
        empty = sum(1 for cell in table.column(f.name) if cell in (None, ()))
        why = (f.empty or "Ein Grund ist nicht angegeben.") if empty else ""
        targets = tuple((r.split("/")[0], r.split("/")[-1]) for r in f.references)
        allowed = _limits(schema.get(f.name, {}))
        kind, part = TYPES.get(f.type, f.type), share(empty, len(table.rows))
        fields.append(FieldView(f, kind, part, why, allowed, targets))
    preview = tuple(
        tuple(cell_text(r.get(f.name)) for f in table.fields) for r in table.rows[:PREVIEW_ROWS]
    )
    return TableView(table, tuple(fields), preview, edition.of(package.name, table.name))


def share(part: int, whole: int) -> str:
    """ "12 %"; "unter 1 %" and "über 99 %" instead of a rounded 0 or 100."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return f"unter 1{text.NBSP}%"
    if 99 < percent < 100:
        return f"über 99{text.NBSP}%"
    return f"{text.number(round(percent))}{text.NBSP}%"


def _schema(package: Package, table: Table) -> dict[str, dict[str, object]]:
    """Constraints by column; the descriptor was checked, so its shape is known."""
    found = package.descriptor.get("resources", [])
    own: dict[str, Any] = next((r for r in found if r.get("name") == table.name), {})
    fields = own.get("schema", {}).get("fields", [])
    return {str(f["name"]): f.get("constraints", {}) for f in fields}


def _limits(constraints: dict[str, object]) -> str:
    """Bounds of a column in words."""
    low, high = constraints.get("minimum"), constraints.get("maximum")
    words = [f"ab {low}"] if low is not None else []
    words += [f"bis {high}"] if high is not None else []
    words += ["jeder Wert nur einmal"] if constraints.get("unique") else []
    pattern = constraints.get("pattern")
    return ", ".join([*words, *([f"Muster {pattern}"] if pattern else [])])


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
        return f"{count}{text.NBSP}Byte"
    if count < 1_000_000:
        return f"{text.number(round(count / 1000))}{text.NBSP}kB"
    return f"{text.number(Decimal(count) / 1_000_000, 1)}{text.NBSP}MB"


def _span(start: dt.date | None, end: dt.date | None) -> str:
    """ "2012 bis 2021", or one year."""
    if not start or not end:
        return ""
    return str(start.year) if start.year == end.year else f"{start.year} bis {end.year}"


def pages(
    catalogue: Catalogue, prose: frozenset[str], edition: Edition | None = None
) -> list[SitePage]:
    """/daten/, a page a package, and /daten/nutzen/."""
    edition = edition or Edition()
    said = [(p, about(catalogue, p)) for p in catalogue.packages]
    return [
        _overview(catalogue, said, prose, edition),
        *(_package(catalogue, p, a, prose, edition) for p, a in said),
        _automatic(catalogue, edition),
    ]


def _overview(
    catalogue: Catalogue, said: list[tuple[Package, About]], prose: frozenset[str], edition: Edition
) -> SitePage:
    town = catalogue.town.name
    html = render(
        "daten.html",
        prosa=prose,
        wurzel="../",
        stadt=town,
        pakete=[
            (p, a, [(t, edition.of(p.name, t.name)) for t in p.tables], _zip(edition, p.name))
            for p, a in said
        ],
        formate=FORMATS,
        groesse=size,
        katalog=bool(edition.site_url),
    )
    links = [Link("describedby", "daten/data.json", "application/json")]
    if edition.site_url:
        links += [
            Link("describedby", "daten/katalog.ttl", "text/turtle"),
            Link("describedby", "daten/katalog.jsonld", "application/ld+json"),
        ]
    return SitePage(
        "daten/index.md",
        "Offene Daten",
        f"Alle Daten der Präventionskette {town} zum Herunterladen, für Excel, Karten und "
        "Programme, mit Quellen und Lizenz.",
        html,
        styles=STYLES,
        links=tuple(links),
    )


def _zip(edition: Edition, name: str) -> Published | None:
    return next((f for f in edition.of(name) if f.format == "zip"), None)


def _package(
    catalogue: Catalogue, p: Package, said: About, prose: frozenset[str], edition: Edition
) -> SitePage:
    src = f"daten/{p.name}.md"
    tables = [table_view(t, p, edition) for t in p.tables]
    years = edition.of(p.name, "reihen")
    html = render(
        "datenpaket.html",
        wurzel=root_of(src),
        p=p,
        a=said,
        stadt=catalogue.town.name,
        zeitraum=_span(said.start, said.end),
        haeufigkeit=dict(FREQUENCIES.values()).get(said.frequency, ""),
        themen=[THEMES[t] for t in said.themes],
        kontakt_seite=said.contact.page,
        tabellen=tables,
        zip=_zip(edition, p.name),
        weitere=[f for f in edition.of(p.name, "") if f.format not in ("zip", "json")],
        jahre=years,
        dateien=[f for f in edition.of(p.name) if f.table != "reihen"],
        formate=FORMATS,
        groesse=size,
        quellen=quality.sources(p, said),
        bericht=quality.report(p, edition),
        zitat=as_text(said, edition.site_url),
        bibtex=as_bibtex(said, edition.site_url),
        doi=address(said, edition.site_url) if said.doi else "",
        beispiele=snippets.for_package(p, edition),
        fassungen=versions.section(p, root_of(src)),
        prosa=prose,
        strukturiert=dataset_jsonld.dataset(catalogue, p, said, edition),
    )
    links = [Link("license", said.licence.page)] if said.licence.page else []
    links.append(Link("describedby", f"daten/{p.name}/datapackage.json", "application/json"))
    links += [
        Link("item", f.path, FORMATS[f.format].media)
        for f in edition.of(p.name)
        if f.format in ("csv", "zip", "geojson") and f.table != "reihen"
    ]
    if said.doi:
        links.append(Link("cite-as", f"https://doi.org/{said.doi}"))
    return SitePage(
        src,
        f"Datenpaket {p.title}",
        f"{p.title}: {p.description}"[:155],
        html,
        edit_path=f"datapackages/{p.name}/datapackage.json",
        styles=(*STYLES, versions.STYLE),
        scripts=SCRIPTS,
        links=tuple(links),
    )


def _automatic(catalogue: Catalogue, edition: Edition) -> SitePage:
    town = catalogue.town.name
    html = render(
        "daten-nutzen.html",
        wurzel="../../",
        stadt=town,
        formate=FORMATS,
        basis=edition.site_url,
        beispiele=snippets.automatic(catalogue, edition),
        paket=catalogue.packages[0] if catalogue.packages else None,
        katalog=bool(edition.site_url),
    )
    return SitePage(
        "daten/nutzen.md",
        "Daten automatisch nutzen",
        f"Feste Adressen, Formate, Verzeichnis als JSON und Beispiele: so lesen Programme die "
        f"Daten der Präventionskette {town}.",
        html,
        styles=STYLES,
    )
