"""How long an editor waits in the preview: from saving a table to the new text in the browser."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from _env import ROOT
from _measured import Row, Sizes
from _measured import german as shown

EDITS = 5
PAUSE = 2.0
"""Seconds between two edits."""
LONGEST = 300.0
"""Seconds after which a measurement is given up."""


class Preview:
    """A running ``build.py --serve`` of a town and what it has said."""

    def __init__(self, config: Path, folder: Path, port: int) -> None:
        self.address = ""
        self.said = folder / "vorschau.log"
        command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config)]
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--serve", "--port", str(port)], stdout=out, stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(folder)},
            )  # fmt: skip

    def log(self) -> str:
        return self.said.read_text(encoding="utf-8", errors="replace")

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path, timeout=LONGEST) as answer:
                text: str = answer.read().decode("utf-8")
        except urllib.error.URLError as error:
            raise RuntimeError(f"{path}: {error}\n{self.log()}") from error
        return text

    def until(self, what: Callable[[], bool]) -> float:
        """Seconds until something holds. Raises RuntimeError with the log where it never does."""
        start = time.monotonic()
        while not what():
            if time.monotonic() - start > LONGEST or self.process.poll() is not None:
                raise RuntimeError(self.log())
            time.sleep(0.01)
        return time.monotonic() - start

    def shows(self, path: str, text: str) -> float:
        """Seconds until a page, asked for again and again, holds a text."""
        return self.until(lambda: text in self.page(path))

    def settled(self) -> float:
        """Seconds until nothing is being built any more."""

        def done() -> bool:
            log = self.log()
            return log.rfind("Fertig nach") > max(log.rfind(" Baue "), log.rfind(" Prüfe "))

        return self.until(done)


@contextlib.contextmanager
def preview(config: Path, folder: Path) -> Iterator[Preview]:
    """A preview that has built the town once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Preview(config, folder, port)
    try:
        running.until(lambda: "beendet)" in running.log())
        running.address = re.findall(r"Vorschau: (\S+)", running.log())[0]
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=60)


class Table:
    """The table of offers, of which one row is edited again and again."""

    def __init__(self, config: Path) -> None:
        self.path = config.parent / "datapackages" / "angebote" / "angebote.csv"
        text = self.path.read_text(encoding="utf-8")
        self.rows = list(csv.reader(io.StringIO(text)))
        status = self.rows[0].index("status")
        current = [n for n, row in enumerate(self.rows) if n and row[status] == "aktiv"]
        self.row = current[len(current) // 2]
        self.page = f"angebote/{self.rows[self.row][self.rows[0].index('id')]}/"

    def edit(self, column: str, text: str) -> None:
        """Write one cell, as an editor does: the whole file anew."""
        self.rows[self.row][self.rows[0].index(column)] = text
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(self.rows)
        fresh = self.path.with_suffix(".neu")
        fresh.write_text(stream.getvalue(), encoding="utf-8")
        fresh.replace(self.path)


EVERYTHING = "daten/angebote/angebote.csv"
"""A file that changes only with the whole site, and that holds each offer's name."""
HTTP, BROWSER = "Seite des Angebots, HTTP", "Seite des Angebots, Browser"


def main(offers: int, seed: int) -> int:
    """Print seconds from saving to the page, by HTTP and in a browser with live reload."""
    from _mkdocs import german

    print(f"Vorschau einer erfundenen Stadt mit {german(offers, 0)} Angeboten (Startwert {seed}), "
          f"Python {platform.python_version()}, {os.cpu_count()} Kerne", flush=True)  # fmt: skip
    figures, kept = measured(offers, seed)
    figures.show(german)
    print(f"  die vorige Seite blieb: {'ja' if kept else 'nein'}")
    return 0 if kept else 1


def rows(sizes: Sizes) -> list[Row]:
    """The one table's rows: a tenth of the offers and all of them."""
    made = []
    for offers, limit in ((sizes.offers // 10, 1), (sizes.offers, 2)):
        figures, kept = measured(offers, sizes.seed)
        what = f"Vorschau mit {shown(offers)} Angeboten: "
        seen, told = figures[BROWSER], statistics.median(figures[HTTP])
        rest = "; ".join(f"{name} {shown(values[-1])} s" for name, values in figures.items()
                         if name not in (HTTP, BROWSER))  # fmt: skip
        made += [
            Row(f"{what}gespeichert bis im Browser richtig", statistics.median(seen), "s", limit,
                f"Median von {len(seen)}, längste {shown(max(seen))} s, "
                f"HTTP {shown(told)} s; {rest}"),
            Row(f"{what}vorige Seite weg nach falscher Eingabe", 0 if kept else 1, "", 0),
        ]  # fmt: skip
    return made


def measured(offers: int, seed: int) -> tuple[Figures, bool]:
    """Seconds by what was waited for; whether a wrong value left the page as it was.

    Raises RuntimeError without a browser, or with the preview's own words.
    """
    import _browser
    import _chromium
    from _generate import generate

    browser = _chromium.ensure()
    if browser is None:
        raise RuntimeError("Chromium fehlt.")
    os.environ["CHROME_PATH"] = str(browser)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = generate(folder / "stadt", offers, seed)
        os.environ["PK_SPEICHER"] = str(folder / "speicher")  # cold at the first build, then warm
        with preview(config, folder) as running, _browser.chromium() as chromium:
            table, figures = Table(config), Figures()
            for number in range(EDITS):
                token = f"Geändert zum {number}. Mal"
                table.edit("kurztext", token)
                figures.add(HTTP, running.shows(table.page, token))
                time.sleep(PAUSE)  # the whole build goes on beside, and is given up
            page = chromium.new_page()
            page.goto(running.address + table.page)
            for number in range(EDITS):
                token = f"Im Browser zum {number}. Mal"
                table.edit("kurztext", token)
                start = time.monotonic()
                page.get_by_text(token).first.wait_for(timeout=LONGEST * 1000)
                figures.add(BROWSER, time.monotonic() - start)
                time.sleep(PAUSE)
            page.close()
            table.edit("name", "Neuer Name")
            figures.add("Liste und alles andere", running.shows(EVERYTHING, "Neuer Name"))
            running.settled()
            before = running.page(table.page)
            table.edit("geprueft_am", "gestern")
            figures.add(
                "falsche Eingabe gemeldet", running.until(lambda: "gestern" in running.log())
            )
            kept = _text(running.page(table.page)) == _text(before)
    return figures, kept


def _text(page: str) -> str:
    """The page without the script of the live reload, which holds times."""
    return page.rpartition("<script")[0]


class Figures(dict[str, list[float]]):
    """Seconds by what was waited for."""

    def add(self, name: str, seconds: float) -> None:
        self.setdefault(name, []).append(seconds)

    def show(self, german: Callable[[float], str]) -> None:
        for name, values in self.items():
            middle, most = statistics.median(values), max(values)
            print(f"  {name:<32}{german(middle):>8} s (Median, höchstens {german(most)} s)")
