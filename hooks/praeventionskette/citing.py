"""How to cite a package: as text, BibTeX and CITATION.cff."""

from __future__ import annotations

from typing import Any

from .about import About


def address(about: About, site_url: str) -> str:
    """Where a reader finds it: the DOI if there is one, else the page ("" without an address)."""
    if about.doi:
        return f"https://doi.org/{about.doi}"
    return site_url + about.path if site_url else ""


def as_text(about: About, site_url: str) -> str:
    """Publisher (year): title. Version. Address. Licence."""
    year = f" ({about.released.year})" if about.released else ""
    version = f" Fassung {about.version}." if about.version else ""
    where = address(about, site_url)
    parts = f"{about.publisher}{year}: {about.title}.{version}"
    parts += f" Lizenz {about.licence.id}." if about.licence.id else ""
    return f"{parts} {where}" if where else parts


_BRACED = str.maketrans({sign: f"\\{sign}" for sign in "{}&%#_$"})


def as_bibtex(about: About, site_url: str) -> str:
    """An entry @misc, which every BibTeX knows."""
    fields = [
        ("author", "{" + about.publisher.translate(_BRACED) + "}"),
        ("title", "{" + about.title.translate(_BRACED) + "}"),
    ]
    if about.released:
        fields.append(("year", str(about.released.year)))
    if about.version:
        fields.append(("version", about.version.translate(_BRACED)))
    if about.doi:
        fields.append(("doi", about.doi))
    if site_url:
        fields.append(("url", site_url + about.path))
    if about.licence.id:
        fields.append(("note", f"Lizenz {about.licence.id}"))
    lines = [f"  {key:<7} = {{{value}}}," for key, value in fields]
    key = f"{about.name}{about.released.year if about.released else ''}"
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def as_cff(about: About, site_url: str) -> dict[str, Any]:
    """The content of a CITATION.cff (version 1.2.0 of the format)."""
    cff: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Bitte zitieren Sie die Daten so.",
        "type": "dataset",
        "title": about.title,
        "abstract": about.description,
        "authors": [{"name": about.publisher}],
    }
    if about.version:
        cff["version"] = about.version
    if about.released:
        cff["date-released"] = about.released.isoformat()
    if about.licence.id.startswith("DL-DE"):
        cff["license-url"] = about.licence.page  # these came to the SPDX list after the format
    elif about.licence.id:
        cff["license"] = about.licence.id
    if site_url:
        cff["url"] = site_url + about.path
    if about.doi:
        cff["doi"] = about.doi
    cff["keywords"] = list(about.keywords)
    return cff
