"""MkDocs as the scripts call it: in this process, with its messages as people read them."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from _lock import say

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

EPOCH = 1767225600
"""1 January 2026: the time of a build from sources that are in no git repository."""
BESIDE = " (nebenher)"
"""The end of a stage's name that ran in a process of its own, beside another stage."""
STAGE = re.compile(r"stage (?P<name>.+) (?P<seconds>\d+(?:\.\d+)?)")


class Log(logging.Handler):
    """Shows warnings and errors, and keeps the stages that hooks report.

    A hook reports one by ``logging.getLogger("mkdocs.praeventionskette").info("stage NAME
    SECONDS")``; everything else that MkDocs says at this level is left out.
    """

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.stages: list[tuple[str, float]] = []
        self.started = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.name == "mkdocs.praeventionskette" and (stage := STAGE.fullmatch(text)):
            self.note(stage["name"], float(stage["seconds"]))
        elif record.levelno >= logging.ERROR:
            say(text if "\n" in text else f"Fehler: {text}")
        elif record.levelno >= logging.WARNING and not record.name.startswith("mkdocs.livereload"):
            say(f"Warnung: {text}")

    def note(self, name: str, seconds: float) -> None:
        """Keep a stage and show that it is done."""
        self.stages.append((name, seconds))
        print(f"  {name:<28}{german(seconds):>8} s", flush=True)


def german(number: float, digits: int = 1) -> str:
    """A number with decimal comma and points between the thousands."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def attach() -> Log:
    """Take over the messages of MkDocs."""
    log = Log()
    logger = logging.getLogger("mkdocs")
    logger.handlers = [log]
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return log


def commit_time(folder: Path) -> int:
    """SOURCE_DATE_EPOCH of a folder: when its last commit was made, else ``EPOCH``."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return EPOCH
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else EPOCH


def check_settings(config_file: Path) -> None:
    """Raises PluginError with the German report where our own, bounded reader refuses the file.

    MkDocs itself would hang on a file of a few lines that stands for billions of values.
    """
    from mkdocs.exceptions import PluginError
    from praeventionskette import packages, problems

    _, wrong = packages.read_config(config_file)
    if wrong:
        raise PluginError("Die Einstellungen haben Fehler.\n" + problems.report(wrong))


def load(config_file: Path, strict: bool, command: str) -> MkDocsConfig:
    """The town's configuration, ready to build."""
    from mkdocs.config import load_config

    check_settings(config_file)
    with config_file.open("rb") as handle:
        config = load_config(config_file=handle, strict=strict or None)
    config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
    return config


def build(config: MkDocsConfig, folder: Path, serve_url: str | None = None) -> None:
    """Build into ``folder``."""
    from mkdocs.commands.build import build
    from praeventionskette import beside

    config.site_dir = str(folder)
    if serve_url:
        config.site_url = serve_url
    try:
        build(config, serve_url=serve_url)
    finally:
        beside.stop()


def explain(error: Exception) -> None:
    """Say what stopped a build: one message for bad input, the traceback for a fault of ours."""
    from mkdocs.exceptions import Abort, MkDocsException

    if isinstance(error, Abort):
        if re.match("Aborted with .* strict", str(error).replace("'", "")):
            say("Fehler: Es gab Warnungen, und mit --strict zählt jede als Fehler.")
        elif "BuildError" not in str(error):  # that one has been shown by MkDocs
            say(str(error))
    elif isinstance(error, MkDocsException):
        say(f"Fehler: {error}")
    else:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
        say("Das ist ein Fehler im Programm, nicht in den Daten: Bitte melde ihn mit diesem Text.")
