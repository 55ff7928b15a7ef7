"""Open points: what the town still has to supply. ``[[offen: was fehlt]]`` marks it in a text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from praeventionskette import problems
from praeventionskette.messages import show
from praeventionskette.packages import files
from praeventionskette.problems import Problem

MARK = re.compile(r"\[\[offen:([^\[\]]*)\]\]")
"""The marker; group 1 says what is missing."""

_BEGUN = re.compile(r"\[\[\s*offen\b", re.IGNORECASE)
TEXT_BYTES = 2_000_000


def open_points(content: Path, base: Path) -> tuple[Problem, ...]:
    """Each marker in the Markdown files of a folder, as an open point with file and line."""
    found: list[Problem] = []
    for path in sorted(content.rglob("*.md")):
        file = files.shown(path, base)
        try:
            if not files.inside(content, path) or not path.is_file():
                continue
            if path.stat().st_size > TEXT_BYTES:  # told by whoever checks the pages
                continue
            raw = path.read_bytes()
        except OSError:
            continue
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            found.append(problems.found("zeichensatz", "text", file=file, line=line))
            continue
        whole = {match.start(): match.group(1) for match in MARK.finditer(text)}
        for match in _BEGUN.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            what = " ".join(whole.get(match.start(), "").split())
            if what:
                point = problems.found("offen", "text", file=file, line=line, was=show(what, 300))
                found.append(replace(point, severity="offen"))
            else:
                found.append(problems.found("offen", "marke", file=file, line=line))
    return problems.ordered(found)
