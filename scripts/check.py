#!/usr/bin/env python3
"""Check and audit a town's data and texts, and say in German what has to be mended."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from praeventionskette.problems import Problem


SUMMARY_BYTES = 900_000
"""Of the 1 MiB that the summary of a step may hold."""


def a_day(text: str) -> dt.date:
    """A day as JJJJ-MM-TT."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} ist kein Tag wie 2026-11-24") from None


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Prüft Datenpakete und Texte der Stadt.", allow_abbrev=False
    )
    parser.add_argument(
        "--format", choices=("text", "github", "markdown", "json"), default="text",
        help="Form des Berichts (Vorgabe: text)",
    )  # fmt: skip
    parser.add_argument(
        "-f", "--config-file", type=Path, default=Path("mkdocs.yml"), metavar="mkdocs.yml",
        help="Einstellungen der Stadt (Vorgabe: mkdocs.yml)",
    )  # fmt: skip
    parser.add_argument(
        "--overdue", action="store_true",
        help="zeigt, bei wem nachzufragen ist, mit fertigen E-Mails",
    )  # fmt: skip
    parser.add_argument(
        "--today", type=a_day, metavar="JJJJ-MM-TT",
        help="Tag, für den --overdue gilt (Vorgabe: SOURCE_DATE_EPOCH, sonst heute)",
    )  # fmt: skip
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="Pfad",
        help="nur über diese Ordner oder Dateien berichten",
    )  # fmt: skip
    return parser.parse_args(argv)


def within(problems: Iterable[Problem], paths: Sequence[Path], base: Path) -> list[Problem]:
    """The problems that lie in one of the paths; all where none is named."""
    wanted: list[PurePosixPath] = []
    for path in paths:
        full = path.resolve()
        inside = full.relative_to(base) if full.is_relative_to(base) else path
        wanted.append(PurePosixPath(inside.as_posix()))
    return [
        problem
        for problem in problems
        if not paths or any(PurePosixPath(problem.file).is_relative_to(path) for path in wanted)
    ]


def step_summary(text: str) -> None:
    """Append to the summary of a run, where GitHub offers one; whole lines, within its limit."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    lines, size = [], 0
    for line in text.splitlines(keepends=True):
        size += len(line.encode())
        if size > SUMMARY_BYTES:
            lines.append("\n\nDer Bericht ist hier gekürzt. Ganz steht er im Protokoll.\n")
            break
        lines.append(line)
    with Path(name).open("a", encoding="utf-8") as stream:
        stream.writelines(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report and one line that sums it up; 1 where anything has to be mended."""
    options = arguments(argv)
    from praeventionskette import packages, problems
    from praeventionskette.editing import fixing, plainness, workplace
    from praeventionskette.inspection import inspect

    path = options.config_file.resolve()
    checked = inspect(path)
    if options.overdue and checked.loaded.catalogue is not None:
        from praeventionskette import asking, status

        epoch = status.day_of_epoch(os.environ.get("SOURCE_DATE_EPOCH"))
        day = options.today or epoch or dt.date.today()
        settings, _ = packages.read_config(path)
        address = str(settings.get("site_url") or "")
        print(asking.report(checked.loaded.catalogue, day, address))
        return 0
    shown = within(checked.problems, options.paths, path.parent)
    wrong = {problem.file for problem in checked.problems if problem.stops}
    form = fixing.hints(workplace.open_workplace(path), wrong)
    settings, _ = packages.read_config(path)
    content = path.parent / str(settings.get("docs_dir") or "docs")
    data = packages.data_folder(settings, path.parent)
    form += plainness.hints(content, data, path.parent)
    form = within(form, options.paths, path.parent)
    found, site = [*shown, *form], packages.published_at(path)
    text = problems.report(found, options.format, site)
    if text:
        print(text)
    if options.format == "github":
        step_summary(f"{problems.report(found, 'markdown', site)}\n\n{checked.summary}\n")
    summary = checked.summary
    if hidden := len(checked.problems) - len(shown):
        summary += f"; {hidden} davon außerhalb der genannten Pfade"
    print(summary, file=sys.stderr if options.format == "json" else sys.stdout)
    return 1 if checked.stops else 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
