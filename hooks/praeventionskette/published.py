"""What a build publishes of the data: files with size and checksum, and what is known of the build.

Views list these files and exports make them; neither imports the other, both know this record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. filetype: its code in the list of the EU; media: its IANA media type."""

    label: str
    media: str
    filetype: str
    hint: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(
            "CSV",
            "text/csv",
            "CSV",
            "Für Programme. UTF-8, Komma, Dezimalpunkt, Datum wie 2024-03-31.",
        ),
        "excel.csv": Format(
            "CSV für Excel",
            "text/csv",
            "CSV",
            "Öffnet sich in einem deutschen Excel richtig: Semikolon, Dezimalkomma.",
        ),
        "xlsx": Format(
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "XLSX",
            "Mit Erklärung der Spalten. Kennungen wie 02 oder 3-6 bleiben, wie sie sind.",
        ),
        "parquet": Format(
            "Parquet",
            "application/vnd.apache.parquet",
            "PARQUET",
            "Für Auswertungen in R oder Python, mit Datentypen.",
        ),
        "geojson": Format(
            "GeoJSON", "application/geo+json", "GEOJSON", "Für Karten, zum Beispiel in QGIS."
        ),
        "zip": Format(
            "Zip",
            "application/zip",
            "ZIP",
            "Alles zusammen, mit Beschreibung, Lizenztext und Prüfsummen.",
        ),
        "json": Format("JSON", "application/json", "JSON", "Beschreibung für Programme."),
    }
)
"""By the end of the file's name."""

DERIVED = ("excel.csv", "xlsx", "parquet", "geojson")
"""Formats that are made of each table (GeoJSON: of tables with points) beside its own file."""

TAKEN_FILES = (
    "index.html", "datapackage.json", "readme.md", "license.txt", "citation.cff", "sha256sums",
    "angebote_status.csv", "vorlage.xlsx",
)  # fmt: skip
"""File names of a package's folder or zip that are ours, in lower case."""

TAKEN_FOLDERS = ("reihen", "einbetten")
"""Folders of a package's page that are ours. Folders that begin with a digit are old versions."""

TAKEN_PACKAGES = (
    "hsds", "nutzen", "katalog", "index", "data", "assets", "aenderungen", "einbetten",
)  # fmt: skip
"""Names below /daten/ that are ours."""


def beside(path: str, suffix: str) -> str:
    """The name of a table's file in another format: ("orte.csv", "xlsx") → "orte.xlsx"."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.{suffix}"))


@dataclass(frozen=True)
class Published:
    """One file of a package. path: from the site's root. format: a key of ``FORMATS``."""

    path: str
    content: bytes
    format: str
    title: str
    package: str
    table: str = ""

    @property
    def name(self) -> str:
        """The path below the package's own folder."""
        return self.path.removeprefix(f"daten/{self.package}/")

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Checksum, 64 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Edition:
    """This very build. site_url: with its last slash, or "" where the town has none.

    checks: titles of the rules the data went through. certificates: package → address, from the
    site's root, of the proof that nobody can be recognised.
    """

    site_url: str = ""
    built: dt.date | None = None
    checks: tuple[str, ...] = ()
    files: tuple[Published, ...] = ()
    certificates: Mapping[str, str] = field(default_factory=dict)
    pdf: bool = False
    """Whether the report is wanted as PDF, too."""

    def of(self, package: str, table: str | None = None) -> tuple[Published, ...]:
        """The files of a package, or of one of its tables."""
        return tuple(
            f for f in self.files if f.package == package and (table is None or f.table == table)
        )

    def absolute(self, path: str) -> str:
        """The full address of a path of this site (the path alone where there is none)."""
        return path if "://" in path or path.startswith("mailto:") else self.site_url + path


def checksums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """``SHA256SUMS`` as ``sha256sum -c`` reads it."""
    return "".join(f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in files).encode()
