#!/usr/bin/env python3
"""Hand on to GitHub what other scripts have written into files. Only workflows call it."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from _api import ApiError, GitHub

WEEKLY = "Wochenbericht"
GAPS = "Bekannte Schwachstellen"
WHAT = ("vorschlag", "kommentar", "wochenbericht", "schwachstellen", "antrag")
SHA = re.compile(r"[0-9a-f]{40}")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line: what, and the file it is in."""
    made = argparse.ArgumentParser(description="Reicht Ergebnisse an GitHub weiter.")
    made.add_argument("what", choices=WHAT)
    made.add_argument("file", type=Path)
    made.add_argument("--out", type=Path, help="bei „antrag“: Nummer und Stand hierher (JSON)")
    made.add_argument("--archiv", type=Path, help="bei „antrag“: die Dateien hierher (tar.gz)")
    made.add_argument("--antrag", type=Path, help="bei „kommentar“: Ergebnis von „antrag“ (JSON)")
    return made.parse_args(argv)


def proposal(github: GitHub, file: Path) -> None:
    """Branch, commit, draft pull request and comments from what ``form.py`` wrote."""
    made: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    issue = int(made["issue"])
    if "dateien" not in made:
        if "kommentar" in made:
            github.keep_comment(issue, "formular", made["kommentar"])
        return
    main = github.call("GET", "")["default_branch"]
    head = github.call("GET", f"/git/ref/heads/{main}")["object"]["sha"]
    tree = [
        {"path": name, "mode": "100644", "type": "blob", "content": text}
        for name, text in made["dateien"].items()
    ]
    base = github.call("GET", f"/git/commits/{head}")["tree"]["sha"]
    whole = github.call("POST", "/git/trees", {"base_tree": base, "tree": tree})["sha"]
    words = {"message": made["titel"], "tree": whole, "parents": [head]}
    commit = github.call("POST", "/git/commits", words)["sha"]
    branch = made["zweig"]
    known = any(r["ref"] == f"refs/heads/{branch}" for r in _refs(github, branch))
    if known:
        moved = {"sha": commit, "force": True}
        github.call("PATCH", f"/git/refs/heads/{branch}", moved)
    else:
        github.call("POST", "/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
    owner = github.name.partition("/")[0]
    pulls = github.call("GET", "/pulls", head=f"{owner}:{branch}", state="open")
    if pulls:
        pull = pulls[0]
    else:
        body = {"title": made["titel"], "head": branch, "base": main, "body": made["text"]}
        pull = github.call("POST", "/pulls", {**body, "draft": True})
    github.keep_comment(int(pull["number"]), "formular", made["kommentar"])
    thanks = f"Danke! Daraus ist ein Vorschlag entstanden: #{int(pull['number'])}"
    github.keep_comment(issue, "formular", f"{thanks}\n\n{made['kommentar']}")


def _refs(github: GitHub, branch: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = github.call("GET", f"/git/matching-refs/heads/{branch}")
    return found


def request(github: GitHub, file: Path, out: Path, archive: Path) -> None:
    """The open pull request that a ``workflow_run`` belongs to, and its files as an archive.

    Nothing that the run itself left is believed: GitHub is asked which request has this state.
    """
    run = json.loads(file.read_text(encoding="utf-8"))["workflow_run"]
    sha, owner = str(run["head_sha"]), str(run["head_repository"]["owner"]["login"])
    head = f"{owner}:{run['head_branch']}"
    pulls = github.call("GET", "/pulls", head=head, state="open")
    fits = [pull for pull in pulls if pull["head"]["sha"] == sha and SHA.fullmatch(sha)]
    result = {"nummer": int(fits[0]["number"]), "stand": sha} if len(fits) == 1 else {}
    opened = [int(pull["number"]) for pull in github.every("/pulls", state="open")]
    out.write_text(json.dumps({**result, "offen": opened}), encoding="utf-8")
    if result:
        archive.write_bytes(github.raw("GET", f"/tarball/{sha}"))


def weekly(github: GitHub, file: Path, title: str = WEEKLY) -> None:
    """One open issue with a report: opened, renewed, or closed where nothing is left."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = [
        issue
        for issue in github.every("/issues", state="open")
        if issue["user"]["type"] == "Bot" and issue["title"] == title
    ]
    if found and text:
        github.call("PATCH", f"/issues/{int(found[0]['number'])}", {"body": text})
    elif text:
        github.call("POST", "/issues", {"title": title, "body": text})
    elif found:
        github.call("PATCH", f"/issues/{int(found[0]['number'])}", {"state": "closed"})


def main(argv: Sequence[str] | None = None) -> int:
    """1 where GitHub says no."""
    options = arguments(argv)
    try:
        github = GitHub(os.environ)
        if options.what == "vorschlag":
            proposal(github, options.file)
        elif options.what == "wochenbericht":
            weekly(github, options.file)
        elif options.what == "schwachstellen":
            weekly(github, options.file, GAPS)
        elif options.what == "antrag":
            request(github, options.file, options.out, options.archiv)
        else:
            number = json.loads(options.antrag.read_text(encoding="utf-8")).get("nummer")
            if number and options.file.exists():
                text = options.file.read_text(encoding="utf-8")
                github.keep_comment(int(number), "vorschau", text)
    except ApiError as error:
        print(f"GitHub hat abgelehnt: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
