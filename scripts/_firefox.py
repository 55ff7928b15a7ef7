"""Finds a Firefox that the browser tests can drive, or installs Debian's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import _chromium
from _lock import say

NAMES = ("firefox-esr", "firefox")


def find() -> Path | None:
    """The first Firefox that is there and starts; ``FIREFOX_PATH`` names another."""
    named = [os.environ.get("FIREFOX_PATH") or "", *(shutil.which(name) or "" for name in NAMES)]
    return next((Path(n) for n in named if n and _chromium.starts(Path(n))), None)


def ensure() -> Path | None:
    """A Firefox; None, after one German line, where none can be had."""
    if found := find():
        return found
    say("Kein Firefox gefunden; ich installiere einen (einmalig) …")
    if any(_chromium.from_distribution(name) for name in NAMES) and (found := find()):
        return found
    say("Für die Tests fehlt Firefox: Installieren Sie ihn oder nennen Sie ihn in FIREFOX_PATH.")
    return None
