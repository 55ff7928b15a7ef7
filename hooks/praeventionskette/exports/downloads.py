"""The downloads of a package. The canonical tables are the very bytes that were checked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from .. import store
from ..about import about
from ..catalogue import Catalogue, Package
from ..published import Edition, Published, beside
from . import bundle, columnar, series, states, tables, workbook


def files(catalogue: Catalogue, edition: Edition) -> list[Published]:
    """Every file of every package, each with its format."""
    found = [f for package in catalogue.packages for f in _package(catalogue, package, edition)]
    for path, content in states.files(catalogue):
        found.append(Published(path, content, "csv", "Was bestätigt ist", "angebote"))
    return [*found, *(year.file for year in series.years(catalogue))]


def _package(catalogue: Catalogue, package: Package, edition: Edition) -> Iterator[Published]:
    name, said = package.name, about(catalogue, package)
    folder = f"daten/{name}"

    def file(path: str, content: bytes, fmt: str, title: str, table: str = "") -> Published:
        return Published(f"{folder}/{path}", content, fmt, title, name, table)

    about_it = (package.raw, said, edition.site_url)
    whole = [(t.path, t.raw) for t in package.tables], sorted(package.files.items())
    zipped = store.recall("zip", (about_it, whole), lambda: bundle.zipped(package, said, edition))
    yield file(f"{name}.zip", zipped, "zip", f"{package.title}: ganzes Paket")
    yield file("datapackage.json", package.raw, "json", "Beschreibung der Tabellen")
    for table in package.tables:
        own, key = table.name, (about_it, table.path, table.raw)
        yield file(table.path, table.raw, "csv", table.title, own)
        for fmt, content in (
            ("excel.csv", tables.excel_csv(table)),
            ("xlsx", store.recall("xlsx", key, partial(workbook.workbook, table, said, edition))),
            ("parquet", store.recall("parquet", key, partial(columnar.parquet, table, said))),
        ):
            yield file(beside(table.path, fmt), content, fmt, table.title, own)
        points = beside(table.path, "geojson")
        if tables.point_columns(table) and points not in package.files:
            yield file(points, tables.geojson(table), "geojson", table.title, own)
    for path, raw in package.files.items():
        fmt = "geojson" if path.endswith(".geojson") else "json"
        yield file(path, raw, fmt, _title(package, path))


def _title(package: Package, path: str) -> str:
    found = package.descriptor.get("resources", [])
    return next((str(r.get("title", path)) for r in found if r.get("path") == path), path)
