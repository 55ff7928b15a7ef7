"""Whatever the files hold: it is read or told, and nothing is ever raised."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from praeventionskette import packages, problems
from praeventionskette.catalogue import Town

from tests import golden

TOWN = Town("Beispielstadt", grenzen=(6.0, 51.0, 7.0, 52.0), email="info@example.org")


def load(town: Path) -> packages.Loaded:
    return packages.load(town / "datapackages", TOWN, base=town)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(
        ["angebote/orte.csv", "angebote/datapackage.json", "quartiere/quartiere.geojson"]
    ),
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda s: s.encode("utf-8", "surrogatepass")),
)
def test_any_bytes_are_read_or_told(tmp_path: Path, name: str, raw: bytes) -> None:
    town = tmp_path / "stadt"
    if not town.exists():
        shutil.copytree(golden.GOOD, town)
    path = town / "datapackages" / name
    before = path.read_bytes()
    try:
        path.write_bytes(raw)
        loaded = load(town)
    finally:
        path.write_bytes(before)
    assert loaded.catalogue is None
    for fmt in problems.FORMATS:
        problems.report(loaded.problems, fmt).encode("utf-8")


CELL = st.text(
    st.characters(codec="utf-8") | st.sampled_from(list(',"\n\r;|=-0123456789.')), max_size=20
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 17), CELL)
def test_any_cell_of_an_offer_is_read_or_told(tmp_path: Path, place: int, cell: str) -> None:
    """Cells that reach the rules across tables, whatever they hold."""
    town = tmp_path / "stadt"
    if not town.exists():
        shutil.copytree(golden.GOOD, town)
    path = town / "datapackages" / "angebote" / "angebote.csv"
    before = (golden.GOOD / "datapackages" / "angebote" / "angebote.csv").read_text("utf-8")
    row = before.splitlines()[-1].split(",")
    row[place] = '"' + cell.replace('"', '""') + '"'
    path.write_bytes((before + ",".join(row).replace("ne-003", "ne-004") + "\n").encode("utf-8"))
    loaded = load(town)
    assert (loaded.catalogue is None) == any(problem.stops for problem in loaded.problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)
DESCRIPTOR = (golden.GOOD / "datapackages" / "quartiere" / "datapackage.json").read_text("utf-8")


def _spots(node: object) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(node, dict | list):
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            pairs += [(node, key), *_spots(node[key])]
    return pairs


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), JSON)
def test_any_descriptor_is_read_or_told(tmp_path: Path, place: int, value: object) -> None:
    """A sound descriptor in which one thing, anywhere, is something else."""
    town = tmp_path / "stadt"
    if not town.exists():
        shutil.copytree(golden.GOOD, town)
    root = json.loads(DESCRIPTOR)
    spots = _spots(root)
    container, key = spots[place % len(spots)]
    container[key] = value
    path = town / "datapackages" / "quartiere" / "datapackage.json"
    path.write_text(json.dumps(root), encoding="utf-8")
    problems.report(load(town).problems).encode("utf-8")
