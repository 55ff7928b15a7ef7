"""The page about indicators explains every column, and its entries can be copied as they are."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from praeventionskette.catalogue import Kennzahl, Wert

from tests.conftest import ROOT

TEXT = (ROOT / "content" / "mitmachen" / "kennzahlen.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "tests" / "musterstadt" / "datapackages" / "monitoring" / "datapackage.json"


@pytest.mark.parametrize(("table", "record"), [("kennzahlen", Kennzahl), ("werte", Wert)])
def test_every_column_is_explained(table: str, record: type) -> None:
    part = re.split(r"^## ", TEXT.split(f": {table}.csv\n", 1)[1], flags=re.MULTILINE)[0]
    explained = re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE)
    assert sorted(explained) == sorted(f.name for f in dataclasses.fields(record))


def test_the_entries_for_a_descriptor_are_those_of_a_town_that_uses_them() -> None:
    block = re.search(r"```json\n(.+?)```", TEXT, re.DOTALL)
    assert block
    resources = json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]
    used = {f["name"]: f for r in resources for f in r["schema"]["fields"]}
    entries = json.loads(block[1])
    assert entries == [used[entry["name"]] for entry in entries]
    optional = {"klassen", "nenner_kennzahl", "gebietsstand", "bruch"}
    assert {entry["name"] for entry in entries} == optional
