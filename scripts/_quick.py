"""After a change of a table alone: what the preview can show before the whole site is built anew.

All checks of ours run; the standard check, the audit of what could be derived, and all other pages
follow in a build of its own. What that finds takes the page back.
"""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def data_folder(config: MkDocsConfig) -> Path:
    """The folder of the town's packages."""
    town = Path(config.config_file_path).parent
    return town / str(config.extra.get("datapackages", "datapackages"))


def _files(config: MkDocsConfig) -> tuple[set[Path], set[Path]]:
    """The tables that the last build read, and what else its descriptors name."""
    catalogue, folder = config.extra.get("katalog"), data_folder(config)
    packages = catalogue.packages if catalogue else ()
    tables = {folder / p.name / t.path for p in packages for t in p.tables}
    return tables, {folder / p.name / path for p in packages for path in p.files}


def matters(config: MkDocsConfig, path: Path) -> bool:
    """Whether a build depends on a file.

    Programs leave copies and locks beside the table that is open: they ask for nothing.
    """
    from praeventionskette.packages.files import DATA_SUFFIXES, DESCRIPTOR

    folder = data_folder(config)
    if not path.is_relative_to(folder) or path.relative_to(folder).parts[0].startswith("_"):
        return True
    if path.suffix.lower() in DATA_SUFFIXES:
        return not path.name.startswith((".", "~$"))
    return path.name == DESCRIPTOR or any(path in files for files in _files(config))


def tables_alone(config: MkDocsConfig, paths: Iterable[Path]) -> bool:
    """Whether nothing but tables has changed that the last build has read."""
    return "huelle" in config.extra and set(paths) <= _files(config)[0]


def pages(config: MkDocsConfig) -> Callable[[str], bytes | None]:
    """The offers' pages as the tables say them now, each drawn when it is asked for.

    Raises PluginError with the German report where the tables have errors.
    """
    gc.disable()  # the catalogue of before is still held: nothing to find, and long to look through
    try:
        return _pages(config)
    finally:
        gc.enable()


def _pages(config: MkDocsConfig) -> Callable[[str], bytes | None]:
    from mkdocs.exceptions import PluginError
    from praeventionskette import packages, problems
    from praeventionskette.views import site, splice
    from praeventionskette.views.parts import Cut

    town = Path(config.config_file_path).parent
    before, docs = config.extra["katalog"], Path(config.docs_dir)
    loaded = packages.load(data_folder(config), before.town, base=town, history=False, norm=False)
    wrong = [problem for problem in loaded.problems if problem.stops]
    if wrong or loaded.catalogue is None:
        raise PluginError("Die Daten haben Fehler.\n" + problems.report(wrong))
    catalogue = dataclasses.replace(
        loaded.catalogue, stichtag=before.stichtag, netzwerk=before.netzwerk
    )
    prose = frozenset(p.relative_to(docs).as_posix() for p in docs.rglob("*.md"))
    draw = site.one_by_one(catalogue, config.site_url or "", prose)
    shell: Cut = config.extra["huelle"]

    def page(name: str) -> bytes | None:
        offer = draw(name.removesuffix("index.html"))
        if offer is None:
            return None
        [(_, html)] = splice.splice(shell, [offer])
        return html.encode()

    return page
