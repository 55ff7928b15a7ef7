"""The Jinja environment of the views. Everything from data is escaped here, always."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from . import text

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
    )
    env.filters.update(
        zahl=text.number,
        datum=text.partial_date,
        tag=text.full_date,
        tel=text.tel_href,
        mail=text.mail_href,
        weblabel=text.web_label,
    )
    env.globals.update(plural=text.plural, menge=text.quantity)
    return env


def render(template: str, **context: Any) -> str:
    """HTML of one of our templates. ``wurzel`` (the way up to the site's root) is always given."""
    context.setdefault("wurzel", "../")
    return environment().get_template(template).render(**context)
