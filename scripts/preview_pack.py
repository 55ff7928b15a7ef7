"""Build the website as it was before a pull request, and pack what the preview needs.

Runs among the request's own code, without rights; whoever reads the archive believes none of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

SITE, SUMS, BEFORE = Path("site"), "SHA256SUMS", "vorher-SHA256SUMS"


def main(argv: Sequence[str] | None = None) -> int:
    """1 where there is no website to pack. A state before that cannot be built is left out."""
    made = argparse.ArgumentParser(description="Packt Website und Prüfsummen des Stands davor.")
    made.add_argument("before", type=Path, help="Ordner mit dem Stand davor")
    made.add_argument("--out", type=Path, required=True, help="Archiv hierher (ZIP)")
    options = made.parse_args(argv)
    if not (SITE / SUMS).is_file():
        print("Es gibt keine gebaute Website.", file=sys.stderr)
        return 1
    script = options.before / "scripts" / "build.py"
    build = [sys.executable, str(script), "-f", str(options.before / "mkdocs.yml")]
    subprocess.run([*build, "-d", str(options.before / "site")], check=False)
    with zipfile.ZipFile(options.out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in SITE.rglob("*") if path.is_file()):
            archive.write(path, path.as_posix())
        sums = options.before / "site" / SUMS
        if sums.is_file():
            archive.write(sums, BEFORE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
