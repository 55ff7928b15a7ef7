#!/usr/bin/env python3
"""„Alles noch richtig“: note that an organisation has confirmed its offers, and nothing else."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

from _town import counted, parser, utf8


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser(
        "Trägt ein, dass ein Träger seine Angebote bestätigt hat („Alles noch richtig“). "
        "Geändert wird nur die Spalte geprueft_am seiner aktiven Angebote."
    )
    made.add_argument("traeger", metavar="TRÄGER", help="Kennung oder Name aus traeger.csv")
    made.add_argument(
        "--datum", type=dt.date.fromisoformat, metavar="JJJJ-MM-TT",
        help="Tag der Nachfrage (Vorgabe: heute)",
    )  # fmt: skip
    made.add_argument(
        "--nur", nargs="+", default=[], metavar="KENNUNG", help="nur diese Angebote, nicht alle"
    )
    made.add_argument("--probe", action="store_true", help="nur zeigen, nichts schreiben")
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """0: written (or nothing left to write). 1: nothing was changed, and why."""
    options = arguments(argv)
    from praeventionskette import packages, problems
    from praeventionskette.editing import confirming, importing, workplace

    config = options.config_file.resolve()
    place = workplace.open_workplace(config)
    found = place.spec(confirming.OFFERS)
    if place.problems or found is None:
        print(problems.report(packages.check(config).problems))
        return 1
    package, spec = found
    path, shown = package.folder / spec.path, f"{package.shown}/{spec.path}"
    before = packages.check(config)
    if wrong := [p for p in before.problems if p.stops and p.file in (shown, package.file)]:
        print("Die Tabelle hat Fehler. Beheben Sie sie zuerst:\n" + problems.report(wrong))
        return 1
    today = dt.date.today()
    day = options.datum or today
    rows = importing.existing(place).get(confirming.ORGANISATIONS, [])
    who, unknown = confirming.organisation(options.traeger, rows, shown)
    if stop := unknown or confirming.day_problem(day, today, shown):
        print(problems.report([stop]))
        return 1
    raw = path.read_bytes()
    done = confirming.confirm(raw, shown, who, day, options.nur)
    if done.left:
        print(problems.report(done.left) + "\n")
    if not done.changed and done.raw == raw and not _has(raw, who):
        print(problems.report([problems.found("bestaetigung", "keine", file=shown)]))
        return 1
    names = ", ".join(done.changed)
    if options.probe:
        number = counted(len(done.changed), "Angebot", "Angebote")
        print(f"Probe, nichts geschrieben: {number} {names}")
        return 0
    if done.raw != raw:
        workplace.replace(path, done.raw)
        after = packages.check(config)
        new = [p for p in after.problems if p.stops and p not in before.problems]
        if new:
            workplace.replace(path, raw)
            print("Zurückgenommen, denn die Prüfung findet danach etwas:\n" + problems.report(new))
            return 1
    number = counted(len(done.changed), "Angebot", "Angebote")
    print(f"{number} von {who} bestätigt am {day.isoformat()}{': ' if names else ''}{names}")
    return 0


def _has(raw: bytes, who: str) -> bool:
    """Whether the organisation has any offer: all may bear this day already."""
    from praeventionskette.editing.importing import text_rows

    return any(r.get("traeger") == who and r.get("status") == "aktiv" for r in text_rows(raw))


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
