"""Each broken town of ``tests/packages`` gives exactly its report; together they break all."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from praeventionskette import packages, problems
from praeventionskette.messages import RULES

from tests import golden

REPORTS = {
    name: (golden.CASES / name / "erwartet.txt").read_text(encoding="utf-8")
    for name in golden.names()
}
# Sentences that no file in a repository can bring about on every machine.
ELSEWHERE = {
    ("datei", "unlesbar"),
    ("einstellung", "unlesbar"),
    ("einstellung", "gross"),
    ("norm", "abbruch"),
    ("norm", "zeile"),
    ("groesse", "zeilen"),
}


@pytest.mark.parametrize("name", golden.names())
def test_report_is_exact(name: str, tmp_path: Path) -> None:
    assert golden.report(name, tmp_path) == REPORTS[name]


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
