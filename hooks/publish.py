"""MkDocs hook: writes what bypasses MkDocs (offers, downloads) and looks the whole site over."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from praeventionskette import store
from praeventionskette.disclosure import artefacts
from praeventionskette.disclosure.pictures import Drawn
from praeventionskette.exports import (
    buildinfo,
    calendars,
    dcat,
    headers,
    index,
    offline,
    search,
    sitemap,
    template,
    versions,
)
from praeventionskette.exports.hsds import files as hsds
from praeventionskette.languages import speaking
from praeventionskette.problems import report
from praeventionskette.selfcheck import findings
from praeventionskette.views import site, splice, translated

log = logging.getLogger("mkdocs.praeventionskette")


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Splice the offers, write the exports, then check the site and list what it is made of."""
    root, catalogue = Path(config.site_dir), config.extra["katalog"]
    address, docs = config.site_url or "", Path(config.docs_dir)
    edition = config.extra["ausgabe"]
    prose = {p.relative_to(docs).as_posix(): p.read_bytes() for p in sorted(docs.rglob("*.md"))}
    with _stage("Angebote"):
        shell_file = root / splice.SHELL_URL / "index.html"
        shell = splice.cut(shell_file.read_text(encoding="utf-8"))
        shell_file.unlink()
        shell_file.parent.rmdir()
        config.extra["huelle"] = shell  # the preview draws single pages with it
        pages = site.offer_pages(catalogue, address, frozenset(prose))
        _write(root, ((path, html.encode()) for path, html in splice.splice(shell, pages)))
    with _stage("Sprachen"):
        for language, source in translated.shells(catalogue.town.sprachen):
            shell_file = root / source.removesuffix(".md") / "index.html"
            shell = splice.cut(shell_file.read_text(encoding="utf-8"), splice.LANGUAGE)
            shell_file.unlink()
            shell_file.parent.rmdir()
            with speaking(language):
                pieces, data = translated.pieces(catalogue, address, frozenset(prose))
            spliced = splice.splice_language(shell, language, pieces)
            _write(root, ((path, html.encode()) for path, html in spliced))
            _write(root, ((language.folder + path, content) for path, content in data.items()))
    with _stage("Kataloge"):
        _write(root, ((file.path, file.content) for file in edition.files))
        _write(root, dcat.files(catalogue, edition))
        _write(root, index.files(catalogue, edition))
        _write(root, template.files(catalogue))
        _write(root, calendars.files(catalogue, address))
        _write(root, hsds.files(catalogue))
        _write(root, versions.files(catalogue, address))
        _write(root, headers.files())
        _write(root, sitemap.files(root, address))
        wanted = bool(config.extra.get("offline", True))
        _write(root, offline.files(root, name=config.site_name, wanted=wanted))
    with _stage("Suche"):
        search.write(root)
    with _stage("Bilder"):
        pending = config.extra["werkstatt"]
        made = dict(pending.files())
        _write(root, made.items())
    with _stage("Selbstprüfung"):
        found = findings(root, address)
    if found:
        raise PluginError("Die gebaute Website hat Fehler:\n" + "\n".join(found))
    with _stage("Geheimhaltung"):
        drawn = {p: Drawn(pending.tasks[p].arguments, raw) for p, raw in made.items()}
        leaks = artefacts.scan(root, catalogue, drawn=drawn)
    if leaks:
        raise PluginError(
            "Die gebaute Website zeigt, was geheim bleiben muss. Es wurde nichts veröffentlicht.\n"
            + report(leaks, "text")
        )
    with _stage("Prüfsummen"):
        head = buildinfo.commit(Path(config.config_file_path).parent)
        _write(root, buildinfo.files(root, catalogue, head=head, prose=prose))
    store.tidy()


@contextmanager
def _stage(name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    log.info("stage %s %.3f", name, time.perf_counter() - start)


def _write(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        path = f"{root}/{name}"
        try:
            stream = open(path, "wb")  # noqa: PTH123, SIM115 - tens of thousands: plain and quick
        except FileNotFoundError:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            stream = open(path, "wb")  # noqa: PTH123, SIM115
        with stream:
            stream.write(content)
