"""Known vulnerabilities of what the locks name, as a report for one issue.

Asks the advisory database that pip-audit uses, so it needs the network. Writes a file only where
something is known; exit status 0 then too, since the issue is the alarm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from _env import ensure_environment, lock_file
from _lock import say


def report(found: dict[str, list[dict[str, Any]]]) -> str:
    """German Markdown of pip-audit's answer for each lock, or "" where nothing is known."""
    lines = []
    for lock, packages in found.items():
        for one in packages:
            for gap in one.get("vulns", []):
                mended = ", ".join(gap.get("fix_versions", [])) or "noch keiner"
                name = f"{one['name']} {one['version']}"
                lines.append(f"- `{name}` ({lock}): {gap['id']}, behoben in {mended}")
    if not lines:
        return ""
    head = "## Bekannte Schwachstellen\n\nNeue Fassungen: `python3 scripts/lock.py --upgrade`\n"
    return "\n".join([head, *sorted(set(lines)), ""])


def ask(lock: str) -> list[dict[str, Any]] | None:
    """pip-audit's answer for one lock; None where it got none."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock_file(lock)), "--format", "json"]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    try:
        answer: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        say(f"Keine Auskunft über Schwachstellen: {done.stderr.strip()[-300:]}")
        return None
    return answer


def main(argv: Sequence[str] | None = None) -> int:
    """0 where the database answered, else 1."""
    parser = argparse.ArgumentParser(description="Sucht bekannte Schwachstellen der Pakete.")
    parser.add_argument("--out", type=Path, help="Bericht hierher, wenn es etwas gibt")
    options = parser.parse_args(argv)
    ensure_environment("test", PYTHONUTF8="1")
    answers = {lock: ask(lock) for lock in ("site", "test")}
    known = {lock: one for lock, one in answers.items() if one is not None}
    text = report(known)
    if text and options.out:
        options.out.write_text(text, encoding="utf-8")
    print(text or f"Keine bekannten Schwachstellen in {', '.join(known) or 'nichts'}.")
    return int(len(known) != len(answers))


if __name__ == "__main__":
    sys.exit(main())
