"""The site for a folder without a server: on a stick, a shared drive, in a mail.

A server answers ``angebote/`` with the ``index.html`` in it; a browser that opens a file does not.
So each link to a folder of the site names that file. Nothing else of a page changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = "assets/javascripts/pk-ordner.js"
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LINK = re.compile(r'(\s(?:href|action|data-suchseite)=")([^"]*)(")')
"""A link, the target of a form, and that of the search field, which its script sets."""
PAGE = "index.html"


def named(target: str) -> str:
    """The address of the page itself where a link (as it stands in HTML) leads to its folder."""
    parts = urlsplit(unescape(target))
    last = parts.path.rpartition("/")[2]
    if parts.scheme or parts.netloc or parts.path[:1] in ("", "/") or last not in ("", ".", ".."):
        return target
    path = re.split("[?#]", target, maxsplit=1)[0]
    return path + ("/" if last else "") + PAGE + target[len(path) :]


def page(html: str) -> str:
    """A page all of whose links lead to files."""
    return TAG.sub(lambda tag: LINK.sub(lambda at: at[1] + named(at[2]) + at[3], tag[0]), html)


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of every page anew, and of the script for links that scripts make."""
    for path in sorted(site.rglob("*.html")):
        html = page(path.read_text(encoding="utf-8"))
        yield path.relative_to(site).as_posix(), html.encode()
    yield SCRIPT, Path(__file__).with_name("ordner.js").read_bytes()
