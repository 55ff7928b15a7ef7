#!/usr/bin/env python3
"""Fetch the packages of other towns (``extra.netzwerk``): on command only, checked and pinned."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _town import counted, parser, utf8

if TYPE_CHECKING:
    from _web import Manners
    from praeventionskette.catalogue import Catalogue
    from praeventionskette.packages.network import Listed

NEEDED, WANTED = ("quartiere", "angebote"), ("monitoring", "leitbild")
TABLES = 40
"""Files that a package may name."""
TOWN_BYTES = 60_000_000
"""Bytes that one town may send in all."""
SHOWN = 12
"""Changes that are told one by one for each package."""


class RefusedTownError(Exception):
    """Why the copy of a town stays as it was; the text is German."""


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser(
        "Holt die Datenpakete der Städte, die mkdocs.yml unter extra.netzwerk nennt, prüft sie und "
        "hält ihre Prüfsummen fest. Was nicht in Ordnung ist, lässt die vorige Kopie stehen."
    )
    made.add_argument("ordner", nargs="*", help="nur diese Städte (Wort hinter ordner:)")
    made.add_argument("--datum", type=dt.date.fromisoformat, help="Tag der Kopie (Vorgabe: heute)")
    made.add_argument(
        "--neue-lizenz", action="store_true", help="nimmt auch Daten, deren Lizenz sich änderte"
    )
    made.add_argument("--lokal", default="", help=argparse.SUPPRESS)  # for tests: ask this address
    return made.parse_args(argv)


def download(address: str, manners: Manners) -> dict[str, bytes]:
    """All files of a town's packages by their path ("angebote/orte.csv"), within bounds."""
    from _fetch import MissingError, fetch
    from praeventionskette.packages.files import DESCRIPTOR, FILE_BYTES, JSON_BYTES, unsafe

    found: dict[str, bytes] = {}
    for package in (*NEEDED, *WANTED):
        base = f"{address}daten/{package}/"
        try:
            raw = fetch(base + DESCRIPTOR, JSON_BYTES, manners)
        except MissingError:
            if package in WANTED:
                continue
            raise
        found[f"{package}/{DESCRIPTOR}"] = raw
        paths = _paths(raw, package)
        for path in paths:
            if unsafe(path) or path.startswith("."):
                raise RefusedTownError(f"{base}{DESCRIPTOR}: „{path}“ ist kein Dateiname.")
            left = TOWN_BYTES - sum(map(len, found.values()))
            found[f"{package}/{path}"] = fetch(base + path, min(FILE_BYTES, left), manners)
    return found


def _paths(raw: bytes, package: str) -> list[str]:
    try:
        resources: Any = json.loads(raw)["resources"]
        paths = [resource["path"] for resource in resources]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefusedTownError(f"{package}: Die Beschreibung ist nicht zu lesen.") from None
    if len(paths) > TABLES or not all(isinstance(p, str) for p in paths):
        raise RefusedTownError(f"{package}: Die Beschreibung nennt zu viele oder keine Dateien.")
    return paths


def write(place: Path, town: Listed, found: dict[str, bytes], day: dt.date) -> None:
    """A new copy with its ``stand.json``."""
    from praeventionskette.packages.kept import sums
    from praeventionskette.packages.network import PIN

    for name, raw in found.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(raw)
    pin = {"name": town.name, "adresse": town.adresse, "geholt": day.isoformat()}
    text = json.dumps({**pin, "dateien": sums(found)}, ensure_ascii=False, indent=2)
    (place / PIN).write_text(text + "\n", encoding="utf-8", newline="\n")


def told(before: Catalogue | None, after: Catalogue) -> Iterator[str]:
    """What changed, in German lines; nothing where nothing did."""
    from praeventionskette.differences import difference

    for package in after.packages:
        old = before.package(package.name) if before else None
        if old is None:
            yield f"  {package.title}: neu, Fassung {package.version}"
            continue
        diff = difference(old, package)
        if diff.empty:
            continue
        yield f"  {package.title}: Fassung {old.version} → {package.version}"
        lines: list[str] = []
        for table in diff.tables:
            for row in table.rows:
                kind = "neu" if row.kind == "neu" else "entfernt"
                lines.append(f"    {table.title}, {row.label or row.key}: {kind}")
            for cell in table.cells:
                was, now = cell.before or "leer", cell.after or "leer"
                lines.append(
                    f"    {table.title}, {cell.label or cell.key}, {cell.column}: {was} → {now}"
                )
        lines += [f"    Beschreibung, {name}: geändert" for name in diff.properties]
        yield from lines[:SHOWN]
        if len(lines) > SHOWN:
            yield f"    und {counted(len(lines) - SHOWN, 'weitere Änderung', 'weitere Änderungen')}"


def licences(catalogue: Catalogue | None) -> dict[str, str]:
    """The licence of each package."""
    from praeventionskette.about import licence

    return {p.name: licence(p.descriptor).id for p in catalogue.packages} if catalogue else {}


def update(town: Listed, home: Path, base: Path, options: argparse.Namespace) -> list[str]:
    """Renew the copy of one town; what changed, in words. Raises RefusedTownError, FetchError."""
    from _web import Manners
    from praeventionskette import problems
    from praeventionskette.packages.network import BEFORE, PIN, copy

    manners = Manners(pause=0, local=bool(options.lokal))
    found = download(options.lokal or town.adresse, manners)
    fresh = home.with_name(f".{home.name}.neu")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        write(fresh, town, found, options.datum or dt.date.today())
        new = copy(fresh, base).loaded
        if new is None or new.catalogue is None:
            report = problems.report([p for p in new.problems if p.stops] if new else [])
            raise RefusedTownError(f"Die Daten bestehen die Prüfung nicht.\n{report}")
        old = copy(home, base).loaded if (home / PIN).is_file() else None
        before = old.catalogue if old else None
        now = licences(new.catalogue)
        changed = [n for n, name in licences(before).items() if now.get(n, name) != name]
        if changed and not options.neue_lizenz:
            raise RefusedTownError(
                f"Die Lizenz hat sich geändert ({', '.join(changed)}). Lies nach, ob sie passt, "
                "und rufe den Befehl mit --neue-lizenz auf."
            )
        lines = list(told(before, new.catalogue))
        if before is not None and not lines:
            return []
        if before is not None:  # only a good copy is worth keeping
            kept = fresh / BEFORE
            shutil.copytree(home, kept, ignore=shutil.ignore_patterns(BEFORE))
        elif (home / BEFORE).is_dir():
            shutil.copytree(home / BEFORE, fresh / BEFORE)
        shutil.rmtree(home, ignore_errors=True)
        fresh.rename(home)
        return lines
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Print what changed in which town; 1 where some copy stayed as it was because of a fault."""
    options = arguments(argv)
    from _fetch import FetchError
    from praeventionskette import packages, problems
    from praeventionskette.packages import network
    from praeventionskette.packages.whole import data_folder

    path = options.config_file.resolve()
    settings, wrong = packages.read_config(path)
    listed, said = network.settings(settings, path)
    if wrong or said:
        print(problems.report((*wrong, *said)))
        return 1
    chosen = [t for t in listed if not options.ordner or t.ordner in options.ordner]
    if not chosen:
        print("mkdocs.yml nennt unter extra.netzwerk keine solche Stadt.")
        return 1 if options.ordner else 0
    failed = 0
    for town in chosen:
        home = data_folder(settings, path.parent) / network.FOLDER / town.ordner
        home.parent.mkdir(parents=True, exist_ok=True)
        try:
            lines = update(town, home, path.parent, options)
        except (FetchError, RefusedTownError) as why:
            failed += 1
            print(f"{town.name}: nicht erneuert. {why}")
            continue
        print(f"{town.name}: {'geändert' if lines else 'nichts Neues'}")
        for line in lines:
            print(line)
    return 1 if failed else 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
