"""All that machines read and that depends on the data alone, not on the pages."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..published import Edition
from . import calendars, dcat, headers, index, template, versions
from .hsds import files as hsds


def files(catalogue: Catalogue, edition: Edition, site_url: str) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of each file, one at a time."""
    yield from ((file.path, file.content) for file in edition.files)
    yield from dcat.files(catalogue, edition)
    yield from index.files(catalogue, edition)
    yield from template.files(catalogue)
    yield from calendars.files(catalogue, site_url)
    yield from hsds.files(catalogue)
    yield from versions.files(catalogue, site_url)
    yield from headers.files(site_url)
