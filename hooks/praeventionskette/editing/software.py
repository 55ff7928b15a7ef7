"""The program's own files in a town's repository: copied in, recorded by hash, replaced as a whole.

A copy, and no submodule or dependency: a town's repository builds alone and offline, its editors
work in the browser, and what a version changed is an ordinary difference that can be reviewed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from praeventionskette import problems
from praeventionskette.packages import files as disk
from praeventionskette.problems import Problem

MANIFEST = ".praeventionskette.json"
FOLDERS = ("hooks", "scripts", ".github", "tests/any_town")
FILES = (
    *("pyproject.toml", "LICENSE", ".gitignore", ".gitattributes", ".editorconfig"),
    *("tests/__init__.py", "tests/conftest.py"),
)
DEVELOPERS = (
    *("_compare.py", "_contents.py", "_own.py", "_peers.py", "_towns.py"),
    *("accessibility.py", "bench.py", "lock.py"),
    *("sturdy.py", "trend.py", "differential.py", "_spoilt.py", "_verdicts.py"),
    *("_measured.py", "_machine.py", "_tally.py"),
)
"""Scripts that are for work on the program: they stay behind, as do those of :data:`MEASURES`."""
MEASURES = "_bench_"
"""How the names of modules begin that ``bench.py`` calls."""
OURS = ("content/", "datapackages/")
OURS_FILES = ("mkdocs.yml", "README.md", ".github/CODEOWNERS")
"""What belongs to the town: an update never touches it."""


@dataclass(slots=True)
class Plan:
    """What an update does. wrong: why nothing may be done."""

    write: dict[str, bytes] = field(default_factory=dict)
    delete: list[str] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)


def files(root: Path) -> dict[str, bytes]:
    """Path → bytes of the program as a town needs it."""
    return dict(_files(root))


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            hidden = any(part in ("__pycache__", ".cache") for part in path.parts)
            ours = path.name in DEVELOPERS or path.name.startswith(MEASURES)
            left = ours and folder == "scripts"
            if hidden or left or name in OURS_FILES or path.is_symlink() or not path.is_file():
                continue
            raw = path.read_bytes()
            if name.startswith(".github/workflows/"):
                if text := workflow(raw.decode("utf-8")):
                    yield name, text.encode("utf-8")
            else:
                yield name, raw
    for name in FILES:
        if (root / name).is_file():
            yield name, (root / name).read_bytes()


def workflow(text: str) -> str:
    """A workflow without the jobs that a town cannot run, or "" where none is left.

    Left out are jobs that run a script of :data:`DEVELOPERS`, and jobs that need such a one.
    """
    head, mark, body = text.partition("\njobs:\n")
    if not mark:
        return text
    jobs = [job for job in re.split(r"(?m)^(?=  [\w-]+:[ \t]*\n)", body) if job.strip()]
    dropped: set[str] = set()
    kept: list[str] = []
    for job in jobs:
        name = job.split(":", 1)[0].strip()
        needs = set(re.findall(r"[\w-]+", "".join(re.findall(r"(?m)^    needs:(.*)$", job))))
        runs = any(f"scripts/{script}" in job for script in DEVELOPERS)
        if runs or needs & dropped:
            dropped.add(name)
        else:
            kept.append(job)
    return head + mark + "".join(kept) if kept else ""


def manifest(content: Mapping[str, bytes], version: str) -> bytes:
    """The record of what was copied in, for the next update."""
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in sorted(content.items())}
    text = json.dumps({"fassung": version, "dateien": hashes}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def recorded(folder: Path) -> dict[str, str] | None:
    """What a town's record says was copied in, or None where it is none that can be used."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes = data["dateien"]
        if all(isinstance(k, str) and isinstance(v, str) for k, v in hashes.items()):
            return dict(hashes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def update(folder: Path, content: Mapping[str, bytes], *, force: bool) -> Plan:
    """What has to change so that a town has this version. Files that were changed there stop it.

    content: the program's files; force: replace what was changed in the town, too.
    """
    plan = Plan()
    before = recorded(folder)
    if before is None:
        plan.wrong.append(problems.found("neue-stadt", "keine_stadt", file=MANIFEST))
        return plan
    for name in sorted({*before, *content}):
        path = folder / name
        if not _program(name) or not disk.inside(folder, path) or path.is_symlink():
            plan.wrong.append(problems.found("neue-stadt", "fremd", file=name))
            continue
        have = path.read_bytes() if path.is_file() else None
        if have is not None and have == content.get(name):
            continue
        changed = have is not None and hashlib.sha256(have).hexdigest() != before.get(name)
        if changed and not force:
            plan.wrong.append(problems.found("neue-stadt", "geaendert", file=name))
        elif name in content:
            plan.write[name] = content[name]
        elif have is not None:
            plan.delete.append(name)
    return plan


def _program(name: str) -> bool:
    """Whether a path is one of the program's: never the town's, never outside of the folder."""
    pure = PurePosixPath(name)
    safe = not disk.unsafe(name) and str(pure) == name
    inside = name in FILES or any(name.startswith(f"{folder}/") for folder in FOLDERS)
    return safe and inside and not name.startswith(OURS) and name not in OURS_FILES
