"""A package in the words of schema.org, for search engines: a data block of its page."""

from __future__ import annotations

from typing import Any

from ..about import About
from ..catalogue import Catalogue, Package
from ..citing import as_text
from ..published import FORMATS, Edition


def dataset(
    catalogue: Catalogue, package: Package, said: About, edition: Edition
) -> dict[str, Any] | None:
    """schema.org/Dataset as JSON-LD; None for a site without an address."""
    base = edition.site_url
    if not base:
        return None
    publisher: dict[str, Any] = {"@type": "Organization", "name": said.publisher}
    if catalogue.town.herausgeber and catalogue.town.homepage:
        publisher["url"] = catalogue.town.homepage
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}{said.path}#datensatz",
        "name": said.title,
        "description": said.description,
        "url": base + said.path,
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "keywords": list(said.keywords),
        "publisher": publisher,
        "creator": publisher,
        "license": said.licence.page,
        "citation": as_text(said, base),
        "spatialCoverage": {"@type": "Place", "name": catalogue.town.name},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{base}daten/#katalog",
                                  "url": f"{base}daten/"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{f.title} ({FORMATS[f.format].label})",
                "contentUrl": base + f.path,
                "encodingFormat": FORMATS[f.format].media,
                "contentSize": f"{f.size} B",
                "sha256": f.sha256,
            }
            for f in edition.of(package.name)
            if f.format != "json" and f.table != "reihen"
        ],
        "variableMeasured": [k.name for k in catalogue.kennzahlen]
        if package.name == "monitoring"
        else None,
        "version": said.version or None,
        "dateModified": said.released.isoformat() if said.released else None,
        "temporalCoverage": f"{said.start}/{said.end}" if said.start and said.end else None,
        "identifier": f"https://doi.org/{said.doi}" if said.doi else None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value is not None}
