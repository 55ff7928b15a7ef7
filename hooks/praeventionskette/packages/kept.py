"""Versions of packages that are kept: ``_fassungen/<package>/<version>/`` beside the packages.

A kept version is a copy of the package's files and ``pruefsummen.json`` with the SHA-256 of each.
Versions that nobody kept are taken from git's history where there is one; kept ones come first.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from praeventionskette.catalogue import Package, Town
from praeventionskette.packages import assemble, descriptor, files, history, records
from praeventionskette.packages.model import Kept, PackageSpec
from praeventionskette.packages.says import Notes
from praeventionskette.releases import entries, version_key

FOLDER = "_fassungen"
SUMS = "pruefsummen.json"


def read(
    folder: Path, packages: tuple[PackageSpec, ...], town: Town, base: Path
) -> tuple[Kept, ...]:
    """Every kept version of every package, then those that only git's history holds.

    folder: holds the packages. What is wrong with a version is told by the rules, not here.
    """
    specs = {spec.name: spec for spec in packages}
    found: list[Kept] = []
    for own in files.folders(folder / FOLDER):
        for path in files.folders(own):
            found.append(_kept(path, specs.get(own.name), town, base))
    for spec in packages:
        known = {kept.version for kept in found if kept.package == spec.name}
        found += _from_git(spec, known, town)
    return tuple(found)


def sums(contents: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 (hexadecimal) of each file by its path, sorted."""
    return {path: hashlib.sha256(raw).hexdigest() for path, raw in sorted(contents.items())}


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path in it; hidden ones and the checksums are left out."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == SUMS or not path.is_file() or any(p.startswith(".") for p in Path(name).parts):
            continue
        raw = files.read(folder, name, name)
        if isinstance(raw, bytes):
            found[name] = raw
    return found


def keep(package: Path, target: Path) -> None:
    """Copy a package's files into a new folder, with the checksum of each."""
    held = contents(package)
    for path, raw in held.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(raw)
    noted = json.dumps(sums(held), ensure_ascii=False, indent=2) + "\n"
    (target / SUMS).write_text(noted, encoding="utf-8", newline="\n")


def _noted(folder: Path) -> Mapping[str, str] | None:
    raw = files.read(folder, SUMS, SUMS)
    try:
        noted = json.loads(raw) if isinstance(raw, bytes) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(noted, dict) or not all(isinstance(v, str) for v in noted.values()):
        return None
    return noted


def _kept(path: Path, spec: PackageSpec | None, town: Town, base: Path) -> Kept:
    name, version = path.parent.name, path.name
    package: Package | None = None
    rows: Mapping[str, tuple[Any, ...]] = {}
    reason = ""
    if spec is not None and version not in _withdrawn(spec) and version_key(version):
        package, rows, reason = _package(path, name, town, base)
        if package is not None and package.version != version:
            reason, package = f"In ihr steht die Fassung „{package.version}“.", None
    return Kept(
        package=name,
        version=version,
        shown=files.shown(path, base),
        files=contents(path),
        sums=_noted(path),
        read=package,
        records=rows,
        reason=reason,
    )


def _withdrawn(spec: PackageSpec) -> set[str]:
    return {entry.version for entry in entries(spec.descriptor) if entry.withdrawn}


def _package(
    path: Path, name: str, town: Town, base: Path
) -> tuple[Package | None, Mapping[str, tuple[Any, ...]], str]:
    """The package that a folder holds and its records, or None and what is wrong with it."""
    notes = Notes()
    spec = descriptor.read(path, base, notes, name)
    if spec is not None and not notes.problems:
        data = assemble.read((spec,), frozenset(), town, spec.shown, notes)
        if not notes.problems:
            return assemble.package(spec, data), records.of_package(data, name), ""
    problems = notes.all()
    return None, {}, problems[0].text if problems else ""


def _from_git(spec: PackageSpec, known: set[str], town: Town) -> list[Kept]:
    current = version_key(spec.version)
    if current is None:
        return []
    found = []
    skip = known | _withdrawn(spec) | {spec.version}
    for version, held in history.versions(spec.folder, skip, current):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for path, raw in held.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(raw)
            package, rows, _ = _package(folder, spec.name, town, folder.parent)
        if package is not None:
            found.append(
                Kept(spec.name, version, spec.shown, held, None, package, rows, from_git=True)
            )
    return found
