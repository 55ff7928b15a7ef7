"""Find a value in everything that is or was published: sites, kept versions, the repository's past.

For a disclosure incident: says where a number or word still stands, so that it can be taken down.
Looks into tables, workbooks, zips, pictures and pages alike. Exit status 1 where it was found.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from _archive import UNREADABLE
from _lock import say

ZIPS = (".zip", ".xlsx", ".ods", ".odt")
MOST = 200_000_000
"""Bytes of one unpacked file that are read at most."""
DEEPEST = 3
"""Archives in archives that are opened."""


def pattern(value: str) -> re.Pattern[bytes]:
    """The value as a word of its own; a number with and without German thousands points.

    A comma beside it may part two cells of a table: rather one finding too many than too few.
    """
    forms = {value}
    if value.isdigit():
        forms.add(f"{int(value):,}".replace(",", "."))
    words = "|".join(re.escape(form) for form in sorted(forms))
    return re.compile(rf"(?<!\w)(?<!\d\.)(?:{words})(?!\w)(?!\.\d)".encode())


def within(name: str, raw: bytes, wanted: re.Pattern[bytes], depth: int = 0) -> Iterator[str]:
    """Where the value stands in a file: its name, with the member of an archive behind it."""
    if name.lower().endswith(ZIPS) and depth < DEEPEST:
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                for member in archive.infolist():
                    with archive.open(member) as stream:
                        yield from within(
                            f"{name} → {member.filename}", stream.read(MOST), wanted, depth + 1
                        )
            return
        except UNREADABLE:
            say(f"{name}: lässt sich nicht öffnen; ich lese es, wie es ist.")
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(31).decompress(raw, MOST)
        except zlib.error:
            say(f"{name}: lässt sich nicht entpacken.")
    lines = [n for n, line in enumerate(raw.splitlines(), 1) if wanted.search(line)]
    if lines:
        shown = ", ".join(str(n) for n in lines[:5]) + (" …" if len(lines) > 5 else "")
        yield f"{name}: Zeile {shown}"


def in_folder(folder: Path, wanted: re.Pattern[bytes]) -> Iterator[str]:
    """Every file below a folder, links left alone."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and ".git" not in path.parts:
            yield from within(str(path), path.read_bytes(), wanted)


def in_history(repository: Path, value: str, wanted: re.Pattern[bytes]) -> Iterator[str]:
    """Commits and tags of a repository in which a data file holds the value."""
    word = f"(^|[^0-9A-Za-z_]){re.escape(value)}($|[^0-9A-Za-z_])"
    command = ["git", "-C", str(repository), "log", "--all", "--format=%h %cs"]
    command += ["--pickaxe-regex", "-S", word]
    told = subprocess.run(
        [*command, "--", "datapackages", "content"], capture_output=True, text=True
    )
    for line in told.stdout.splitlines():
        yield f"git {line}: „{value}“ kam hinzu oder fiel weg"
    tags = ["git", "-C", str(repository), "tag", "--list"]
    for tag in subprocess.run(tags, capture_output=True, text=True).stdout.split():
        show = ["git", "-C", str(repository), "archive", "--format=zip", tag, "datapackages"]
        packed = subprocess.run(show, capture_output=True)
        if packed.returncode == 0:
            yield from within(f"git {tag}.zip", packed.stdout, wanted)


def main(argv: Sequence[str] | None = None) -> int:
    """1 where the value was found, 0 where it was not."""
    parser = argparse.ArgumentParser(description="Findet einen Wert in allem Veröffentlichten.")
    parser.add_argument("wert", help="Zahl oder Wort, genau wie veröffentlicht")
    parser.add_argument("ordner", nargs="*", type=Path, default=[Path("site")],
                        help="gebaute Websites, auch frühere (Vorgabe: site)")  # fmt: skip
    parser.add_argument("--repository", type=Path, default=Path(), help="mit der Vorgeschichte")
    options = parser.parse_args(argv)
    wanted = pattern(options.wert)
    found: list[str] = []
    for folder in [*options.ordner, options.repository / "datapackages"]:
        if folder.is_dir():
            found += in_folder(folder, wanted)
        else:
            say(f"{folder} gibt es nicht.")
    found += in_history(options.repository, options.wert, wanted)
    for line in found:
        print(line)
    print(f"{len(found)} Fundstellen" if found else "Nirgends gefunden.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
