"""What the site is built with: a CycloneDX list for machines, licences for the page about them.

``--out`` writes the list (SBOM) with versions, hashes and licences; ``--write`` renews the licences
that the site shows. Versions and hashes come from the lock, licences from the packages themselves.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from _env import ROOT, ensure_environment, lock_file

KEPT = ROOT / "hooks" / "praeventionskette" / "licences" / "software.json"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M | re.I)
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""Trove classifiers and the SPDX id that each stands for; BSD does not say which: mostly three."""
LOOSE = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "isc": "ISC",
    "mit": "MIT",
    "mit license": "MIT",
    "mpl-2.0": "MPL-2.0",
    "psf-2.0": "PSF-2.0",
    "python-2.0": "Python-2.0",
}
UNKNOWN = "NOASSERTION"
BY_HAND = {
    "text-unidecode": "Artistic-1.0-Perl OR GPL-1.0-or-later",  # its README: dual, as Perl
    "xstatic-leaflet": "BSD-2-Clause",  # "same as Leaflet", whose LICENSE this is
}
"""Where the metadata say it in words alone."""


def licence(name: str) -> str:
    """The SPDX expression of an installed package, or ``NOASSERTION``."""
    if name in BY_HAND:
        return BY_HAND[name]
    try:
        told: Any = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    if expression := told.get("License-Expression"):
        return str(expression)
    kinds = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or []
             if c.startswith("License :: ")]  # fmt: skip
    found = sorted({CLASSIFIERS[kind] for kind in kinds if kind in CLASSIFIERS})
    loose = LOOSE.get(str(told.get("License") or "").strip().lower())
    if loose and (not found or found == ["BSD-3-Clause"]):
        return loose
    return " OR ".join(found) if found else UNKNOWN


def packages(lock: Path) -> list[tuple[str, str]]:
    """(name, version) of every line of a lock."""
    return sorted(set(PINNED.findall(lock.read_text(encoding="utf-8"))))


def bill(lock: Path, kept: dict[str, str]) -> dict[str, Any]:
    """The CycloneDX document of a lock, with the licences that are known."""
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [str(tool), "requirements", str(lock), "--pyproject", str(ROOT / "pyproject.toml")]
    command += ["--output-reproducible", "--output-format", "JSON", "--output-file", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    made: dict[str, Any] = json.loads(done.stdout)
    for component in made["components"]:
        known = kept.get(component["name"].lower(), UNKNOWN)
        if known != UNKNOWN:
            component["licenses"] = [{"expression": known}]
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """0; 1 where a package of the lock is not installed here."""
    parser = argparse.ArgumentParser(description="Stückliste der Software mit Lizenzen.")
    parser.add_argument("--out", type=Path, help="Stückliste (CycloneDX, JSON) hierher")
    parser.add_argument("--write", action="store_true", help="Lizenzen für die Website erneuern")
    options = parser.parse_args(argv)
    ensure_environment("test", PYTHONUTF8="1")
    lock = lock_file("site")
    if options.write:
        before = {}
        if KEPT.exists():
            before = {p["name"]: p["lizenz"] for p in json.loads(KEPT.read_text("utf-8"))}
        rows = []
        for name, version in packages(lock):
            found = licence(name)
            if found == UNKNOWN:  # perhaps of another system alone, and so not installed here
                found = before.get(name, UNKNOWN)
            rows.append({"name": name, "version": version, "lizenz": found})
        KEPT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = {p["name"].lower(): p["lizenz"] for p in json.loads(KEPT.read_text(encoding="utf-8"))}
    if options.out:
        made = bill(lock, kept)
        options.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(f"{options.out}: {len(made['components'])} Bausteine")
    unknown = sorted(name for name, one in kept.items() if one == UNKNOWN)
    print(f"{len(kept)} Pakete, ohne bekannte Lizenz: {', '.join(unknown) or 'keines'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
