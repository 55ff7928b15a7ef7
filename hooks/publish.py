"""MkDocs hook: writes what bypasses MkDocs (offers, downloads) and looks the whole site over."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from praeventionskette import beside, lookover, origin, store
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure.pictures import Drawn
from praeventionskette.exports import buildinfo, folder, headers, offline, search, sitemap
from praeventionskette.languages import Language
from praeventionskette.problems import report
from praeventionskette.sitefiles import write
from praeventionskette.views import splice, translated

log = logging.getLogger("mkdocs.praeventionskette")


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """``build.py --ordner`` asks for a site that needs no server; a worker would need one."""
    beside.collect_seldom()
    if os.environ.get("PK_ORDNER"):
        config.extra.update(ordner=True, offline=False)
    return config


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Splice the offers, write the exports, then check the site and list what it is made of."""
    root, catalogue = Path(config.site_dir), config.extra["katalog"]
    address, docs = config.site_url or "", Path(config.docs_dir)
    prose = {p.relative_to(docs).as_posix(): p.read_bytes() for p in sorted(docs.rglob("*.md"))}
    beside.give_back()  # what MkDocs drew; else the process that is split off carries it, too
    with _stage("Angebote"):
        # The preview draws single pages with it.
        config.extra["huelle"] = splice.offers(root, catalogue, address, frozenset(prose))
    with _stage("Sprachen"):
        spoken = [
            (language, splice.taken(root, source.removesuffix(".md")))
            for language, source in translated.shells(catalogue.town.sprachen)
        ]
        fixed = config.extra["feste"]
        known = (origin.digest(catalogue), address, sorted(prose), fixed) if spoken else ()
        speak = partial(_speak, root, catalogue, address, frozenset(prose), fixed, known)
        others = beside.Part("Sprachen", partial(speak, spoken[1::2]))
        speak(spoken[::2])
        others.result()
    with _stage("Kataloge"):
        for part in config.extra.pop("kataloge"):  # they hold all downloads
            part.result()
        write(root, headers.files(address, fixed.values()))
        write(root, sitemap.files(root, address))
        if config.extra.get("ordner"):
            write(root, folder.files(root))
        wanted = bool(config.extra.get("offline", True))
        write(root, offline.files(root, name=config.site_name, wanted=wanted))
    with _stage("Suche"):
        search.write(root)
    with _stage("Bilder"):
        pending = config.extra["werkstatt"]
        made = dict(pending.files())
        write(root, made.items())
    beside.give_back()
    with _stage(lookover.STAGE):
        drawn = {p: Drawn(pending.tasks[p].arguments, raw) for p, raw in made.items()}
        looked = lookover.look(root, catalogue, address, drawn)
    if looked.faults:
        raise PluginError("Die gebaute Website hat Fehler:\n" + "\n".join(looked.faults))
    if looked.leaks:
        raise PluginError(
            "Die gebaute Website zeigt, was geheim bleiben muss. Es wurde nichts veröffentlicht.\n"
            + report(looked.leaks, "text")
        )
    head = buildinfo.commit(Path(config.config_file_path).parent)
    write(root, buildinfo.files(looked.sums, catalogue, head=head, prose=prose))
    store.tidy()


def _speak(
    root: Path,
    catalogue: Catalogue,
    address: str,
    prose: frozenset[str],
    fixed: Mapping[str, str],
    known: object,
    spoken: list[tuple[Language, str]],
) -> None:
    """Write the pages of these languages, from the store where nothing has changed.

    fixed: path of a file of the theme → path that is published.
    known: all that they depend on beside the language and its shell.
    """
    for language, shell in spoken:
        make = partial(splice.language_files, shell, language, catalogue, address, prose, fixed)
        write(root, store.files("sprache", (language.code, shell, known), make))


@contextmanager
def _stage(name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    log.info("stage %s %.3f", name, time.perf_counter() - start)


def on_build_error(**_: Any) -> None:
    """Leave no process of a build behind that stopped."""
    beside.stop()
