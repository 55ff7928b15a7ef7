"""What the site is built with is listed, with hashes and licences, for machines and people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import audit
import sbom
from praeventionskette.views import software

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "scripts" / "locks" / "site.txt"
SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*|\(.+\).*")


def test_every_locked_package_is_listed_with_an_spdx_licence() -> None:
    """After a change of the lock: ``python3 scripts/sbom.py --write``."""
    listed = [(one.name, one.version) for one in software.software()]
    assert listed == sbom.packages(LOCK)
    for one in software.software():
        assert one.lizenz != sbom.UNKNOWN, one
        assert SPDX.fullmatch(one.lizenz), one


def test_the_page_names_the_licences_of_data_and_software(neuss_site: Path) -> None:
    page = (neuss_site / "ueber" / "lizenzen" / "index.html").read_text(encoding="utf-8")
    for descriptor in (ROOT / "datapackages").glob("[!_]*/datapackage.json"):
        made = json.loads(descriptor.read_text(encoding="utf-8"))
        for one in made.get("licenses", []):
            assert one["name"] in page
    for one in software.software():
        assert f">{one.name}</th><td>{one.version}</td>" in page


def test_the_bill_of_materials_is_cyclonedx_with_hashes_and_licences(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    command = [sys.executable, str(ROOT / "scripts" / "sbom.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    components = {one["name"]: one for one in made["components"]}
    assert set(components) == {name for name, _ in sbom.packages(LOCK)}
    for one in components.values():
        assert one["purl"].startswith("pkg:pypi/")
        assert one["licenses"][0]["expression"]
        hashes = [h for r in one["externalReferences"] for h in r.get("hashes", [])]
        assert any(h["alg"] == "SHA-256" for h in hashes), one["name"]


def test_known_vulnerabilities_are_told_with_the_version_that_mends_them() -> None:
    gap = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    packages = [{"name": "a", "version": "1.0", "vulns": [gap]}, {"name": "b", "version": "1"}]
    text = audit.report({"site": packages, "test": packages})
    assert "- `a 1.0` (site): PYSEC-1, behoben in 2.0" in text
    assert "`b" not in text
    assert audit.report({"site": packages[1:]}) == ""
