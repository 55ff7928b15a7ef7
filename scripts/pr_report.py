#!/usr/bin/env python3
"""What a pull request would change, as one comment: offers, cells, counts, audit, pages.

Runs the code of main over the data of the request; nothing of the request is run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from _archive import ArchiveError, unpack_tar, unpack_zip
from _town import counted, parser, utf8

if TYPE_CHECKING:
    from praeventionskette.differences import Difference
    from praeventionskette.packages import Checked

MOST = 60_000
"""Signs of a comment; GitHub allows some 65,000."""
ROWS, PAGES = 100, 60
DATA = ("datapackages/", "content/")
SUMS = "SHA256SUMS"
BEFORE = "vorher-SHA256SUMS"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser("Beschreibt, was ein Vorschlag ändert (Markdown).")
    made.add_argument("--archiv", type=Path, required=True, help="Dateien des Vorschlags (tar.gz)")
    made.add_argument("--website", type=Path, help="gebaute Website (ZIP, oder sein Ordner)")
    made.add_argument("--ordner", type=Path, help="Website hierher auspacken")
    made.add_argument("--antrag", type=Path, required=True, help="Nummer des Vorschlags (JSON)")
    made.add_argument("--out", type=Path, required=True, help="Kommentar hierher")
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Always 0: what is wrong stands in the comment."""
    options = arguments(argv)
    from praeventionskette import inspection, packages

    if not options.archiv.exists():  # closed in the meantime
        return 0
    config = options.config_file.resolve()
    before = inspection.inspect(config)
    site = packages.published_at(config)
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "stadt"
        town.mkdir()
        shutil.copy(config, town / config.name)
        try:
            unpack_tar(options.archiv, town, lambda name: name.startswith(DATA))
            parts = list(_compared(before, inspection.inspect(town / config.name), site))
        except ArchiveError as error:
            parts = [f"Der Vorschlag ließ sich nicht lesen. {error}"]
    parts += _preview(options.website, options.ordner, _address(options.antrag))
    text = "\n\n".join(parts)
    if len(text) > MOST:
        text = text[:MOST].rsplit("\n", 1)[0] + "\n\nHier ist der Bericht gekürzt."
    options.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _compared(before: Checked, after: Checked, site: str) -> Iterator[str]:
    from praeventionskette import differences, problems

    yield "## Was dieser Vorschlag ändert"
    old, new = before.loaded.catalogue, after.loaded.catalogue
    secret = [p for p in after.problems if p.stops and p.rule.startswith("geheim")]
    if after.stops:
        yield "### Die Prüfung findet noch etwas"
        yield problems.report([p for p in after.problems if p.stops], "markdown", site)
    else:
        yield "**Prüfung:** alles in Ordnung."
    if new is not None:
        yield "**Geheimhaltung:** " + (
            f"{counted(len(secret), 'Stelle ist', 'Stellen sind')} noch nicht geschützt."
            if secret
            else "Aus dem, was veröffentlicht würde, lässt sich keine kleine Zahl ableiten."
        )
    else:
        yield "**Geheimhaltung:** wird geprüft, sobald die Daten lesbar sind."
    if old is None or new is None:
        return
    yield _counts(
        {f"{p.name}/{t.name}": len(t.rows) for p in old.packages for t in p.tables},
        {f"{p.name}/{t.name}": len(t.rows) for p in new.packages for t in p.tables},
    )
    for package in new.packages:
        earlier = old.package(package.name)
        if earlier is None:
            yield f"Das Paket `{package.name}` ist neu."
        elif not (found := differences.difference(earlier, package)).empty:
            yield from _difference(found)


def _counts(old: Mapping[str, int], new: Mapping[str, int]) -> str:
    names = [name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name)]
    if not names:
        return "Die Zahl der Zeilen ist in jeder Tabelle gleich geblieben."
    rows = [(name, str(old.get(name, 0)), str(new.get(name, 0))) for name in names]
    return _table(("Tabelle", "Zeilen vorher", "nachher"), rows)


def _difference(found: Difference) -> Iterator[str]:
    for table in found.tables:
        yield f"### {_plain(table.title)} (`{found.package}/{table.name}`)"
        if table.cells:
            cells = [(c.key, c.label, c.column, c.before, c.after) for c in table.cells]
            yield _table(("Zeile", "Name", "Spalte", "vorher", "nachher"), cells)
        if table.rows:
            rows = [
                (r.kind, r.key, ", ".join(f"{name}: {cell}" for name, cell in r.cells.items()))
                for r in table.rows
            ]
            yield _table(("", "Zeile", "Angaben"), rows)
        for words, names in (("Neu", table.columns_added), ("Entfernt", table.columns_removed)):
            if names:
                yield f"{words}, ganze Spalten: {_plain(', '.join(names))}"
        if table.reordered:
            yield "Nur die Reihenfolge ist anders."
    if found.properties:
        yield f"Geändert in der Beschreibung: {_plain(', '.join(found.properties))}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in rows[:ROWS]]
    if len(rows) > ROWS:
        lines.append(f"\n… und {len(rows) - ROWS} weitere")
    return "\n".join(lines)


def _plain(text: str) -> str:
    from praeventionskette.messages import show
    from praeventionskette.problems import escape

    return escape(show(text, 300))


def _preview(website: Path | None, folder: Path | None, address: str) -> list[str]:
    """The links to the pages that are other than before, where the request could be built."""
    found = sorted(website.glob("*.zip")) if website and website.is_dir() else [website]
    website = found[0] if found else None
    if website is None or folder is None or not website.exists():
        return ["### Vorschau\n\nDiese Fassung ließ sich nicht bauen; es gibt keine Vorschau."]
    try:
        unpack_zip(website, folder)
    except ArchiveError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return [f"### Vorschau\n\nEs gibt keine. {error}"]
    changed, gone = changes(folder / "site", _sums(folder / BEFORE))
    lines = [f"- {_link(page, address)}" for page in changed[:PAGES]]
    if len(changed) > PAGES:
        lines.append(f"- … und {len(changed) - PAGES} weitere")
    lines += [f"- `{quote(page)}` gibt es dann nicht mehr" for page in gone[:PAGES]]
    title = f"### Vorschau: {counted(len(changed), 'Seite ist', 'Seiten sind')} anders"
    return ["\n".join([title, "", *lines]) if lines else "### Vorschau\n\nKeine Seite ist anders."]


def _address(file: Path) -> str:
    """Where the preview of this request will lie, or ""."""
    base = os.environ.get("VORSCHAU_ADRESSE", "")
    number = int(json.loads(file.read_text(encoding="utf-8")).get("nummer", 0))
    sound = re.fullmatch(r"https://[\w.-]+(/[\w./-]*)?", base)
    return f"{base.rstrip('/')}/pr-{number}" if sound and number else ""


def _sums(path: Path) -> dict[str, str]:
    """Path → hash of a ``SHA256SUMS``; lines that are none are left out."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    pairs = (line.split("  ", 1) for line in text.split("\n"))
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def changes(site: Path, before: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The pages that are new or other than before, and those that are gone."""
    now = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*.html"))
    }
    other = (name for name, value in now.items() if before.get(name) != value)
    gone = (name for name in before if name.endswith(".html") and name not in now)
    return _pages(other), _pages(gone)


def _pages(names: Iterable[str]) -> list[str]:
    """Addresses of pages, the special ones first: offers before lists."""
    short = [name.removesuffix("index.html") for name in names]
    return sorted(short, key=lambda name: (-name.count("/"), name))


def _link(page: str, address: str) -> str:
    shown = f"/{page}"
    if not address:
        return f"`{quote(shown)}`"
    return f"[{_plain(shown)}]({address.rstrip('/')}{quote(shown)})"


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
