"""Go back to an earlier build in one command: builds that commit anew and swaps it in.

A build depends on its commit alone, so an earlier one can always be made again, byte for byte.
With the ``build.json`` of the earlier build its every file is compared with what was online then.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from _env import ROOT
from _lock import say


def main(argv: Sequence[str] | None = None) -> int:
    """0 where the earlier site is in place."""
    parser = argparse.ArgumentParser(description="Stellt einen früheren Stand der Website her.")
    parser.add_argument("stand", help="Commit, Tag, oder die build.json des früheren Baus")
    parser.add_argument("-d", "--site-dir", type=Path, default=ROOT / "site")
    parser.add_argument("-f", "--config-file", default="mkdocs.yml", help="im früheren Stand")
    options = parser.parse_args(argv)
    wanted = None
    commit = options.stand
    if commit.endswith(".json"):
        wanted = json.loads(Path(commit).read_text(encoding="utf-8"))
        commit = str(wanted.get("commit") or "").rstrip("+")
    git = ["git", "-C", str(ROOT)]
    known = subprocess.run([*git, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"],
                           capture_output=True, text=True)  # fmt: skip
    if known.returncode:
        say(f"Den Stand „{commit}“ kennt dieses Repository nicht. `git log --oneline` nennt alle.")
        return 1
    target = options.site_dir.resolve()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "stand"
        subprocess.run(
            ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(copy)], check=True
        )
        subprocess.run(
            ["git", "-C", str(copy), "checkout", "--quiet", known.stdout.strip()], check=True
        )
        command = [sys.executable, str(copy / "scripts" / "build.py"), "-f"]
        command += [str(copy / options.config_file), "-d", str(target)]
        plain = {
            n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "SOURCE_DATE_EPOCH")
        }
        if subprocess.run(command, env=plain).returncode:
            return 1
    if wanted is not None:
        made = json.loads((target / "build.json").read_text(encoding="utf-8"))
        if made["dateien"] != wanted["dateien"]:
            say("Der frühere Bau hatte andere Dateien (andere Einstellungen wie SITE_URL?).")
            return 1
        print("Jede Datei ist wie damals.")
    print(f"Wieder da: {known.stdout.strip()[:12]} in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
