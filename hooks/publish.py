"""MkDocs hook: writes what bypasses MkDocs (offers, downloads) and looks the whole site over."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from praeventionskette import beside, store
from praeventionskette.disclosure import artefacts
from praeventionskette.disclosure.pictures import Drawn
from praeventionskette.exports import buildinfo, offline, search, sitemap
from praeventionskette.languages import speaking
from praeventionskette.problems import report
from praeventionskette.selfcheck import findings
from praeventionskette.sitefiles import write
from praeventionskette.views import site, splice, translated

log = logging.getLogger("mkdocs.praeventionskette")


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Splice the offers, write the exports, then check the site and list what it is made of."""
    root, catalogue = Path(config.site_dir), config.extra["katalog"]
    address, docs = config.site_url or "", Path(config.docs_dir)
    prose = {p.relative_to(docs).as_posix(): p.read_bytes() for p in sorted(docs.rglob("*.md"))}
    with _stage("Angebote"):
        shell_file = root / splice.SHELL_URL / "index.html"
        shell = splice.cut(shell_file.read_text(encoding="utf-8"))
        shell_file.unlink()
        shell_file.parent.rmdir()
        config.extra["huelle"] = shell  # the preview draws single pages with it
        pages = site.offer_pages(catalogue, address, frozenset(prose))
        write(root, ((path, html.encode()) for path, html in splice.splice(shell, pages)))
    with _stage("Sprachen"):
        for language, source in translated.shells(catalogue.town.sprachen):
            shell_file = root / source.removesuffix(".md") / "index.html"
            shell = splice.cut(shell_file.read_text(encoding="utf-8"), splice.LANGUAGE)
            shell_file.unlink()
            shell_file.parent.rmdir()
            with speaking(language):
                pieces, data = translated.pieces(catalogue, address, frozenset(prose))
            spliced = splice.splice_language(shell, language, pieces)
            write(root, ((path, html.encode()) for path, html in spliced))
            write(root, ((language.folder + path, content) for path, content in data.items()))
    with _stage("Kataloge"):
        catalogues = config.extra["kataloge"]
        catalogues.result()
        write(root, sitemap.files(root, address))
        wanted = bool(config.extra.get("offline", True))
        write(root, offline.files(root, name=config.site_name, wanted=wanted))
    _beside("Kataloge", catalogues)
    with _stage("Suche"):
        search.write(root)
    with _stage("Bilder"):
        pending = config.extra["werkstatt"]
        made = dict(pending.files())
        write(root, made.items())
    looked = beside.Part(partial(findings, root, address))
    sums = beside.Part(partial(buildinfo.sums, root))
    with _stage("Geheimhaltung"):
        drawn = {p: Drawn(pending.tasks[p].arguments, raw) for p, raw in made.items()}
        leaks = artefacts.scan(root, catalogue, drawn=drawn)
    with _stage("Selbstprüfung"):
        found = looked.result()
    _beside("Selbstprüfung", looked)
    if found:
        raise PluginError("Die gebaute Website hat Fehler:\n" + "\n".join(found))
    if leaks:
        raise PluginError(
            "Die gebaute Website zeigt, was geheim bleiben muss. Es wurde nichts veröffentlicht.\n"
            + report(leaks, "text")
        )
    with _stage("Prüfsummen"):
        head = buildinfo.commit(Path(config.config_file_path).parent)
        write(root, buildinfo.files(sums.result(), catalogue, head=head, prose=prose))
    _beside("Prüfsummen", sums)
    store.tidy()


@contextmanager
def _stage(name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    log.info("stage %s %.3f", name, time.perf_counter() - start)


def _beside(name: str, part: beside.Part[Any]) -> None:
    """What a part took in its own process, while another stage was running."""
    if part.apart:
        log.info("stage %s (nebenher) %.3f", name, part.seconds)


def on_build_error(**_: Any) -> None:
    """Leave no process of a build behind that stopped."""
    beside.stop()
