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


def test_there_are_packages() -> None:
    assert len(PACKAGES) >= 6
