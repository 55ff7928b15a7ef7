"""Maps: shapes, classes, nothing fetched, the same bytes each time."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2.utils import htmlsafe_json_dumps
from praeventionskette.catalogue import Package
from praeventionskette.views import literals, maps
from praeventionskette.views.classes import quantiles

from tests.views.town import HOSTILE, town

AREAS = {"nord": maps.Area("1", "12"), "sued": maps.Area("geheim", HOSTILE)}


def test_a_tile_each_and_the_same_bytes_again() -> None:
    first, second = (maps.quarter_map("a-b", town(), AREAS) for _ in range(2))
    assert first is not None
    assert first == second
    assert first.shapes == 2
    assert first.schematic
    assert first.script.run() == first.script.run()


def test_the_script_fetches_nothing_and_holds_no_markup_from_data() -> None:
    drawn = maps.quarter_map("a", town(), AREAS)
    assert drawn is not None
    script = drawn.script.run().decode()
    assert "http" not in script
    assert "<script" not in script.replace(HOSTILE, "")
    assert "L.geoJson" in script


def test_all_maps_of_a_site_share_one_script() -> None:
    first = maps.quarter_map("a", town(), AREAS)
    second = maps.quarter_map("b", town(), {**AREAS, "nord": maps.Area("5", "99")})
    assert first is not None
    assert second is not None
    assert (first.script_path, first.script) == (second.script_path, second.script)
    assert first.gebiete["nord"]["klasse"] == "1"
    assert second.gebiete["nord"]["klasse"] == "5"


def test_polygons_win_over_tiles() -> None:
    ring = [[6.6, 54.6], [6.7, 54.6], [6.7, 54.7], [6.6, 54.6]]
    feature = {"type": "Feature", "properties": {"id": "nord"},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    raw = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    package = Package("quartiere", "", "", "", {}, b"", (), {"quartiere.geojson": raw})
    catalogue = town()
    with_polygons = type(catalogue)(catalogue.town, (package,), quartiere=catalogue.quartiere)
    drawn = maps.quarter_map("a", with_polygons, AREAS)
    assert drawn is not None
    assert not drawn.schematic
    assert drawn.shapes == 1


def test_without_geometry_there_is_no_map() -> None:
    assert maps.quarter_map("a", town(quartiere=()), AREAS) is None


def test_leaflet_comes_from_an_installed_package() -> None:
    files = maps.leaflet_files()
    assert set(files) == {"assets/leaflet/leaflet.js", "assets/leaflet/leaflet.css"}
    assert b"Leaflet 1." in files["assets/leaflet/leaflet.js"][:200]


@pytest.mark.parametrize(
    ("values", "ranges"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]),
        ([5, 5, 5, 5], [(5, 5)]),
        ([1, 2, 3], [(1, 3)]),
        ([7], [(7, 7)]),
        ([0, 0, 0, 0, 9, 10], [(0, 0), (9, 10)]),
    ],
)
def test_quantiles(values: list[int], ranges: list[tuple[int, int]]) -> None:
    classes = quantiles([Decimal(v) for v in values])
    assert [(int(a), int(b)) for a, b in classes.ranges] == ranges
    for value in values:
        low, high = classes.ranges[classes.of(Decimal(value)) - 1]
        assert low <= value <= high


RUNS = "{{ cycler.__init__.__globals__.os.mkdir(cycler.__name__) }}"
"""folium takes a finished script for a template again: this made a folder during a build."""


@pytest.mark.parametrize(
    "text", ["", "{{ 7*7 }}", "{% raw %}", "{# weg #}", "{% include '/x' %}", 'pk:41:"', "</x>"]
)
def test_text_from_data_is_no_template_of_folium(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    evil = text + RUNS
    feature = {"type": "Feature", "id": "q", "properties": {"name": evil}, "geometry": square}
    spot = maps.Spot(0.5, 0.5, {"ort": evil, "angebote": [["a", evil]]})
    script = maps.base_script([feature], False, [spot]).decode()
    assert list(tmp_path.iterdir()) == []
    assert "</" not in script
    assert script.count(str(htmlsafe_json_dumps(evil))) == 3


def test_a_text_comes_out_as_it_went_in() -> None:
    for text in ("", "Größe", '"\\', "\ud800", "pk::", "\u2028"):
        assert json.loads(literals.show(json.dumps(literals.hide(text)))) == text
    assert literals.hide({"a": [1, None, ("b",)]}) == {"a": [1, None, ["pk:62:"]]}
