#!/usr/bin/env python3
"""Publish a new version of a data package: number, reason, and a copy that stays for ever."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Gibt einem Datenpaket eine neue Fassung und bewahrt sie auf.",
        allow_abbrev=False,
    )
    parser.add_argument("paket", metavar="PAKET", help="zum Beispiel monitoring")
    parser.add_argument(
        "--art", default="", metavar="ART",
        choices=("", "erste-fassung", "berichtigung", "aktualisierung", "erweiterung"),
        help="berichtigung (es war falsch), aktualisierung (neuere Daten) oder erweiterung (mehr)",
    )  # fmt: skip
    parser.add_argument("--grund", default="", help="ein Satz: was sich ändert und warum")
    parser.add_argument("--version", default="", help="Nummer, wenn nicht einfach die nächste")
    parser.add_argument(
        "--datum", type=dt.date.fromisoformat, metavar="JJJJ-MM-TT", help="Vorgabe: heute"
    )
    parser.add_argument(
        "--zurueckziehen", default="", metavar="FASSUNG",
        help="eine frühere Fassung, die nicht mehr veröffentlicht werden darf",
    )  # fmt: skip
    parser.add_argument(
        "-f", "--config-file", type=Path, default=Path("mkdocs.yml"), metavar="mkdocs.yml",
        help="Einstellungen der Stadt (Vorgabe: mkdocs.yml)",
    )  # fmt: skip
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Release, or say why not and leave everything as it was; 1 then."""
    options = arguments(argv)
    from praeventionskette import packages, problems
    from praeventionskette.packages import release

    path = options.config_file.resolve()
    settings, _ = packages.read_config(path)
    wish = release.Wish(
        package=options.paket,
        kind=options.art,
        reason=options.grund,
        version=options.version,
        date=options.datum,
        withdraw=options.zurueckziehen,
    )
    try:
        version, checked = release.release(path, packages.data_folder(settings, path.parent), wish)
    except release.NotReleased as why:
        print(why, file=sys.stderr)
        return 1
    if checked.stops:
        print(problems.report([p for p in checked.problems if p.stops], "text"))
        print("Keine neue Fassung: Erst ändern, was oben steht. Alles blieb, wie es war.")
        return 1
    kept = f"_fassungen/{options.paket}/{version}"
    print(f"Fassung {version} des Pakets „{options.paket}“ ist aufbewahrt in {kept}.")
    if options.zurueckziehen:
        print(
            f"Fassung {options.zurueckziehen} wird nicht mehr veröffentlicht. Im Verlauf von git "
            "steht sie weiter; auch dort löschen kann sie nur, wer das Repository verwaltet."
        )
    print("Noch zu tun: die Änderung vorschlagen (git add, git commit).")
    return 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
