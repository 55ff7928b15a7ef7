"""Finds Debian's WebKit (WebKitGTK: driver, browser, a screen that nobody sees), or installs it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import _chromium
from _lock import say

PACKAGES = ("webkit2gtk-driver", "xvfb")
BROWSERS = ("webkitgtk-6.0/MiniBrowser", "webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser")


@dataclass(frozen=True, slots=True)
class WebKit:
    """The three programs that it takes."""

    driver: str
    browser: Path
    screen: str


def find() -> WebKit | None:
    """All of it, or None."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = [p for name in BROWSERS for p in sorted(Path("/usr/lib").glob(f"*/{name}"))]
    return WebKit(driver, browsers[0], screen) if driver and screen and browsers else None


def ensure() -> WebKit | None:
    """WebKit; None, after one German line, where it cannot be had."""
    if found := find():
        return found
    say("Kein WebKit gefunden; ich installiere es (einmalig) …")
    if all(_chromium.from_distribution(name) for name in PACKAGES) and (found := find()):
        return found
    say("Für diese Tests fehlt WebKit: Installieren Sie webkit2gtk-driver und xvfb.")
    return None
