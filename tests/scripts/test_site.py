"""The site of Neuss comes out the same by either way, and opens as Pages serves it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import _mkdocs
import pytest
from playwright.sync_api import Page
from tiny import environment

ROOT = Path(__file__).resolve().parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_mkdocs_alone_builds_the_same_bytes(neuss_site: Path, tmp_path: Path) -> None:
    variables = {
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "SOURCE_DATE_EPOCH": str(_mkdocs.commit_time(ROOT)),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(tmp_path / "plain")]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**variables), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    ours, plain = contents(neuss_site), contents(tmp_path / "plain")
    assert set(ours) == set(plain)
    assert [name for name in ours if ours[name] != plain[name]] == []


@pytest.mark.browser
@pytest.mark.parametrize("at", ["/", "/kette/"])
def test_the_start_page_opens_without_a_fault(
    page: Callable[..., Page], serve: Callable[..., str], neuss_site: Path, at: str
) -> None:
    tab = page(width=360)
    tab.goto(serve(neuss_site, at))
    assert "Neuss" in tab.title()
    assert tab.locator("html").get_attribute("lang") == "de"
