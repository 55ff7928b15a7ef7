"""Everything there is to check about a town, from its ``mkdocs.yml`` on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from praeventionskette import problems
from praeventionskette.catalogue import Town
from praeventionskette.packages import config, files, network, prose, translations
from praeventionskette.packages.loader import Loaded, load
from praeventionskette.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """The town, what was loaded, and all problems and open points of one run."""

    town: Town
    loaded: Loaded
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> int:
        """How many problems keep the site from being built."""
        return sum(problem.stops for problem in self.problems)

    @property
    def summary(self) -> str:
        """One German line: what was checked and what came of it."""
        loaded, stops = self.loaded, self.stops
        counted = ", ".join(
            (
                _count(loaded.packages, "Paket", "Pakete"),
                _count(loaded.tables, "Tabelle", "Tabellen"),
                _count(loaded.rows, "Zeile", "Zeilen"),
            )
        )
        result = _count(stops, "Problem", "Probleme") if stops else "in Ordnung"
        still_open = len(self.problems) - stops
        more = f" ({_count(still_open, 'offener Punkt', 'offene Punkte')})" if still_open else ""
        return f"{counted} geprüft: {result}{more}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def data_folder(settings: Mapping[str, Any], base: Path) -> Path:
    """The folder of the data packages: ``extra.datapackages``, else ``datapackages``."""
    extra = settings.get("extra")
    name = extra.get("datapackages") if isinstance(extra, Mapping) else None
    return base / (name if isinstance(name, str) and name else "datapackages")


def published_at(path: Path) -> str:
    """The address that ``mkdocs.yml`` gives the site, with a slash at its end; "" for none yet."""
    settings, _ = config.read_config(path)
    address = settings.get("site_url")
    if not isinstance(address, str) or not files.is_remote(address):
        return ""
    host = urlsplit(address).hostname or ""
    return "" if host.endswith((".example", ".invalid")) else address.rstrip("/") + "/"


def check(path: Path) -> Checked:
    """Check a town: settings, data packages and open points. Never raises on bad input."""
    base = path.parent
    settings, wrong = config.read_config(path)
    if wrong:
        return Checked(Town(name=""), Loaded(None, wrong), wrong)
    town, said = config.read_town(settings, path)
    loaded = load(data_folder(settings, base), town, base=base)
    listed, wrong_network = network.settings(settings, path)
    if loaded.catalogue is not None and listed:
        towns, warned = network.read(listed, data_folder(settings, base), base)
        loaded = replace(loaded, catalogue=replace(loaded.catalogue, netzwerk=towns))
        wrong_network = (*wrong_network, *warned)
    docs = settings.get("docs_dir")
    content = base / (docs if isinstance(docs, str) else "docs")
    wrong_settings = {problem.column for problem in said}
    missing = (p for p in config.open_town(town, path) if p.column not in wrong_settings)
    found = (
        *said,
        *missing,
        *wrong_network,
        *loaded.problems,
        *prose.check(content, base),
        *translations.check(town.sprachen, base),
    )
    return Checked(town, loaded, problems.ordered(found))
