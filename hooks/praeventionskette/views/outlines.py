"""The quarters as shapes on paper: polygons or tiles, fitted into a unit width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from ..catalogue import Catalogue
from . import maps

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outlines:
    """Rings of each quarter with x from 0 to 1 and y downwards from 0 to ``hoehe``."""

    ringe: Mapping[str, tuple[tuple[Point, ...], ...]]
    mitten: Mapping[str, Point]
    hoehe: float
    schematic: bool


def outlines(catalogue: Catalogue) -> Outlines | None:
    """The shapes of all quarters, or None where no geometry is known.

    Degrees are put on paper with the same scale both ways (at the town's latitude); a town is small
    enough for that.
    """
    geometry, schematic = maps.geometry(catalogue)
    known = {q.id for q in catalogue.quartiere}
    raw = {key: tuple(_rings(shape)) for key, shape in geometry.items() if key in known}
    points = [p for rings in raw.values() for ring in rings for p in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = 1.0 if schematic else cos(radians((south + north) / 2))
    scale = 1 / (((east - west) * squeeze) or 1.0)

    def put(point: Point) -> Point:
        x, y = (point[0] - west) * squeeze * scale, (north - point[1]) * scale
        return round(x, 4), round(y, 4)

    rings = {key: tuple(tuple(map(put, ring)) for ring in parts) for key, parts in raw.items()}
    return Outlines(
        rings,
        {key: _centre(max(parts, key=_area)) for key, parts in rings.items()},
        (north - south) * scale,
        schematic,
    )


def _rings(shape: Mapping[str, Any]) -> Iterator[tuple[Point, ...]]:
    several = shape["type"] == "MultiPolygon"
    for polygon in shape["coordinates"] if several else [shape["coordinates"]]:
        for ring in polygon:
            yield tuple((float(p[0]), float(p[1])) for p in ring[:-1])


def _doubled(ring: tuple[Point, ...]) -> Iterator[tuple[Point, Point, float]]:
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        yield a, b, a[0] * b[1] - b[0] * a[1]


def _area(ring: tuple[Point, ...]) -> float:
    return abs(sum(cross for _, _, cross in _doubled(ring))) / 2


def _centre(ring: tuple[Point, ...]) -> Point:
    """The centre of mass of a ring; the middle of its points where it has no area."""
    total = sum(cross for _, _, cross in _doubled(ring))
    if not total:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    x = sum((a[0] + b[0]) * cross for a, b, cross in _doubled(ring)) / (3 * total)
    y = sum((a[1] + b[1]) * cross for a, b, cross in _doubled(ring)) / (3 * total)
    return round(x, 4), round(y, 4)
