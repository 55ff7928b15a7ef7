"""The page about the plan is complete, and its example works as it stands."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import yaml
from praeventionskette import problems
from praeventionskette.disclosure import anonymise, plan, relations

from tests.disclosure import made_up

PAGE = Path(__file__).resolve().parents[2] / "content" / "mitmachen" / "anonymisieren.md"
TEXT = PAGE.read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.+?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def test_example_works(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(block("yaml"), encoding="utf-8")
    sizes = {"altmarkt": 40, "hafenkai": 30, "seeblick": 9, "tannenhof": 8}
    rows = []
    for (quarter, size), sex, outcome, year in itertools.product(
        sizes.items(), "mw", ("unauffaellig", "auffaellig"), ("2024", "2025")
    ):
        count = size if outcome == "unauffaellig" else size // 5
        codes = {"quartier": quarter, "geschlecht": sex, "befund": outcome, "jahr": year}
        rows.append({**codes, "anzahl": count})
    made_up.write_csv(tmp_path / "roh.csv", rows)
    outcome = anonymise.run(path)
    assert not outcome.problems, problems.report(outcome.problems, "text")


def test_every_entry_is_explained() -> None:
    table = TEXT.split("## Was die Einträge bedeuten")[1].split("##")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    assert set(plan.KEYS) == set(re.findall(r"[a-z_]+", first)) & set(plan.KEYS)
    assert set(yaml.safe_load(block("yaml"))) <= set(plan.KEYS)


def test_declared_links_can_be_read() -> None:
    links = json.loads("{" + block("json") + "}")["geheimhaltung"]["verknuepfungen"]
    assert {link["art"] for link in links} == set(relations.KINDS)
    assert all(relations.read(link) is not None for link in links)
