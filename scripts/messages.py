#!/usr/bin/env python3
"""Bring the translations up to date with the program's texts, or say what is missing in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Holt die Texte des Programms in die Dateien der Übersetzungen.",
        allow_abbrev=False,
    )
    parser.add_argument("--check", action="store_true", help="nur nachsehen, nichts schreiben")
    parser.add_argument(
        "--missing", action="store_true", help="zeigt, was in welcher Sprache noch fehlt"
    )
    parser.add_argument("codes", nargs="*", metavar="Sprache", help="nur diese, zum Beispiel tr")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """1 where a file is not up to date (``--check``) or a text is missing (``--missing``)."""
    options = arguments(argv)
    from praeventionskette.languages import LANGUAGES, others
    from praeventionskette.languages.catalogues import FOLDER, read
    from praeventionskette.languages.extraction import messages, update
    from praeventionskette.languages.flaws import flaws

    if unknown := set(options.codes) - set(LANGUAGES):
        print(f"Diese Sprachen kennt das Programm nicht: {', '.join(sorted(unknown))}")
        return 2
    template, stale = messages(), 0
    for language in others(options.codes or LANGUAGES):
        path = FOLDER / f"{language.code}.po"
        content = update(language, template)
        differs = not path.exists() or path.read_bytes() != content
        if differs and not (options.check or options.missing):
            path.write_bytes(content)
        stale += differs and options.check
        catalogue = read(path, language) if path.exists() else template
        wrong = [
            (kind, text)
            for message in catalogue
            if message.id
            for kind, text in flaws(message, catalogue.num_plurals)
        ]
        done = len(catalogue) - len({text for _, text in wrong})
        state = "veraltet" if differs and options.check else f"{done} von {len(catalogue)} Texten"
        print(f"{language.code:8} {language.name}: {state}")
        if options.missing:
            stale += bool(wrong)
            for kind, text in wrong:
                print(f"         {kind}: {text}")
    return 1 if stale else 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
