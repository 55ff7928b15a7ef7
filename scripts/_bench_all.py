"""Every measurement of the speed goals as one table: ``bench.py --alles``.

A new measurement is a module with ``rows(sizes) -> list[Row]`` and one line in :data:`PARTS`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import _measured
from _lock import say
from _measured import Part, Sizes

PARTS = (
    Part("vergleich", "_bench_peers"),
    Part("bau", "_bench_build"),
    Part("pruefung", "_bench_rows"),
    Part("gleich", "differential"),
    Part("vorschau", "_bench_serve", browser=True),
    Part("browser", "_bench_browser", browser=True),
    Part("leser", "_bench_lighthouse", browser=True),
    Part("nginx", "_bench_nginx"),
    Part("staedte", "_towns"),
)
"""In the order of the table; the name is what ``--nur`` takes."""


def main(sizes: Sizes, only: Sequence[str], out: Path | None) -> int:
    """Measure, print the table with its head, write ``out``; 1 where a part failed or, at full
    size, a goal is missed."""
    import _chromium
    import _machine

    unknown = set(only) - {part.name for part in PARTS}
    if unknown:
        names = ", ".join(part.name for part in PARTS)
        say(f"Unbekannt: {', '.join(sorted(unknown))}. Es gibt {names}.")
        return 1
    wanted = [part for part in PARTS if not only or part.name in only]
    if any(part.browser for part in wanted) and (browser := _chromium.ensure()):
        os.environ["CHROME_PATH"] = str(browser)
    head = _machine.head(sizes.seed)
    results = _measured.run(wanted, sizes)
    judged = sizes.full()
    head |= {"Last am Ende": _machine.head(sizes.seed)["Last zu Beginn"]}
    text = "### Tempo\n\n" + "".join(f"- {name}: {said}\n" for name, said in head.items())
    if not judged:
        text += f"- Kleiner Lauf ({_measured.german(sizes.offers)} Angebote): Ziele gelten für den "
        text += "vollen und sind hier nicht beurteilt.\n"
    text += "\n" + _measured.table(results, judged=judged)
    print(text, flush=True)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(text + "\n")
    if out:
        made = {
            "kopf": head,
            "groessen": asdict(sizes),
            "teile": [asdict(result) for result in results],
        }
        out.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return _measured.status(results, judged=judged)
