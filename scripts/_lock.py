"""A lock file between processes, and the voice of the scripts. Standard library only."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO


def say(text: str) -> None:
    """Progress and problems go to stderr, so that a report on stdout stays clean."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def locked(path: Path, waiting: str) -> Iterator[None]:
    """Hold the lock file ``path``; says ``waiting`` once where another process holds it.

    The system frees the lock of a process that dies, however it dies.
    """
    told = False
    while True:
        handle = path.open("a")
        if _try_lock(handle) and _is_same(handle, path):
            break
        handle.close()
        if not told:
            say(waiting)
            told = True
        time.sleep(0.1)
    try:
        yield
    finally:
        if os.name == "nt":  # an open file cannot be deleted there
            handle.close()
        with contextlib.suppress(OSError):
            path.unlink()
        handle.close()


def _try_lock(handle: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_same(handle: IO[str], path: Path) -> bool:
    """Whether the locked file still is the one of that name: its last owner deletes it."""
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except OSError:
        return False
