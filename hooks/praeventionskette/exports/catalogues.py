"""All that machines read and that depends on the data alone, not on the pages."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import Catalogue
from ..published import Edition
from . import calendars, dcat, index, template, versions
from .hsds import files as hsds


def files(catalogue: Catalogue, site_url: str) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of each file that the data give, one at a time."""
    yield from hsds.files(catalogue)
    yield from calendars.files(catalogue, site_url)
    yield from versions.files(catalogue, site_url)
    yield from template.files(catalogue)


def of_edition(catalogue: Catalogue, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of the downloads, and of what lists them with their sizes and sums."""
    yield from ((file.path, file.content) for file in edition.files)
    yield from dcat.files(catalogue, edition)
    yield from index.files(catalogue, edition)
