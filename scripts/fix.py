#!/usr/bin/env python3
"""Bring a town's data files and texts into canonical form, never changing a value."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from _town import counted, parser, utf8, wanted


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser(
        "Bringt Tabellen und Texte in die einheitliche Form. Kein Wert ändert sich; was sich "
        "nicht sicher entscheiden lässt, wird nur genannt."
    )
    made.add_argument("--check", action="store_true", help="nur prüfen, nichts schreiben")
    made.add_argument(
        "--format", choices=("text", "github", "markdown", "json"), default="text",
        help="Form des Berichts (Vorgabe: text)",
    )  # fmt: skip
    made.add_argument(
        "--zeichensatz", choices=("cp1252",), default="",
        help="so lesen, was nicht in UTF-8 gespeichert ist (cp1252: Windows, Excel)",
    )  # fmt: skip
    made.add_argument("paths", nargs="*", type=Path, metavar="Pfad", help="nur diese Dateien")
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Write and say what was written. 1: with --check what is not in form, else what is left."""
    options = arguments(argv)
    from praeventionskette import packages, problems
    from praeventionskette.editing import fixing, workplace

    config = options.config_file.resolve()
    place = workplace.open_workplace(config)
    found = [
        fix
        for fix in fixing.fixes(place, options.zeichensatz)
        if wanted(fix.shown, options.paths, place.base)
    ]
    if options.check:
        text = problems.report([p for fix in found for p in fix.changes], options.format)
        if text:
            print(text)
        number = counted(len(found), "Datei ist", "Dateien sind")
        print(f"{number} nicht in einheitlicher Form", file=sys.stderr)
        return 1 if found else 0
    for fix in found:
        workplace.replace(fix.path, fix.raw)
        print(f"geändert: {fix.shown} ({counted(len(fix.changes), 'Stelle', 'Stellen')})")
    checked = packages.check(config)
    left = [p for p in checked.problems if p.stops and wanted(p.file, options.paths, place.base)]
    print(f"{counted(len(found), 'Datei', 'Dateien')} in einheitliche Form gebracht")
    if left:
        print("\nDas müssen Sie selbst entscheiden:\n" + problems.report(left, options.format))
    return 1 if left else 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
