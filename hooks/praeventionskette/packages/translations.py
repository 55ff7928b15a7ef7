"""The translations of the interface that a town builds: is each ``.po`` file whole and harmless?

A message that is wrong is not shown (the German stands in its place), so no page breaks; the check
says what a translator has to mend. That none is missing is a matter of the program's own tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from praeventionskette import problems
from praeventionskette.languages import Language, others
from praeventionskette.languages.catalogues import FOLDER, CatalogueError, read
from praeventionskette.languages.flaws import flaws
from praeventionskette.problems import Problem

MISSING = "fehlt"


def check(codes: tuple[str, ...], base: Path, folder: Path = FOLDER) -> Iterator[Problem]:
    """Every flaw in the files of these languages. base: what file names are shown relative to."""
    for language in others(codes):
        path = folder / f"{language.code}.po"
        shown = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name
        yield from _file(path, shown, language)


def _file(path: Path, shown: str, language: Language) -> Iterator[Problem]:
    try:
        catalogue = read(path, language)
    except CatalogueError as error:
        yield problems.found("uebersetzung", "datei", file=shown, line=error.line)
        return
    for message in catalogue:
        if not message.id:
            continue
        for kind, text in flaws(message, catalogue.num_plurals):
            if kind != MISSING:
                ident = message.id if isinstance(message.id, str) else message.id[0]
                yield problems.found(
                    "uebersetzung", kind, file=shown, line=message.lineno or 0,
                    text=text, deutsch=ident,
                )  # fmt: skip
