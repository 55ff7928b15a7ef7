"""Finds a Chromium that the browser tests can drive, or installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from _env import ROOT
from _lock import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALLED = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
CACHES = (
    ROOT / ".cache" / "ms-playwright",
    Path.home() / ".cache" / "ms-playwright",
    Path.home() / "Library" / "Caches" / "ms-playwright",
    Path.home() / "AppData" / "Local" / "ms-playwright",
)
INSIDE = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")


def ensure() -> Path | None:
    """A Chromium that starts; None, after one German line, where none can be had."""
    named = os.environ.get("CHROME_PATH")
    if named and not starts(Path(named)):
        say(f"CHROME_PATH nennt {named}, aber das startet nicht; ich suche weiter.")
    if found := find():
        return found
    say("Kein Chromium gefunden; ich installiere eines (einmalig) …")
    for install in (_from_playwright, from_distribution):
        if install() and (found := find()):
            return found
    say(
        "Für die Tests im Browser fehlt Chromium, und es ließ sich nicht installieren: "
        "Installiere Chromium oder Google Chrome oder nenne seinen Pfad in CHROME_PATH."
    )
    return None


def find() -> Path | None:
    """The first Chromium that is there and starts."""
    return next((path for path in dict.fromkeys(candidates()) if starts(path)), None)


def candidates() -> Iterator[Path]:
    """Where a Chromium may be, the most wanted first."""
    if named := os.environ.get("CHROME_PATH"):
        yield Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield from map(Path, INSTALLED)
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in ([Path(own)] if own else []) + list(CACHES):
        for browser in sorted(cache.glob("chromium-*"), reverse=True):
            for pattern in INSIDE:
                yield from sorted(browser.glob(pattern))


def starts(path: Path) -> bool:
    """Whether it runs: a name on the path may be a stub that only tells to install something."""
    if not path.is_file() or not os.access(path, os.X_OK):
        return False
    if os.name == "nt":  # there chrome.exe --version opens a window and tells nothing
        return True
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _from_playwright() -> bool:
    env = dict(os.environ)
    env.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(CACHES[0]))
    return _quietly([sys.executable, "-m", "playwright", "install", "chromium"], env)


def from_distribution(name: str = "chromium") -> bool:
    """Install a package of Debian or its kin; whether that worked."""
    if not shutil.which("apt-get"):
        return False
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        root: list[str] = []
    elif shutil.which("sudo"):
        root = ["sudo", "-n"]
    else:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _quietly([*root, "apt-get", "update"], env)
    install = [*root, "apt-get", "install", "--yes", "--no-install-recommends", name]
    return _quietly(install, env)


def _quietly(command: list[str], env: dict[str, str]) -> bool:
    """Run an installer without its many lines; whether it worked."""
    try:
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=900,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
