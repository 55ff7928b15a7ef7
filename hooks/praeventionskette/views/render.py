"""The Jinja environment of the views. Everything from data is escaped here, always."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import store
from ..languages import Language, _, code_word, current, ltr, ngettext, pgettext
from . import cards, facets, text

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Autoescaping environment: our templates, and the icons that Material for MkDocs ships.

    A name that a template misspells raises instead of printing nothing (StrictUndefined).
    """
    loaders = [FileSystemLoader(TEMPLATES)]
    material = find_spec("material")
    if material and material.submodule_search_locations:
        root = Path(material.submodule_search_locations[0])
        loaders.append(FileSystemLoader(root / "templates" / ".icons"))
    env = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=store.bytecode(),
    )
    env.filters.update(
        zahl=text.number,
        datum=text.partial_date,
        tag=text.full_date,
        tel=text.tel_href,
        mail=text.mail_href,
        weblabel=text.web_label,
        wort=code_word,
        ltr=ltr,
    )
    env.globals.update(plural=text.plural, menge=text.quantity)
    env.globals.update(_=_, ngettext=ngettext, pgettext=pgettext, sprache=spoken)
    env.globals.update(angebote_zahl=facets.count, oben="../")
    env.globals.update(zeichnung=drawing)
    env.globals.update(bereich_icon=cards.bereich_icon, tatsachen=cards.facts)
    return env


@lru_cache(maxsize=256)
def drawing(name: str) -> Markup:
    """The SVG of one of Material's icons."""
    return Markup(environment().get_template(f"material/{name}.svg").render())


def root_above(wurzel: str) -> str:
    """The way to the site's root for the way to the root of the spoken language's pages."""
    return "../" + wurzel.removeprefix("./") if current().language.folder else wurzel


def spoken() -> Language:
    """The language being spoken, for templates."""
    return current().language


USED_ICON = re.compile(r'<use href="#pk-i-([a-z0-9-]+)"')


def with_icons(html: str, more: Iterable[str] = ()) -> str:
    """The HTML with one drawing of each icon that it refers to, and of those its script needs.

    In the page and not in a file of its own: a browser that opens the page from a disk loads no
    other file for it.
    """
    names = sorted({*USED_ICON.findall(html), *more})
    if not names:
        return html
    return html + environment().get_template("zeichen.html").render(namen=names)


def render(template: str, **context: Any) -> str:
    """HTML of one of our templates. ``wurzel`` (the way up to the pages of the language being
    spoken) and ``oben`` (the way up to the site's root; in German the same) are always given.

    ``zeichen``: names of icons that a script of the page draws.
    """
    context.setdefault("wurzel", "../")
    context.setdefault("oben", root_above(context["wurzel"]))
    context.setdefault("deutsch_url", "")
    more = context.pop("zeichen", ())
    return with_icons(environment().get_template(template).render(**context), more)
