"""Files whose making takes long, made in processes beside the build.

Pictures need matplotlib and maps need folium; loading both takes longer than all pages together.
So a view names the function and its arguments (a :class:`Task`), the build goes on, and the bytes
are collected at its end. The processes load nothing of the build and get no file of the town.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from praeventionskette import store

PACKAGE = __name__.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Task:
    """One file: ``function`` ("views.maps:base_script", below the package) of ``arguments``.

    The function returns bytes, the same for the same arguments; the arguments can be pickled.
    """

    function: str
    arguments: tuple[Any, ...] = ()

    @property
    def module(self) -> str:
        return self.function.partition(":")[0]

    def run(self) -> bytes:
        """The bytes of the file, made here and now."""
        make: Callable[..., bytes] = getattr(
            import_module(f"{PACKAGE}.{self.module}"), self.function.partition(":")[2]
        )
        return make(*self.arguments)


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that makes files. It reads and writes files without a name, so nobody has to wait
    for it, no thread either: the build may be split while it works."""

    process: subprocess.Popen[bytes]
    made: IO[bytes]
    complaint: IO[bytes]

    def files(self) -> dict[str, bytes]:
        """Path → bytes, when it is done. Raises RuntimeError with the process's own traceback."""
        with self.made, self.complaint:
            failed = self.process.wait()
            for stream in (self.made, self.complaint):
                stream.seek(0)
            if failed:
                raise RuntimeError(self.complaint.read().decode("utf-8", "replace"))
            found: dict[str, bytes] = pickle.load(self.made)
            return found


@dataclass(frozen=True, slots=True)
class Pending:
    """What is being made. tasks: path → task of every file."""

    tasks: Mapping[str, Task]
    processes: tuple[Worker, ...]
    known: Mapping[str, bytes] = field(default_factory=dict)
    """Files that an earlier build made of the same."""
    wanted: Mapping[str, bytes] = field(default_factory=dict)
    """The pickled task of each path that is being made."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of every file, when all are ready.

        Raises RuntimeError with the process's own traceback: a task that fails is a fault of ours.
        """
        yield from self.known.items()
        for worker in self.processes:
            for path, content in worker.files().items():
                store.put("werkstatt", self.wanted[path], content)
                yield path, content


def start(tasks: Mapping[str, Task]) -> Pending:
    """Begin to make the files (by their path on the site): one process for each module.

    What several paths want alike is made once.
    """
    modules: dict[str, dict[bytes, list[str]]] = {}
    known: dict[str, bytes] = {}
    wanted = {path: pickle.dumps(task) for path, task in tasks.items()}
    for path, task in tasks.items():
        if (content := store.get("werkstatt", wanted[path])) is not None:
            known[path] = content
        else:
            modules.setdefault(task.module, {}).setdefault(wanted[path], []).append(path)
    here = str(Path(__file__).resolve().parent.parent)
    rest = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([here, rest] if rest else [here])}
    processes = tuple(_begin(part, environment) for part in modules.values())
    return Pending(tasks, processes, known, wanted)


def _begin(part: Mapping[bytes, list[str]], environment: Mapping[str, str]) -> Worker:
    made, complaint = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
    with tempfile.TemporaryFile() as wanted:
        pickle.dump(part, wanted)
        wanted.flush()
        wanted.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=wanted, stdout=made, stderr=complaint, env=environment,
        )  # fmt: skip
    return Worker(process, made, complaint)


def main() -> None:
    """Read tasks and their paths from standard input, write the files to standard output."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    # folium takes pandas' tables where pandas is installed, and loading it takes half a second.
    # We hand over plain lists, so in this process it counts as not installed.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    tasks: dict[bytes, list[str]] = pickle.load(sys.stdin.buffer)
    made = [(pickle.loads(task).run(), paths) for task, paths in tasks.items()]
    out.write(pickle.dumps({path: content for content, paths in made for path in paths}))


if __name__ == "__main__":
    main()
