"""The page about licences: of the data, and of the software that the site is built with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .. import about, licences
from ..catalogue import Catalogue
from .page import SitePage
from .render import render

SOURCE = "ueber/lizenzen.md"
KEPT = Path(licences.__file__).with_name("software.json")
"""Made from the lock by ``scripts/sbom.py --write``."""


@dataclass(frozen=True, slots=True)
class Software:
    """A package that the lock names; lizenz: an SPDX expression."""

    name: str
    version: str
    lizenz: str


@dataclass(frozen=True, slots=True)
class Data:
    """A data package with the SPDX id of its licence."""

    name: str
    title: str
    version: str
    lizenz: str


def software() -> tuple[Software, ...]:
    """Every package of the site's lock, by name."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return tuple(Software(p["name"], p["version"], p["lizenz"]) for p in kept)


def page(catalogue: Catalogue) -> SitePage:
    """The same list for everybody, on any machine: it comes from the lock."""
    packages = [
        Data(p.name, p.title, p.version, about.licence(p.descriptor).id) for p in catalogue.packages
    ]
    return SitePage(
        SOURCE,
        "Lizenzen",
        "Unter welchen Lizenzen die Daten stehen und aus welcher freien Software die Website ist.",
        render("software.html", wurzel="../../", pakete=packages, software=software()),
    )
