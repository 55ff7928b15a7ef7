"""A town as the tools for editors open it: settings, descriptors, and files that may be written."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from praeventionskette import problems
from praeventionskette.catalogue import Town
from praeventionskette.packages import data_folder, read_config, read_town
from praeventionskette.packages import descriptor as descriptors
from praeventionskette.packages import files as disk
from praeventionskette.packages.model import PackageSpec, ResourceSpec
from praeventionskette.packages.says import Notes
from praeventionskette.problems import Problem


@dataclass(frozen=True, slots=True)
class Workplace:
    """A town's folder with the descriptors of its packages, as far as they can be read."""

    base: Path
    folder: Path
    content: Path
    town: Town
    packages: tuple[PackageSpec, ...]
    problems: tuple[Problem, ...]

    def spec(self, name: str) -> tuple[PackageSpec, ResourceSpec] | None:
        """Package and resource of ``package/table``."""
        package, _, table = name.partition("/")
        for found in self.packages:
            for resource in found.resources:
                if found.name == package and resource.name == table and resource.fields:
                    return found, resource
        return None

    def tables(self) -> Iterator[tuple[PackageSpec, ResourceSpec]]:
        """All tables of all packages."""
        for package in self.packages:
            for resource in package.resources:
                if resource.fields:
                    yield package, resource


def open_workplace(config: Path) -> Workplace:
    """Read ``mkdocs.yml`` and every ``datapackage.json``; what is wrong is told, never raised."""
    base = config.parent
    settings, wrong = read_config(config)
    notes = Notes()
    for problem in wrong:
        notes.add(problem)
    town = read_town(settings, config)[0] if not wrong else Town(name="")
    folder = data_folder(settings, base)
    docs: Any = settings.get("docs_dir")
    found: list[PackageSpec] = []
    if not wrong:
        if not folder.is_dir():
            notes.add(problems.found("paket", "ordner_fehlt", file=disk.shown(folder, base)))
        for path in disk.folders(folder):
            package = descriptors.read(path, base, notes)
            if package is not None:
                found.append(package)
    return Workplace(
        base=base,
        folder=folder,
        content=base / (docs if isinstance(docs, str) else "docs"),
        town=town,
        packages=tuple(found),
        problems=notes.all(),
    )


def replace(path: Path, raw: bytes) -> None:
    """Put new bytes in the place of a file: whole or not at all, with the rights it had."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(raw)
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
