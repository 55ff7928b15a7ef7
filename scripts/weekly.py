#!/usr/bin/env python3
"""What a town should look at once a week: dead addresses, ended offers, whom to ask again."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

import check_links
from _town import utf8

MOST = 60_000
"""Signs of the report: the text of an issue may have some 65,000."""


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line: that of check_links.py and the day."""
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument("--datum", type=dt.date.fromisoformat, default=dt.date.today())
    own.add_argument("--ohne-netz", action="store_true")
    mine, rest = own.parse_known_args(argv)
    options = check_links.arguments(rest)
    options.datum, options.ohne_netz, options.format = mine.datum, mine.ohne_netz, "markdown"
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Always 0. Prints Markdown, or writes it where there is anything to tell (--out)."""
    options = arguments(argv)
    from praeventionskette import asking, packages, problems
    from praeventionskette.editing import keeping

    catalogue = packages.check(options.config_file.resolve()).loaded.catalogue
    parts: list[str] = []
    if catalogue is None:
        parts.append("Die Daten haben Fehler: `python3 scripts/check.py` nennt sie.")
    else:
        if over := keeping.ended(catalogue, options.datum):
            parts.append("## Abgelaufene Angebote\n\n" + problems.report(over, "markdown"))
        if asking.letters(catalogue, options.datum):
            letters = asking.report(catalogue, options.datum)
            note = "Antwortet ein Träger mit „Ja“: `python3 scripts/confirm.py TRÄGER`"
            parts.append(f"## Nachfragen\n\n{note}\n\n{_block(letters)}")
    if not options.ohne_netz:
        text, summary = check_links.run(options)
        if text:
            parts.append(f"## Webadressen\n\n{summary}\n\n{text}")
    report = "\n\n".join(parts)
    if len(report) > MOST:
        report = report[:MOST].rsplit("\n", 1)[0] + "\n\n… Alles steht in der Ausgabe des Skripts."
    if report and options.out:
        options.out.write_text(report + "\n", encoding="utf-8")
    elif report:
        print(report)
    return 0


def _block(text: str) -> str:
    """Text that Markdown leaves as it is: indented by four blanks."""
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
