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
from _peers import Run, median, peers


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


def ratios(middle: dict[str, Run], sizes: Sizes) -> list[Row]:
    """middle: the median run of each program.

    The goals are told twice: for the stage that makes the pages, and for the whole process, which
    reads the tables and renders the theme too (:data:`_compare.SAID`).
    """
    made = []
    what = f"Seiten von {german(sizes.offers)} Angeboten gegen"
    for name, own in (
        ("Stufe der Seiten", middle[_compare.STAGE]),
        ("ganzer Prozess", middle[_compare.ALIKE]),
    ):
        for peer, figure, most in _compare.GOALS:
            if peer not in middle:
                continue
            ours, theirs = getattr(own, figure), getattr(middle[peer], figure)
            unit = {"cpu": "CPU", "wall": "Uhr"}[figure]
            told = f"{german(ours)} s gegen {german(theirs)} s, Median von {sizes.runs}"
            if most < 0.1:
                made.append(Row(f"{what} {peer}, so viel mal schneller, {name}",
                                theirs / ours, "×", 1 / most, told, least=True))  # fmt: skip
            else:
                made.append(Row(f"{what} {peer}, {unit}, {name}", ours / theirs, "×", most, told))
    own = middle[_compare.ALIKE]
    if other := middle.get("Eleventy"):
        made.append(Row(f"{what} Eleventy, CPU, ganzer Prozess", own.cpu / other.cpu, "×", None,
                        f"{german(own.cpu)} s gegen {german(other.cpu)} s"))  # fmt: skip
    made.append(Row("Speicher gegen Hugo", own.peak / middle["Hugo"].peak, "×", None,
                    f"{german(own.peak / 1e6)} MB gegen "
                    f"{german(middle['Hugo'].peak / 1e6)} MB"))  # fmt: skip
    return made
