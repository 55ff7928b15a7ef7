"""Copies of other towns' packages: listed in ``mkdocs.yml``, fetched by a script, pinned by sums.

``_netzwerk/<ordner>/`` beside the packages holds the newest copy, ``_vorher/`` in it the one
before. ``stand.json`` names address, day and the SHA-256 of each file. What is wrong with a copy
is an open point: the copy before is shown instead, or none, and the build goes on.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from praeventionskette import problems
from praeventionskette.catalogue import Catalogue, Neighbour, Town
from praeventionskette.messages import show
from praeventionskette.packages import addresses, cells, files
from praeventionskette.packages.kept import sums
from praeventionskette.packages.loader import Loaded, load
from praeventionskette.problems import Problem

FOLDER, BEFORE, PIN = "_netzwerk", "_vorher", "stand.json"
MOST = 30
"""Towns that a town may list."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of ``extra.netzwerk``."""

    name: str
    adresse: str
    ordner: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy on disk: checked, or why it cannot be used (``loaded.catalogue`` is None)."""

    stand: dt.date | None
    loaded: Loaded | None
    spoilt: str = ""
    """The file that does not fit its checksum."""


def settings(raw: Mapping[str, Any], path: Path) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """The towns of ``extra.netzwerk`` and what is wrong with the list (which stops the build)."""
    extra = raw.get("extra")
    entries = extra.get("netzwerk") if isinstance(extra, Mapping) else None
    place = (path.name, _line(path), "netzwerk")
    if entries is None:
        return (), ()
    if not isinstance(entries, list) or len(entries) > MOST:
        return (), (problems.worded("netzwerk", "liste", place, {}),)
    found: dict[str, Listed] = {}
    wrong: list[Problem] = []
    for number, entry in enumerate(entries, 1):
        values = entry if isinstance(entry, Mapping) else {}
        texts = [values.get(key) for key in ("name", "adresse", "ordner")]
        if not all(isinstance(t, str) and t.strip() for t in texts):
            wrong.append(problems.worded("netzwerk", "aufbau", place, {"nummer": number}))
            continue
        name, address, folder = (str(t).strip() for t in texts)
        try:
            addresses.web(address)
        except cells.CellError as error:
            wrong.append(problems.worded(error.rule, error.key, place, error.values))
            continue
        key = "ordner" if not _NAME.fullmatch(folder) else "doppelt" if folder in found else ""
        if key:
            wrong.append(problems.worded("netzwerk", key, place, {"wert": folder}))
        else:
            found[folder] = Listed(name, address.rstrip("/") + "/", folder)
    return tuple(found.values()), tuple(wrong)


def _line(path: Path) -> int:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    found = (n for n, text in enumerate(lines, 1) if re.match(r"\s+netzwerk:", text))
    return next(found, 0)


def read(
    listed: tuple[Listed, ...], folder: Path, base: Path
) -> tuple[tuple[Neighbour, ...], tuple[Problem, ...]]:
    """The towns with their last good copy, and an open point for each that is not well.

    folder: holds the packages. base: file names are shown relative to it. Never raises.
    """
    towns, warned = [], []
    for entry in listed:
        home = folder / FOLDER / entry.ordner
        found = [(c, list(_complaints(c, entry, shown))) for c, shown in _copies(home, base)]
        good = next((c for c, said in found if not said), None)
        newest = [problem for _, said in found[:1] for problem in said]
        if not found:
            place = files.shown(home, base)
            newest = [problems.found("netzwerk", "fehlt", file=place, name=entry.name)]
        warned += [replace(problem, severity="offen") for problem in newest]
        hint = newest[0].text if newest else ""
        towns.append(_neighbour(entry, good, hint))
    return tuple(towns), tuple(warned)


def _copies(home: Path, base: Path) -> Iterator[tuple[Copy, str]]:
    for place in (home, home / BEFORE):
        if (place / PIN).is_file():
            yield copy(place, base), files.shown(place, base)


def _complaints(found: Copy, entry: Listed, shown: str) -> Iterator[Problem]:
    if found.spoilt:
        yield problems.found("netzwerk", "summe", file=shown, name=entry.name, datei=found.spoilt)
    elif found.loaded is None or found.loaded.catalogue is None:
        stops = [p for p in (found.loaded.problems if found.loaded else ()) if p.stops]
        first = f"{stops[0].file}: {stops[0].text}" if stops else ""
        yield problems.found(
            "netzwerk", "fehler", file=shown, name=entry.name,
            zahl=len(stops), erster=show(first, 300),
        )  # fmt: skip


def _neighbour(entry: Listed, good: Copy | None, hint: str) -> Neighbour:
    catalogue: Catalogue | None = good.loaded.catalogue if good and good.loaded else None
    if catalogue is not None:
        town = Town(name=entry.name, homepage=entry.adresse)
        catalogue = replace(catalogue, town=town, past=())
    return Neighbour(entry.name, entry.adresse, good.stand if good else None, catalogue, hint)


def copy(place: Path, base: Path) -> Copy:
    """Look at one copy: first its checksums, then its data as if they were our own."""
    raw = files.read(place, PIN, PIN)
    try:
        pin = json.loads(raw) if isinstance(raw, bytes) else {}
        wanted = {str(k): str(v) for k, v in pin["dateien"].items()}
        day = dt.date.fromisoformat(str(pin["geholt"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Copy(None, None, PIN)
    held = contents(place)
    for name in sorted({*wanted, *held}):
        if sums({name: held.get(name, b"")})[name] != wanted.get(name):
            return Copy(day, None, name)
    return Copy(day, load(place, Town(name=""), base=base, history=False))


def contents(place: Path) -> dict[str, bytes]:
    """The files of the packages in a copy by their path in it; links and odd files count as ""."""
    found: dict[str, bytes] = {}
    for package in files.folders(place):
        for path in sorted(package.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            name = path.relative_to(place).as_posix()
            raw = files.read(place, name, name)
            found[name] = raw if isinstance(raw, bytes) else b""
    return found
