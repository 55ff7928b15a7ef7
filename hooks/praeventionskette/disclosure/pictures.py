"""The audit of drawn pictures: nobody reads bars and pixels, so what they are drawn from is read.

A picture is a function of its specification. So two things are looked at: whether the specification
shows what is withheld, as any other record, and whether the file on the site is the very picture
that was drawn from it. A picture that nobody drew has no place among them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from praeventionskette import problems
from praeventionskette.disclosure import extract
from praeventionskette.disclosure.extract import Record
from praeventionskette.problems import Problem

RULE = "geheim-ausgabe"
KINDS = frozenset(("png", "svg", "jpg", "jpeg", "webp", "gif", "avif"))
SHAPES = frozenset(("ringe", "mitte", "hoehe", "skala"))
"""Members of a specification that say where something stands on the sheet."""


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """What a file was drawn from (dataclasses, tuples, texts and numbers), and its bytes."""

    spec: Any
    content: bytes


def is_picture(path: str) -> bool:
    """Whether a path is that of a picture."""
    return extract.suffix(path) in KINDS


def compare(files: Path | Mapping[str, bytes], drawn: Mapping[str, Drawn]) -> Iterator[Problem]:
    """Pictures that are not the drawn ones, and strangers in the folders of drawn ones."""
    pictures = {path: d for path, d in drawn.items() if is_picture(path)}
    folders = {str(PurePosixPath(path).parent) for path in pictures}
    if isinstance(files, Path):
        there = {
            f"{folder}/{p.name}": p.read_bytes()
            for folder in folders
            for p in sorted((files / folder).glob("*"))
            if is_picture(p.name)
        }
    else:
        there = {
            path: raw
            for path, raw in files.items()
            if is_picture(path) and str(PurePosixPath(path).parent) in folders
        }
    for path, raw in sorted(there.items()):
        if path not in pictures:
            yield problems.found(RULE, "bild_fremd", file=path)
        elif raw != pictures[path].content:
            yield problems.found(RULE, "bild", file=path)


def records(spec: Any) -> Iterator[Record]:
    """What a specification says: each part with its texts and numbers, below the first title."""
    tree = _plain(spec)
    title = _title(tree)
    for record in extract.tree(tree, (title,) if title else ()):
        yield dataclasses.replace(record, group="bild")


def _plain(value: Any) -> Any:
    """Dictionaries and lists, without where things stand on the sheet."""
    if dataclasses.is_dataclass(value):
        members = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {
            name: _words(inner) if extract.LIMITS.search(name) else _plain(inner)
            for name, inner in members
            if name not in SHAPES
        }
    if isinstance(value, tuple | list):
        if [type(inner) for inner in value] == [str, tuple]:  # a map with its year above it
            return {"name": value[0], "teile": _plain(value[1])}
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _words(value: Any) -> list[str]:
    """All texts of a legend in one list, as the limits of classes are looked for in one."""
    if isinstance(value, tuple | list):
        return [text for inner in value for text in _words(inner)]
    return [value] if isinstance(value, str) and len(value) > 1 else []


def _title(tree: Any) -> str:
    if isinstance(tree, dict):
        if isinstance(tree.get("titel"), str):
            return str(tree["titel"])
        tree = list(tree.values())
    return next(filter(None, map(_title, tree)), "") if isinstance(tree, list) else ""
