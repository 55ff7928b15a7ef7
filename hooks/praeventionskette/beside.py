"""A second process of this very program, for a part of a build that nothing else waits for.

A part is a plain function: it makes the same whether it runs here, now, or beside the build, and it
is told its end in one place. So the number of processes changes the time and not a byte (a test
holds it). ``PK_PROZESSE=1`` keeps everything in one process; so does a machine with one core, a
system that cannot split a process (Windows) or not safely (macOS, whose own libraries forbid it),
and a process with threads (the preview), whose locks nobody would open in the other one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import logging
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import IO, Any, ClassVar, Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger("mkdocs.praeventionskette")

VARIABLE = "PK_PROZESSE"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) if sys.platform != "win32" else ()
"""A process that cannot even write its answer ends with one of these."""
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux (linux/prctl.h)."""


def several() -> bool:
    """Whether a part may run in a process of its own."""
    if sys.platform != "linux" or os.environ.get(VARIABLE) == "1":
        return False
    return threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def collect_seldom() -> None:
    """Look for cycles among Python's objects less often.

    A build makes millions of objects that live to its end; to look through them again and again
    takes a twentieth of its time and finds next to nothing.
    """
    gc.set_threshold(100_000, 20, 50)


def give_back() -> None:
    """Give the system what was freed: glibc keeps it, and each process that is split off then has
    to carry it. Of 10,000 offers' pages it is half of all memory. Elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another library of C
            ctypes.CDLL(None).malloc_trim(0)


class Part(Generic[T]):
    """A part that was begun. Ask once for its ``result()``.

    stage: what it belongs to, for the summary of the build, which gets a line of what it took.
    apart: whether it has a process of its own.
    """

    running: ClassVar[set[Part[Any]]] = set()

    def __init__(self, stage: str, function: Callable[[], T]) -> None:
        self.stage = stage
        self._function = function
        self._process = 0
        self.apart = several()
        if self.apart:
            self._begin()

    def _begin(self) -> None:
        self._answer: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - read in result()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # what is there now is shared: no collection in the child shall touch its pages
        parent = os.getpid()
        self._process = os.fork()
        if self._process:
            gc.unfreeze()
            self.running.add(self)
            return
        status = 0
        try:
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
            if os.getppid() != parent:
                return
            gc.disable()  # it ends soon, and a collection would copy what is shared
            pickle.dump(_done(self._function), self._answer, protocol=5)
            self._answer.flush()
        except OSError as refused:  # no room for the answer itself
            status = refused.errno or 1
        finally:
            os._exit(status)  # nothing of the parent's is tidied up here

    def result(self) -> T:
        """What the function gave.

        Raises RuntimeError with the process's own traceback: a part that fails is a fault of ours.
        What the system refused (a full disk) is raised as it was: that is none.
        """
        if not self.apart:
            return self._function()
        _, status = os.waitpid(self._process, 0)
        self.running.discard(self)
        with self._answer:
            self._answer.seek(0)
            written = self._answer.read()
        if (number := os.waitstatus_to_exitcode(status)) in NO_ROOM:
            raise OSError(number, os.strerror(number), tempfile.gettempdir())
        if status or not written:
            raise RuntimeError(f"a process beside the build ended with {status}")
        fault, value, seconds = pickle.loads(written)
        if isinstance(fault, OSError):
            raise fault
        if fault:
            raise RuntimeError(fault)
        log.info("stage %s (nebenher) %.3f", self.stage, seconds)
        result: T = value
        return result


class Heap:
    """The numbers from 0 to ``size`` - 1, at most ``MOST``: pieces of a work that several processes
    share. Make it before they are split. Each takes the next number until none is left, so that all
    end together, whatever a piece costs; which process had which must not matter.

    Use it as a context: it holds a file descriptor.
    """

    MOST = 1000
    """Any system's pipe holds so many numbers without a reader."""

    def __init__(self, size: int) -> None:
        if size > self.MOST:
            raise ValueError(f"{size} pieces")
        self._take, put = os.pipe()
        os.write(put, b"".join(n.to_bytes(2, "big") for n in range(size)))
        os.close(put)

    def __iter__(self) -> Iterator[int]:
        while taken := os.read(self._take, 2):
            yield int.from_bytes(taken, "big")

    def __enter__(self) -> Heap:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._take)


def stop() -> None:
    """End what is still running of a build that failed: nobody will ask for it."""
    while Part.running:
        part = Part.running.pop()
        os.kill(part._process, signal.SIGKILL)
        os.waitpid(part._process, 0)
        part._answer.close()


def _done(function: Callable[[], T]) -> tuple[str | OSError, T | None, float]:
    begun = time.perf_counter()
    try:
        return "", function(), time.perf_counter() - begun
    except OSError as refused:
        return OSError(refused.errno, refused.strerror, refused.filename), None, 0.0
    except BaseException:
        return traceback.format_exc(), None, 0.0
