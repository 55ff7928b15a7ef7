"""What a site was made from and what it is made of, so that a copy of it can be proved whole.

``build.json`` names the software, the commit and the inputs by hash; ``SHA256SUMS`` lists every
file in the form that ``sha256sum -c`` reads. Both are the same for the same input, on any day, in
any folder, under any Python that the lock allows; so no time, path or Python version is in them.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .. import sitefiles
from ..catalogue import Catalogue

VERSION = "0.1.0"
"""The software's; the same as in ``pyproject.toml``, a test holds them together."""
SUMS = "SHA256SUMS"
INFO = "build.json"
TOOLS = ("frictionless", "folium", "Jinja2", "mkdocs-material", "pagefind", "XStatic-Leaflet")
"""Direct dependencies that shape the output and are locked to one version for every Python."""


def commit(folder: Path) -> str | None:
    """The commit that is checked out, with "+" behind it where files differ; None without git."""
    try:
        head = _git(folder, "rev-parse", "HEAD")
        return head + ("+" if _git(folder, "status", "--porcelain", "--", ".") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def digest(raw: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(raw).hexdigest()


def _tools() -> Iterator[tuple[str, str]]:
    for name in TOOLS:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _inputs(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for package in catalogue.packages:
        yield f"{package.name}/datapackage.json", digest(package.raw)
        for table in package.tables:
            yield f"{package.name}/{table.path}", digest(table.raw)
        for path, raw in package.files.items():
            yield f"{package.name}/{path}", digest(raw)


def sums(site: Path) -> bytes:
    """The text of ``SHA256SUMS`` for a site that is otherwise done."""
    return listing((name, digest(sitefiles.read(site, name))) for name in sitefiles.names(site))


def files(
    sums: bytes, catalogue: Catalogue, *, head: str | None, prose: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of ``SHA256SUMS`` and of ``build.json``, which tells the sum of the sums.

    prose: the editors' pages by their path.
    """
    yield SUMS, sums
    info = {
        "software": {"name": "praeventionskette", "version": VERSION},
        "commit": head,
        "stadt": catalogue.town.name,
        "pakete": {p.name: p.version for p in catalogue.packages},
        "pruefung": {
            "ergebnis": "in Ordnung",
            "tabellen": sum(len(p.tables) for p in catalogue.packages),
            "zeilen": sum(len(t.rows) for p in catalogue.packages for t in p.tables),
        },
        "eingaben": dict(sorted([*_inputs(catalogue),
                                 *((f"content/{n}", digest(raw)) for n, raw in prose.items())])),
        "werkzeuge": dict(_tools()),
        "dateien": {"anzahl": sums.count(b"\n"), "sha256sums": digest(sums)},
    }  # fmt: skip
    yield INFO, (json.dumps(info, ensure_ascii=False, indent=2) + "\n").encode()


def listing(digests: Iterable[tuple[str, str]]) -> bytes:
    """Lines of ``sha256sum`` for (name, SHA-256), but for the files that tell of the others.

    A name with a line break cannot occur here.
    """
    lines = (f"{one}  {name}\n" for name, one in digests if name not in (SUMS, INFO))
    return "".join(lines).encode()


def listed(sums: bytes) -> dict[str, str]:
    """File name → expected SHA-256.

    Raises ValueError for a line that is not of the form, or a name that leaves the site.
    """
    found = {}
    for line in sums.decode().splitlines():
        expected, gap, name = line[:64], line[64:66], line[66:]
        safe = name and not name.startswith("/") and ".." not in name.split("/")
        if gap != "  " or not safe or not set(expected) <= set("0123456789abcdef"):
            raise ValueError(line)
        found[name] = expected
    return found


def differences(expected: Mapping[str, str], read: Callable[[str], bytes | None]) -> list[str]:
    """German lines: what a published copy lacks or has changed.

    read: name → contents, or None where there is no such file.
    """
    found: list[str] = []
    for name, wanted in expected.items():
        raw = read(name)
        if raw is None:
            found.append(f"{name}: fehlt.")
        elif digest(raw) != wanted:
            found.append(f"{name}: hat einen anderen Inhalt als gebaut.")
    return found


def beyond(expected: Mapping[str, str], folder: Path) -> list[str]:
    """German lines: files of a folder that no build put there."""
    here = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    extra = sorted(here - expected.keys() - {SUMS, INFO})
    return [f"{name}: gehört nicht zum Bau." for name in extra]
