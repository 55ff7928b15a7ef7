"""Known vulnerabilities of what the locks name, and pins of actions that lead nowhere: one report.

Asks the advisory database that pip-audit uses and GitHub for the tags of actions, so it needs the
network. Writes a file only where something is known; exit status 0 then too, since the issue is the
alarm. Exit status 1 where one of them gave no answer: nobody shall take that for "all is well".
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from _env import ROOT, ensure_environment, lock_file
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


PIN = re.compile(r"uses: ([\w.-]+/[\w.-]+)@([0-9a-f]{40}) # (v[\d.]+)$", re.MULTILINE)
GITHUB = "https://github.com/"


def pins(folder: Path) -> list[tuple[str, str, str]]:
    """(action, commit, tag) of every action that a workflow uses."""
    files = sorted(folder.glob("*.yml"))
    return sorted({pin for file in files for pin in PIN.findall(file.read_text("utf-8"))})


def wrong_pins(used: list[tuple[str, str, str]], base: str = GITHUB) -> tuple[list[str], bool]:
    """(German lines on pins whose tag is another commit, whether every repository answered)."""
    lines, answered = [], True
    for action, commit, tag in used:
        command = ["git", "ls-remote", base + action, f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            say(f"Keine Auskunft über {action}: {done.stderr.strip()[-300:]}")
            answered = False
        elif commit not in done.stdout:
            lines.append(f"- `{action}`: {tag} ist nicht der Commit `{commit}`")
    return lines, answered


def ask(lock: str) -> list[dict[str, Any]] | None:
    """pip-audit's answer for one lock; None where it got none."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock_file(lock)), "--format", "json"]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    try:
        answer: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = done.stderr.strip().splitlines()[-1:] or ["keine Antwort"]
        say(f"Keine Auskunft über Schwachstellen in {lock}.txt (braucht das Netz): {why[0][:300]}")
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
    wrong, answered = wrong_pins(pins(ROOT / ".github" / "workflows"))
    text = report(known)
    if wrong:
        text = "\n".join([text, "## Falsch festgehaltene Aktionen\n", *wrong, ""]).lstrip()
    if text and options.out:
        options.out.write_text(text, encoding="utf-8")
    whole = answered and len(known) == len(answers)
    if text or whole:
        print(
            text or f"Keine bekannten Schwachstellen in {', '.join(known)}, alle Aktionen richtig."
        )
    else:
        say("Nicht alles ließ sich fragen: Das sagt nichts darüber, ob es Schwachstellen gibt.")
    return int(not whole)


if __name__ == "__main__":
    sys.exit(main())
