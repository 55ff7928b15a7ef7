"""Prove that a published site is, file for file, what was built.

A folder is compared both ways; a served site file by file. The list is the site's own
``SHA256SUMS``; ``--sums`` names the list of a build that you trust instead.
"""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from _env import ensure_environment

TIMEOUT = 20
"""Seconds for one file of a served site."""
MOST_BYTES = 200_000_000


def fetched(base: str, name: str) -> bytes | None:
    """One file of a served site, or None where the server has none."""
    address = base.rstrip("/") + "/" + urllib.parse.quote(name)
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            raw: bytes = answer.read(MOST_BYTES)
            return raw
    except urllib.error.HTTPError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Vergleicht eine veröffentlichte Website mit dem, was gebaut wurde."
    )
    parser.add_argument("site", help="Ordner oder Adresse (http oder https)")
    parser.add_argument("--sums", type=Path, help="SHA256SUMS eines Baus, dem Sie trauen")
    options = parser.parse_args()
    from praeventionskette.exports import buildinfo

    served = options.site.startswith(("http://", "https://"))
    folder = Path(options.site)

    def read(name: str) -> bytes | None:
        if served:
            return fetched(options.site, name)
        return (folder / name).read_bytes() if (folder / name).is_file() else None

    try:
        sums = options.sums.read_bytes() if options.sums else read(buildinfo.SUMS)
        if sums is None:
            print(f"{options.site}: {buildinfo.SUMS} fehlt. Ist das eine gebaute Website?")
            return 1
        expected = buildinfo.listed(sums)
        found = buildinfo.differences(expected, read)
    except ValueError as error:
        print(f"{buildinfo.SUMS}: „{error}“ ist keine Zeile einer Prüfsummenliste.")
        return 1
    except OSError as error:
        print(f"{options.site}: nicht zu lesen ({error.strerror or error}).")
        return 1
    if not served:
        found += buildinfo.beyond(expected, folder)
    for line in found:
        print(line)
    print(
        f"{len(expected)} Dateien verglichen: {f'{len(found)} Abweichungen' if found else 'gleich'}"
    )
    return 1 if found else 0


if __name__ == "__main__":
    ensure_environment("site", PYTHONUTF8="1")
    sys.exit(main())
