"""The downloads of a package: the very bytes that were checked."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of every table, other resource and descriptor."""
    for package in catalogue.packages:
        folder = f"daten/{package.name}"
        yield f"{folder}/datapackage.json", package.raw
        for table in package.tables:
            yield f"{folder}/{table.path}", table.raw
        for path, raw in package.files.items():
            yield f"{folder}/{path}", raw
