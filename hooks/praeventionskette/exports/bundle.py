"""A whole package as one zip: tables, description, licence, citation, checksums."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import yaml

from ..about import About
from ..catalogue import Package
from ..citing import as_cff, as_text
from ..published import Edition, checksums

UNDATED = (1980, 1, 1, 0, 0, 0)


def contents(package: Package, about: About, edition: Edition) -> list[tuple[str, bytes]]:
    """(name, bytes) of all that is in the zip, ``SHA256SUMS`` of the others last."""
    files = [
        ("datapackage.json", package.raw),
        *((table.path, table.raw) for table in package.tables),
        *sorted(package.files.items()),
        ("README.md", readme(package, about, edition)),
        ("LICENSE.txt", about.licence.text.encode() if about.licence.id else b""),
        ("CITATION.cff", citation(about, edition)),
    ]
    files = sorted((name, content) for name, content in files if content)
    return [*files, ("SHA256SUMS", checksums(files))]


def zipped(package: Package, about: About, edition: Edition) -> bytes:
    """The bytes of the zip: entries sorted, dated by the version and never by the clock."""
    day = about.released
    stamp = (day.year, day.month, day.day, 0, 0, 0) if day and day.year >= 1980 else UNDATED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in contents(package, about, edition):
            entry = zipfile.ZipInfo(name, stamp)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return out.getvalue()


def citation(about: About, edition: Edition) -> bytes:
    """``CITATION.cff``, UTF-8."""
    cff = as_cff(about, edition.site_url)
    text: str = yaml.safe_dump(cff, allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()


def readme(package: Package, about: About, edition: Edition) -> bytes:
    """What is in the zip, in German, Markdown."""
    dated = f" vom {about.released.strftime('%d.%m.%Y')}" if about.released else ""
    contact = about.contact
    reach = (contact.email, contact.telefon, edition.absolute(contact.page) if contact.page else "")
    lines = [
        f"# {about.title}",
        "",
        about.description,
        "",
        f"- Fassung: {about.version or 'ohne Nummer'}{dated}",
        f"- Herausgegeben von: {about.publisher}",
        f"- Lizenz: {about.licence.title} ({about.licence.id}), Wortlaut in LICENSE.txt",
        f"- Fragen an: {', '.join(filter(None, (contact.name, *reach)))}",
        *([f"- Adresse: {edition.site_url}{about.path}"] if edition.site_url else []),
        "",
        about.licence.allows,
        "",
        "## So zitieren Sie die Daten",
        "",
        as_text(about, edition.site_url),
        "",
        "## Dateien",
        "",
        *_files(package),
        "- `datapackage.json`: beschreibt jede Spalte (Standard Data Package)",
        "- `CITATION.cff`: Angaben zum Zitieren für Programme",
        "- `SHA256SUMS`: Prüfsummen; `sha256sum -c SHA256SUMS` vergleicht sie",
        "",
        "Alle Tabellen: UTF-8, Komma, Zeilenende LF, Dezimalpunkt, Datum wie 2024-03-31.",
        "Eine leere Zelle ist keine Null.",
        "",
        *_listed("Grenzen der Daten", about.limits),
        *_listed("Quellen", (" – ".join(filter(None, s)) for s in about.sources)),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _files(package: Package) -> list[str]:
    tables = [f"- `{t.path}`: {t.title}, {len(t.rows)} Zeilen" for t in package.tables]
    return [*tables, *(f"- `{path}`" for path in sorted(package.files))]


def _listed(title: str, items: Iterable[str]) -> list[str]:
    found = [f"- {item}" for item in items]
    return [f"## {title}", "", *found, ""] if found else []
