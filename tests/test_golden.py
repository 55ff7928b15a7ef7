"""Each broken town of ``tests/packages`` gives exactly its report; together they break all.

The cases run in one process of their own, under guard (``tests/hostile.py``).
"""

from __future__ import annotations

import json
import os
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from praeventionskette import messages, packages, problems

from tests import golden

# What the audit says is tested where it lives (tests/disclosure).
RULES = {id_: rule for id_, rule in messages.RULES.items() if not id_.startswith("geheim-")}
NAMES = [*golden.names(), *golden.names(large=True)]
REPORTS = {
    name: (golden.CASES / name / "erwartet.txt").read_text(encoding="utf-8") for name in NAMES
}
ROOT = Path(__file__).resolve().parents[1]
# Sentences that no file in a repository can bring about on every machine.
ELSEWHERE = {
    ("datei", "unlesbar"),
    ("einstellung", "unlesbar"),
    ("einstellung", "gross"),
    ("norm", "abbruch"),
    ("norm", "zeile"),
    ("groesse", "zeilen"),
    # Of the program's own files, not of a town's: tests/languages/test_check.py.
    *(("uebersetzung", key) for key in ("datei", "platzhalter", "markup", "lang")),
}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What happened in each case."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = os.pathsep.join([str(ROOT / "hooks"), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tests.hostile", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {record["name"]: record for record in found}


@pytest.mark.parametrize("name", NAMES)
def test_report_is_exact(name: str, records: dict[str, dict[str, Any]]) -> None:
    record = records[name]
    assert record["raised"] == ""
    assert record["report"] == REPORTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_harm_is_done(name: str, records: dict[str, dict[str, Any]]) -> None:
    """30 s, 1 GB, nothing fetched or started, nothing written elsewhere, the old site untouched."""
    record = records[name]
    assert record["forbidden"] == []
    assert record["seconds"] < 30
    assert record["peak"] < 1_000_000_000
    assert record["site"]
    assert "Traceback" not in record["report"]


def test_there_are_at_least_150_broken_files() -> None:
    broken = {(name, step["datei"]) for name in NAMES for step in _steps(name)}
    assert len(broken) >= 150
    assert len(NAMES) >= 150


def _steps(name: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = golden.read(golden.CASES / name)["schritt"]
    return steps


def test_the_good_town_is_good() -> None:
    checked = packages.check(golden.GOOD / "mkdocs.yml")
    assert problems.report(checked.problems) == ""
    assert checked.summary == "3 Pakete, 9 Tabellen, 22 Zeilen geprüft: in Ordnung"


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_case(rule: str) -> None:
    assert any(f" [{rule}]\n" in report for report in REPORTS.values())


def _sentences() -> list[tuple[str, str]]:
    return [(rule.id, key) for rule in RULES.values() for key in rule.sentences]


@pytest.mark.parametrize(("rule", "key"), _sentences())
def test_each_sentence_has_a_case(rule: str, key: str) -> None:
    if (rule, key) in ELSEWHERE:
        return
    parts = string.Formatter().parse(RULES[rule].sentences[key])
    pattern = "".join(re.escape(text) + (".*" if name else "") for text, name, *_ in parts)
    wanted = re.compile(pattern + rf" \[{rule}\]$", re.MULTILINE)
    assert any(wanted.search(report) for report in REPORTS.values())
