"""Publishes a new version of a package: its number, its reason, and the copy that is kept."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from praeventionskette.packages import files, kept
from praeventionskette.packages.whole import Checked, check
from praeventionskette.releases import CHANGES, entries, version_key


class NotReleased(Exception):  # noqa: N818  (told to the editor as it stands)
    """Why nothing was released, in German; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published. kind: key of ``releases.KINDS``; version: "" for the next one.

    withdraw: an earlier version that may no longer be published, or "".
    """

    package: str
    kind: str = ""
    reason: str = ""
    version: str = ""
    date: dt.date | None = None
    withdraw: str = ""


def release(config_file: Path, folder: Path, wish: Wish) -> tuple[str, Checked]:
    """Write the version into the descriptor, check everything, keep a copy.

    config_file: the town's ``mkdocs.yml``; folder: holds the packages. Returns the version and
    the check; where the check stops, everything is as it was before. Raises NotReleased.
    """
    package = folder / wish.package
    path = package / files.DESCRIPTOR
    try:
        before = path.read_bytes()
        described = json.loads(before.decode("utf-8"))
        current, listed = str(described.get("version", "")), list(described.get(CHANGES, []))
    except (OSError, ValueError, TypeError, AttributeError):
        raise NotReleased(
            f"Das Paket „{wish.package}“ gibt es nicht, oder seine datapackage.json ist nicht zu "
            "lesen. Prüfe mit scripts/check.py."
        ) from None
    home = folder / kept.FOLDER / wish.package
    version = _next(package, home, current, wish)
    described["version"] = version
    described[CHANGES] = _listed(listed, described, version, wish)
    described["created"] = f"{_entry(described[CHANGES], version)['datum']}T00:00:00Z"
    withdrawn, aside = home / wish.withdraw, home / f".{wish.withdraw}.zurueckgezogen"
    moved = bool(wish.withdraw) and withdrawn.is_dir()
    if moved:
        withdrawn.rename(aside)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    checked = check(config_file)
    if checked.stops:
        path.write_bytes(before)
        if moved:
            aside.rename(withdrawn)
        return version, checked
    kept.keep(package, home / version)
    if moved:
        shutil.rmtree(aside)
    return version, checked


def _next(package: Path, home: Path, current: str, wish: Wish) -> str:
    """The number of the new version."""
    number = version_key(current)
    if number is None:
        raise NotReleased(f"„{current}“ ist keine Fassung. Schreibe zuerst „version“: „1.0.0“.")
    if wish.withdraw == current and not (home / current).is_dir():
        raise NotReleased(f"Die Fassung {current} ist noch nicht aufbewahrt; ändere sie einfach.")
    if wish.version:
        if (version_key(wish.version) or (0, 0, 0)) < number or (home / wish.version).exists():
            raise NotReleased(f"„{wish.version}“ ist nicht höher als die Fassung „{current}“.")
        return wish.version
    if not (home / current).is_dir():
        return current
    same = kept.sums(kept.contents(package)) == kept.sums(kept.contents(home / current))
    if same and not wish.withdraw:
        raise NotReleased(f"Seit der Fassung {current} hat sich nichts geändert.")
    major, minor, patch = number
    return (
        f"{major}.{minor}.{patch + 1}" if wish.kind == "berichtigung" else f"{major}.{minor + 1}.0"
    )


def _listed(
    listed: list[Any], described: dict[str, Any], version: str, wish: Wish
) -> list[dict[str, Any]]:
    """The list of changes with an entry for the new version, and the withdrawal."""
    known = {entry.version for entry in entries({CHANGES: listed})}
    if version not in known:
        if not wish.kind or not wish.reason.strip():
            raise NotReleased(
                f"Sage zur Fassung {version}, was sich ändert und warum: "
                '--art berichtigung --grund "…"'
            )
        date = (wish.date or dt.date.today()).isoformat()
        entry = {"version": version, "datum": date, "art": wish.kind, "grund": wish.reason.strip()}
        listed = [entry, *listed]
    elif wish.kind and not wish.withdraw:
        raise NotReleased(
            f"Zur Fassung {version} steht schon ein Eintrag unter „{CHANGES}“. Lass --art und "
            "--grund weg, oder erhöhe „version“."
        )
    if wish.withdraw:
        if (version_key(wish.withdraw) or (9,)) >= (version_key(version) or ()):
            raise NotReleased(f"„{wish.withdraw}“ ist keine frühere Fassung.")
        if not wish.reason.strip():
            raise NotReleased('Sage, warum die Fassung zurückgezogen wird: --grund "…"')
        if wish.withdraw not in known:
            created = str(described.get("created", ""))[:10] or dt.date.today().isoformat()
            old = {"version": wish.withdraw, "datum": created, "art": "erste-fassung"}
            listed = [*listed, {**old, "grund": "Ohne Angabe."}]
        _entry(listed, wish.withdraw)["zurueckgezogen"] = wish.reason.strip()
    return sorted(listed, key=lambda e: version_key(str(e["version"])) or (0, 0, 0), reverse=True)


def _entry(listed: list[Any], version: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in listed if e.get("version") == version)
    return found
