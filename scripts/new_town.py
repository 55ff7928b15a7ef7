#!/usr/bin/env python3
"""A new town's repository that builds at once; or a newer version of the program for one."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from _town import counted, utf8

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = {
    "name": "Name der Stadt",
    "ags": "Amtlicher Gemeindeschlüssel (8 Ziffern)",
    "herausgeber": "Herausgeber der Website",
    "email": "E-Mail-Adresse",
    "telefon": "Telefonnummer",
    "homepage": "Internetadresse der Stadt (https://…)",
    "lizenz": "Lizenz der Daten",
}
LICENCE = "DL-DE-BY-2.0"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = argparse.ArgumentParser(
        description="Legt eine neue Stadt an, oder erneuert mit --update das Programm in einer. "
        "Ohne --name wird gefragt, was nicht als Option genannt ist; leer lassen geht.",
        allow_abbrev=False,
    )
    made.add_argument("folder", type=Path, metavar="ORDNER")
    for name, question in QUESTIONS.items():
        made.add_argument(f"--{name}", help=question)
    made.add_argument("--update", action="store_true", help="nur das Programm erneuern")
    made.add_argument("--ersetzen", action="store_true", help="auch was dort geändert wurde")
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """0: written. 1: nothing was written, and why."""
    options = arguments(argv)
    from praeventionskette import problems
    from praeventionskette.editing import software

    content = software.files(ROOT)
    if options.update:
        plan = software.update(options.folder, content, force=options.ersetzen)
        if plan.wrong:
            print(problems.report(plan.wrong))
            return 1
        for name in plan.delete:
            (options.folder / name).unlink()
        record = {software.MANIFEST: software.manifest(content, _version())}
        _write(options.folder, {**plan.write, **record})
        written = counted(len(plan.write), "Datei erneuert", "Dateien erneuert")
        print(f"{written}, {len(plan.delete)} gelöscht; Daten und Texte sind unberührt")
        print(f"Jetzt prüfen: python3 {options.folder / 'scripts' / 'check.py'}")
        return 0
    return _create(options, content)


def _create(options: argparse.Namespace, content: Mapping[str, bytes]) -> int:
    from praeventionskette import problems
    from praeventionskette.editing import software, town

    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(problems.report([problems.found("neue-stadt", "voll", file=folder.name)]))
        return 1
    asked = {name: _asked(options, name) for name in QUESTIONS}
    wishes = town.Wishes(**{**asked, "lizenz": asked["lizenz"] or LICENCE})
    if wrong := list(town.wrong(wishes)):
        print(problems.report(wrong))
        return 1
    own = town.files(wishes, ROOT, dt.date.today().isoformat())
    record = {software.MANIFEST: software.manifest(content, _version())}
    _write(folder, {**content, **own, **record})
    print(f"Angelegt: {wishes.name} in {folder} ({len(content) + len(own) + 1} Dateien)")
    print(f"Als Nächstes: cd {folder} und dort python3 scripts/check.py")
    return 0


def _asked(options: argparse.Namespace, name: str) -> str:
    """The option, else the answer of the person who sits there, else blank."""
    given = getattr(options, name)
    if given is None and options.name is None and sys.stdin.isatty():
        preset = f" [{LICENCE}]" if name == "lizenz" else ""
        given = input(f"{QUESTIONS[name]}{preset}: ")
    return (given or "").strip()


def _version() -> str:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(about["project"]["version"])


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    for name, raw in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
