"""Maps by folium, drawn by the Leaflet that an installed package brings. Nothing is fetched.

A town with polygons gets them; one without, as Neuss today, gets the tile grid: one equal tile a
quarter. Colours are CSS classes, so that dark mode, print and hatching stay with the stylesheet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from ..catalogue import Catalogue
from ..workshop import Task
from .literals import hide, show

LEAFLET = ("leaflet.js", "leaflet.css")
SCRIPTS = ("assets/leaflet/leaflet.js", "assets/javascripts/pk-karte.js")
STYLES = ("assets/leaflet/leaflet.css",)
ELEMENT = "map_quartiere"
"""The id of the map's element; a page holds one such map."""
SCRIPT = "assets/karten/quartiere.js"
SHAPES = ("Polygon", "MultiPolygon")
"""What a quarter may be; the check (``packages/rules/geometry.py``) refuses all else."""


@dataclass(frozen=True, slots=True)
class Area:
    """How one quarter is drawn: its class ("1" to "5", "0", "geheim", …), its text and its link."""

    klasse: str
    text: str
    url: str = ""
    kurz: str = ""
    """The bare figure that fits on a tile."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map: its place, and what the page's script needs to know of it."""

    breite: float
    laenge: float
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Map:
    """A map ready for a page: its element, the script it shares with others, and its own data."""

    element: str
    script_path: str
    script: Task
    shapes: int
    schematic: bool
    name: str
    gebiete: dict[str, dict[str, str]]
    """By quarter id: class, text, link and bare figure, for an attribute of the element."""


def leaflet_files() -> dict[str, bytes]:
    """Leaflet's files from the installed package, by their path on the site."""
    root = Path(str(distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    return {f"assets/leaflet/{name}": (root / name).read_bytes() for name in LEAFLET}


def geometry(catalogue: Catalogue) -> tuple[dict[str, Any], bool]:
    """(GeoJSON geometry by quarter id, whether it is the schematic tile grid)."""
    package = catalogue.package("quartiere")
    for path, raw in sorted(package.files.items()) if package else ():
        if path.endswith(".geojson"):
            features = json.loads(raw)["features"]
            return {f["properties"]["id"]: f["geometry"] for f in features}, False
    tiles = {}
    for q in catalogue.quartiere:
        if q.kachel_zeile is not None and q.kachel_spalte is not None:
            tiles[q.id] = _tile(q.kachel_zeile, q.kachel_spalte)
    return tiles, True


def _tile(row: int, column: int, gap: float = 0.04) -> dict[str, Any]:
    """A square of side 1 less a gap; rows count downwards, so that north stays up."""
    west, east = column + gap, column + 1 - gap
    south, north = -row - 1 + gap, -row - gap
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _bounds(shapes: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    points: list[tuple[float, float]] = []

    def walk(part: Any) -> None:
        if isinstance(part[0], int | float):
            points.append((part[1], part[0]))
        else:
            for inner in part:
                walk(inner)

    for shape in shapes:
        walk(shape["coordinates"])
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return [[min(lats), min(lons)], [max(lats), max(lons)]]


def quarter_map(
    name: str, catalogue: Catalogue, areas: Mapping[str, Area], spots: Sequence[Spot] = ()
) -> Map | None:
    """The quarters of ``areas`` (by quarter id), or None where no geometry is known.

    All maps of a site share one script with the geometry; what differs (class, text, link) stands
    in the page, so that a reader loads the geometry once. spots: drawn on one canvas above the
    quarters, and left out on the tile grid, which has no coordinates; such a map has a script of
    its ``name``.
    """
    shapes, schematic = geometry(catalogue)
    features = [
        {
            "type": "Feature",
            "id": q.id,
            "properties": {"nummer": q.nummer, "name": q.name},
            "geometry": shapes[q.id],
        }
        for q in catalogue.quartiere
        if q.id in shapes
    ]
    shown = {f["id"]: asdict(areas[f["id"]]) for f in features if f["id"] in areas}
    if not shown:
        return None
    if spots and not schematic:
        script = Task("views.maps:base_script", (features, schematic, tuple(spots)))
        return Map(ELEMENT, f"assets/karten/{name}.js", script, len(shown), schematic, name, shown)
    script = Task("views.maps:base_script", (features, schematic))
    return Map(ELEMENT, SCRIPT, script, len(shown), schematic, name, shown)


def base_script(
    features: Sequence[Mapping[str, Any]], schematic: bool, spots: Sequence[Spot] = ()
) -> bytes:
    """folium's script for the map of the quarters: the same for every page without points."""
    import folium  # about a second of start-up: only in the process that draws
    from folium.utilities import JsCode

    drawn = folium.Map(
        tiles=None,
        crs="Simple" if schematic else "EPSG3857",
        zoom_control=not schematic,
        location=[0, 0],
        zoom_snap=0,
        attribution_control=False,
        scroll_wheel_zoom=False,
        dragging=not schematic,
        double_click_zoom=not schematic,
        touch_zoom=not schematic,
        box_zoom=False,
        keyboard=False,
        min_zoom=-5,
        fade_animation=False,
        zoom_animation=False,
        marker_zoom_animation=False,
    )
    # folium's own lists name foreign hosts; our pages bring Leaflet from an installed package.
    drawn.default_js, drawn.default_css = [], []
    drawn._id = ELEMENT.removeprefix("map_")  # folium's own ids are random
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": [_plain(f) for f in features]},
        style_function=lambda _: {"className": "pk-flaeche", "fillOpacity": 1},
        on_each_feature=JsCode("window.pkKarte.anbinden"),
        zoom_on_click=False,
        smooth_factor=0,
    )
    layer._id = drawn._id
    layer.add_to(drawn)
    if spots:
        _spots(spots, drawn._id).add_to(drawn)
    drawn.fit_bounds(_bounds([f["geometry"] for f in features]), padding=(6, 6))
    for child in drawn._children.values():
        if not child._id.startswith(drawn._id):
            child._id = drawn._id
    root: Any = drawn.get_root()
    root.render()
    return _own_scope(show(root.script.render()), ELEMENT).encode()


def _plain(feature: Mapping[str, Any]) -> dict[str, Any]:
    """A quarter for folium: shape and checked id as they are, every other text hidden."""
    shape = feature["geometry"]
    kind = shape["type"] if shape["type"] in SHAPES else "Polygon"
    return {
        "type": "Feature",
        "id": feature["id"],
        "properties": hide(feature["properties"]),
        "geometry": {"type": kind, "coordinates": shape["coordinates"]},
    }


def _spots(spots: Sequence[Spot], key: str) -> Any:
    """All points as one layer on one canvas; the page's script draws and binds them."""
    import folium
    from folium.utilities import JsCode

    marker: Any = folium.CircleMarker()
    marker.options = {"renderer": JsCode("window.pkKarte.leinwand()"), "radius": 8}
    features = [
        {
            "type": "Feature",
            "properties": hide(s.properties),
            "geometry": {"type": "Point", "coordinates": [s.laenge, s.breite]},
        }
        for s in spots
    ]
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=marker,
        on_each_feature=JsCode("window.pkKarte.punkt"),
        zoom_on_click=False,
    )
    layer._id = f"{key}_orte"
    return layer


def _own_scope(script: str, element: str) -> str:
    """Wrap folium's script, so that it runs only where its element is, and drop trailing blanks."""
    lines = [line.rstrip() for line in script.splitlines() if line.strip()]
    body = "\n".join(lines)
    return (
        f'(function () {{ if (!document.getElementById("{element}")) return;\n{body}\n'
        f'window.pkKarte.fertig({element}, "{element}");\n}})();\n'
    )
