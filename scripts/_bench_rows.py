"""What it costs to check a table of a million rows: ours against frictionless, the same verdict.

The table is invented: eight columns with every kind of constraint, a primary key of two columns, a
unique column and a foreign key. Each program runs in a process of its own, Python's start and all
imports included, and reads the same files; our store is off.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

STATIONS = 2_000
KINDS = ("laut", "leise", "warm", "kalt")
FIELDS: list[dict[str, Any]] = [
    {"name": name, "type": kind, **more, "constraints": constraints}
    for name, kind, more, constraints in (
        ("station", "string", {}, {"required": True, "pattern": "[a-z]+-[0-9]{4}"}),
        ("nummer", "integer", {}, {"required": True, "minimum": 0, "maximum": 999_999}),
        ("wert", "number", {}, {"minimum": -500, "maximum": 500}),
        ("art", "string", {}, {"enum": list(KINDS)}),
        ("tag", "date", {}, {"minimum": "2000-01-01"}),
        ("gilt", "boolean", {"trueValues": ["ja"], "falseValues": ["nein"]}, {}),
        ("jahr", "year", {}, {"minimum": 2000}),
        ("marke", "string", {},
         {"required": True, "unique": True, "maxLength": 12, "pattern": "m[0-9]+"}),
    )
]  # fmt: skip
SPOILT = ("wert", "art", "station", "marke")
"""Columns of the rows that are spoilt: a bound, a choice, a reference, a key."""


def rows(count: int, seed: int, spoilt: int) -> Iterator[str]:
    """The lines of the table; of the last ``spoilt`` rows each has one wrong cell."""
    chance, first = random.Random(seed), dt.date(2000, 1, 1)
    yield ",".join(field["name"] for field in FIELDS)
    for n in range(count):
        day = first + dt.timedelta(days=chance.randrange(9_000))
        cells = {
            "station": f"station-{n % STATIONS:04d}", "nummer": str(n // STATIONS),
            "wert": str(chance.randrange(-50_000, 50_000) / 100), "art": chance.choice(KINDS),
            "tag": str(day), "gilt": chance.choice(("ja", "nein")), "jahr": str(day.year),
            "marke": f"m{n:07d}",
        }  # fmt: skip
        if n >= count - spoilt:
            wrong = {"wert": "501", "art": "lau", "station": "station-9999", "marke": "m0000000"}
            column = SPOILT[n % len(SPOILT)]
            cells[column] = wrong[column]
        yield ",".join(cells.values())


def write(folder: Path, count: int, seed: int, spoilt: int) -> None:
    """The data package."""
    folder.mkdir(parents=True)
    stations = ["id,name", *(f"station-{n:04d},Station {n}" for n in range(STATIONS))]
    (folder / "stationen.csv").write_text("\n".join(stations) + "\n", encoding="utf-8")
    with (folder / "messungen.csv").open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in rows(count, seed, spoilt))
    word = {"type": "string", "constraints": {"required": True}}
    key = {"fields": ["station"], "reference": {"resource": "stationen", "fields": ["id"]}}
    schemas = {
        "stationen": {"fields": [{"name": "id", **word}, {"name": "name", **word}],
                      "primaryKey": ["id"]},
        "messungen": {"fields": FIELDS, "primaryKey": ["station", "nummer"], "foreignKeys": [key]},
    }  # fmt: skip
    resources = [
        {"name": name, "path": f"{name}.csv", "title": name, "description": "Erfunden.",
         "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
         "schema": schema}
        for name, schema in schemas.items()
    ]  # fmt: skip
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": folder.name,
        "title": "Erfundene Messungen", "description": "Erfunden.", "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0", "title": "CC0"}], "resources": resources,
        "kontakt": {"name": "Muster", "email": "info@example.org"},
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


OURS = """
import sys
from pathlib import Path
from praeventionskette import packages
checked = packages.check(Path(sys.argv[1]))
for p in checked.problems:
    if p.stops:
        print(p.file, p.line, p.column, p.rule, p.text)
print(checked.summary)
"""
THEIRS = """
import sys
from frictionless import Package
from frictionless.resources import TableResource
report = Package(sys.argv[1]).validate(limit_errors=100_000)
print(report.stats)
print(sorted(n for t in report.tasks for e in t.errors if (n := getattr(e, "row_number", None))))
"""


def measured(code: str, argument: Path) -> tuple[float, float, float, str]:
    """CPU seconds, seconds, peak memory in MB, what was printed."""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen([sys.executable, "-c", code, str(argument)], stdout=out,
                                 env={**os.environ, "PK_SPEICHER": ""})  # fmt: skip
        _, _, usage = os.wait4(child.pid, 0)
        out.seek(0)
        said = out.read().strip()
    wall = time.monotonic() - start
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said


def main(count: int, seed: int, spoilt: int) -> int:
    """Print both programs' figures and verdicts; 1 where a row is judged otherwise."""
    from _generate import generate
    from _mkdocs import german

    versions = ", ".join(f"{n} {metadata.version(n)}" for n in ("frictionless", "pyarrow", "numpy"))
    print(f"Tabelle mit {german(count, 0)} Zeilen und 8 Spalten, die letzten {spoilt} verdorben")
    print(f"Startwert {seed}, Python {platform.python_version()}, {versions}, "
          f"{os.cpu_count()} Kerne, Speicher aus", flush=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        config = generate(Path(name) / "stadt", 20, seed)
        package = config.parent / "datapackages" / "messung"
        write(package, count, seed, spoilt)
        size = (package / "messungen.csv").stat().st_size / 1e6
        print(f"Datei: {german(size)} MB", flush=True)
        runs = {"unsere Prüfung, ganze Stadt": measured(OURS, config)}
        runs["frictionless, dies Paket"] = measured(THEIRS, package / "datapackage.json")
    for what, (cpu, wall, peak, said) in runs.items():
        print(f"  {what:<28}{german(cpu):>8} CPU s {german(wall):>8} s {german(peak, 0):>8} MB")
        print(f"    {said.splitlines()[-1][:160] if said else 'nichts'}")
    mine, theirs = (said for *_, said in runs.values())
    ours_lines = {int(n) for n in re.findall(r"(?m)^\S*messungen\.csv (\d+)", mine)}
    their_rows = {int(n) for n in re.findall(r"\d+", theirs.splitlines()[-1])}
    same = ours_lines == their_rows if spoilt <= 100 * len(SPOILT) else None
    print(f"  gleiches Urteil in jeder Zeile: {'ja' if same else 'nein'} "
          f"({len(ours_lines)} und {len(their_rows)} Zeilen falsch)")  # fmt: skip
    return 0 if same else 1
