"""MkDocs hook: writes what bypasses MkDocs (offers, downloads) and looks the whole site over."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from praeventionskette.exports import buildinfo, dcat, headers, index, sitemap
from praeventionskette.selfcheck import findings
from praeventionskette.views import site, splice

log = logging.getLogger("mkdocs.praeventionskette")


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Splice the offers, write the downloads and the sitemap, then check links and hosts."""
    start = time.perf_counter()
    root, catalogue = Path(config.site_dir), config.extra["katalog"]
    shell_file = root / splice.SHELL_URL / "index.html"
    shell = splice.cut(shell_file.read_text(encoding="utf-8"))
    shell_file.unlink()
    shell_file.parent.rmdir()
    for path, html in splice.splice(shell, site.offer_pages(catalogue, config.site_url or "")):
        _write(root / path, html.encode())
    log.info("stage Angebote %.3f", time.perf_counter() - start)
    start = time.perf_counter()
    edition = config.extra["ausgabe"]
    for file in edition.files:
        _write(root / file.path, file.content)
    for path, content in (*dcat.files(catalogue, edition), *index.files(catalogue, edition)):
        _write(root / path, content)
    for path, content in headers.files():
        _write(root / path, content)
    for path, content in sitemap.files(root, config.site_url or ""):
        _write(root / path, content)
    log.info("stage Kataloge %.3f", time.perf_counter() - start)
    start = time.perf_counter()
    if found := findings(root, config.site_url or ""):
        raise PluginError("Die gebaute Website hat Fehler:\n" + "\n".join(found))
    log.info("stage Selbstprüfung %.3f", time.perf_counter() - start)
    start = time.perf_counter()
    docs = Path(config.docs_dir)
    prose = {p.relative_to(docs).as_posix(): p.read_bytes() for p in sorted(docs.rglob("*.md"))}
    head = buildinfo.commit(Path(config.config_file_path).parent)
    for path, content in buildinfo.files(root, catalogue, head=head, prose=prose):
        _write(root / path, content)
    log.info("stage Prüfsummen %.3f", time.perf_counter() - start)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
