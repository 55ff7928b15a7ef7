"""Text from data on its way through folium, which takes what it has drawn for a template again.

folium's ``Element(script)`` compiles the finished script as a Jinja template: ``{{ … }}`` in the
name of a quarter would be run by the build. So no text of a town ever reaches folium: it goes
through as hexadecimal digits and becomes a JSON string behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2.utils import htmlsafe_json_dumps

HIDDEN = re.compile(r'"pk:((?:[0-9a-f]{2})*):"')
"""A hidden text in a finished script. Nothing else there looks like it: all text is hidden."""


def hide(value: Any) -> Any:
    """A value for JSON with each text in it (not the names of its members) as digits."""
    if isinstance(value, str):
        return f"pk:{value.encode('utf-8', 'surrogatepass').hex()}:"
    if isinstance(value, Mapping):
        return {name: hide(part) for name, part in value.items()}
    return [hide(part) for part in value] if isinstance(value, list | tuple) else value


def show(script: str) -> str:
    """The script with each hidden text as a JSON string that is safe in a page, too."""
    return HIDDEN.sub(lambda found: str(htmlsafe_json_dumps(_text(found[1]))), script)


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-8", "surrogatepass")
