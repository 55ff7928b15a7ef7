"""Hints for texts in simple German (Einfache Sprache): what makes a sentence hard to read.

The features are those that DIN 8581-1 (Einfache Sprache) and the usual guides name: long sentences
and words, abbreviations, passive, nested clauses. The limits are ours. Hints, and no proof: whether
a text is understood, only its readers can say.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from praeventionskette import problems
from praeventionskette.problems import Problem

FOLDER = "einfach"
"""Folder of the pages in simple German below ``content/``."""
COLUMN = "kurztext_einfach"
WORDS = 15
"""Words of a sentence."""
LETTERS = 18
"""Letters of a word, up to a hyphen."""
CLAUSES = 1
"""Subordinate clauses of a sentence."""

SENTENCE = re.compile(r"(?<=[.!?:])(?<!\s\w\.)\s+|\n+|\s+[–]\s+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORTENED = re.compile(
    r"\b(?:z\. ?B|u\. ?a|d\. ?h|i\. ?d\. ?R|o\. ?ä|bzw|usw|ggf|etc|inkl|ca|evtl|vgl|Nr|Str)\."
    r"|\b[A-ZÄÖÜ]{2,}\b"
)
PASSIVE = re.compile(
    r"\b(?:wird|werden|wurden?|worden)\b(?:\s+[^\s.,]+){0,8}?\s+"
    r"(?:\w*ge\w{2,}(?:t|en)|(?:be|ver|er|zer|ent|emp)\w{2,}(?:t|en))\b"
)
"""A form of "werden" and, soon after it, a participle."""
SUBORDINATE = re.compile(
    r",\s*(?:dass|weil|ob|obwohl|nachdem|bevor|damit|während|sodass|falls|indem|"
    r"welche[mnrs]?|de(?:r|m|n|ssen|ren|nen)|die|das|was|wer|wo|womit|wofür)\b"
)
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|^\s*(?:[-*#>]+|\d+\.)\s*|[*`]", re.M)


def found(sentence: str) -> Iterator[tuple[str, str]]:
    """(kind, what) for one sentence: kinds are the sentences of the rule "einfach"."""
    words = WORD.findall(sentence)
    if len(words) > WORDS:
        yield "satz", sentence
    for word in words:
        if max(len(part) for part in word.split("-")) > LETTERS:
            yield "wort", word
    for match in SHORTENED.finditer(sentence):
        yield "kurz", match[0]
    if PASSIVE.search(sentence):
        yield "passiv", sentence
    if len(SUBORDINATE.findall(sentence)) > CLAUSES:
        yield "schachtel", sentence


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without the marks of Markdown."""
    plain = MARKUP.sub(lambda m: m[1] or "", text)
    yield from (part.strip() for part in SENTENCE.split(plain) if part.strip())


def hints(content: Path, packages: Path, base: Path) -> list[Problem]:
    """What in the texts in simple German could be simpler, as points that stop nobody."""
    made = [*_pages(content / FOLDER, base), *_offers(packages / "angebote/angebote.csv", base)]
    return [replace(problem, severity="offen") for problem in made]


def _pages(folder: Path, base: Path) -> Iterator[Problem]:
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(base).as_posix()
        head = False
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue  # the check says so
        for number, line in enumerate(lines, 1):
            if line.strip() == "---":
                head = not head
            elif not head:
                yield from _said(line, name, number)


def _offers(path: Path, base: Path) -> Iterator[Problem]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                text = row.get(COLUMN)
                if isinstance(text, str):
                    name = path.relative_to(base).as_posix()
                    yield from _said(text, name, reader.line_num, COLUMN)
    except (OSError, UnicodeDecodeError, csv.Error):
        return  # the check says so


def _said(text: str, file: str, line: int, column: str = "") -> Iterator[Problem]:
    for sentence in sentences(text):
        for kind, what in found(sentence):
            yield problems.found("einfach", kind, file=file, line=line, column=column, wert=what)
