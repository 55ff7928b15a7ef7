"""The four forms of a report."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette import problems
from praeventionskette.problems import Problem, report

FIRST = Problem("a.csv", 2, "alter_bis", "zahl", "„drei“ ist keine Zahl.")
OPEN = Problem("a.md", 1, "", "offen", "Hier fehlt noch: Adresse.", "offen")
MANY = [Problem("a.csv", line, "id", "zahl", "x") for line in range(1, 21)]


def test_text_names_file_line_column_and_rule_and_helps_once_per_rule() -> None:
    lines = report([FIRST, FIRST, Problem("a.csv", 0, "", "zahl", "y")], "text").splitlines()
    assert lines[0] == "a.csv: y [zahl]"
    assert lines[1] == "a.csv:2: alter_bis: „drei“ ist keine Zahl. [zahl]"
    assert lines[2:4] == ["", "[zahl] Keine lesbare Zahl"]
    assert lines[5:] == ["    Mehr dazu: mitmachen/regeln/#zahl"]


def test_what_stops_the_build_comes_first_whatever_the_order() -> None:
    shuffled = [*MANY, FIRST, OPEN]
    random.Random(1).shuffle(shuffled)
    assert problems.ordered(shuffled) == problems.ordered([OPEN, *MANY, FIRST])
    assert problems.ordered(shuffled)[-1] == OPEN


@pytest.mark.parametrize(("fmt", "empty"), [("text", ""), ("github", ""), ("markdown", "")])
def test_no_problem_no_report(fmt: str, empty: str) -> None:
    assert report([], fmt) == empty
    assert report([], "json") == "[]"


def test_json_keeps_every_field() -> None:
    rows = json.loads(report([OPEN, FIRST], "json"))
    assert [row["severity"] for row in rows] == ["fehler", "offen"]
    assert rows[0] == {
        "file": "a.csv",
        "line": 2,
        "column": "alter_bis",
        "rule": "zahl",
        "title": "Keine lesbare Zahl",
        "severity": "fehler",
        "text": "„drei“ ist keine Zahl.",
        "help": "mitmachen/regeln/#zahl",
    }


def test_github_annotations_are_escaped() -> None:
    bad = Problem("a,b:c.csv", 3, "", "zahl", "100% „x\n::error::y“")
    assert report([bad, OPEN], "github").splitlines() == [
        (
            "::error file=a%2Cb%3Ac.csv,line=3,title=Keine lesbare Zahl::100%25 „x%0A::error::y“"
            "%0AMehr dazu: mitmachen/regeln/#zahl"
        ),
        (
            "::notice file=a.md,line=1,title=Offener Punkt::Hier fehlt noch: Adresse."
            "%0AMehr dazu: mitmachen/regeln/#offen"
        ),
    ]


def test_github_shows_at_most_nine_and_counts_the_rest() -> None:
    lines = report(MANY, "github").splitlines()
    assert len(lines) == problems.ANNOTATIONS + 1 == 10
    assert lines[-1] == "Weitere Stellen: 11. Die Zusammenfassung des Laufs nennt sie alle."
    both = report([*MANY[:5], *(dataclasses.replace(OPEN, line=n) for n in range(9))], "github")
    assert [both.count(f"::{word} ") for word in ("error", "notice")] == [5, 4]


def test_every_form_names_the_place_in_the_help() -> None:
    site = "https://www.example.org/kette/"
    for fmt in problems.FORMATS:
        assert f"{site}mitmachen/regeln/#zahl" in report([FIRST], fmt, site)
        assert "mitmachen/regeln/#zahl" in report([FIRST], fmt)
    assert f"]({site}mitmachen/regeln/#zahl)" in report([FIRST], "markdown", site)


def test_markdown_is_a_table_that_shows_values_as_they_stand() -> None:
    bad = Problem("a_b.csv", 3, "x|y", "zahl", "<img src=x> [a](http://b) @wer `c`")
    row = report([bad, OPEN], "markdown").splitlines()[4]
    assert row.startswith("| a\\_b\\.csv | 3 | x\\|y | \\<img src\\=x\\>".replace("\\=", "="))
    assert "](" not in row.replace("\\]\\(", "")
    assert "@wer" not in row
    assert "### Offene Punkte" in report([bad, OPEN], "markdown")


@given(st.text())
def test_a_value_never_starts_a_line_of_its_own(value: str) -> None:
    problem = problems.found("zahl", "keine", file="a.csv", line=1, column="x", wert=value)
    for fmt in ("text", "github"):
        first, *rest = report([problem], fmt).splitlines()
        assert first.endswith(("[zahl]", "leer.%0AMehr dazu: mitmachen/regeln/#zahl"))
        assert all(not line.startswith("::") for line in rest)
    report([problem], "json").encode("utf-8")
    report([problem], "markdown").encode("utf-8")
