"""A plain JSON index of all data, and the file that tells crawlers what may be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..about import about
from ..catalogue import Catalogue
from ..citing import as_text
from ..published import FORMATS, Edition, Published
from ..releases import listing


def files(catalogue: Catalogue, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of ``data.json`` (at the root too, where its convention has it)."""
    text = json.dumps(index(catalogue, edition), ensure_ascii=False, indent=1) + "\n"
    yield "daten/data.json", text.encode()
    yield "data.json", text.encode()
    yield "robots.txt", robots(edition.site_url)


def index(catalogue: Catalogue, edition: Edition) -> dict[str, Any]:
    """Packages, their tables and files. Addresses are full where the site has an address."""
    packages = []
    for package in catalogue.packages:
        said = about(catalogue, package)
        packages.append(
            {
                "name": said.name,
                "titel": said.title,
                "beschreibung": said.description,
                "fassung": said.version,
                "vom": said.released.isoformat() if said.released else None,
                "lizenz": said.licence.id,
                "lizenz_adresse": said.licence.page,
                "herausgeber": said.publisher,
                "zitat": as_text(said, edition.site_url),
                "seite": edition.absolute(said.path),
                "fassungen": [
                    {
                        "fassung": e.change.version,
                        "vom": e.change.date.isoformat() if e.change.date else None,
                        "dateien": edition.absolute(e.files) if e.files else None,
                        "aenderungen": edition.absolute(e.diff) if e.diff else None,
                    }
                    for e in listing(package)
                ],
                "tabellen": [
                    {"name": t.name, "titel": t.title, "zeilen": len(t.rows)}
                    for t in package.tables
                ],
                "dateien": [_file(f, edition) for f in edition.of(said.name)],
            }
        )
    catalogues = ("daten/katalog.ttl", "daten/katalog.jsonld") if edition.site_url else ()
    return {
        "titel": f"Offene Daten der Präventionskette {catalogue.town.name}",
        "seite": edition.absolute("daten/"),
        "kataloge": [edition.absolute(path) for path in catalogues],
        "pakete": packages,
    }


def _file(file: Published, edition: Edition) -> dict[str, Any]:
    return {
        "tabelle": file.table or None,
        "titel": file.title,
        "format": file.format,
        "medientyp": FORMATS[file.format].media,
        "adresse": edition.absolute(file.path),
        "bytes": file.size,
        "sha256": file.sha256,
    }


def robots(site_url: str) -> bytes:
    """Everything may be read; the sitemap is named where the site has an address."""
    lines = ["User-agent: *", "Allow: /"]
    lines += ["", f"Sitemap: {site_url}sitemap.xml"] if site_url else []
    return ("\n".join(lines) + "\n").encode()
