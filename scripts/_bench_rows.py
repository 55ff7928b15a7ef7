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

from _measured import Row, Sizes
from _measured import german as shown

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


def lines(count: int, seed: int, spoilt: int) -> Iterator[str]:
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
        stream.writelines(f"{line}\n" for line in lines(count, seed, spoilt))
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


OWN, OTHER = "unsere Prüfung, ganze Stadt", "frictionless, dies Paket"
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
    """CPU seconds, seconds, peak memory in MB, what was printed. Raises RuntimeError."""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen([sys.executable, "-c", code, str(argument)], stdout=out,
                                 env={**os.environ, "PK_SPEICHER": ""})  # fmt: skip
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().strip()
    wall = time.monotonic() - start
    if child.returncode:
        raise RuntimeError(f"Die Prüfung brach ab ({child.returncode}): {said[-300:]}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said


def compared(
    count: int, seed: int, spoilt: int
) -> tuple[dict[str, tuple[float, float, float, str]], int, int, bool]:
    """Both programs' figures as :func:`measured` gives them; rows that each found wrong; whether
    they are the same rows. More than 100 spoilt rows of a kind are cut short: never the same."""
    from _generate import generate

    with tempfile.TemporaryDirectory() as name:
        config = generate(Path(name) / "stadt", 20, seed)
        package = config.parent / "datapackages" / "messung"
        write(package, count, seed, spoilt)
        runs = {OWN: measured(OURS, config)}
        runs[OTHER] = measured(THEIRS, package / "datapackage.json")
    mine, theirs = (said for *_, said in runs.values())
    ours_lines = {int(n) for n in re.findall(r"(?m)^\S*messungen\.csv (\d+)", mine)}
    their_rows = {int(n) for n in re.findall(r"\d+", theirs.splitlines()[-1])}
    same = ours_lines == their_rows and spoilt <= 100 * len(SPOILT)
    return runs, len(ours_lines), len(their_rows), same


def main(count: int, seed: int, spoilt: int) -> int:
    """Print both programs' figures and verdicts; 1 where a row is judged otherwise."""
    from _mkdocs import german

    versions = ", ".join(f"{n} {metadata.version(n)}" for n in ("frictionless", "pyarrow", "numpy"))
    print(f"Tabelle mit {german(count, 0)} Zeilen und 8 Spalten, die letzten {spoilt} verdorben")
    print(f"Startwert {seed}, Python {platform.python_version()}, {versions}, "
          f"{os.cpu_count()} Kerne, Speicher aus", flush=True)  # fmt: skip
    runs, ours, theirs, same = compared(count, seed, spoilt)
    for what, (cpu, wall, peak, said) in runs.items():
        print(f"  {what:<28}{german(cpu):>8} CPU s {german(wall):>8} s {german(peak, 0):>8} MB")
        print(f"    {said.splitlines()[-1][:160] if said else 'nichts'}")
    print(f"  gleiches Urteil in jeder Zeile: {'ja' if same else 'nein'} "
          f"({ours} und {theirs} Zeilen falsch)")  # fmt: skip
    return 0 if same else 1


def rows(sizes: Sizes) -> list[Row]:
    """The one table's rows: a good table, and one with a few wrong rows of each kind."""
    made = []
    for spoilt in (0, 10 * len(SPOILT)):
        runs, ours, theirs, same = compared(sizes.rows, sizes.seed, spoilt)
        (cpu, wall, peak, _), (other, *_) = runs[OWN], runs[OTHER]
        kind = f"{spoilt} Zeilen falsch" if spoilt else "fehlerfrei"
        what = f"Prüfung von {shown(sizes.rows)} Zeilen × 8 Spalten, {kind}"
        made += [
            Row(f"{what}, CPU", cpu, "s", 6,
                f"ganze Stadt, {shown(wall)} s, {shown(peak)} MB; "
                f"frictionless {shown(other)} CPU s"),
            Row(f"{what}, anderes Urteil als frictionless", 0 if same else abs(ours - theirs) or 1,
                "Zeilen", 0, f"falsch: {ours} und {theirs}"),
        ]  # fmt: skip
    return made
