"""GeoJSON of the quarters."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from praeventionskette import problems
from praeventionskette.messages import meant
from praeventionskette.packages.located import JsonError, parse
from praeventionskette.packages.model import Data
from praeventionskette.problems import Problem


class _BrokenError(Exception):
    """A geometry that cannot be drawn: key of its sentence, the place found."""

    def __init__(self, key: str, found: object = "") -> None:
        super().__init__(key)
        self.key, self.found = key, found


def shapes(data: Data) -> Iterator[Problem]:
    """Each feature of a GeoJSON file is a closed area of a known quarter within the town."""
    for name, raw in data.files.items():
        if not name.lower().endswith((".geojson", ".json")):
            continue
        package, _, path = name.partition("/")
        file = f"{data.folder}/{package}/{path}"
        try:
            root = parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            yield problems.found("json", "zeichensatz", file=file, line=line)
        except JsonError as problem:
            yield problems.found(
                "json", problem.key, file=file, line=problem.line,
                stelle=problem.column, wort=problem.word,
            )  # fmt: skip
        else:
            if name.lower().endswith(".geojson"):
                yield from _collection(root, file, data)


def _collection(root: object, file: str, data: Data) -> Iterator[Problem]:
    if not isinstance(root, Mapping) or root.get("type") != "FeatureCollection":
        yield problems.found("geometrie", "wurzel", file=file, line=1)
        return
    features = root.get("features")
    if not isinstance(features, list) or not features:
        yield problems.found("geometrie", "leer", file=file, line=1)
        return
    if "crs" in root:
        yield problems.found("geometrie", "bezug", file=file, line=1)
    quarters = data.tables.get("quartiere/quartiere")
    known = set(quarters.texts.get("id", ())) if quarters and quarters.readable else None
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        line = getattr(feature, "line", 0)
        try:
            yield from _feature(feature, number, file, line, known, seen)
            _geometry(feature.get("geometry"), data.town.grenzen)
        except _BrokenError as broken:
            yield problems.found(
                "geometrie", broken.key, file=file, line=line, nummer=number, wert=broken.found
            )
    for quarter in sorted((known or set()) - seen - {""}):
        yield problems.found("geometrie", "fehlt", file=file, wert=quarter)


def _feature(
    feature: object, number: int, file: str, line: int, known: set[str] | None, seen: set[str]
) -> Iterator[Problem]:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    quarter = properties.get("id") if isinstance(properties, Mapping) else None
    if not isinstance(quarter, str):
        raise _BrokenError("kennung")
    if quarter in seen:
        yield problems.found("geometrie", "doppelt", file=file, line=line, wert=quarter)
    seen.add(quarter)
    if known is not None and quarter not in known:
        near = meant(quarter, known)
        yield problems.found(
            "geometrie", "unbekannt", file=file, line=line, wert=quarter, vorschlag=near
        )


def _geometry(geometry: object, box: tuple[float, float, float, float] | None) -> None:
    if not isinstance(geometry, Mapping):
        raise _BrokenError("art", "nichts")
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _BrokenError("art", kind)
    if kind == "Polygon":
        parts = [parts]
    if not isinstance(parts, list) or not parts:
        raise _BrokenError("ring")
    for polygon in parts:
        if not isinstance(polygon, list) or not polygon:
            raise _BrokenError("ring")
        for ring in polygon:
            _ring(ring, box)


def _ring(ring: Any, box: tuple[float, float, float, float] | None) -> None:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _BrokenError("ring")
    for point in ring:
        if (
            not isinstance(point, list)
            or not 2 <= len(point) <= 3
            or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in point)
            or not all(math.isfinite(n) for n in point)
        ):
            raise _BrokenError("punkt", json.dumps(point, ensure_ascii=False))
        lon, lat = point[0], point[1]
        west, south, east, north = box or (-180, -90, 180, 90)
        if not (west <= lon <= east and south <= lat <= north):
            raise _BrokenError("ausserhalb", f"{lon}, {lat}")
    if ring[0] != ring[-1]:
        raise _BrokenError("offen", json.dumps(ring[0]))
