"""Any Frictionless tool accepts our packages, not only our own reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = sorted(
    path.parent
    for folder in (ROOT / "datapackages", ROOT / "tests" / "musterstadt" / "datapackages")
    for path in folder.glob("*/datapackage.json")
)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: f"{p.parts[-3]}-{p.name}")
def test_the_plain_command_line_tool_accepts_the_package(package: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_check_loads_no_grammar_and_hides_it_from_nobody() -> None:
    """They take a second of the processor to build, and nothing asks them."""
    code = """
import sys
from pathlib import Path
from praeventionskette import packages
assert packages.check(Path("tests/packages/gut/mkdocs.yml")).stops == 0
assert "frictionless" in sys.modules and "jsonschema" in sys.modules
assert "lark" not in sys.modules
import rfc3987_syntax
assert rfc3987_syntax.is_valid_syntax("iri", "https://example.org/ä")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_there_are_packages() -> None:
    assert len(PACKAGES) >= 6
