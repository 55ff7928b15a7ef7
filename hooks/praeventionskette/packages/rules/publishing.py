"""What a package needs before others may use it: licence, contact, terms that portals know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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


def _says(package: PackageSpec, key: str) -> Callable[..., Problem]:
    """``say("rule", "sentence", …)`` makes a problem at an entry of the descriptor."""
    place = (package.file, line(package, key), "")

    def say(rule: str, sentence: str, **values: object) -> Problem:
        return problems.worded(rule, sentence, place, values)

    return say


def licences(data: Data) -> Iterator[Problem]:
    """A package has exactly one licence, and portals know it."""
    for package in data.packages:
        found = package.descriptor.get("licenses")
        if not isinstance(found, list) or not found:
            continue  # said by the reader
        say, words = _says(package, "licenses"), listed(LICENCES)
        if len(found) > 1:
            yield say("lizenz", "mehrere", zahl=len(found))
        name = found[0].get("name") if isinstance(found[0], dict) else found[0]
        if not name:
            yield say("lizenz", "ohne_namen", erlaubt=words)
        elif not isinstance(name, str) or name not in LICENCES:
            near = same_spelling(name)
            yield say("lizenz", "unbekannt", wert=name, erlaubt=words, vorschlag=near)


def same_spelling(name: object) -> Shown:
    """„ Meinst du …“ only for another spelling of a name: a near name is another licence."""
    plain = _plain(str(name))
    return meant(next((k for k in LICENCES if _plain(k) == plain), ""), LICENCES)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def contacts(data: Data) -> Iterator[Problem]:
    """Somebody answers questions about a package, and can be reached."""
    for package in data.packages:
        own, say = package.descriptor.get("kontakt"), _says(package, "kontakt")
        if own is not None and not isinstance(own, dict):
            yield say("kontakt", "aufbau")
            continue
        who = contact(data.town, package.descriptor)
        if not who.reachable and data.town.name:
            yield say("kontakt", "fehlt")
        if own and who.email:
            try:
                addresses.email(who.email)
            except cells.CellError as problem:
                yield say(problem.rule, problem.key, **problem.values)
        if own and who.page and not page(who.page):
            yield say("katalog", "seite", wert=who.page)


def terms(data: Data) -> Iterator[Problem]:
    """Themes, frequency and DOI of a package are such as portals know."""
    for package in data.packages:
        found, say = package.descriptor.get("themen"), _says(package, "themen")
        if found is not None and not strings(found):
            yield say("katalog", "themen")
        for theme in strings(found):
            if theme not in THEMES:
                known = listed((f"{code} ({label})" for code, label in THEMES.items()), most=13)
                yield say("katalog", "thema", wert=theme, erlaubt=known)
        often = package.descriptor.get("aktualisierung")
        if often is not None and (not isinstance(often, str) or often not in FREQUENCIES):
            near, known = meant(str(often), FREQUENCIES), listed(FREQUENCIES)
            say = _says(package, "aktualisierung")
            yield say("katalog", "aktualisierung", wert=often, erlaubt=known, vorschlag=near)
        doi = package.descriptor.get("doi")
        if doi is not None and not (isinstance(doi, str) and _DOI.fullmatch(doi)):
            yield _says(package, "doi")("katalog", "doi", wert=doi)


def collisions(data: Data) -> Iterator[Problem]:
    """No package, table or file has a name that the site needs for a file of its own."""
    for package in data.packages:
        if package.name.lower() in TAKEN_PACKAGES:
            yield problems.found("name", "paket_vergeben", file=package.file, wert=package.name)
        taken = dict.fromkeys((*TAKEN_FILES, f"{package.name}.zip".lower()), "")
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
