#!/usr/bin/env python3
"""Put the preview of a pull request into the repository of previews, and clear up old ones.

Previews are made by strangers. They lie in a repository of their own, with its own address, so that
nothing in them can act in the name of the town's website.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROBOTS = "User-agent: *\nDisallow: /\n"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = argparse.ArgumentParser(description="Veröffentlicht die Vorschau eines Vorschlags.")
    made.add_argument("--website", type=Path, required=True, help="ausgepackte Website")
    made.add_argument("--antrag", type=Path, required=True, help="Nummer und offene (JSON)")
    made.add_argument("--ziel", required=True, help="Adresse des Repositorys der Vorschauen")
    return made.parse_args(argv)


def git(folder: Path, *words: str) -> None:
    """One git command; a token goes to it by the environment, never by the command line."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    if token := environment.pop("VORSCHAU_TOKEN", ""):
        value = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        environment["GIT_CONFIG_COUNT"] = "1"
        environment["GIT_CONFIG_KEY_0"] = "http.extraHeader"
        environment["GIT_CONFIG_VALUE_0"] = f"Authorization: Basic {value}"
    subprocess.run(["git", "-C", str(folder), *words], env=environment, check=True)


def main(argv: Sequence[str] | None = None) -> int:
    """One commit with all previews that are still wanted; the history is thrown away."""
    options = arguments(argv)
    wanted = json.loads(options.antrag.read_text(encoding="utf-8"))
    if not re.fullmatch(r"https://[\w.-]+/[\w./-]+|/[\w./-]+", options.ziel):
        print("Das Ziel der Vorschau ist keine Adresse eines Repositorys.", file=sys.stderr)
        return 1
    number, opened = wanted.get("nummer"), {int(n) for n in wanted["offen"]}
    if number is None or not options.website.is_dir():
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "vorschau"
        try:
            git(Path(name), "clone", "--quiet", "--depth", "1", options.ziel, str(folder))
            for old in folder.glob("pr-*"):
                if not old.name[3:].isdigit() or int(old.name[3:]) not in opened:
                    shutil.rmtree(old)
            target = folder / f"pr-{int(number)}"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(options.website, target)
            (folder / "robots.txt").write_text(ROBOTS, encoding="utf-8")
            (folder / ".nojekyll").touch()
            git(folder, "checkout", "--quiet", "--orphan", "neu")
            git(folder, "add", "--all")
            author = ("-c", "user.name=Vorschau", "-c", "user.email=vorschau@example.invalid")
            git(folder, *author, "commit", "--quiet", "--message", f"Vorschau von {int(number)}")
            git(folder, "push", "--quiet", "--force", "origin", "neu:main")
        except subprocess.CalledProcessError as error:
            print(f"git {error.cmd[3]} ist gescheitert.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
