"""Versions of packages: their numbers, what changed in each and why, and those still published.

A package's ``datapackage.json`` names its ``version`` and lists in ``aenderungen``, newest first,
what each version replaced and why. Earlier versions hang on the package (``Package.earlier``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from praeventionskette.catalogue import Catalogue, Package

FORM = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "erste-fassung": "Erste Fassung",
        "berichtigung": "Berichtigung",
        "aktualisierung": "Aktualisierung",
        "erweiterung": "Erweiterung",
    }
)
"""What a version can be: ``art`` of an entry, and the word for it."""

CHANGES = "aenderungen"
"""The property of ``datapackage.json`` that lists the versions."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the list: a version, its day, what kind of change it is and why.

    withdrawn: why the version is no longer published, or "".
    """

    version: str
    date: dt.date | None
    kind: str
    reason: str
    withdrawn: str = ""

    @property
    def word(self) -> str:
        """„Berichtigung“; the first version where nothing is said."""
        return KINDS.get(self.kind, "Fassung")


def version_key(version: str) -> tuple[int, int, int] | None:
    """The three numbers of a version, to compare by; None where it is none."""
    found = FORM.fullmatch(version)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def entries(descriptor: Mapping[str, Any]) -> tuple[Change, ...]:
    """The entries of a checked descriptor, newest first."""
    found = descriptor.get(CHANGES)
    listed = found if isinstance(found, list) else []
    made = [_entry(item) for item in listed if isinstance(item, Mapping)]
    return tuple(sorted(made, key=lambda c: version_key(c.version) or (0, 0, 0), reverse=True))


def _entry(item: Mapping[str, Any]) -> Change:
    return Change(
        version=str(item.get("version", "")),
        date=day(item.get("datum")),
        kind=str(item.get("art", "")),
        reason=str(item.get("grund", "")),
        withdrawn=str(item.get("zurueckgezogen", "")),
    )


def day(value: object) -> dt.date | None:
    """The day that a text starts with ("2026-11-24T00:00:00Z" too), or None."""
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def changes(package: Package) -> tuple[Change, ...]:
    """All versions of a package, newest first; its own one always stands among them."""
    listed = entries(package.descriptor)
    if not package.version or any(c.version == package.version for c in listed):
        return listed
    own = Change(package.version, day(package.descriptor.get("created")), "", "")
    return (own, *listed)


def change(package: Package, version: str) -> Change | None:
    """The entry of one version, or None."""
    return next((c for c in changes(package) if c.version == version), None)


def history(package: Package) -> tuple[Package, ...]:
    """The package and its earlier versions that are still published, newest first."""
    return (package, *package.earlier)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in a list. ``files`` and ``diff``: addresses below the root, or ""."""

    package: Package
    """The package as it is now."""
    change: Change
    current: bool
    files: str = ""
    diff: str = ""
    before: str = ""
    """The version that it replaced, where that is still known."""

    @property
    def order(self) -> tuple[str, tuple[int, int, int]]:
        """Sort key: by day, then by version; the newest is the highest."""
        return str(self.change.date or ""), version_key(self.change.version) or (0, 0, 0)


def listing(package: Package) -> tuple[Entry, ...]:
    """Every version of a package, newest first, also those that are gone."""
    known = history(package)
    held = {p.version for p in package.earlier} | ({package.version} if package.kept else set())
    before = {new.version: old.version for new, old in pairwise(known)}
    found = []
    listed = {c.version: c for c in changes(package)}
    for version in dict.fromkeys([*listed, *(p.version for p in known if p.version)]):
        own = next((p for p in known if p.version == version), None)
        entry = listed.get(version) or (change(own, version) if own else None)
        if entry is None:
            continue
        old = before.get(version, "")
        found.append(
            Entry(
                package=package,
                change=entry,
                current=version == package.version,
                files=f"daten/{package.name}/{version}/" if version in held else "",
                diff=f"aenderungen/{package.name}/{version}/" if old else "",
                before=old,
            )
        )
    return tuple(found)


def earlier_releases(catalogue: Catalogue) -> tuple[Package, ...]:
    """Every earlier version that the site still publishes, package by package, newest first.

    For the audit: whoever attacks a withheld value has all of these beside the present packages.
    Two versions of a package may state different values for the same cell (a correction); each is
    true of its own version only. Withdrawn versions are not published, and not among them.
    """
    return tuple(earlier for package in catalogue.packages for earlier in package.earlier)
