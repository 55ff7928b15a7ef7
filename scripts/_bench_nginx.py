"""Whether nginx carries 100,000 visitors an hour: their requests, over loopback, on this machine.

The model errs on the dear side. Each visitor comes for the first time (nothing in the browser's
cache), opens the start page, the list, turns to its filter and opens two offers, and the browser
fetches all that these name and what it keeps for reading without network. Visitors do not come
evenly: the busiest minutes have ``PEAK`` times the mean. nginx is the distribution's, one process,
with nothing but the settings that the site brings along. No TLS: in front of most town servers
something else ends it.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath

import _chromium
import _webservers
from _env import ROOT
from _measured import Row, Sizes, german
from _peers import timed
from praeventionskette.exports.offline import NEEDED, core

VISITORS = 100_000
"""An hour."""
PEAK = 3
MANY = 64
"""Connections at a time, as of that many visitors in the same instant."""
PREFIX = "/praevention/"
"""The site lies in a folder of a town's server."""
TEXT = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".ttl", ".jsonld", ".geojson",
        ".txt", ".ics", ".webmanifest"}  # fmt: skip
SMALLEST = 1024
"""Bytes below which packing saves no packet."""
SCRIPT = """local paths = {{{paths}}}
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""
PAUSES = """
function delay()
  return math.floor(-math.log(1 - math.random()) * {mean} + 0.5)
end
"""
"""Random pauses before each request, in ms: arrivals that do not wait for one another."""
BROTLI = """
const zlib = require('zlib'), text = require('fs').readFileSync(process.argv[1]);
console.log(zlib.brotliCompressSync(text).length);
"""
"""Node.js brings brotli along; its default is the best level, 11."""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, all of them, failures, half and 99 % answered within (ms), bytes sent."""

    rate: float
    requests: int
    errors: int
    half: float
    slowest: float
    sent: float


def one_visit(site: Path) -> list[str]:
    """Paths below the site that a visitor without a cache asks for, each once, in order."""
    offers = sorted(
        (p.parent for p in site.glob("angebote/*/index.html")
         if 'data-merken="' in p.read_text(encoding="utf-8")),
        key=lambda folder: ((folder / "index.html").stat().st_size, folder.name),
    )  # fmt: skip
    opened = [
        "",
        "angebote/",
        *(f"angebote/{o.name}/" for o in (offers[-1], offers[len(offers) // 2])),
    ]
    found: dict[str, None] = {}
    for address in opened:
        found[address] = None
        for target in NEEDED.findall((site / address / "index.html").read_text(encoding="utf-8")):
            path = normpath(str(PurePosixPath(address) / target))
            if (site / path).is_file():
                found[path] = None
    more = ["angebote/liste.json", "offline.js", "manifest.webmanifest", *core(site)]
    return list(found | dict.fromkeys(path for path in more if (site / path).exists()))


def milliseconds(said: str) -> float:
    """A time as wrk writes it: 850.00us, 2.31ms, 1.02s."""
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m)", said)
    if found is None:
        raise RuntimeError(f"wrk: {said}")
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]]


def read(said: str) -> Load:
    """What wrk printed. Raises RuntimeError where it did not come to an end."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    count = re.search(r"(\d+) requests in", said)
    half, slowest = (re.search(rf"(?m)^\s+{n}%\s+(\S+)$", said) for n in (50, 99))
    sent = re.search(r"requests in [^,]+, ([\d.]+)([KMG]?)B read", said)
    if not (rate and count and half and slowest and sent):
        raise RuntimeError(f"wrk: {said[-300:]}")
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    for line in re.findall(r"Socket errors: (.*)", said):
        failed += re.findall(r"\d+", line)
    size = float(sent[1]) * {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}[sent[2]]
    return Load(float(rate[1]), int(count[1]), sum(map(int, failed)),
                milliseconds(half[1]), milliseconds(slowest[1]), size)  # fmt: skip


def load(base: str, paths: Iterable[str], seconds: int, rate: float | None = None) -> Load:
    """What wrk gets through; with ``rate`` so many requests a second, at random instants."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "besuch.lua"
        text = SCRIPT.format(paths=", ".join(json.dumps(base + path) for path in paths))
        if rate:
            text += PAUSES.format(mean=1000 * MANY / rate)
        script.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["wrk", "-t1", f"-c{MANY}", f"-d{seconds}s", "--latency", "-s", str(script),
             "-H", "Accept-Encoding: gzip", base],
            capture_output=True, text=True, timeout=seconds + 60,
        )  # fmt: skip
    return read(done.stdout + done.stderr)


def pack(site: Path) -> tuple[int, int]:
    """Lay a ``.gz`` beside each text, as gzip_static wants it. Returns (files, bytes)."""
    files = [p for p in site.rglob("*") if p.suffix in TEXT and p.stat().st_size >= SMALLEST]
    size = 0
    for path in files:
        packed = Path(f"{path}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        size += packed.stat().st_size
    return len(files), size


def rows(sizes: Sizes) -> list[Row]:
    """The repository's own site, built for a folder of a server, under load."""
    if not shutil.which("wrk") and not _chromium.from_distribution("wrk"):
        raise RuntimeError("wrk fehlt: Installiere es, in Debian mit „apt install wrk“.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server's processes may have another user
        site = folder / "www" / PREFIX.strip("/")
        script = str(ROOT / "scripts" / "build.py")
        address = f"https://stadt.example{PREFIX}"
        timed([sys.executable, script, "-d", str(site)], folder, site, SITE_URL=address)
        paths = one_visit(site)
        made = _carried(site, paths, sizes.seconds)
        begun = time.process_time()
        count, size = pack(site)
        taken = time.process_time() - begun
        before = _full(site, paths, sizes.seconds, "gzip_static on;")
        made.append(
            Row("vorher gepackt (.gz neben jeder Datei), voll ausgelastet", before.rate,
                "Anfragen/s", None, f"{before.errors} Fehler; {german(count)} Dateien, "
                f"{german(size / 1e6)} MB mehr, {german(taken)} CPU s beim Bau")
        )  # fmt: skip
        made += _bytes(site, paths)
    return made


def _carried(site: Path, paths: list[str], seconds: int) -> list[Row]:
    wanted = VISITORS / 3600 * len(paths) * PEAK
    with tempfile.TemporaryDirectory() as name, _webservers.behind(
        "nginx", site.parent, PREFIX, Path(name)
    ) as base:  # fmt: skip
        under = load(base, paths, seconds, wanted)
    full = _full(site, paths, seconds)
    model = (f"{german(VISITORS)} Besuche je Stunde × {len(paths)} Anfragen × {PEAK} in der Spitze "
             f"= {german(round(wanted))}/s")  # fmt: skip
    return [
        Row("nginx bei dieser Last: Fehler", under.errors, "", 0,
            f"{model}; {german(under.requests)} Anfragen mit {german(round(under.rate))}/s"),
        Row("nginx bei dieser Last: Hälfte beantwortet in", under.half, "ms"),
        Row("nginx bei dieser Last: 99 % beantwortet in", under.slowest, "ms", 100),
        Row("nginx voll ausgelastet, ein Prozess", full.rate, "Anfragen/s", round(wanted),
            f"{full.errors} Fehler, 99 % in {german(full.slowest)} ms; wrk teilt sich die Kerne "
            f"mit ihm; Mittel {german(full.sent / full.requests / 1000)} KB", least=True),
    ]  # fmt: skip


def _full(site: Path, paths: list[str], seconds: int, more: str = "") -> Load:
    with tempfile.TemporaryDirectory() as name, _webservers.behind(
        "nginx", site.parent, PREFIX, Path(name), more
    ) as base:  # fmt: skip
        return load(base, paths, seconds)


def _bytes(site: Path, paths: list[str]) -> list[Row]:
    """The page of the longest offer by what packs it."""
    page = site / next(p for p in paths if re.fullmatch(r"angebote/[^/]+/", p)) / "index.html"
    raw = page.read_bytes()
    sizes = [f"gzip {n} {german(len(gzip.compress(raw, n)) / 1000)} KB" for n in (1, 5, 9)]
    if shutil.which("node"):
        done = subprocess.run(["node", "-e", BROTLI, str(page)], capture_output=True, text=True)
        sizes.append(f"brotli 11 {german(int(done.stdout) / 1000)} KB")
    return [Row("längste Angebotsseite, ungepackt", len(raw) / 1000, "KB", None, ", ".join(sizes))]


def main(sizes: Sizes) -> int:
    """Print the rows; 1 where a request failed or the load was not carried."""
    import _measured

    results = [_measured.Result("nginx", 0.0, tuple(rows(sizes)))]
    print(_measured.table(results, judged=True))
    return _measured.status(results, judged=True)
