"""Where things lie, for "near me": a point for each quarter and the known points of an offer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .. import store
from ..catalogue import Catalogue
from .maps import geometry
from .offers import Offer

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""
PLACES = 4
"""Decimals of a quarter's point: some ten metres, far finer than it is true."""


def of_offer(o: Offer) -> tuple[Point, ...]:
    """The points of the offer's places that are known, in the order of its places."""
    return tuple(
        (float(ort.breite), float(ort.laenge))
        for ort in o.orte
        if ort.breite is not None and ort.laenge is not None
    )


def of_quarters(catalogue: Catalogue) -> dict[str, Point]:
    """A point for each quarter: the stated one, else the middle of its shape, else an estimate.

    The estimate lays the tile grid over the quarters whose point is stated (least squares, an
    affine map). It serves to sort by nearness and is never shown as a place.
    """
    found: dict[str, Point] = {}
    shapes, schematic = geometry(catalogue)
    for q in catalogue.quartiere:
        if q.breite is not None and q.laenge is not None:
            found[q.id] = (float(q.breite), float(q.laenge))
        elif not schematic and q.id in shapes:
            found[q.id] = _middle(shapes[q.id])
    estimate = _from_tiles(catalogue, found)
    return {
        q.id: found.get(q.id) or estimate[q.id]
        for q in catalogue.quartiere
        if q.id in found or q.id in estimate
    }


def _middle(shape: Mapping[str, Any]) -> Point:
    """Middle of the box around a polygon or multipolygon."""
    rings = shape["coordinates"]
    if shape["type"] == "MultiPolygon":
        rings = [ring for polygon in rings for ring in polygon]
    lons = [p[0] for ring in rings for p in ring]
    lats = [p[1] for ring in rings for p in ring]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    return round(middle[0], PLACES), round(middle[1], PLACES)


def _from_tiles(catalogue: Catalogue, stated: Mapping[str, Point]) -> dict[str, Point]:
    tiles = {
        q.id: (1.0, float(q.kachel_zeile), float(q.kachel_spalte))
        for q in catalogue.quartiere
        if q.kachel_zeile is not None and q.kachel_spalte is not None
    }
    both = {q: stated[q] for q in tiles if q in stated}
    if len(both) < 3 or len(tiles) == len(both):
        return {}
    made = store.recall("raster", (tiles, both), lambda: json.dumps(_laid(tiles, both)).encode())
    return {q: (lat, lon) for q, (lat, lon) in json.loads(made).items()}


def _laid(tiles: Mapping[str, tuple[float, ...]], stated: Mapping[str, Point]) -> dict[str, Point]:
    import numpy as np  # a third of a second: only where a tile has moved

    solved, _, rank, _ = np.linalg.lstsq(
        np.array([tiles[q] for q in stated]), np.array(list(stated.values())), rcond=None
    )
    if rank < 3:  # all stated quarters lie in one row of tiles
        return {}
    out = {}
    for q in tiles:
        lat, lon = np.array(tiles[q]) @ solved
        out[q] = (round(float(lat), PLACES), round(float(lon), PLACES))
    return out
