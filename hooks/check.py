"""MkDocs hook: checks and audits the data before anything is written; hands on the catalogue."""

from __future__ import annotations

import dataclasses
import logging
import os
import time
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from praeventionskette.inspection import inspect
from praeventionskette.problems import report
from praeventionskette.status import day_of_epoch

log = logging.getLogger("mkdocs.praeventionskette")


def on_pre_build(config: MkDocsConfig, **_: Any) -> None:
    """Runs before the site folder is emptied: bad data leaves the published site untouched."""
    start = time.perf_counter()
    checked = inspect(Path(config.config_file_path))
    catalogue, errors = checked.loaded.catalogue, [p for p in checked.problems if p.stops]
    if errors or catalogue is None:
        raise PluginError(
            "Die Daten haben Fehler, es wurde nichts veröffentlicht.\n" + report(errors, "text")
        )
    for town in catalogue.netzwerk:
        if town.hinweis:
            # Not a logger of MkDocs: a broken neighbour must not stop a strict build.
            logging.getLogger("praeventionskette.netzwerk").warning("Netzwerk: %s", town.hinweis)
    day = day_of_epoch(os.environ.get("SOURCE_DATE_EPOCH"))
    config.extra["katalog"] = dataclasses.replace(catalogue, stichtag=day)
    log.info("stage Prüfen %.3f", time.perf_counter() - start)
