#!/usr/bin/env python3
"""Read a spreadsheet that an office keeps: canonical tables, or a list of what to mend."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from _town import counted, parser, utf8

if TYPE_CHECKING:
    from praeventionskette.editing.importing import Outcome
    from praeventionskette.editing.mapping import TableMap
    from praeventionskette.editing.workplace import Workplace
    from praeventionskette.problems import Problem


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser(
        "Liest eine Tabelle ein, die ein Amt führt (XLSX, ODS, CSV). Beim ersten Mal entsteht ein "
        "Vorschlag, welche Überschrift wohin gehört; nach der Durchsicht entstehen die Tabellen."
    )
    made.add_argument("file", type=Path, metavar="DATEI")
    made.add_argument("--zuordnung", type=Path, help="Zuordnung (Vorgabe: DATEI.zuordnung.yml)")
    made.add_argument("--tabelle", default="", help="zum Beispiel angebote/orte")
    made.add_argument("--quelle", default="", help="Webadresse, unter der die Zahlen stehen")
    made.add_argument("--annehmen", action="store_true", help="alles Geratene annehmen")
    made.add_argument("--out", type=Path, help="Ordner für das Ergebnis (Vorgabe: neben DATEI)")
    made.add_argument(
        "--einfuegen", action="store_true",
        help="gleich in die Datenpakete der Stadt schreiben, wenn die Prüfung nichts findet",
    )  # fmt: skip
    made.add_argument(
        "--format", choices=("text", "github", "markdown", "json"), default="text",
        help="Form des Berichts (Vorgabe: text)",
    )  # fmt: skip
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """0: the tables were written. 1: something has to be mended; nothing but a proposal is."""
    options = arguments(argv)
    from praeventionskette import problems
    from praeventionskette.editing import importing, mapping, workplace

    place = workplace.open_workplace(options.config_file.resolve())
    if place.problems:
        return _stop(list(place.problems), options.format)
    where = options.zuordnung or options.file.with_suffix(".zuordnung.yml")
    maps: tuple[TableMap, ...] | None = None
    try:
        raw = options.file.read_bytes()
    except OSError:
        return _stop(
            [problems.found("tabellenblatt", "fehlt", file=options.file.name)], options.format
        )
    if where.is_file():
        try:
            maps = mapping.read(where.read_bytes())
        except mapping.MappingError as error:
            place_ = (where.name, error.line, "")
            return _stop(
                [problems.worded("zuordnung", error.key, place_, error.values)], options.format
            )
    fixed = {"quelle": options.quelle} if options.quelle else {}
    outcome = importing.run(options.file.name, raw, place, maps, wish=options.tabelle, fixed=fixed)
    if outcome.maps and maps is None:
        where.write_text(mapping.write(outcome.maps, options.file.name), "utf-8", newline="\n")
        print(f"Vorschlag für die Zuordnung geschrieben: {where.name}")
    guesses = [name for table in outcome.maps for name in table.guesses]
    if guesses and options.annehmen:
        taken = tuple(table.accepted() for table in outcome.maps)
        where.write_text(mapping.write(taken, options.file.name), "utf-8", newline="\n")
    elif guesses:
        said = {"werte": _list(guesses), "datei": where.name}
        outcome.wrong.insert(0, problems.worded("zuordnung", "geraten", (where.name, 0, ""), said))
        if maps is None:  # what else there is comes when the proposal has been looked through
            wrong = [p for p in outcome.wrong if p.rule in ("zuordnung", "tabellenblatt")]
            return _stop(wrong, options.format)
    print(f"{counted(outcome.read, 'Zeile', 'Zeilen')} gelesen")
    if outcome.left:
        left = [replace(problem, severity="offen") for problem in outcome.left]
        print("\nDas wurde nicht übernommen:\n" + problems.report(left, options.format) + "\n")
    if outcome.wrong:
        return _stop(outcome.wrong, options.format)
    return _write(outcome, place, options)


def _list(names: Sequence[str]) -> str:
    from praeventionskette.messages import listed

    return listed(names, 12, "und")


def _stop(wrong: list[Problem], fmt: str) -> int:
    from praeventionskette import problems

    print("Das muss vorher geändert werden:\n" + problems.report(wrong, fmt))
    print(f"\nNichts übernommen: {counted(len(wrong), 'Stelle', 'Stellen')} zu ändern")
    return 1


def _write(outcome: Outcome, place: Workplace, options: argparse.Namespace) -> int:
    from praeventionskette import packages
    from praeventionskette.editing import canonical, importing, workplace

    old = importing.existing(place)
    whole: dict[Path, bytes] = {}
    new: dict[Path, bytes] = {}
    for name, rows in outcome.tables.items():
        package, spec = place.spec(name)  # type: ignore[misc]
        inside = Path(package.name) / spec.path
        whole[inside] = importing.merged(old[name], rows, spec)
        cells = [[row[column] for column in spec.names] for row in rows]
        new[inside] = canonical.write([list(spec.names), *cells])
    with tempfile.TemporaryDirectory() as folder:  # the check of the whole, before anything stays
        copy = Path(folder) / "datapackages"
        shutil.copytree(place.folder, copy, symlinks=True)
        for inside, raw in whole.items():
            (copy / inside).write_bytes(raw)
        loaded = packages.load(copy, place.town, base=Path(folder))
    found = list(loaded.problems)
    if loaded.catalogue is not None:  # may what is new be derived from what is published?
        from praeventionskette.disclosure import audit

        found += audit(loaded.catalogue, [past.catalogue for past in loaded.catalogue.past])
    wrong = [problem for problem in found if problem.stops]
    if wrong:
        print("Zusammen mit den vorhandenen Daten findet die Prüfung etwas; die Zeilen zählen in "
              "der fertigen Tabelle.")  # fmt: skip
        return _stop(wrong, options.format)
    target = options.out or options.file.with_name(options.file.stem + "-eingelesen")
    root = place.folder if options.einfuegen else target
    for inside, raw in (whole if options.einfuegen else new).items():
        path = root / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        workplace.replace(path, raw)
        print(f"geschrieben: {path}")
    for name, rows in outcome.tables.items():
        print(f"{name}: {counted(len(rows), 'Zeile', 'Zeilen')} übernommen")
    return 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
