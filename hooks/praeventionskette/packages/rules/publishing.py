"""What a package needs before others may use it: licence, contact, terms that portals know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from praeventionskette import problems
from praeventionskette.about import contact, strings
from praeventionskette.harvest import FREQUENCIES, THEMES
from praeventionskette.licences import LICENCES
from praeventionskette.messages import Shown, listed, meant
from praeventionskette.packages import addresses, cells
from praeventionskette.packages.katalog import page
from praeventionskette.packages.model import Data, PackageSpec
from praeventionskette.problems import Problem
from praeventionskette.published import (
    DERIVED,
    TAKEN_FILES,
    TAKEN_FOLDERS,
    TAKEN_PACKAGES,
    beside,
)

_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")


def line(package: PackageSpec, key: str) -> int:
    """The line of the descriptor where an entry stands, else 1."""
    for number, text in enumerate(package.raw.decode("utf-8", "replace").splitlines(), 1):
        if f'"{key}"' in text:
            return number
    return 1


def licences(data: Data) -> Iterator[Problem]:
    """A package has exactly one licence, and portals know it."""
    for package in data.packages:
        found = package.descriptor.get("licenses")
        if not isinstance(found, list) or not found:
            continue  # said by the reader
        place = {"file": package.file, "line": line(package, "licenses")}
        if len(found) > 1:
            yield problems.found("lizenz", "mehrere", zahl=len(found), **place)
        for item in found[:1]:
            name = item.get("name", "") if isinstance(item, dict) else item
            if not name:
                yield problems.found("lizenz", "ohne_namen", erlaubt=listed(LICENCES), **place)
            elif not isinstance(name, str) or name not in LICENCES:
                near = same_spelling(name)
                yield problems.found(
                    "lizenz", "unbekannt", wert=name, erlaubt=listed(LICENCES), vorschlag=near, **place
                )


def same_spelling(name: object) -> Shown:
    """„ Meinst du …“ only for another spelling of a name: a near name is another licence."""
    plain = _plain(str(name))
    return meant(next((k for k in LICENCES if _plain(k) == plain), ""), LICENCES)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def contacts(data: Data) -> Iterator[Problem]:
    """Somebody answers questions about a package, and can be reached."""
    for package in data.packages:
        own = package.descriptor.get("kontakt")
        place = {"file": package.file, "line": line(package, "kontakt")}
        if own is not None and not isinstance(own, dict):
            yield problems.found("kontakt", "aufbau", **place)
            continue
        who = contact(data.town, package.descriptor)
        if not who.reachable and data.town.name:
            yield problems.found("kontakt", "fehlt", **place)
        if own and who.email:
            try:
                addresses.email(who.email)
            except cells.CellError as problem:
                yield problems.found(problem.rule, problem.key, **place, **problem.values)
        if own and who.page and not page(who.page):
            yield problems.found("katalog", "seite", wert=who.page, **place)


def terms(data: Data) -> Iterator[Problem]:
    """Themes, frequency and DOI of a package are such as portals know."""
    for package in data.packages:
        found = package.descriptor.get("themen")
        place = {"file": package.file, "line": line(package, "themen")}
        if found is not None and not strings(found):
            yield problems.found("katalog", "themen", **place)
        for theme in strings(found):
            if theme not in THEMES:
                words = listed((f"{code} ({label})" for code, label in THEMES.items()), most=13)
                yield problems.found("katalog", "thema", wert=theme, erlaubt=words, **place)
        often = package.descriptor.get("aktualisierung")
        if often is not None and often not in FREQUENCIES:
            yield problems.found(
                "katalog", "aktualisierung", file=package.file, line=line(package, "aktualisierung"),
                wert=often, erlaubt=listed(FREQUENCIES), vorschlag=meant(str(often), FREQUENCIES),
            )  # fmt: skip
        doi = package.descriptor.get("doi")
        if doi is not None and not (isinstance(doi, str) and _DOI.fullmatch(doi)):
            yield problems.found(
                "katalog", "doi", file=package.file, line=line(package, "doi"), wert=doi
            )


def collisions(data: Data) -> Iterator[Problem]:
    """No package, table or file has a name that the site needs for a file of its own."""
    for package in data.packages:
        if package.name.lower() in TAKEN_PACKAGES:
            yield problems.found("name", "paket_vergeben", file=package.file, wert=package.name)
        taken = {name: "" for name in (*TAKEN_FILES, f"{package.name}.zip".lower())}
        brings = {spec.path.lower() for spec in package.resources}
        for spec in package.resources:
            if spec.fields:
                for suffix in DERIVED:
                    made = beside(spec.path, suffix).lower()
                    # A town's own GeoJSON of its quarters stands for ours.
                    if suffix != "geojson" or made not in brings:
                        taken.setdefault(made, spec.path)
        for spec in package.resources:
            low = spec.path.lower()
            folder = low.split("/")[0] if "/" in low else ""
            own = taken.get(low)
            if own is None and not (folder in TAKEN_FOLDERS or folder[:1].isdigit()):
                continue
            yield problems.found(
                "name", "datei_tabelle" if own else "datei_vergeben", file=package.file,
                line=spec.line, name=spec.name, pfad=spec.path, andere=own or "",
            )  # fmt: skip
