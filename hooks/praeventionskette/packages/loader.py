"""Find, read and check all packages of a town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from praeventionskette import problems
from praeventionskette.catalogue import Catalogue, Past, Town
from praeventionskette.packages import (
    assemble,
    descriptor,
    files,
    kept,
    records,
    references,
    rules,
    standard,
)
from praeventionskette.packages.model import Data, PackageSpec
from praeventionskette.packages.says import Notes
from praeventionskette.problems import Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """The catalogue (None where anything has to be mended first) and all problems, sorted."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    packages: int = 0
    tables: int = 0
    rows: int = 0


def load(
    folder: Path, town: Town, *, base: Path, history: bool = True, norm: bool = True
) -> Loaded:
    """Read and check every package in a folder. Never raises on bad input, never goes online.

    folder: holds one folder for each package. base: the town's folder, that file names are
    shown relative to. history: also read earlier versions. The problems
    are all of one run, in the order in which people read them.
    """
    notes = Notes()
    shown = files.shown(folder, base)
    packages, broken = _packages(folder, base, notes)
    data = assemble.read(packages, broken, town, shown, notes)
    if history:
        data = replace(data, kept=kept.read(folder, packages, town, base))
    for check in (records.check, references.check):
        for problem in check(data):
            notes.add(problem)
    sound = records.sound(data)
    for rule in rules.ALL:
        for problem in rule(sound):
            notes.add(problem)
    said = frozenset(notes.places)
    wrong = {file for file, _ in said}
    for package in (package for package in packages if norm and package.file not in wrong):
        for problem in standard.check(package, data.tables, said):
            notes.add(problem)
    found = notes.all()
    return Loaded(
        catalogue=None if any(problem.stops for problem in found) else _catalogue(data),
        problems=found,
        packages=len(packages),
        tables=len(data.tables),
        rows=sum(len(table.rows) for table in data.tables.values()),
    )


def _packages(
    folder: Path, base: Path, notes: Notes
) -> tuple[tuple[PackageSpec, ...], frozenset[str]]:
    """The descriptors that could be read, and the names of those that could not (wholly)."""
    shown = files.shown(folder, base)
    if not folder.is_dir():
        notes.add(problems.found("paket", "ordner_fehlt", file=shown))
    found = files.folders(folder)
    if folder.is_dir() and not found:
        notes.add(problems.found("paket", "keine", file=shown))
    read = {path.name: descriptor.read(path, base, notes) for path in found}
    packages = tuple(package for package in read.values() if package is not None)
    whole = {p.name for p in packages if len(p.resources) == len(p.descriptor["resources"])}
    return packages, frozenset(set(read) - whole)


def _catalogue(data: Data) -> Catalogue:
    packages = tuple(assemble.package(package, data) for package in data.packages)
    present = Catalogue(town=data.town, packages=packages, **records.all_records(data))
    made = {(k.package, k.version): k.records for k in data.kept}
    past = []
    for package in packages:
        for old in package.earlier:
            rows: dict[str, Any] = dict(made[old.name, old.version])
            if rows:
                others = tuple(old if p is package else p for p in packages)
                past.append(Past(old, replace(present, packages=others, **rows)))
    return replace(present, past=tuple(past))
