"""What was measured on: the machine, the versions of all programs, the commit."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from _env import ROOT

PACKAGES = ("mkdocs", "mkdocs-material", "frictionless", "pagefind", "pyarrow", "playwright")
PROGRAMS = {
    "Hugo": ("hugo", "version"),
    "Node.js": ("node", "--version"),
    "nginx": ("nginx", "-v"),
    "wrk": ("wrk", "-v"),
}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
NPM = {
    "Eleventy": (ROOT, ".cache/eleventy/node_modules/@11ty/eleventy/package.json"),
    "Lighthouse": (CACHE, "praeventionskette/lighthouse-*/node_modules/lighthouse/package.json"),
}
"""Programs that a measurement installs by npm, and where they say their version."""


def head(seed: int) -> dict[str, str]:
    """German name → what it was, in the order in which it is shown."""
    return {
        "Rechner": _machine(),
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Fassungen": ", ".join(_versions()),
        "Stand": _commit(),
        "Startwert": str(seed),
        "Datum": dt.datetime.now(dt.UTC).strftime("%d.%m.%Y %H:%M UTC"),
        "Last zu Beginn": f"{os.getloadavg()[0]:.1f}".replace(".", ",")
        if hasattr(os, "getloadavg") else "unbekannt",
    }  # fmt: skip


def _machine() -> str:
    model, memory = platform.processor() or "unbekannt", ""
    for path, name in (("/proc/cpuinfo", "model name"), ("/proc/meminfo", "MemTotal")):
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError:
            continue
        if found := re.search(rf"(?m)^{name}\s*:\s*(.+)$", text):
            if name == "MemTotal":
                memory = f", {int(found[1].split()[0]) / 1024 / 1024:.0f} GB Speicher"
            else:
                model = found[1].strip()
    return f"{model}, {os.cpu_count()} Kerne{memory}"


def _versions() -> list[str]:
    said = [f"Python {platform.python_version()}"]
    said += [f"{name} {metadata.version(name)}" for name in PACKAGES]
    for name, command in PROGRAMS.items():
        if number := _said(command):
            said.append(f"{name} {number}")
    for name, (folder, pattern) in NPM.items():
        for path in sorted(folder.glob(pattern))[-1:]:
            said.append(f"{name} {json.loads(path.read_text(encoding='utf-8'))['version']}")
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if browser and (number := _said((browser, "--version"))):
        said.append(f"Chromium {number}")
    return said


def _said(command: tuple[str, ...]) -> str:
    """The first number that a program calls its version, or "" where it is not there."""
    program = shutil.which(command[0], path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        return ""
    try:
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else ""


def _commit() -> str:
    git = ["git", "-C", str(ROOT)]
    try:
        done = subprocess.run(
            [*git, "log", "-1", "--format=%h (%cs)"], capture_output=True, text=True
        )
        changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True)
    except OSError:
        return "unbekannt"
    return done.stdout.strip() + (" mit Änderungen" if changed.stdout.strip() else "")
