"""Versions of packages: they go forwards, and what was published under one never changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from praeventionskette import problems
from praeventionskette.messages import listed
from praeventionskette.packages.kept import contents, sums
from praeventionskette.packages.located import parse
from praeventionskette.packages.model import Data, Kept, PackageSpec
from praeventionskette.problems import Problem
from praeventionskette.releases import CHANGES, KINDS, day, entries, version_key

_LINE = re.compile(rb'^\s*\{?\s*"version"\s*:', re.MULTILINE)


def _place(spec: PackageSpec) -> tuple[str, int, str]:
    """Where a package names its version."""
    found = _LINE.search(spec.raw)
    line = spec.raw.count(b"\n", 0, found.end()) + 1 if found else 1
    return spec.file, line, "version"


def _own(data: Data, spec: PackageSpec) -> list[Kept]:
    return [kept for kept in data.kept if kept.package == spec.name and not kept.from_git]


def forwards(data: Data) -> Iterator[Problem]:
    """A version is three numbers, and none is lower than one that was published before."""
    for spec in data.packages:
        if not spec.version:
            continue
        number = version_key(spec.version)
        if number is None:
            yield problems.worded("fassung", "form", _place(spec), {"wert": spec.version})
            continue
        known = [kept.version for kept in _own(data, spec)]
        known += [entry.version for entry in entries(spec.descriptor)]
        highest = max(known, key=lambda v: version_key(v) or (0, 0, 0), default="")
        if (version_key(highest) or (0, 0, 0)) > number:
            values = {"wert": spec.version, "hoechste": highest}
            yield problems.worded("fassung", "rueckwaerts", _place(spec), values)


def unchanged(data: Data) -> Iterator[Problem]:
    """What is published under a version stays as it was when the version was kept."""
    for spec in data.packages:
        for kept in _own(data, spec):
            if kept.version != spec.version or kept.sums is None:
                continue
            now = sums(contents(spec.folder))
            names = sorted(n for n in {*now, *kept.sums} if now.get(n) != kept.sums.get(n))
            if names:
                values = {"wert": spec.version, "dateien": listed(names, word="und")}
                yield problems.worded("fassung", "geaendert", _place(spec), values)


def kept_well(data: Data) -> Iterator[Problem]:
    """A kept version belongs to a package, is whole, can be read and is not withdrawn."""
    specs = {spec.name: spec for spec in data.packages}
    for kept in data.kept:
        if kept.from_git or kept.package in data.broken:
            continue
        spec = specs.get(kept.package)
        withdrawn = {e.version for e in entries(spec.descriptor) if e.withdrawn} if spec else set()
        differs = sorted(
            n
            for n in {*(kept.sums or {}), *kept.files}
            if (kept.sums or {}).get(n) != sums(kept.files).get(n)
        )
        key = (
            "ohne_paket" if spec is None
            else "ordner" if version_key(kept.version) is None
            else "zurueckgezogen" if kept.version in withdrawn
            else "pruefsummen" if kept.sums is None
            else "nachtraeglich" if differs
            else "unlesbar" if kept.read is None
            else ""
        )  # fmt: skip
        if key:
            yield problems.found(
                "fassung", key, file=kept.shown, paket=kept.package, wert=kept.version,
                dateien=listed(differs, word="und"), grund=kept.reason,
            )  # fmt: skip


def explained(data: Data) -> Iterator[Problem]:
    """The list of changes is well formed and says for each version what it is and why."""
    for spec in data.packages:
        found = parse(spec.raw.decode("utf-8-sig")).get(CHANGES)
        place = (spec.file, _place(spec)[1], CHANGES)
        if found is not None and not isinstance(found, list):
            yield problems.worded("aenderungen", "liste", place, {})
            continue
        before: tuple[int, int, int] | None = None
        for item in found or ():
            if not isinstance(item, Mapping):
                yield problems.worded("aenderungen", "liste", place, {})
                break
            here = (spec.file, int(getattr(item, "line", 0)), CHANGES)
            number = version_key(str(item.get("version")))
            for key, values in _entry(item, spec.version):
                yield problems.worded("aenderungen", key, here, values)
            if before is not None and number is not None and number >= before:
                yield problems.worded("aenderungen", "folge", here, {"wert": item["version"]})
            before = number or before
        listed_ones = {entry.version for entry in entries(spec.descriptor)}
        older = [k.version for k in _own(data, spec) if k.version != spec.version]
        if older and spec.version and spec.version not in listed_ones:
            values = {"wert": spec.version, "arten": listed(list(KINDS)[1:])}
            yield problems.worded("aenderungen", "fehlt", place, values)


def _entry(item: Mapping[str, Any], current: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(sentence, values) for each thing that is wrong with an entry."""
    version, kind, reason = (item.get(n) for n in ("version", "art", "grund"))
    if not isinstance(version, str) or version_key(version) is None:
        yield "version", {"wert": "" if version is None else version}
    date = item.get("datum")
    if not isinstance(date, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", date) or not day(date):
        yield "datum", {"wert": "" if date is None else date}
    if not isinstance(kind, str) or kind not in KINDS:
        yield "art", {"wert": "" if kind is None else kind, "arten": listed(KINDS)}
    if not isinstance(reason, str) or not reason.strip():
        yield "grund", {"wert": version}
    withdrawn = item.get("zurueckgezogen", "-")
    if not isinstance(withdrawn, str) or not withdrawn.strip():
        yield "rueckzug", {"wert": version}
    elif "zurueckgezogen" in item and version == current:
        yield "rueckzug_aktuell", {"wert": version}


def no_open_secret(data: Data) -> Iterator[Problem]:
    """No value that is withheld now stands open in a version that is still published."""
    key = ("kennzahl", "gebiet", "jahr", "stichtag")
    table = data.table("monitoring/werte", *key, "wert", "status")
    if table is None:
        return
    opened: dict[tuple[Any, ...], str] = {}
    for kept in data.kept:
        known = kept.read.table("werte") if kept.read and kept.package == "monitoring" else None
        for row in known.rows if known else ():
            if row.get("wert") is not None and row.get("status") != "geheim":
                opened[tuple(row.get(name) for name in key)] = kept.version
    for line, row in table.clean():
        version = opened.get(tuple(row[name] for name in key))
        if row["status"] == "geheim" and version is not None:
            yield problems.found(
                "fassung", "geheim", file=table.file, line=line, column="wert", wert=version
            )
