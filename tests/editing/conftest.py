"""Scripts run in this process: what they print, and their exit status."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@dataclass(frozen=True)
class Done:
    """How a script ended."""

    returncode: int
    stdout: str
    stderr: str


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"script_{name.removesuffix('.py')}", SCRIPTS / name
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


Call = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """``call("fix.py", town, "--check")``: the script on the town whose folder is given."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def run(script: str, town: Path | None, *arguments: str | Path) -> Done:
        config = ["-f", str(town / "mkdocs.yml")] if town else []
        capsys.readouterr()
        status = load(script).main([*config, *map(str, arguments)])
        printed = capsys.readouterr()
        return Done(status, printed.out, printed.err)

    yield run
    for name in [n for n in sys.modules if n.startswith("script_") or n == "_town"]:
        del sys.modules[name]
