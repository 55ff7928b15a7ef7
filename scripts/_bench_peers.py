"""The comparison with Hugo, Eleventy and Material (:mod:`_compare`) as rows of the one table."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import _chromium
import _compare
from _env import ROOT
from _lock import say
from _measured import Row, Sizes, german
from _peers import median, peers


def rows(sizes: Sizes) -> list[Row]:
    """Our pages against each program that is there. Raises RuntimeError without Hugo."""
    if not shutil.which("hugo"):
        _chromium.from_distribution("hugo")
    found = peers(ROOT / ".cache" / "eleventy")
    there = [peer for peer in found if not peer.missing]
    for peer in found:
        if peer.missing:
            say(f"{peer.name}: {peer.missing}")
            if peer.name == "Hugo":
                raise RuntimeError(peer.missing)
    memory = _compare.MEMORY
    room = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=room) as name:
        results, _stages = _compare._measure(
            Path(name), sizes.offers, sizes.seed, sizes.runs, there
        )
    return ratios({name: median(runs) for name, runs in results.items()}, sizes)


def ratios(middle: dict[str, _compare.Run], sizes: Sizes) -> list[Row]:
    """middle: the median run of each program."""
    own, hugo, drawn = middle[_compare.PAGES], middle["Hugo"], middle[_compare.STAGE]
    what = f"Seiten von {german(sizes.offers)} Angeboten gegen"
    made = [
        Row(f"{what} Hugo, CPU", own.cpu / hugo.cpu, "×", 0.6,
            f"{german(own.cpu)} s gegen {german(hugo.cpu)} s, ganzer Prozess, "
            f"Median von {sizes.runs}"),
        Row(f"{what} Hugo, Uhr", own.wall / hugo.wall, "×", 0.8,
            f"{german(own.wall)} s gegen {german(hugo.wall)} s"),
        Row("davon Stufe der Seiten gegen Hugos Prozess, CPU", drawn.cpu / hugo.cpu, "×", 0.6,
            "ohne QR-Codes, die keiner der anderen zeichnet"),
        Row("davon Stufe der Seiten gegen Hugos Prozess, Uhr", drawn.wall / hugo.wall, "×", 0.8),
        Row("Speicher gegen Hugo", own.peak / hugo.peak, "×", None,
            f"{german(own.peak / 1e6)} MB gegen {german(hugo.peak / 1e6)} MB"),
    ]  # fmt: skip
    if plain := middle.get("MkDocs + Material"):
        made.append(
            Row(f"{what} Material, so viel mal schneller", plain.cpu / own.cpu, "×", 12,
                f"{german(plain.cpu)} s gegen {german(own.cpu)} s CPU", least=True)
        )  # fmt: skip
    if other := middle.get("Eleventy"):
        made.append(Row(f"{what} Eleventy, CPU", own.cpu / other.cpu, "×", None,
                        f"{german(other.cpu)} s"))  # fmt: skip
    return made
