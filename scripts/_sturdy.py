"""Tries to break builds: kills them, fills the disk, takes the right to write, changes the world.

Whatever happens, the site that is there is a whole one; and the same commit gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

Tree = dict[str, str]

WORLD = """
import os, random, time
_later = int(os.environ.get("PK_PROBE_TAGE", "0")) * 86400
if _later:
    _time, _ns, _gm, _local = time.time, time.time_ns, time.gmtime, time.localtime
    time.time = lambda: _time() + _later
    time.time_ns = lambda: _ns() + _later * 10**9
    time.gmtime = lambda s=None: _gm(time.time() if s is None else s)
    time.localtime = lambda s=None: _local(time.time() if s is None else s)
if os.environ.get("PK_PROBE_ORDNUNG"):
    _dice = random.Random(os.environ["PK_PROBE_ORDNUNG"])
    _list, _scan = os.listdir, os.scandir
    def listdir(path="."):
        names = _list(path); _dice.shuffle(names); return names
    class scandir:
        def __init__(self, path="."):
            self._all = list(_scan(path)); _dice.shuffle(self._all)
        def __iter__(self): return iter(self._all)
        def __next__(self):
            if not self._all: raise StopIteration
            return self._all.pop()
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def close(self): pass
    os.listdir, os.scandir = listdir, scandir
"""
"""A sitecustomize: another day, and every folder lists its files in another order."""


def tree(site: Path) -> Tree:
    """File → SHA-256 of a built site."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {p.relative_to(site).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in files}  # fmt: skip


def kill(command: list[str], env: Mapping[str, str], after: float) -> bool:
    """Start a build and kill it and its workers after some seconds; whether it was still busy."""
    run = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        run.wait(after)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return True


def kills(
    command: list[str], env: Mapping[str, str], site: Path, page: Path, times: int, seed: int = 1
) -> tuple[int, int]:
    """Kill a build again and again at random moments; (killed while busy, whole all the same).

    command builds into site; page is a Markdown file of the town. Between two kills the page says
    something else, so that the site has to be the one or the other whole. A build takes two steps
    to swap where the system has no single one; the site that was moved away then comes back with
    the next start.
    """
    dice = random.Random(seed)
    texts = [page.read_text(encoding="utf-8") + f"\n\nStand {n}\n" for n in (1, 2)]
    whole: list[Tree] = []
    lasted = 0.0
    for text in texts:
        page.write_text(text, encoding="utf-8")
        begun = time.monotonic()
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
        lasted = time.monotonic() - begun
        whole.append(tree(site))
    killed = survived = 0
    for number in range(times):
        page.write_text(texts[number % 2], encoding="utf-8")
        killed += kill(command, env, dice.uniform(0.05, lasted * 1.02))
        survived += tree(site) in whole
    page.write_text(texts[0], encoding="utf-8")
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    if tree(site) != whole[0]:
        raise AssertionError("after all the kills a build gives another site")
    return killed, survived


def with_small_files(command: list[str], env: Mapping[str, str], most: int) -> tuple[int, str]:
    """Run a build that may write no file beyond some bytes, as on a full disk; (status, output)."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        command, env=env, capture_output=True, text=True, encoding="utf-8", preexec_fn=limit
    )
    return done.returncode, done.stdout + done.stderr


def in_mounts(command: list[str], env: Mapping[str, str], mount: str) -> tuple[int, str]:
    """Run a build in mounts of its own (Linux), which a shell line lays first; (status, output)."""
    inside = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    done = subprocess.run(
        [*inside, "sh", "-c", f'{mount} && exec "$@"', "sh", *command],
        env=env, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def world(folder: Path) -> str:
    """Write the sitecustomize of another world into a folder; its path, for PYTHONPATH."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(WORLD, encoding="utf-8")
    return str(folder)


def clone(root: Path, target: Path) -> Path:
    """The checked-out commit of a repository in another folder."""
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(root), str(target)]
    subprocess.run(command, check=True)
    return target


def python_of(version: str, folder: Path, lock: Path) -> Path | None:
    """An environment of another minor version with the locked packages; None without uv or it."""
    uv = shutil.which("uv")
    if uv is None:
        return None
    python = folder / "bin" / "python"
    made = subprocess.run([uv, "venv", "-q", "--python", version, str(folder)], capture_output=True)
    if made.returncode:
        return None
    command = [uv, "pip", "install", "-q", "--python", str(python), "-r", str(lock)]
    return python if subprocess.run(command, capture_output=True).returncode == 0 else None


def interpreter() -> Path:
    """The one that runs now."""
    return Path(sys.executable)
