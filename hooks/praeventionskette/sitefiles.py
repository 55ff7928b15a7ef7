"""The files of a built site: written with few system calls, listed in one walk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write (site path, bytes) below ``root``; a path is one of ours, never one from data."""
    for name, content in files:
        path = f"{root}/{name}"
        try:
            stream = open(path, "wb")  # noqa: PTH123, SIM115 - tens of thousands: plain and quick
        except FileNotFoundError:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            stream = open(path, "wb")  # noqa: PTH123, SIM115
        with stream:
            stream.write(content)


def read(root: Path, name: str, most: int = -1) -> bytes:
    """The bytes of a file by its path on the site, or the first of them."""
    with open(f"{root}/{name}", "rb") as stream:  # noqa: PTH123 - tens of thousands
        return stream.read(most)


def names(root: Path) -> list[str]:
    """Every file's path on the site, with slashes, sorted letter by letter."""
    found: list[str] = []
    start = len(str(root)) + 1
    for folder, _, inside in os.walk(root):
        below = folder[start:].replace(os.sep, "/")
        found += [f"{below}/{name}" for name in inside] if below else inside
    return sorted(found)
