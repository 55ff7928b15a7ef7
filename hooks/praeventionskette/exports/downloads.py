"""The downloads of a package. The canonical tables are the very bytes that were checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from .. import beside, published, store
from ..about import about
from ..catalogue import Catalogue, Package
from ..published import Edition, Published
from . import bundle, columnar, series, states, tables, workbook


def files(catalogue: Catalogue, edition: Edition) -> list[Published]:
    """Every file of every package, each with its format."""
    made = beside.Part("Downloads", lambda: dict(_typed(catalogue, edition)))
    zips = {package.name: _zip(catalogue, package, edition) for package in catalogue.packages}
    typed = made.result()
    found = [
        f
        for package in catalogue.packages
        for f in _package(catalogue, package, edition, zips[package.name], typed)
    ]
    for path, content in states.files(catalogue):
        found.append(Published(path, content, "csv", "Was bestätigt ist", "angebote"))
    return [*found, *(year.file for year in series.years(catalogue))]


def _zip(catalogue: Catalogue, package: Package, edition: Edition) -> bytes:
    said = about(catalogue, package)
    whole = [(t.path, t.raw) for t in package.tables], sorted(package.files.items())
    key = (package.raw, said, edition.site_url), whole
    return store.recall("zip", key, lambda: bundle.zipped(package, said, edition))


def _typed(catalogue: Catalogue, edition: Edition) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    """Workbook and Parquet file of each table, by (package, path of the table, format)."""
    for package in catalogue.packages:
        said = about(catalogue, package)
        for table in package.tables:
            key = (package.raw, said, edition.site_url), table.path, table.raw
            for fmt, make in (
                ("xlsx", partial(workbook.workbook, table, said, edition)),
                ("parquet", partial(columnar.parquet, table, said)),
            ):
                yield (package.name, table.path, fmt), store.recall(fmt, key, make)


def _package(
    catalogue: Catalogue,
    package: Package,
    edition: Edition,
    zipped: bytes,
    typed: Mapping[tuple[str, str, str], bytes],
) -> Iterator[Published]:
    name = package.name
    folder = f"daten/{name}"

    def file(path: str, content: bytes, fmt: str, title: str, table: str = "") -> Published:
        return Published(f"{folder}/{path}", content, fmt, title, name, table)

    yield file(f"{name}.zip", zipped, "zip", f"{package.title}: ganzes Paket")
    yield file("datapackage.json", package.raw, "json", "Beschreibung der Tabellen")
    for table in package.tables:
        own = table.name
        yield file(table.path, table.raw, "csv", table.title, own)
        yield file(
            published.beside(table.path, "excel.csv"), tables.excel_csv(table), "excel.csv",
            table.title, own,
        )  # fmt: skip
        for fmt in ("xlsx", "parquet"):
            content = typed[name, table.path, fmt]
            yield file(published.beside(table.path, fmt), content, fmt, table.title, own)
        points = published.beside(table.path, "geojson")
        if tables.point_columns(table) and points not in package.files:
            yield file(points, tables.geojson(table), "geojson", table.title, own)
    for path, raw in package.files.items():
        fmt = "geojson" if path.endswith(".geojson") else "json"
        yield file(path, raw, fmt, _title(package, path))


def _title(package: Package, path: str) -> str:
    found = package.descriptor.get("resources", [])
    return next((str(r.get("title", path)) for r in found if r.get("path") == path), path)
