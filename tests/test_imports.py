"""A module that is refused for a while, and only then."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from praeventionskette import imports

ROOT = Path(__file__).resolve().parent.parent

NAME = "this"
"""A module of Python's that nothing loads."""


def test_a_module_is_refused_and_then_given(capsys: pytest.CaptureFixture[str]) -> None:
    sys.modules.pop(NAME, None)
    with imports.without(NAME):
        with pytest.raises(ImportError):
            importlib.import_module(NAME)
        importlib.import_module("colorsys")
    assert importlib.import_module(NAME).__name__ == NAME
    with imports.without(NAME):  # loaded already: nothing changes
        importlib.import_module(NAME)
    assert "Zen of Python" in capsys.readouterr().out


def test_a_parquet_file_is_made_without_pandas() -> None:
    """pyarrow would load it to ask whether a list is one of pandas'."""
    code = """
import sys
from pathlib import Path
from praeventionskette import packages
from praeventionskette.about import about
from praeventionskette.exports import columnar
catalogue = packages.check(Path("tests/packages/gut/mkdocs.yml")).loaded.catalogue
package = catalogue.packages[0]
assert columnar.parquet(package.tables[0], about(catalogue, package)).startswith(b"PAR1")
assert "pandas" not in sys.modules
import pandas
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
