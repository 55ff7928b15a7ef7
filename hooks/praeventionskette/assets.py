"""What a browser keeps for a year: the theme's files in a folder that carries their hash.

A page names ``assets-1a2b3c4d/…``; another content has another folder, so nobody ever has an old
file under a name that he was told to keep (RFC 8246, ``immutable``). One hash for all of them: a
script never meets a stylesheet of another build. And of Material's stylesheet only what our own
frame can show: its header, drawer, search dialog and footer are never there.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

FOLDER = "assets/"
FROZEN = "assets-"
SHOWN = frozenset(
    {
        "md-typeset",
        "md-typeset__scrollwrap",
        "md-typeset__table",
        "md-button",
        "md-button--primary",
        "md-tag",
        "md-ellipsis",
        "md-input",
    }
)
"""Material's own classes that our frame or an editor's Markdown can hold. Classes without ``md-``
belong to Markdown extensions and stay, whatever a town turns on."""
OWN_CLASS = re.compile(r"\.(md-[\w-]+)")
ICON = re.compile(r"(--md-[\w-]+):url\(")
USED = re.compile(r"var\(\s*(--md-[\w-]+)")
TOKENS = re.compile(r"""\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}();]""", re.S)
"""What gives CSS its shape; quoted text is one of them, so that braces in it count for nothing."""
BETWEEN = re.compile(r",(?![^(\[]*[)\]])")


def listed(dirs: Iterable[str], *, filter_func: Callable[[str], bool] = bool) -> list[str]:
    """The files of a theme as Jinja lists them, but for those of folders that begin with a dot."""
    found: set[str] = set()
    for root in dirs:
        for folder, below, names in os.walk(root):
            path = Path(folder).relative_to(root)
            if folder == root:
                below[:] = [name for name in below if not name.startswith(".")]
            found.update((path / name).as_posix() for name in names)
    return sorted(filter(filter_func, found))


def folder(contents: Mapping[str, bytes]) -> str:
    """ "assets-1a2b3c4d/" for files by their path. Every path and every byte counts."""
    whole = hashlib.sha256()
    for path, content in sorted(contents.items()):
        whole.update(f"{path}\0{len(content)}\0".encode())
        whole.update(content)
    return f"{FROZEN}{whole.hexdigest()[:8]}/"


def names(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Path as everybody writes it ("assets/javascripts/pk.js") → path that is published."""
    into = folder(contents)
    return {path: into + path.removeprefix(FOLDER) for path in contents}


def slim(css: str) -> str:
    """Material's stylesheet without the rules that nothing on our pages can match.

    A rule goes with the last of its selectors, an icon (a variable that holds a picture) where no
    kept rule asks for it. Order and everything else stay. Reads minified CSS: no comments, no
    nesting but ``@media`` and ``@supports``.
    """
    kept = list(_rules(css))
    used = set(USED.findall("".join(body for _, body in kept)))
    return "".join(f"{head}{{{_declared(body, used)}}}" if body else head for head, body in kept)


def _declared(body: str, used: set[str]) -> str:
    if ICON.search(body) is None:
        return body
    found = [d for d in _declarations(body) if not (i := ICON.match(d)) or i[1] in used]
    return ";".join(found)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The blocks that stay; what is inside of a kept ``@media`` is thinned out too."""
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(f"{h}{{{b}}}" for h, b in _rules(body)):
                yield head, inner
        elif head.startswith("@") or not body:
            yield head, body
        elif left := [s for s in BETWEEN.split(head) if set(OWN_CLASS.findall(s)) <= SHOWN]:
            yield ",".join(left), body


def removed(css: str) -> list[str]:
    """The selectors that :func:`slim` takes out, for a test that looks for them on the pages."""
    out: list[str] = []
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            out += removed(body)
        elif not head.startswith("@"):
            out += [s for s in BETWEEN.split(head) if not set(OWN_CLASS.findall(s)) <= SHOWN]
    return out


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(what stands before a brace, what stands between it and its other one)."""
    at = start = depth = 0
    for found in TOKENS.finditer(css):
        if found[0] == "{":
            start = found.start() if not depth else start
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if not depth:
                yield css[at:start], css[start + 1 : found.start()]
                at = found.end()
    if css[at:].strip():
        yield css[at:], ""


def _declarations(body: str) -> list[str]:
    """ "a:b" of "a:b;c:d"; a semicolon inside of quotes or parentheses parts nothing."""
    out, at, depth = [], 0, 0
    for found in TOKENS.finditer(body):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == ";" and not depth:
            out.append(body[at : found.start()])
            at = found.end()
    return [*out, body[at:]] if body[at:] else out
