"""All tests: ruff, mypy and pytest with a real browser; with arguments pytest alone."""

from __future__ import annotations

import os
import subprocess
import sys

from _env import ROOT, ensure_environment
from _lock import say

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("mypy", "scripts"),
)


PARALLEL = ["-n", "logical", "--maxprocesses", "4", "--dist", "loadfile"]
"""The whole runs on all cores, file by file: what a file's tests share is made once."""

TOWN_RECORD = ROOT / ".praeventionskette.json"
"""Only a town's copy of the program has it: nobody works on the program there."""


def main(arguments: list[str]) -> int:
    ensure_environment("test", PYTHONUTF8="1")

    import _chromium

    chromium = _chromium.ensure()
    if chromium is None:
        return 1
    os.environ["CHROME_PATH"] = str(chromium)
    whole = not arguments and not TOWN_RECORD.exists()
    checks = CHECKS if whole else ()
    failed = [" ".join(check) for check in checks if not _passes(check)]
    if failed:  # said before pytest starts, whose summary stays the last line
        say(f"Nicht bestanden: {', '.join(failed)}")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += PARALLEL if whole else arguments
    pytest = subprocess.Popen(command, cwd=None if arguments else ROOT)
    while True:
        try:
            return pytest.wait() or int(bool(failed))
        except KeyboardInterrupt:  # pytest has got it too and ends with its summary
            continue


def _passes(check: tuple[str, ...]) -> bool:
    print("$ " + " ".join(check), flush=True)
    env = {**os.environ, "MYPYPATH": str(ROOT / "scripts")} if "scripts" in check else None
    return subprocess.run([sys.executable, "-m", *check], cwd=ROOT, env=env).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
