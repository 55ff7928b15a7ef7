#!/usr/bin/env python3
"""Turn raw counts into a package that may be published, with certificate and report."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Macht aus Rohdaten ein Datenpaket, das veröffentlicht werden darf.",
        allow_abbrev=False,
    )
    parser.add_argument("plan", type=Path, metavar="PLAN", help="der Plan (YAML)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="ORDNER", help="Ordner des Pakets"
    )
    return parser.parse_args(argv)


class Bar:
    """A progress line on a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.on = sys.stderr.isatty()

    def __call__(self, text: str, share: float) -> None:
        if self.on:
            done = round(20 * min(share, 1.0))
            seconds = time.monotonic() - self.start
            line = f"\r[{'█' * done}{'·' * (20 - done)}] {seconds:4.0f} s  {text}"
            print(f"{line:<100}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.on:
            print(file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the package; 1 where something has to be mended first."""
    options = arguments(argv)
    from praeventionskette import problems
    from praeventionskette.disclosure import anonymise

    bar = Bar()
    outcome = anonymise.run(options.plan, bar)
    bar.end()
    if outcome.problems:
        print(problems.report(outcome.problems, "text"))
        print("Nichts geschrieben.")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in outcome.files.items():
        (options.out / name).write_bytes(text.encode("utf-8"))
    print(f"{outcome.summary}. Geschrieben: {options.out}")
    return 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
