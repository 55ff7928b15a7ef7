"""A second process of this very program, for a part of a build that nothing else waits for.

A part is a plain function: it makes the same whether it runs here, now, or beside the build, and it
is told its end in one place. So the number of processes changes the time and not a byte (a test
holds it). ``PK_PROZESSE=1`` keeps everything in one process; so does a machine with one core, and a
system that cannot split a process (Windows) or not safely (macOS, whose own libraries forbid it).
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import IO, Any, ClassVar, Generic, TypeVar

T = TypeVar("T")

VARIABLE = "PK_PROZESSE"
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux (linux/prctl.h)."""


def several() -> bool:
    """Whether a part may run in a process of its own."""
    if sys.platform != "linux" or os.environ.get(VARIABLE) == "1":
        return False
    return len(os.sched_getaffinity(0)) > 1


class Part(Generic[T]):
    """A part that was begun. Ask once for its ``result()``.

    seconds: what it took, known with its result. apart: whether it has a process of its own.
    """

    running: ClassVar[set[Part[Any]]] = set()

    def __init__(self, function: Callable[[], T]) -> None:
        self.seconds = 0.0
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
        try:
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
            if os.getppid() != parent:
                return
            pickle.dump(_done(self._function), self._answer, protocol=5)
            self._answer.flush()
        finally:
            os._exit(0)  # nothing of the parent's is tidied up here

    def result(self) -> T:
        """What the function gave.

        Raises RuntimeError with the process's own traceback: a part that fails is a fault of ours.
        What the system refused (a full disk) is raised as it was: that is none.
        """
        if not self.apart:
            begun = time.perf_counter()
            value = self._function()
            self.seconds = time.perf_counter() - begun
            return value
        _, status = os.waitpid(self._process, 0)
        self.running.discard(self)
        with self._answer:
            self._answer.seek(0)
            written = self._answer.read()
        if status or not written:
            raise RuntimeError(f"a process beside the build ended with {status}")
        fault, value, self.seconds = pickle.loads(written)
        if isinstance(fault, OSError):
            raise fault
        if fault:
            raise RuntimeError(fault)
        result: T = value
        return result


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
