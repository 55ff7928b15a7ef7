"""Find, read and check all packages of a town."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from praeventionskette import problems
from praeventionskette.catalogue import Catalogue, Package, Table, Town
from praeventionskette.packages import (
    descriptor,
    files,
    records,
    references,
    rules,
    standard,
    tables,
)
from praeventionskette.packages.model import Data, PackageSpec, TableData
from praeventionskette.packages.says import Notes, Says
from praeventionskette.problems import Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """The catalogue (None where anything has to be mended first) and all problems, sorted."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    packages: int = 0
    tables: int = 0
    rows: int = 0


def load(folder: Path, town: Town, *, base: Path) -> Loaded:
    """Read and check every package in a folder. Never raises on bad input, never goes online.

    folder: holds one folder for each package. base: the town's folder, that file names are
    shown relative to. The problems are all of one run, in the order in which people read them.
    """
    notes = Notes()
    shown = files.shown(folder, base)
    packages, broken = _packages(folder, base, notes)
    data = _read(packages, broken, town, shown, notes)
    for check in (records.check, references.check):
        for problem in check(data):
            notes.add(problem)
    sound = records.sound(data)
    for rule in rules.ALL:
        for problem in rule(sound):
            notes.add(problem)
    said = frozenset(notes.places)
    wrong = {file for file, _ in said}
    for package in (package for package in packages if package.file not in wrong):
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


def _read(
    packages: tuple[PackageSpec, ...],
    broken: frozenset[str],
    town: Town,
    shown: str,
    notes: Notes,
) -> Data:
    """Every file of every package, read once."""
    found: dict[str, TableData] = {}
    others: dict[str, bytes] = {}
    for package in packages:
        for spec in package.resources:
            file = f"{package.shown}/{spec.path}"
            says = Says(notes, file)
            raw = files.read(package.folder, spec.path, file)
            if isinstance(raw, Problem):
                notes.add(raw)
                if spec.fields:
                    missing = TableData(spec, package.name, file, b"", readable=False)
                    found[f"{package.name}/{spec.name}"] = missing
            elif spec.fields:
                table = tables.read(spec, package.name, file, raw, says)
                found[f"{package.name}/{spec.name}"] = table
            else:
                others[f"{package.name}/{spec.path}"] = raw
        if package.name in broken:
            continue
        named = {spec.path for spec in package.resources}
        for problem in files.leftovers(package.folder, named, package.shown):
            notes.add(problem)
    return Data(
        town=town,
        folder=shown,
        packages=packages,
        tables=MappingProxyType(found),
        files=MappingProxyType(others),
        broken=broken,
    )


def _catalogue(data: Data) -> Catalogue:
    packages = tuple(_package(package, data) for package in data.packages)
    return Catalogue(town=data.town, packages=packages, **records.all_records(data))


def _package(package: PackageSpec, data: Data) -> Package:
    prefix = f"{package.name}/"
    return Package(
        name=package.name,
        title=package.title,
        description=package.description,
        version=package.version,
        descriptor=package.descriptor,
        raw=package.raw,
        tables=tuple(
            _table(table) for name, table in data.tables.items() if name.startswith(prefix)
        ),
        files={
            name.removeprefix(prefix): raw
            for name, raw in data.files.items()
            if name.startswith(prefix)
        },
    )


def _table(table: TableData) -> Table:
    return Table(
        name=table.spec.name,
        title=table.spec.title,
        description=table.spec.description,
        path=table.spec.path,
        fields=tuple(spec.field for spec in table.spec.fields),
        primary_key=table.spec.primary_key,
        rows=tuple(table.rows),
        raw=table.raw,
        lines=tuple(table.lines),
    )
