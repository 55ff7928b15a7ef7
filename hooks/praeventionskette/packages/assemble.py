"""Files of packages → tables as read → packages of the catalogue; also of earlier versions."""

from __future__ import annotations

from types import MappingProxyType

from praeventionskette.catalogue import Package, Table, Town
from praeventionskette.packages import files, tables
from praeventionskette.packages.model import Data, PackageSpec, TableData
from praeventionskette.packages.says import Notes, Says
from praeventionskette.problems import Problem
from praeventionskette.releases import version_key


def read(
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


def package(spec: PackageSpec, data: Data) -> Package:
    """The package as the catalogue holds it, with the versions of it that stay published."""
    prefix = f"{spec.name}/"
    own = [kept for kept in data.kept if kept.package == spec.name and kept.read is not None]
    earlier = [kept.read for kept in own if kept.read and kept.version != spec.version]
    return Package(
        name=spec.name,
        title=spec.title,
        description=spec.description,
        version=spec.version,
        descriptor=spec.descriptor,
        raw=spec.raw,
        tables=tuple(
            _table(table) for name, table in data.tables.items() if name.startswith(prefix)
        ),
        files={
            name.removeprefix(prefix): raw
            for name, raw in data.files.items()
            if name.startswith(prefix)
        },
        earlier=tuple(sorted(earlier, key=lambda p: version_key(p.version) or (), reverse=True)),
        kept=any(kept.version == spec.version and kept.sums is not None for kept in own),
    )


def _table(table: TableData) -> Table:
    return Table(
        name=table.spec.name,
        title=table.spec.title,
        description=table.spec.description,
        path=table.spec.path,
        fields=tuple(spec.field for spec in table.spec.fields),
        primary_key=table.spec.primary_key,
        rows=table.rows if table.by_column else tuple(table.rows),
        raw=table.raw,
        lines=table.lines if table.by_column else tuple(table.lines),
    )
