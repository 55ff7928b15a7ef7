"""Earlier versions of a package out of the town's own git repository; nothing is fetched.

A version's content is what lay in the folder just before its number was replaced by another, on
the line of first parents. Without git, outside of a repository or in a shallow copy, where a part
of the history is missing, there is nothing: the same commit must not give two sites.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from praeventionskette.packages import files
from praeventionskette.releases import version_key

SECONDS = 60
PLAIN = ("100644", "100755")
"""Modes of plain files: no links, no other repositories."""


def versions(
    folder: Path, skip: set[str], below: tuple[int, int, int]
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """(version, its files by path) of each earlier version, newest commit first.

    skip: versions that are not wanted. below: only lower numbers are earlier versions.
    """
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        return  # outside of a repository no program is started
    shallow = _git(folder, "rev-parse", "--is-shallow-repository")
    if shallow is None or shallow.strip() != b"false":
        return
    changed = _git(
        folder, "log", "--first-parent", "-m", "--no-ext-diff", "--no-textconv", "--format=%H",
        '-G"version"', "--", files.DESCRIPTOR,
    )  # fmt: skip
    seen = set(skip)
    for commit in ["HEAD", *(f"{line}^" for line in (changed or b"").decode().split())]:
        raw = _blob(folder, commit, files.DESCRIPTOR)
        version = _version(raw)
        number = version_key(version)
        if number is None or number >= below or version in seen:
            continue
        seen.add(version)
        yield version, _files(folder, commit)


def _files(folder: Path, commit: str) -> dict[str, bytes]:
    """The files of a package in a commit; nothing that is no plain file, or too big to be read."""
    listed = _git(folder, "ls-tree", "-r", "-z", "--long", commit) or b""
    found = {}
    for line in sorted(filter(None, listed.decode("utf-8", "replace").split("\0"))):
        about, _, name = line.partition("\t")
        mode, _, _, size = about.split()
        if mode not in PLAIN or files.unsafe(name) or int(size) > files.FILE_BYTES:
            continue
        raw = _blob(folder, commit, name)
        if raw is not None:
            found[name] = raw
    return found


def _blob(folder: Path, commit: str, name: str) -> bytes | None:
    return _git(folder, "cat-file", "blob", f"{commit}:./{name}")


def _version(raw: bytes | None) -> str:
    try:
        found = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return ""
    version = found.get("version") if isinstance(found, dict) else ""
    return version if isinstance(version, str) else ""


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers in a folder, or None. It reads here, and never asks another machine."""
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "--no-pager", "--no-replace-objects", "-c", "safe.bareRepository=explicit"]
    command += ["-C", str(folder), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
