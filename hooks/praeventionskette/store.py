"""What was made before need not be made again: bytes by the hash of all they were made from.

A build is a plain function of its input; the store only remembers some of its values. The key of
an entry holds every argument, every file of this package and the versions of all libraries, so an
entry never goes stale, and a build gives the same bytes with the store, without it, and with an
empty one (``tests/test_store.py``). Anything odd about an entry means that it is made anew.

Off unless the variable ``PK_SPEICHER`` names a folder; the scripts set it to ``.cache`` in the
repository.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache

T = TypeVar("T")

VARIABLE = "PK_SPEICHER"
HERE = Path(__file__).resolve().parent
NOTHING = b"nichts gefunden"
MOST = 32 << 20
"""Bytes of files that are kept together: the pages of a language for some 1,500 offers."""
DAYS = 14
"""Days after which an entry that nobody asked for is removed."""


def folder() -> Path | None:
    """Where entries of this very program lie; None where the store is off."""
    name = os.environ.get(VARIABLE)
    return Path(name) / _program() if name else None


def get(kind: str, made_from: object) -> bytes | None:
    """What was kept for ``made_from``, or None."""
    if (path := _place(kind, made_from)) is None:
        return None
    try:
        written = path.read_bytes()
        if hashlib.sha256(written[32:]).digest() != written[:32]:
            return None
        if time.time() - path.stat().st_mtime > 86_400:
            os.utime(path)
    except OSError:
        return None
    return written[32:]


def put(kind: str, made_from: object, content: bytes) -> None:
    """Keep ``content`` for ``made_from``; where that fails, it is made anew next time."""
    if (path := _place(kind, made_from)) is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_name(f"{path.name}.{os.getpid()}")
        passing.write_bytes(hashlib.sha256(content).digest() + content)
        passing.replace(path)


def recall(kind: str, made_from: object, make: Callable[[], bytes]) -> bytes:
    """The bytes that ``make`` gives for ``made_from``, from the store where it has them.

    kind: name of the function, a plain word. made_from: everything ``make`` depends on, made of
    values that can be pickled; equal values that were put together otherwise may count as others,
    which costs a call and nothing else.
    """
    content = get(kind, made_from)
    if content is None:
        content = make()
        put(kind, made_from, content)
    return content


def files(
    kind: str, made_from: object, make: Callable[[], Iterable[tuple[str, bytes]]]
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of the files that ``make`` gives for ``made_from``, one at a time.

    They are kept together, and not at all where they are more than ``MOST`` bytes.
    """
    if (kept := get(kind, made_from)) is not None:
        head, _, body = kept.partition(b"\n")
        at = 0
        for path, size in json.loads(head):
            yield path, body[at : (at := at + size)]
        return
    made: list[tuple[str, bytes]] = []
    room = MOST if os.environ.get(VARIABLE) else 0
    for path, content in make():
        yield path, content
        room -= len(content)
        made.append((path, content))
        if room < 0:
            made.clear()
    if made and room >= 0:
        listed = json.dumps([(path, len(content)) for path, content in made]).encode()
        put(kind, made_from, b"\n".join((listed, b"".join(content for _, content in made))))


def clean(kind: str, made_from: object, find: Callable[[], Iterable[T]]) -> tuple[T, ...]:
    """What ``find`` finds in ``made_from``. Only that it found nothing is kept, never a finding."""
    if get(kind, made_from) == NOTHING:
        return ()
    found = tuple(find())
    if not found:
        put(kind, made_from, NOTHING)
    return found


def bytecode() -> FileSystemBytecodeCache | None:
    """Where Jinja keeps compiled templates, or None. It compares their text itself."""
    if (here := folder()) is None:
        return None
    from jinja2 import FileSystemBytecodeCache

    try:
        (here / "jinja").mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(here / "jinja"))


def tidy() -> None:
    """Remove what nobody asked for in ``DAYS`` days, other programs' entries too."""
    if not (name := os.environ.get(VARIABLE)):
        return
    oldest = time.time() - DAYS * 86_400
    for path in Path(name).rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()


def _place(kind: str, made_from: object) -> Path | None:
    if (here := folder()) is None:
        return None
    digest = hashlib.sha256(pickle.dumps(made_from, protocol=5)).hexdigest()
    return here / kind / digest[:2] / digest[2:]


def _program() -> str:
    """A name for this package as it stands on the disk, the libraries, and this Python."""
    return _digest(tuple(sorted(_stamps(str(HERE)))))


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, time and size of each file below a folder. Asked for each entry, so it is quick."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        elif "." in entry.name:
            stat = entry.stat()
            yield entry.path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=2)
def _digest(files: tuple[tuple[str, int, int], ...]) -> str:
    found = hashlib.sha256(sys.version.encode())
    for name, _, _ in files:
        found.update(name.removeprefix(str(HERE)).encode() + b"\0")
        found.update(hashlib.sha256(Path(name).read_bytes()).digest())
    for entry in sys.path:
        with contextlib.suppress(OSError):
            infos = sorted(n for n in os.listdir(entry) if n.endswith(".dist-info"))  # noqa: PTH208
            found.update("\n".join(infos).encode())
    return found.hexdigest()[:16]
