"""Refresh the lock files from ``pyproject.toml``: universal, hash-pinned, for every platform.

Needs uv (on the path, else ``.venv/bin/uv`` after ``pip install uv`` there). ``--upgrade`` takes
the newest versions that ``pyproject.toml`` allows; without it pinned versions stay.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys

from _env import ROOT, lock_file, venv_python
from _lock import say

COMPILE = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
COMPILE += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
COMPILE += ["--quiet"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Erneuert die Lock-Dateien in scripts/locks.")
    parser.add_argument("--upgrade", action="store_true", help="auf die neuesten Fassungen gehen")
    options = parser.parse_args()
    beside = venv_python(ROOT / ".venv").with_name("uv.exe" if os.name == "nt" else "uv")
    uv = shutil.which("uv") or (str(beside) if beside.exists() else None)
    if uv is None:
        say(f"Dafür wird uv gebraucht: {venv_python(ROOT / '.venv')} -m pip install uv")
        return 1
    test, site = str(lock_file("test")), str(lock_file("site"))
    upgrade = ["--upgrade"] if options.upgrade else []
    # The site lock takes its versions from the test lock: so the one holds the other.
    for extra in (["--extra", "test", *upgrade, "-o", test], ["-c", test, *upgrade, "-o", site]):
        done = subprocess.run([uv, *COMPILE, *extra], cwd=ROOT)
        if done.returncode:
            return 1
    print("Erneuert: scripts/locks/test.txt, scripts/locks/site.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
