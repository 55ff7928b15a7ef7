"""How much a build bears: kills, a full disk, a folder to read only; and the same bytes everywhere.

For the night: takes some twenty minutes. Exit status 1 where a site was not whole or not the same.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _env import ROOT, ensure_environment, lock_file

VERSIONS = ("3.11", "3.12", "3.13")
TIMES_AT_ONCE = 5


def main(argv: Sequence[str] | None = None) -> int:
    """0 where everything held."""
    parser = argparse.ArgumentParser(description="Versucht, einen Bau zu beschädigen.")
    parser.add_argument("--kills", type=int, default=100, help="so oft abbrechen")
    parser.add_argument("--nur", choices=["heil", "gleich"], help="nur die eine Hälfte")
    options = parser.parse_args(argv)
    ensure_environment("site", PYTHONUTF8="1")
    said: list[str] = []
    held = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.nur != "gleich":
            held &= _broken(folder, options.kills, said)
        if options.nur != "heil":
            held &= _different(folder, said)
    print("\n" + "\n".join(said))
    return int(not held)


def _environment(**changes: str) -> dict[str, str]:
    own = ("PYTHONPATH", "PYTHONHASHSEED", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV")
    plain = {name: value for name, value in os.environ.items() if name not in own}
    return {**plain, "PK_SPEICHER": "", "NO_MKDOCS_2_WARNING": "1", **changes}


def _build(repository: Path, site: Path, python: str = sys.executable) -> list[str]:
    """The command that builds the invented town of a repository into a folder."""
    config = repository / "tests" / "musterstadt" / "mkdocs.yml"
    script = repository / "scripts" / "build.py"
    return [python, str(script), "-f", str(config), "-d", str(site)]


def _broken(folder: Path, times: int, said: list[str]) -> bool:
    """Kills, no room, no right and two builds at once, on the invented town; whether all held.

    The store is on, so that its entries are broken off, too; the last build is made without it.
    """
    import _sturdy

    repository = _sturdy.clone(ROOT, folder / "repo")
    page = repository / "tests" / "musterstadt" / "content" / "index.md"
    site = folder / "ziel" / "site"
    command = _build(repository, site)
    env = _environment(PK_SPEICHER=str(folder / "speicher"))
    begun, whole = _sturdy.kills(command, env, site, page, times, last=_environment())
    said.append(f"mitten im Bau abgebrochen: {times} (begonnen {begun}); danach heil: {whole}")
    print(said[-1], flush=True)
    held = whole == times
    before, size = _sturdy.tree(site), sum(p.stat().st_blocks for p in site.rglob("*")) // 2
    room = f"mount -t tmpfs -o size={size * 3 // 2}k t '{site.parent}'"
    room = f"cp -r '{site.parent}' '{folder}/sicher' && {room}"
    room += f" && cp -r '{folder}/sicher/.' '{site.parent}'"
    fixed = f"mount --bind '{site.parent}' '{site.parent}' && mount -o remount,ro,bind"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nEtwas anderes\n", encoding="utf-8")
    for name, mount in (
        ("volle Platte", room),
        ("Ordner nur zum Lesen", f"{fixed} '{site.parent}'"),
    ):
        after = folder / f"danach-{name}"
        status, told = _sturdy.in_mounts(command, _environment(), mount, site, after)
        good = status == 1 and "Traceback" not in told and _sturdy.tree(after) == before
        said.append(f"{name}: {'alte Website heil' if good else f'FEHLER (Status {status})'}")
        print(said[-1], "" if good else told[-2000:], flush=True)
        held &= good
    status, told = _sturdy.with_small_files(command, _environment(), 200_000)
    good = status == 1 and "Traceback" not in told and _sturdy.tree(site) == before
    said.append(f"keine Datei über 200 kB: {'alte Website heil' if good else f'FEHLER ({status})'}")
    print(said[-1], "" if good else told[-2000:], flush=True)
    return held & good & _at_once(repository, folder, site, env, said)


def _at_once(
    repository: Path, folder: Path, site: Path, env: dict[str, str], said: list[str]
) -> bool:
    """Builds of two different towns into one folder at once; whether none was mixed."""
    import _sturdy

    other = shutil.copytree(repository, folder / "zweites")
    subprocess.run(["git", "checkout", "--quiet", "."], cwd=other, check=True)
    looked = whole = 0
    both = [_build(repository, site), _build(other, site)]
    for _ in range(TIMES_AT_ONCE):
        more, good = _sturdy.at_once(both, env, site)
        looked, whole = looked + more, whole + good
    said.append(
        f"zwei Bauten zugleich: {TIMES_AT_ONCE}-mal, {looked}-mal nachgesehen, heil: {whole}"
    )
    print(said[-1], flush=True)
    return looked == whole


@dataclass(frozen=True)
class World:
    """Where and how the same commit is built."""

    repository: Path
    python: str = sys.executable
    variables: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()


def _worlds(folder: Path) -> dict[str, World]:
    """Every world that this machine has; says which it has not."""
    import _chromium
    import _sturdy

    here = _sturdy.clone(ROOT, folder / "eins")
    other = _sturdy.clone(ROOT, folder / "Anderer Ordner ü" / "tief" / "repo")
    shuffled = {"PYTHONPATH": _sturdy.world(folder / "welt"), "PK_PROBE_ORDNUNG": "7"}
    ascii_only = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}
    turkish = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    worlds = {
        "Ausgang": World(here),
        "anderer Ordner": World(other),
        "andere Zeitzone": World(here, variables={"TZ": "Pacific/Auckland"}),
        "Sprache POSIX": World(here, variables=ascii_only),
        "Sprache Türkisch": World(here, variables=turkish),
        "andere Reihenfolge der Dateien": World(other, variables=shuffled),
        "ein Prozess": World(here, variables={"PK_PROZESSE": "1"}),
        "ein Prozessor": World(here, variables={"PYTHON_CPU_COUNT": "1"},
                               before=("taskset", "-c", "0")),
    }  # fmt: skip
    if shutil.which("faketime") or _chromium.from_distribution("faketime"):
        worlds["anderer Tag"] = World(here, before=("faketime", "-f", "+400d"))
    else:
        print("anderer Tag: faketime ist hier nicht zu haben", flush=True)
    for version in VERSIONS:
        python = _sturdy.python_of(version, folder / f"venv-{version}", lock_file("site"))
        if python is None:
            print(f"Python {version}: hier nicht zu haben", flush=True)
        else:
            worlds[f"Python {version}"] = World(here, str(python))
    return worlds


def _different(folder: Path, said: list[str]) -> bool:
    """The same commit in other worlds: every file has to be the same; whether it is."""
    import _sturdy

    trees: dict[str, dict[str, str]] = {}
    for name, world in _worlds(folder).items():
        site = folder / "welten" / "site"
        command = [*world.before, *_build(world.repository, site, world.python)]
        done = subprocess.run(command, env=_environment(**world.variables), capture_output=True)
        if done.returncode:
            print(f"{name}: FEHLER\n{done.stderr.decode('utf-8', 'replace')[-2000:]}", flush=True)
            trees[name] = {}
            continue
        trees[name] = _sturdy.tree(site)
        first = trees["Ausgang"]
        odd = sorted(
            n for n in first.keys() | trees[name].keys() if first.get(n) != trees[name].get(n)
        )
        print(f"{name}: {', '.join(odd[:5]) or 'gleich'}", flush=True)
    same = sum(one == trees["Ausgang"] for one in trees.values())
    said.append(f"Bauten verglichen: {len(trees)}, gleich: {same} ({', '.join(trees)})")
    return same == len(trees)


if __name__ == "__main__":
    sys.exit(main())
