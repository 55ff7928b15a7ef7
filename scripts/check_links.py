#!/usr/bin/env python3
"""Look once whether the external addresses of tables and texts still lead somewhere."""

from __future__ import annotations

import argparse
import queue
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from _town import counted, parser, utf8

if TYPE_CHECKING:
    from _web import Manners
    from praeventionskette.editing.keeping import Result

WORKERS = 6
"""Hosts that are asked at the same time; each of them one address after the other."""


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser(
        "Sieht nach, ob die Webadressen in Tabellen und Texten noch erreichbar sind. Es ist nur "
        "ein Hinweis: Der Rückgabewert ist 0, auch wenn Adressen nicht mehr stimmen."
    )
    made.add_argument("--out", type=Path, help="Bericht hierher, nur wenn es etwas zu sagen gibt")
    made.add_argument(
        "--format", choices=("text", "github", "markdown", "json"), default="text",
        help="Form des Berichts (Vorgabe: text)",
    )  # fmt: skip
    made.add_argument("--minuten", type=float, default=20, help="höchstens so lange (Vorgabe: 20)")
    made.add_argument("--pause", type=float, default=1, help="Sekunden zwischen zwei Anfragen")
    made.add_argument("--hoechstens", type=int, default=3000, help="so viele Adressen (3000)")
    made.add_argument("--lokal", action="store_true", help=argparse.SUPPRESS)
    return made.parse_args(argv)


def ask_all(urls: Sequence[str], manners: Manners, seconds: float) -> dict[str, Result]:
    """The result of each address that could be asked in the time; hosts side by side."""
    from _web import ask

    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc.casefold(), []).append(url)
    waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    for group in sorted(hosts.values(), key=len, reverse=True):
        waiting.put(group)
    results: dict[str, Result] = {}
    until = time.monotonic() + seconds

    def work() -> None:
        while time.monotonic() < until:
            try:
                group = waiting.get_nowait()
            except queue.Empty:
                return
            for number, url in enumerate(group):
                if time.monotonic() >= until:
                    return
                time.sleep(manners.pause if number else 0)
                results[url] = ask(url, manners)

    # Daemons: a server that drips its answer must not keep us beyond the time.
    threads = [threading.Thread(target=work, daemon=True) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return dict(results)


def run(options: argparse.Namespace) -> tuple[str, str]:
    """The report (or "") and a line that sums it up."""
    from _web import Manners
    from praeventionskette import problems
    from praeventionskette.editing import keeping, workplace

    place = workplace.open_workplace(options.config_file.resolve())
    found = keeping.links(place)
    urls = sorted(found)[: options.hoechstens]
    manners = Manners(pause=options.pause, local=options.lokal)
    seconds = options.minuten * 60
    begun = time.monotonic()
    results = ask_all(urls, manners, seconds)
    again = [u for u, r in results.items() if r.kind == keeping.UNSURE]
    left = seconds - (time.monotonic() - begun)
    if again and left > 0:  # a server may have been busy: once more, later
        results |= ask_all(again, manners, left)
    said = keeping.told(found, results)
    return problems.report(said, options.format), _summary(len(found), results, said)


def _summary(number: int, results: Mapping[str, Result], said: Sequence[object]) -> str:
    rest = number - len(results)
    text = f"{counted(number, 'Adresse', 'Adressen')}: {len(said)} zu prüfen"
    return text + (f", {rest} aus Zeitgründen nicht geprüft" if rest else "")


def main(argv: Sequence[str] | None = None) -> int:
    """Always 0: an address of somebody else's never fails a change."""
    options = arguments(argv)
    text, summary = run(options)
    if text and options.out:
        options.out.write_text(f"{text}\n", encoding="utf-8")
    elif text:
        print(text)
    print(summary, file=sys.stderr if options.format == "json" else sys.stdout)
    return 0


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
