"""Every data file and text of a town → what its canonical form changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from praeventionskette.editing import canonical
from praeventionskette.editing.workplace import Workplace
from praeventionskette.packages import files
from praeventionskette.packages.model import ResourceSpec
from praeventionskette.packages.openpoints import TEXT_BYTES
from praeventionskette.packages.says import Notes
from praeventionskette.problems import Problem


@dataclass(frozen=True, slots=True)
class FileFix:
    """A file that is not in canonical form: its path, the better bytes, what they change."""

    path: Path
    shown: str
    raw: bytes
    changes: tuple[Problem, ...]


def fixes(place: Workplace, encoding: str = "") -> Iterator[FileFix]:
    """Each file of packages and content that is not in canonical form."""
    for package in place.packages:
        named: list[tuple[str, ResourceSpec | None]] = [(files.DESCRIPTOR, None)]
        named += [(resource.path, resource) for resource in package.resources]
        for name, resource in named:
            shown = f"{package.shown}/{name}"
            raw = files.read(package.folder, name, shown)
            if isinstance(raw, Problem):
                continue
            if resource is not None and resource.fields:
                fixed = canonical.table(raw, resource, shown, encoding)
            else:
                fixed = canonical.text_file(raw, shown, trailing=True)
            if fixed.raw != raw:
                yield FileFix(package.folder / name, shown, fixed.raw, fixed.changes)
    for path in sorted(place.content.rglob("*.md")):
        shown = files.shown(path, place.base)
        inside = files.inside(place.content, path) and path.is_file()
        if not inside or path.stat().st_size > TEXT_BYTES:
            continue
        raw = path.read_bytes()
        # Two blanks at the end of a line mean a break in Markdown: they stay.
        fixed = canonical.text_file(raw, shown, trailing=False)
        if fixed.raw != raw:
            yield FileFix(path, shown, fixed.raw, fixed.changes)


def hints(place: Workplace, wrong: Collection[str]) -> list[Problem]:
    """What is not in canonical form, as points that stop nobody: an editor in the browser cannot
    run a script, and a value that is right may wait for its spelling.

    wrong: files that have to be mended first; nothing more is said about them.
    """
    notes = Notes()
    for fix in fixes(place):
        for change in fix.changes if fix.shown not in wrong else ():
            notes.add(change)
    return [replace(problem, severity="offen") for problem in notes.all()]
