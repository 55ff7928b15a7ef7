"""The page of the HSDS export: what lies there, which column is which term, how ids are made."""

from __future__ import annotations

from ..catalogue import Catalogue
from ..identifiers import NAMESPACE, town_namespace
from .page import SitePage, root_of
from .render import render

SOURCE = "daten/hsds.md"


def pages(catalogue: Catalogue) -> list[SitePage]:
    """/daten/hsds/, or nothing for a town without offers in its packages."""
    terms = [
        (package.name, table.name, field.name, field.title, field.hsds)
        for package in catalogue.packages
        for table in package.tables
        for field in table.fields
        if field.hsds
    ]
    if not any(term == "service.id" for *_, term in terms):
        return []
    town = catalogue.town
    return [
        SitePage(
            SOURCE,
            "Angebote nach HSDS",
            f"Die Angebote der Präventionskette {town.name} im internationalen Format HSDS 3.0, "
            "als Tabellen und als JSON.",
            render(
                "hsds.html",
                wurzel=root_of(SOURCE),
                begriffe=terms,
                namensraum=str(town_namespace(town)),
                wurzelraum=str(NAMESPACE),
                schluessel=town.ags or town.name,
            ),
            edit_path="datapackages/angebote/datapackage.json",
        )
    ]
