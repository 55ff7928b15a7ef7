"""The same offers built by other programs: plain MkDocs with Material, Hugo, Eleventy.

Each peer gets all that stands on an offer's page, worked out (see :mod:`_contents`), and a template
that writes it. What it does not do itself is timed as stages of our own build: checks, audit,
lists, map, downloads, search, QR codes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _env import ROOT

Content = dict[str, Any]
"""See :mod:`_contents`."""

TEMPLATES = ROOT / "tests" / "peers"
"""One for each peer; with one that writes our page in Markdown."""


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds of processor and clock, peak memory and output in bytes, pages."""

    cpu: float
    wall: float
    peak: int
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: how it gets its content, how it is called; "" in ``missing`` where it is there."""

    name: str
    write: Callable[[Path, Content, Iterable[Content]], None]
    command: Callable[[Path], list[str]]
    missing: str = ""


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _material(folder: Path, frame: Content, offers: Iterable[Content]) -> None:
    """A Markdown page each. The texts of a generated town hold no sign that Markdown reads."""
    from jinja2 import Environment

    settings = {
        "site_name": frame["stadt"], "site_url": frame["adresse"], "plugins": [],
        "theme": {"name": "material", "font": False, "language": "de"},
        "nav": [{"Start": "index.md"}],
    }  # fmt: skip
    _put(folder / "mkdocs.yml", json.dumps(settings))
    _put(folder / "docs" / "index.md", "# Start\n")
    page = Environment(trim_blocks=True, lstrip_blocks=True).from_string(_template("material.md"))
    for o in offers:
        _put(folder / "docs" / f"{o['url'].rstrip('/')}.md", page.render(o=o, rahmen=frame))


def _hugo(folder: Path, frame: Content, offers: Iterable[Content]) -> None:
    settings = {
        "baseURL": frame["adresse"], "title": frame["stadt"], "languageCode": "de", "params": frame,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section"],
    }  # fmt: skip
    _put(folder / "config.json", json.dumps(settings))
    _put(folder / "layouts" / "_default" / "single.html", _template("hugo.html"))
    for o in offers:
        head = {name: value for name, value in o.items() if name != "url"}  # Hugo's own word
        _put(folder / "content" / f"{o['url'].rstrip('/')}.md", json.dumps(head) + "\n")


def _eleventy(folder: Path, frame: Content, offers: Iterable[Content]) -> None:
    head = {
        "pagination": {"data": "angebote", "size": 1, "alias": "o"},
        "permalink": "{{ o.url }}index.html",
    }
    _put(folder / "seite.njk", f"---json\n{json.dumps(head)}\n---\n{_template('eleventy.njk')}")
    _put(folder / "_data" / "rahmen.json", json.dumps(frame))
    _put(folder / "_data" / "angebote.json", json.dumps(list(offers)))


def peers(tools: Path) -> list[Peer]:
    """All peers. Eleventy is installed into ``tools`` by npm; Hugo has to be on the path."""
    hugo = shutil.which("hugo") or ""
    npm = shutil.which("npm") or ""
    eleventy = tools / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    why = "" if npm else "npm fehlt: Installiere Node.js."
    if npm and not eleventy.exists():
        tools.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--prefix", str(tools), "@11ty/eleventy@3"]
        done = subprocess.run(command, capture_output=True, text=True)
        why = "" if eleventy.exists() else f"npm kam nicht durch: {done.stderr.strip()[-120:]}"
    return [
        Peer("MkDocs + Material", _material, lambda out: [
            sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(out)]),
        Peer("Hugo", _hugo, lambda out: [hugo, "--quiet", "-d", str(out)],
             "" if hugo else "hugo fehlt: Installiere es, in Debian mit „apt install hugo“."),
        Peer("Eleventy", _eleventy, lambda out: [
            "node", str(eleventy), "--quiet", f"--output={out}"], why),
    ]  # fmt: skip


def timed(command: list[str], folder: Path, out: Path, **variables: str) -> Run:
    """Run a command in a folder and measure it and all its children. Raises RuntimeError."""
    shutil.rmtree(out, ignore_errors=True)
    log = folder / "bank.log"
    start = time.monotonic()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=folder, stdout=stream, stderr=stream, env=os.environ | variables
        )
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-1500:])
    files = [f for f in out.rglob("*") if f.is_file()]
    size, pages = sum(f.stat().st_size for f in files), sum(f.suffix == ".html" for f in files)
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, size, pages)


def median(runs: list[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(getattr(r, n) for r in runs) for n in Run.__slots__))
