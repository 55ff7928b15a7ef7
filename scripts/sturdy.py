"""How much a build bears: kills, a full disk, a folder to read only; and the same bytes everywhere.

For the night: takes some twenty minutes. Exit status 1 where a site was not whole or not the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from _env import ROOT, ensure_environment, lock_file


def main(argv: Sequence[str] | None = None) -> int:
    """0 where everything held."""
    parser = argparse.ArgumentParser(description="Versucht, einen Bau zu beschädigen.")
    parser.add_argument("--kills", type=int, default=100, help="so oft abbrechen")
    parser.add_argument("--ohne-python", action="store_true", help="keine anderen Python-Versionen")
    options = parser.parse_args(argv)
    ensure_environment("site", PYTHONUTF8="1")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        broken = _broken(folder, options.kills)
        different = _different(folder, [] if options.ohne_python else ["3.11", "3.12", "3.13"])
    return int(broken or different)


def _environment(**changes: str) -> dict[str, str]:
    own = ("PYTHONPATH", "PYTHONHASHSEED", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV", "PK_SPEICHER")
    plain = {name: value for name, value in os.environ.items() if name not in own}
    return {**plain, "PK_SPEICHER": "", "NO_MKDOCS_2_WARNING": "1", **changes}


def _broken(folder: Path, times: int) -> bool:
    """Kills, a full disk and a folder to read only, on the invented town."""
    import _sturdy

    town = _sturdy.clone(ROOT, folder / "repo") / "tests" / "musterstadt"
    site = folder / "ziel" / "site"
    command = [sys.executable, str(folder / "repo" / "scripts" / "build.py")]
    command += ["-f", str(town / "mkdocs.yml"), "-d", str(site)]
    env = _environment()
    killed, whole = _sturdy.kills(command, env, site, town / "content" / "index.md", times)
    print(f"Abbrüche: {times}, davon {killed} mitten im Bau; danach heil: {whole}", flush=True)
    before, bad = _sturdy.tree(site), whole != times
    for name, (status, _) in {
        "volle Platte (keine Datei über 200 kB)": _sturdy.with_small_files(command, env, 200_000),
        "volle Platte (5 MB)": _sturdy.in_mounts(
            command, env,
            f"cp -r {site.parent} {folder}/sicher && mount -t tmpfs -o size=9m t {site.parent}"
            f" && cp -r {folder}/sicher/. {site.parent}",
        ),
        "Ordner nur zum Lesen": _sturdy.in_mounts(
            command, env,
            f"mount --bind {site.parent} {site.parent} && mount -o remount,ro,bind {site.parent}",
        ),
    }.items():  # fmt: skip
        held = status == 1 and _sturdy.tree(site) == before
        print(f"{name}: {'alte Website heil' if held else f'FEHLER (Status {status})'}", flush=True)
        bad |= not held
    return bad


def _different(folder: Path, versions: list[str]) -> bool:
    """The same commit in other worlds: every file has to be the same."""
    import _sturdy

    first = folder / "repo"
    subprocess.run(["git", "checkout", "--quiet", "."], cwd=first, check=True)
    other = _sturdy.clone(ROOT, folder / "Anderer Ordner ü" / "tief" / "repo")
    away = _sturdy.world(folder / "welt")
    here = Path(sys.executable)
    worlds: dict[str, tuple[Path, Path, dict[str, str], list[str]]] = {
        "Ausgang": (first, here, {}, []),
        "anderer Ordner": (other, here, {}, []),
        "anderer Tag": (first, here, {"PYTHONPATH": away, "PK_PROBE_TAGE": "400"}, []),
        "andere Zeitzone": (first, here, {"TZ": "Pacific/Auckland"}, []),
        "andere Sprache": (first, here, {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, []),
        "andere Reihenfolge": (other, here, {"PYTHONPATH": away, "PK_PROBE_ORDNUNG": "7"}, []),
        "ein Prozessor": (first, here, {"PYTHON_CPU_COUNT": "1"}, ["taskset", "-c", "0"]),
    }
    for version in versions:
        python = _sturdy.python_of(version, folder / f"venv-{version}", lock_file("site"))
        if python is None:
            print(f"Python {version}: hier nicht zu haben", flush=True)
        else:
            worlds[f"Python {version}"] = (first, python, {}, [])
    trees: dict[str, dict[str, str]] = {}
    for name, (repo, python, changes, before) in worlds.items():
        site = folder / "welten" / "site"
        command = [*before, str(python), "-m", "mkdocs", "build", "-q", "-f"]
        command += [str(repo / "tests" / "musterstadt" / "mkdocs.yml"), "-d", str(site)]
        path = [*([changes["PYTHONPATH"]] if "PYTHONPATH" in changes else []), str(repo / "hooks")]
        changes = {**changes, "PYTHONPATH": os.pathsep.join(path)}
        env = _environment(**{"SOURCE_DATE_EPOCH": "1795521600", "PYTHONHASHSEED": "3", **changes})
        subprocess.run(command, env=env, check=True)
        trees[name] = _sturdy.tree(site)
        names = sorted(
            n for n in trees["Ausgang"].keys() | trees[name].keys()
            if trees["Ausgang"].get(n) != trees[name].get(n)
        )  # fmt: skip
        print(f"{name}: {', '.join(names[:5]) or 'gleich'}", flush=True)
    same = sum(one == trees["Ausgang"] for one in trees.values())
    print(f"Bauten verglichen: {len(trees)}, gleich: {same}")
    return same != len(trees)


if __name__ == "__main__":
    sys.exit(main())
