"""MkDocs hook: adds the pages that are made from data, and lays our frame around all of them."""

from __future__ import annotations

import fnmatch
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, pass_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime
from praeventionskette import assets as theme_files
from praeventionskette import beside, languages, store, workshop
from praeventionskette.exports import catalogues, downloads, headers
from praeventionskette.messages import RULES
from praeventionskette.published import Edition
from praeventionskette.sitefiles import write
from praeventionskette.views import frame, maps, offer_page, reach, site, translated
from praeventionskette.views.page import SitePage
from praeventionskette.views.splice import BODY, DESCRIPTION, TITLE

log = logging.getLogger("mkdocs.praeventionskette")

UNUSED = (
    "assets/javascripts/bundle.*",
    "assets/javascripts/lunr/*",
    "assets/javascripts/workers/*",
    "assets/stylesheets/palette.*",
    "assets/images/favicon.png",
    "*.map",
)
"""What Material ships and our frame does not use."""
KEPT = ("*/lunr/min/lunr.de.min.js", "*/lunr/min/lunr.stemmer.support.min.js")
"""Of these the list uses the German stemmer."""
MATERIAL = "assets/stylesheets/main.*.css"


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Spare MkDocs the walk through Material's 14,000 icons, of which it would take none."""
    theme, plain = config.theme, config.theme.get_env

    def get_env() -> Environment:
        env = plain()
        env.list_templates = partial(theme_files.listed, theme.dirs)  # type: ignore[method-assign]
        return env

    theme.get_env = get_env  # type: ignore[method-assign]
    return config


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Virtual pages, the files that belong to them, and the shell of an offer's page."""
    start = time.perf_counter()
    for file in list(files):
        uri = file.src_uri
        if any(fnmatch.fnmatch(uri, p) for p in UNUSED) and not any(
            fnmatch.fnmatch(uri, p) for p in KEPT
        ):
            files.remove(file)
    config.extra["feste"] = _freeze(files, config)
    shell = SitePage(
        site.SHELL,
        TITLE,
        DESCRIPTION,
        BODY,
        scripts=offer_page.SCRIPTS,
        styles=offer_page.STYLES,
    )
    prose = frozenset(f.src_uri for f in files.documentation_pages())
    spoken = config.extra["katalog"].town.sprachen
    shells = [
        SitePage(source, TITLE, DESCRIPTION, BODY, template="main.html")
        for _language, source in translated.shells(spoken)
    ]
    catalogue, root = config.extra["katalog"], Path(config.site_dir)
    address = config.site_url or ""
    known = beside.Part("Kataloge", lambda: write(root, catalogues.files(catalogue, address)))
    edition = _edition(config)
    listed = beside.Part("Kataloge", lambda: write(root, catalogues.of_edition(catalogue, edition)))
    config.extra["kataloge"] = known, listed
    config.extra["prosa"] = prose
    log.info("stage Downloads %.3f", time.perf_counter() - start)
    start = time.perf_counter()
    assets: dict[str, bytes | workshop.Task] = {}
    for page in (*site.pages(config.extra["katalog"], prose, edition), shell, *shells):
        head = {"title": page.title, "description": page.description, "breit": True}
        head["suche"] = page.suche
        if page.template:
            head["template"] = page.template
        text = f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n"
        file = File.generated(config, page.src_uri, content=text)
        if page.src_uri.count("/") > page.src_uri.endswith("/index.md"):
            file.inclusion = InclusionLevel.NOT_IN_NAV
        file.pk_seite = page  # type: ignore[attr-defined]
        files.append(file)
        assets.update(page.assets)
    for language, _source in translated.shells(spoken):
        assets[f"{language.folder}{frame.SCRIPT}"] = frame.script(language)
    tasks = {path: made for path, made in assets.items() if isinstance(made, workshop.Task)}
    beside.give_back()  # what drawing took, before more processes share the memory
    config.extra["werkstatt"] = workshop.start(tasks)
    for path, content in assets.items():
        if isinstance(content, bytes):
            files.append(File.generated(config, path, content=content))
    log.info("stage Seiten %.3f", time.perf_counter() - start)
    return files


def _freeze(files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Move the theme's files and Leaflet's into the folder with their hash; old path → new path.

    What lies in a town's own ``content/assets/`` stays where it is.
    """
    own = [f for f in files if f.src_uri.startswith(theme_files.FOLDER)
           and f.src_dir != config.docs_dir]  # fmt: skip
    contents = {file.src_uri: file.content_bytes for file in own} | maps.leaflet_files()
    (sheet,) = fnmatch.filter(contents, MATERIAL)
    contents[sheet] = theme_files.slim(contents[sheet].decode()).encode()
    names = theme_files.names(contents)
    for file in own:
        files.remove(file)
    for path, content in contents.items():
        files.append(File.generated(config, names[path], content=content))
    return names


def _edition(config: MkDocsConfig) -> Edition:
    """This very build with its downloads. Its day is the commit's (SOURCE_DATE_EPOCH)."""
    address = (config.site_url or "").rstrip("/") + "/" if config.site_url else ""
    rules = tuple(rule.title for rule in RULES.values())
    catalogue = config.extra["katalog"]
    edition = Edition(
        address, built=catalogue.stichtag or get_build_datetime().date(), checks=rules,
        pdf=bool(os.environ.get("PK_PDF")),
    )  # fmt: skip
    return replace(edition, files=tuple(downloads.files(catalogue, edition)))


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Show open points of the editors' prose."""
    return site.mark_open_points(markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files, **_: Any) -> str:
    """The body of a generated page; the start page grows around its prose."""
    generated = getattr(page.file, "pk_seite", None)
    if generated is not None:
        return str(generated.html)
    prose = frozenset(f.src_uri for f in files.documentation_pages())
    html = site.with_test_results(html, config.extra["katalog"].town.name)
    html = reach.tables_in_reach(html)
    if page.is_homepage:
        title = str(page.meta.get("title") or page.title)
        return site.start(config.extra["katalog"], html, title, prose)
    html, styles = site.around_prose(config.extra["katalog"], page.file.src_uri, html, prose)
    page.file.pk_stile = styles  # type: ignore[attr-defined]
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files, **_: Any) -> Environment:
    """Tell the frame the policy, and where the theme's files lie."""
    env.bytecode_cache = store.bytecode()
    names = config.extra["feste"]
    env.globals["pk_material_css"] = fnmatch.filter(names, MATERIAL)[0]
    env.globals["pk_csp"] = headers.policy()
    env.globals.update(_=languages._, ngettext=languages.ngettext, sprache=languages.GERMAN)
    env.filters["url"] = _url(env.filters["url"], names)
    return env


def _url(plain: Any, names: Mapping[str, str]) -> Any:
    """MkDocs' own filter, but for the theme's files, and for a language's shell (at any depth)."""

    @pass_context
    def url(context: Any, value: str) -> str:
        value = names.get(value, value)
        return frame.in_shell(value) if context.get("pk_huelle") else str(plain(context, value))

    return url


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation, **_: Any
) -> dict[str, Any]:
    """What the frame needs to know of this page."""
    catalogue = config.extra["katalog"]
    prose = frozenset(config.extra["prosa"])
    language = translated.language_of(page.file.src_uri) or languages.GERMAN
    shell = language is not languages.GERMAN and page.file.src_uri.endswith("/pk-huelle.md")
    context.update(frame.context(catalogue.town.sprachen, language, page.url, prose, shell=shell))
    generated = getattr(page.file, "pk_seite", None)
    if generated is not None:
        context.update(pk_scripts=generated.scripts, pk_styles=generated.styles)
        context["pk_links"] = generated.links
    else:
        context["pk_styles"] = getattr(page.file, "pk_stile", ())
    path = generated.edit_path if generated is not None else f"content/{page.file.src_uri}"
    repository = config.extra["katalog"].town.repository
    if path and repository:
        context["pk_bearbeiten"] = f"{repository.rstrip('/')}/edit/main/{path}"
    return context


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Keep no page that is drawn: hundreds of lists of offers are a hundred megabytes."""
    page.content = None
    page.file.pk_seite = None  # type: ignore[attr-defined]
    return output
