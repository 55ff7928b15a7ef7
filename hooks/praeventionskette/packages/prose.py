"""The editors' pages: read as the website reads them, refused where they could do harm.

Markdown lets raw HTML, any address and any attribute through, and a page's head is YAML. Editors
need none of that, and whoever proposes a change from outside shall not have it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from praeventionskette import messages, problems
from praeventionskette.packages import files, plainyaml
from praeventionskette.packages.cells import HIDDEN
from praeventionskette.packages.openpoints import open_points
from praeventionskette.packages.says import Notes, Says
from praeventionskette.problems import Problem

PAGE_BYTES = 200_000
LINE_CHARACTERS = 5_000
DEPTH = 8
HEAD = ("title", "description", "hide", "search")
"""What may stand in the head of a page."""
TEXTS = ("title", "description")

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_CODE = re.compile(r"`[^`\n]*`")
_TAG = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?][^\s>]{0,40}>?")
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]*)|^ {0,3}\[[^\]\n]{1,200}\]:\s*<?(\S+)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_SOUND = re.compile(r"https?://[^/]|mailto:[^@]+@|tel:\+?\d|#|$", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\(\s*<?((?:[a-z][a-z0-9+.-]*:|//)[^)\s]*)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?\s*[^{}\n]*\b(on\w+|style|src|href|srcdoc)\s*=", re.IGNORECASE)
_NESTED = re.compile(r"^[\s>]*")
_SOFT = "\u00ad"


def check(content: Path, base: Path) -> tuple[Problem, ...]:
    """Everything that is wrong or still open in the pages of a folder. Never raises."""
    notes = Notes()
    for path in sorted(content.rglob("*")):
        says = Says(notes, files.shown(path, base))
        if not files.inside(content, path):
            says("pfad", "link", path=path.name)
        elif path.suffix.lower() == ".md" and not path.is_dir():
            _page(path, says)
    return problems.ordered((*notes.all(), *open_points(content, base)))


def _page(path: Path, says: Says) -> None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return says("datei", "keine_datei")
        if status.st_size > PAGE_BYTES:
            return says("seite", "gross", kb=-(-status.st_size // 1000), grenze=PAGE_BYTES // 1000)
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None  # told with the open points
    except OSError:
        return says("datei", "unlesbar")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        hidden = next((sign for sign in HIDDEN.findall(line) if sign != _SOFT), "")
        if hidden and not (number == 1 and hidden == "\ufeff"):
            says.at(number)("seite", "zeichen", zeichen=hidden)
        if len(line) > LINE_CHARACTERS:
            says.at(number)("seite", "zeile", zahl=len(line), grenze=LINE_CHARACTERS)
    start = _head(lines, says)
    for number, line in _prose(lines, start):
        _line(line, says.at(number))


def _head(lines: list[str], says: Says) -> int:
    """Check the YAML at the top of a page; the number of lines it takes."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    end = next(ends, 0)
    if not end:
        says.at(1)("kopf", "offen")
        return len(lines)
    try:
        head = plainyaml.load("\n".join(lines[1:end]) + "\n", most=200)
    except plainyaml.TooMuchError as error:
        says.at((error.line or 1) + 1)("kopf", "viel")
        return end + 1
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        says.at(mark.line + 2 if mark else 1)("kopf", "aufbau")
        return end + 1
    if head is not None and not isinstance(head, dict):
        says.at(2)("kopf", "aufbau")
        return end + 1
    for key, value in (head or {}).items():
        _entry(key, value, says.at(_where(lines[:end], str(key))))
    return end + 1


def _entry(key: Any, value: Any, says: Says) -> None:
    if key not in HEAD:
        says("kopf", "unbekannt", name=key, vorschlag=messages.meant(str(key), HEAD))
    elif key in TEXTS and not (isinstance(value, str) and value.strip()):
        says("kopf", "text", name=key)


def _where(lines: list[str], key: str) -> int:
    pattern = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*:")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _prose(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """The lines of a page that are no code, code in a line taken out."""
    fence = ""
    for number, line in enumerate(lines[start:], start + 1):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if closes else fence
        elif mark:
            fence = mark[1]
        elif len(line) <= LINE_CHARACTERS:
            yield number, _CODE.sub("", line)


def _line(line: str, says: Says) -> None:
    if found := _TAG.search(line):
        says("seite", "html", wert=found.group())
    for match in _IMAGE.finditer(line):
        says("seite", "bild", wert=match[1])
    for match in _TARGET.finditer(_IMAGE.sub("", line)):
        target = match[1] or match[2] or ""
        if ("&" in target and ";" in target) or (
            _SCHEME.match(target) and not _SOUND.match(target)
        ):
            says("seite", "adresse", wert=target)
    if found := _ATTRIBUTES.search(line):
        says("seite", "zusatz", wert=found.group())
    nested = _NESTED.match(line)
    if nested and (nested[0].count(">") > DEPTH or len(nested[0].expandtabs(4)) > 4 * DEPTH):
        says("seite", "tief")
