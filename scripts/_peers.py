"""The same offers built by other programs: plain MkDocs with Material, Hugo, Eleventy.

Each peer gets the facts of an offer's page (name, texts, ages, provider, places, times, costs, ways
to reach it, source) and a template that writes them, and nothing of what it does not do itself:
checks, audit, lists, map, downloads and search are stages of our own build and shown as such.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Facts = dict[str, list[str]]
"""Heading → lines, in the order of the page."""

COLUMNS = ("kurztext", "text", "bereich", "alter_von", "alter_bis", "zielgruppe", "kosten",
           "anmeldung", "sprachen", "telefon", "website", "quelle", "quelle_stand", "geprueft_am",
           "hinweis")  # fmt: skip


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
    write: Callable[[Path, Mapping[str, Facts]], None]
    command: Callable[[Path], list[str]]
    missing: str = ""


def facts(config_file: Path) -> dict[str, Facts]:
    """What is said of each current offer of a generated town: id → facts."""
    package = config_file.parent / "datapackages" / "angebote"

    def rows(name: str) -> list[dict[str, str]]:
        with (package / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    places = {r["id"]: f"{r['name']}, {r['strasse']}, {r['plz']} {r['ort']}" for r in rows("orte")}
    providers = {r["id"]: f"{r['name']}, {r['telefon']}" for r in rows("traeger")}
    times: dict[str, list[str]] = defaultdict(list)
    for row in rows("zeiten"):
        times[row["angebot"]].append(f"{row['wochentag']} {row['von']} bis {row['bis']}")
    found: dict[str, Facts] = {}
    for row in rows("angebote"):
        if row["status"] == "aktiv":
            said = {name: [row[name]] for name in COLUMNS if row.get(name)}
            said["traeger"] = [providers[row["traeger"]]] if row["traeger"] else []
            said["orte"] = [places[p] for p in row["orte"].split("|") if p]
            said["zeiten"] = times[row["id"]]
            found[row["id"]] = {"name": [row["name"]], **{k: v for k, v in said.items() if v}}
    return found


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _material(folder: Path, offers: Mapping[str, Facts]) -> None:
    _put(folder / "mkdocs.yml", "site_name: Bank\ntheme: {name: material, font: false}\n"
         "plugins: []\nnav: [{Start: index.md}]\n")  # fmt: skip
    _put(folder / "docs" / "index.md", "# Start\n")
    for name, said in offers.items():
        parts = [f"## {head}\n\n" + "\n".join(f"- {line}" for line in lines)
                 for head, lines in said.items() if head != "name"]  # fmt: skip
        text = f"# {said['name'][0]}\n\n" + "\n\n".join(parts) + "\n"
        _put(folder / "docs" / "angebote" / f"{name}.md", text)


HUGO = """<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>{{ .Title }}</title></head>
<body><main><h1>{{ .Title }}</h1>{{ range .Params.fakten }}<h2>{{ .kopf }}</h2><ul>
{{ range .zeilen }}<li>{{ . }}</li>{{ end }}</ul>{{ end }}</main></body></html>
"""
ELEVENTY = """<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>{{ o.titel }}</title></head>
<body><main><h1>{{ o.titel }}</h1>{% for f in o.fakten %}<h2>{{ f.kopf }}</h2><ul>
{% for z in f.zeilen %}<li>{{ z }}</li>{% endfor %}</ul>{% endfor %}</main></body></html>
"""


def _listed(said: Facts) -> list[dict[str, object]]:
    return [{"kopf": head, "zeilen": lines} for head, lines in said.items() if head != "name"]


def _hugo(folder: Path, offers: Mapping[str, Facts]) -> None:
    _put(folder / "config.json", json.dumps({
        "baseURL": "https://bank.example/", "title": "Bank",
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section"],
    }))  # fmt: skip
    _put(folder / "layouts" / "_default" / "single.html", HUGO)
    for name, said in offers.items():
        head = {"title": said["name"][0], "fakten": _listed(said)}
        _put(folder / "content" / "angebote" / f"{name}.md", json.dumps(head) + "\n")


def _eleventy(folder: Path, offers: Mapping[str, Facts]) -> None:
    head = {
        "pagination": {"data": "angebote", "size": 1, "alias": "o"},
        "permalink": "angebote/{{ o.id }}/index.html",
    }
    _put(folder / "seite.njk", f"---json\n{json.dumps(head)}\n---\n{ELEVENTY}")
    data = [{"id": i, "titel": s["name"][0], "fakten": _listed(s)} for i, s in offers.items()]
    _put(folder / "_data" / "angebote.json", json.dumps(data))


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
