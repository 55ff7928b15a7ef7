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
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

Tree = dict[str, str]

WORLD = """
import os, random
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
"""A sitecustomize: every folder lists its files in another order."""


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
    command: list[str], env: Mapping[str, str], site: Path, page: Path, times: int,
    *, seed: int = 1, last: Mapping[str, str] | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Kill a busy build ``times`` times at random moments; (builds begun, whole after a kill).

    command builds into site; page is a Markdown file of the town. Between two kills the page says
    something else, so that the site has to be the one or the other whole. A build takes two steps
    to swap where the system has no single one; the site that was moved away then comes back with
    the next start. last: variables of the build that closes the row, where they differ.
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
    tried = killed = survived = 0
    while killed < times:
        page.write_text(texts[tried % 2], encoding="utf-8")
        tried += 1
        if kill(command, env, dice.uniform(0.05, lasted)):
            killed += 1
            survived += tree(site) in whole
        elif tree(site) not in whole:
            raise AssertionError("a build that nobody killed left a site that is not whole")
        if tried > 4 * times:
            raise AssertionError(f"of {tried} builds only {killed} lasted until they were killed")
    page.write_text(texts[0], encoding="utf-8")
    subprocess.run(command, env=last or env, check=True, stdout=subprocess.DEVNULL)
    if tree(site) != whole[0]:
        raise AssertionError("after all the kills a build gives another site")
    return tried, survived


def with_small_files(command: list[str], env: Mapping[str, str], most: int) -> tuple[int, str]:
    """Run a build that may write no file beyond some bytes, as on a full disk; (status, output)."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        command, env=env, capture_output=True, text=True, encoding="utf-8", preexec_fn=limit
    )
    return done.returncode, done.stdout + done.stderr


def in_mounts(
    command: list[str], env: Mapping[str, str], mount: str, site: Path, after: Path
) -> tuple[int, str]:
    """Run a build in mounts of its own (Linux), which a shell line lays first; (status, output).

    What the build sees as ``site`` when it has ended is copied to ``after``: out here the mounts
    are not to be seen. Status 99 where the system lays no mounts.
    """
    inside = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    shell = f'({mount}) || exit 99; "$@"; status=$?; cp -r "{site}" "{after}"; exit $status'
    done = subprocess.run(
        [*inside, "sh", "-c", shell, "sh", *command],
        env=env, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def at_once(commands: list[list[str]], env: Mapping[str, str], site: Path) -> tuple[int, int]:
    """Run builds of different towns into one folder at once; (times looked, of them whole).

    Looks at the site all the while. Whole: every file is as the site's own list says. A site that
    is swapped away while it is read is read again. Raises where a build fails.
    """
    from praeventionskette.exports import buildinfo

    runs = [subprocess.Popen(c, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for c in commands]  # fmt: skip
    looked = whole = 0
    while any(run.poll() is None for run in runs) or not looked:
        before = (site / buildinfo.SUMS).read_bytes()
        try:
            found = buildinfo.differences(
                buildinfo.listed(before), lambda n: (site / n).read_bytes()
            )
        except FileNotFoundError:
            found = ["weg"]
        if (site / buildinfo.SUMS).read_bytes() == before:
            looked += 1
            whole += not found
        time.sleep(0.2)
    if any(run.returncode for run in runs):
        raise AssertionError("a build failed because another one ran")
    return looked, whole


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
    """An environment of another minor version with the locked packages; None where none is here."""
    base = next((p for p in _pythons(version) if _is_version(p, version)), None)
    if base is None:
        return None
    subprocess.run([base, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True)
    return python if done.returncode == 0 else None


def _pythons(version: str) -> Iterator[str]:
    """Where a Python of some minor version may be: on the path, with pyenv, with uv."""
    yield from filter(None, [shutil.which(f"python{version}")])
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from (str(p) for p in sorted(versions.glob(f"{version}.*/bin/python")))
    uv = Path.home() / ".local" / "share" / "uv" / "python"
    yield from (str(p) for p in sorted(uv.glob(f"cpython-{version}.*/bin/python")))


def _is_version(python: str, version: str) -> bool:
    """Whether it starts and is what its name says: one on the path may be a stub."""
    told = subprocess.run([python, "-V"], capture_output=True, text=True)
    return told.returncode == 0 and told.stdout.startswith(f"Python {version}.")
