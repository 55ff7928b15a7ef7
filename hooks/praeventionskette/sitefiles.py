"""The files of a built site: written with few system calls, listed in one walk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

MODE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write (site path, bytes) below ``root``; a path is one of ours, never one from data.

    Tens of thousands of files: each folder is made once, and a file takes three calls.
    """
    known: set[str] = set()
    for name, content in files:
        folder, _, last = name.rpartition("/")
        if folder not in known:
            _folder(f"{root}/{folder}")
            known.add(folder)
        file = os.open(f"{root}/{folder}/{last}", MODE, 0o666)
        try:
            written = os.write(file, content)
            while written < len(content):  # as a disk that fills up does
                written += os.write(file, content[written:])
        finally:
            os.close(file)


def _folder(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102 - a Path for each would cost more than the call
    except FileNotFoundError:
        Path(path).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        return


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
