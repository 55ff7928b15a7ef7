"""Unpack what strangers packed: bounded, plain files alone, never outside of the folder."""

from __future__ import annotations

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

FILES = 30_000
FILE_BYTES = 60_000_000
BYTES = 500_000_000
CHUNK = 1_000_000
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)
"""As ``praeventionskette.archives`` explains: here for scripts that run without an environment."""


class ArchiveError(Exception):
    """The archive is none that we unpack; the German reason."""


def _name(name: str, wanted: Callable[[str], bool]) -> str:
    """The name as a safe relative path, or "" where the file is not wanted."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or ":" in name:
        raise ArchiveError(f"Ein Pfad führt aus dem Archiv hinaus: {name!r:.100}")
    return str(pure) if wanted(str(pure)) else ""


def _copy(source: IO[bytes], target: Path, left: int) -> int:
    """Write a file; how many bytes it has. What the archive says of its size is not believed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with target.open("xb") as stream:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > min(FILE_BYTES, left):
                raise ArchiveError("Das Archiv ist ausgepackt zu groß.")
            stream.write(chunk)
    return size


def unpack_zip(path: Path, folder: Path) -> int:
    """Every plain file of a ZIP archive; how many. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > FILES:
                raise ArchiveError("Das Archiv hat zu viele Dateien.")
            left = BYTES
            for entry in entries:
                mode = entry.external_attr >> 16
                if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
                    raise ArchiveError(f"Keine gewöhnliche Datei: {entry.filename!r:.100}")
                name = _name(entry.filename, lambda _: True)
                with archive.open(entry) as source:
                    left -= _copy(source, folder / name, left)
            return len(entries)
    except UNREADABLE as error:
        raise ArchiveError(f"Das Archiv ist nicht zu lesen ({error.__class__.__name__}).") from None


def unpack_tar(path: Path, folder: Path, wanted: Callable[[str], bool]) -> int:
    """The wanted plain files of a tarball of GitHub, its top folder left out; how many."""
    count, left, seen = 0, BYTES, 0
    try:
        with tarfile.open(path, "r|gz") as archive:
            for number, member in enumerate(archive):
                seen += member.size  # also of what is skipped: it has to be unpacked to be skipped
                if number > FILES or seen > BYTES:
                    raise ArchiveError("Das Archiv ist zu groß.")
                _, _, inside = member.name.partition("/")
                if not member.isreg() or not inside or not (name := _name(inside, wanted)):
                    continue
                source = archive.extractfile(member)
                if source is not None:
                    left -= _copy(source, folder / name, left)
                    count += 1
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveError(f"Das Archiv ist nicht zu lesen ({error.__class__.__name__}).") from None
    return count
