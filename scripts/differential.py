#!/usr/bin/env python3
"""Spoil thousands of random tables and compare the fast path, the slow one and frictionless."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from _env import ensure_environment
from _measured import Row, Sizes, german


@dataclass(slots=True)
class Tally:
    """What was compared, and what differed."""

    wrong: list[str] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    refused: int = 0
    fast: int = 0
    unreadable: int = 0
    stricter: Counter[str] = field(default_factory=Counter)
    """Rows that we refuse and frictionless does not, by reason."""


def compare(number: int, folder: Path, tally: Tally) -> None:
    """One table: all that differs and has no known reason is a sentence in ``tally.wrong``."""
    import _spoilt
    import _verdicts

    case = _spoilt.make(number)
    package = _verdicts.write(case, folder)
    slow, fast = _verdicts.ours(package, 10**9), _verdicts.ours(package, 0)
    tally.tables += 1
    tally.fast += fast.by_column

    def wrong(text: str) -> None:
        tally.wrong.append(f"Tabelle {number} ({', '.join(case.kinds) or 'gut'}): {text}")

    if (slow.said, slow.table, slow.readable) != (fast.said, fast.table, fast.readable):
        wrong(f"schnell und langsam verschieden:\n  {slow.said}\n  {fast.said}")
    expected = _verdicts.by_oracle(case)
    if expected is None:
        tally.unreadable += 1
        if not slow.said:
            wrong("die Datei ist nicht lesbar, und es wurde nichts gesagt")
        return
    tally.rows += len(slow.table[2])  # type: ignore[arg-type]
    tally.refused += len(slow.lines)
    if slow.lines != set(expected):
        wrong(f"wir {sorted(slow.lines)}, Orakel {dict(expected)}")
    others = _verdicts.by_frictionless(case, slow.table[2])  # type: ignore[arg-type]
    for line, kinds in others.items():
        if line not in slow.lines and kinds - _verdicts.LOOSER.keys():
            wrong(f"Zeile {line}: nur frictionless sagt {sorted(kinds)}")
    for line in slow.lines - set(others):
        reasons = expected.get(line, set())
        tally.stricter.update(reasons)
        if not reasons or reasons - _verdicts.STRICTER.keys():
            wrong(f"Zeile {line}: frictionless sagt nichts zu {sorted(reasons)}")


def compared(first: int, tables: int) -> Tally:
    """That many tables, from this number on."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + tables):
            compare(number, Path(folder), tally)
    return tally


def rows(sizes: Sizes) -> list[Row]:
    """A row of the one table of all measurements (:mod:`_measured`)."""
    tally = compared(0, sizes.tables)
    for sentence in tally.wrong[:20]:
        print(sentence)
    what = f"{german(sizes.tables)} verdorbene Tabellen, zwei Wege, frictionless, Orakel"
    note = f"{german(tally.rows)} Zeilen, davon {german(tally.refused)} abgelehnt"
    return [Row(f"{what}: Unterschiede", len(tally.wrong), "", 0, note)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Vergleicht schnelle und langsame Prüfung und frictionless Zeile für Zeile."
    )
    parser.add_argument("--tables", type=int, default=10_000, help="wie viele Tabellen")
    parser.add_argument("--first", type=int, default=0, help="Nummer der ersten")
    options = parser.parse_args()
    ensure_environment("test", PYTHONHASHSEED="0", PYTHONUTF8="1")
    import _verdicts

    start = time.process_time()
    tally = compared(options.first, options.tables)
    print(
        f"{tally.tables} Tabellen, {tally.rows} Zeilen in {time.process_time() - start:.0f} CPU s: "
        f"{tally.refused} Zeilen abgelehnt, {tally.unreadable} Dateien nicht lesbar, "
        f"{tally.fast} Tabellen auf dem schnellen Weg"
    )
    for reason, count in tally.stricter.most_common():
        print(f"  nur wir lehnen ab: {count} mal {reason} ({_verdicts.STRICTER.get(reason, '?')})")
    for sentence in tally.wrong[:20]:
        print(sentence)
    if tally.wrong:
        print(f"{len(tally.wrong)} Unterschiede ohne bekannten Grund")
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main())
