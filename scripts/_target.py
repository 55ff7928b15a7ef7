"""The folder a site is built into: staged beside its place, swapped in whole, never half."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from _lock import locked

FULL = {
    errno.ENOSPC: "Auf dem Datenträger ist kein Platz mehr ({}): Räumen Sie auf und bauen Sie neu.",
    errno.EDQUOT: "Ihr Platz auf dem Datenträger ist aufgebraucht ({}): Räumen Sie auf.",
    errno.EFBIG: "{} ist größer, als das System erlaubt: Fragen Sie, wer den Rechner verwaltet.",
    errno.EROFS: "{} lässt sich nur lesen: Nehmen Sie mit -d einen anderen Ordner.",
}
"""What the system says when there is no place to write, and what to do."""


class TargetError(Exception):
    """The target folder cannot be used; the text is German."""


def check(target: Path, sources: list[Path]) -> None:
    """Refuse a target whose replacement would destroy something that is no built site."""
    for source in sources:
        if source.resolve().is_relative_to(target):
            raise TargetError(
                f"{target} enthält die Quellen der Website und würde überschrieben: "
                "Nimm mit -d einen anderen Ordner."
            )
    if target.exists() and not target.is_dir():
        raise TargetError(f"{target} ist kein Ordner: Nimm mit -d einen anderen Namen.")
    if target.is_dir() and any(target.iterdir()) and not (target / "index.html").is_file():
        raise TargetError(
            f"{target} ist nicht leer und keine gebaute Website (index.html fehlt): "
            "Leere den Ordner oder nimm mit -d einen anderen."
        )


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A new folder beside ``target`` that takes its place if the block ends well.

    Ends it badly, ``target`` stays byte for byte as it was and the new folder is removed. One
    build at a time has a target; what a killed one left behind goes first.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = _beside(target, "lock")
        with locked(lock, f"Ein anderer Bau nach {target.name} läuft noch; ich warte auf ihn."):
            _tidy(target)
            fresh = _beside(target, f"neu-{secrets.token_hex(4)}")
            try:
                yield fresh
                _swap(fresh, target)
            finally:
                _remove(fresh)
    except PermissionError as error:
        raise TargetError(
            f"In {error.filename or target.parent} lässt sich nicht schreiben: Prüfe die Rechte "
            "und schließe Programme, die den Ordner offen haben."
        ) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise TargetError(FULL[error.errno].format(error.filename or target.parent)) from error


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(f".{target.name}.{suffix}")


def _tidy(target: Path) -> None:
    """Undo what a killed build left: bring back a site that was moved away, drop the rest."""
    names = sorted(path.name for path in target.parent.iterdir())
    old = [target.with_name(n) for n in names if n.startswith(f".{target.name}.alt-")]
    if old and not target.exists():
        old.pop().rename(target)
    half = [target.with_name(n) for n in names if n.startswith(f".{target.name}.neu-")]
    for folder in old + half:
        _remove(folder)


def _swap(fresh: Path, target: Path) -> None:
    """Put ``fresh`` in the place of ``target``: at once where the system can, else in two steps
    that no signal but SIGKILL comes between."""
    if target.exists() and _exchange(fresh, target):
        return  # the old site has the name of the new one now, and goes with it
    old = _beside(target, f"alt-{secrets.token_hex(4)}")
    with _undisturbed():
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
    _remove(old)


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change names in one step (Linux: renameat2); False where that cannot be."""
    if sys.platform != "linux":
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(call(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    signals = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    before = {number: signal.signal(number, signal.SIG_IGN) for number in signals if number}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _remove(folder: Path) -> None:
    # What cannot be deleted now (a file open on Windows) goes at the next start.
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path) -> tuple[int, int, int]:
    """(pages, files, bytes) of a built site."""
    files = [Path(where) / name for where, _, names in os.walk(folder) for name in names]
    pages = sum(1 for file in files if file.suffix == ".html")
    return pages, len(files), sum(file.stat().st_size for file in files)
