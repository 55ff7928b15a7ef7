"""Runs golden cases under guard, in a process of their own; prints one JSON line a case.

    python -m tests.hostile FOLDER [CASE …]

Each case has 30 seconds, and the process 2 GB of addresses. An audit hook notes every file that is
written outside of the folder, every connection and every program that is started.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SECONDS = 30
ADDRESSES = 2_000_000_000
SITE = "die Seite von gestern"

_seen: list[str] = []
_allowed = ""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = (
    "shutil.rmtree",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.symlink",
    "os.link",
)
_NEVER = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork")


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _allowed:
        return
    if event == "subprocess.Popen" and list(arguments[1])[:1] == ["git"]:
        return  # reads earlier versions, without anything of the folder's settings
    if event.startswith(_NEVER):
        _seen.append(f"{event}{arguments!r:.200}")
    elif event == "open":
        path, mode, flags = arguments
        if isinstance(path, str) and (set(mode or "") & set("wax+") or (flags or 0) & _WRITING):
            _outside(event, path)
    elif event in _CHANGES:
        path = os.fspath(arguments[1 if event in ("os.symlink", "os.link") else 0])
        if os.path.isabs(path):  # noqa: PTH117 - the others lie in a folder that was told before
            _outside(event, path)


def _outside(event: str, path: str) -> None:
    if not os.path.abspath(path).startswith((_allowed, "/dev/null")):  # noqa: PTH100
        _seen.append(f"{event} {path}")


def _stop(*_: object) -> None:
    raise TimeoutError(f"länger als {SECONDS} s")


def run(names: list[str], folder: Path) -> Iterator[dict[str, Any]]:
    """One record a case: report, seconds of the processor, what was forbidden, what was raised."""
    global _allowed
    from praeventionskette import packages, problems

    from tests import golden

    packages.check(golden.GOOD / "mkdocs.yml")  # everything is imported before anything is watched
    for number, name in enumerate(names):
        place = folder / str(number)
        site = place / "stadt" / "site" / "index.html"
        _seen.clear()
        record: dict[str, Any] = {"name": name, "raised": "", "report": ""}
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        _allowed = str(place)
        try:
            town = golden.town(name, place)
            site.parent.mkdir()
            site.write_text(SITE, encoding="utf-8")
            checked = packages.check(town / "mkdocs.yml")
            record["report"] = golden.wording(checked)
            for fmt in problems.FORMATS:
                problems.report(checked.problems, fmt).encode("utf-8")
        except BaseException as error:
            record["raised"] = f"{type(error).__name__}: {error}"
        _allowed = ""
        signal.setitimer(signal.ITIMER_PROF, 0)
        record["seconds"] = time.process_time() - start
        record["forbidden"] = list(_seen)
        record["site"] = site.exists() and site.read_text(encoding="utf-8") == SITE
        record["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        yield record


def main() -> None:
    """Run the cases named, else all."""
    from tests import golden

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    signal.signal(signal.SIGPROF, _stop)
    sys.addaudithook(_watch)
    names = sys.argv[2:] or [*golden.names(), *golden.names(large=True)]
    for record in run(names, Path(sys.argv[1])):
        print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main()
