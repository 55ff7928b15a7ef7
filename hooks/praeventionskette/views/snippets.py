"""Examples of use: short, and run by the tests as they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue import Catalogue, Cell, Package, Table
from ..published import Edition, beside


@dataclass(frozen=True, slots=True)
class Snippet:
    """language: "python", "r", "javascript" for code; "" for steps, one a line."""

    title: str
    language: str
    lines: tuple[str, ...]

    @property
    def code(self) -> str:
        return "\n".join(self.lines)


def for_package(package: Package, edition: Edition) -> list[Snippet]:
    """R, Python, QGIS and Excel in three lines each, for the first table of a package."""
    if not package.tables:
        return []
    table = package.tables[0]
    folder = edition.site_url + f"daten/{package.name}/"
    stem = folder + table.path
    points = next((f for f in edition.of(package.name) if f.format == "geojson"), None)
    return [
        Snippet(
            "Python",
            "python",
            (
                "import pandas as pd  # braucht auch pyarrow",
                f'tabelle = pd.read_parquet("{folder}{beside(table.path, "parquet")}")',
                "print(tabelle.head())",
            ),
        ),
        Snippet(
            "R",
            "r",
            ("library(readr)", f'tabelle <- read_csv("{stem}"{_types(table)})', "head(tabelle)"),
        ),
        Snippet(
            "Excel",
            "",
            (
                "In Excel auf „Daten“ und dann „Aus dem Web“ klicken.",
                f"Diese Adresse eintragen: {folder}{beside(table.path, 'xlsx')}",
                "Das Blatt „Daten“ wählen und auf „Laden“ klicken.",
            ),
        ),
        Snippet("QGIS", "", _qgis(edition.absolute(points.path) if points else "", stem)),
    ]


def _types(table: Table) -> str:
    """R takes 02 for the number 2: name the text columns that look like numbers."""
    codes = [
        f.name
        for f in table.fields
        if f.type == "string" and _like_numbers(filter(None, table.column(f.name)))
    ]
    named = ", ".join(f'{name} = "c"' for name in codes)
    return f", col_types = cols({named})" if named else ""


def _like_numbers(cells: Iterable[Cell]) -> bool:
    """Whether there are any, and all of them do. Of most columns the first cell tells."""
    known = False
    for cell in cells:
        if not NUMBER.fullmatch(str(cell)):
            return False
        known = True
    return known


NUMBER = re.compile(r"[\d.]+")


def _qgis(points: str, table: str) -> tuple[str, ...]:
    if points:
        return (
            "In QGIS „Layer“, „Layer hinzufügen“, „Vektorlayer hinzufügen“ wählen.",
            f"Als Quelltyp „Protokoll: HTTP(S)“ und diese Adresse eintragen: {points}",
            "Auf „Hinzufügen“ klicken.",
        )
    return (
        "In QGIS „Layer“, „Layer hinzufügen“, „Vektorlayer hinzufügen“ wählen.",
        f"Als Quelltyp „Protokoll: HTTP(S)“ und diese Adresse eintragen: {table}",
        "Auf „Hinzufügen“ klicken und die Tabelle über die Kennung mit einer Karte verknüpfen.",
    )


def automatic(catalogue: Catalogue, edition: Edition) -> list[Snippet]:
    """For the page "Daten automatisch nutzen"."""
    index = edition.site_url + "daten/data.json"
    if not catalogue.packages or not catalogue.packages[0].tables:
        return []
    package = catalogue.packages[0]
    table = package.tables[0]
    own = f"daten/{package.name}/{table.path}"
    return [
        Snippet(
            "Python: was es gibt",
            "python",
            (
                "import json, urllib.request",
                f'index = json.load(urllib.request.urlopen("{index}"))',
                'for paket in index["pakete"]:',
                '    print(paket["name"], paket["fassung"], len(paket["dateien"]), "Dateien")',
            ),
        ),
        Snippet(
            "Python: eine Tabelle holen und prüfen, ob sie unverändert ankam",
            "python",
            (
                "import hashlib, json, urllib.request",
                f'index = json.load(urllib.request.urlopen("{index}"))',
                'dateien = [d for paket in index["pakete"] for d in paket["dateien"]]',
                f'datei = next(d for d in dateien if d["adresse"].endswith("{own}"))',
                'inhalt = urllib.request.urlopen(datei["adresse"]).read()',
                'assert hashlib.sha256(inhalt).hexdigest() == datei["sha256"]',
                "print(inhalt.decode().splitlines()[0])",
            ),
        ),
        Snippet(
            "JavaScript: was es gibt",
            "javascript",
            (
                f'const antwort = await fetch("{index}");',
                "const index = await antwort.json();",
                "console.log(index.pakete.map(paket => paket.titel));",
            ),
        ),
        Snippet(
            "R: eine Tabelle holen",
            "r",
            (
                "library(readr)",
                f'tabelle <- read_csv("{edition.site_url}{own}"{_types(table)})',
                "head(tabelle)",
            ),
        ),
    ]
