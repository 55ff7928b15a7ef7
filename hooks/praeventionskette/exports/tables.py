"""A table as text: the CSV that a German Excel opens, and GeoJSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

from ..catalogue import Cell, Field, Table

_NUMBERS = frozenset(("number",))
_LATITUDE = ("location.latitude", "https://schema.org/latitude")
_LONGITUDE = ("location.longitude", "https://schema.org/longitude")


def written(raw: bytes) -> list[list[str]]:
    """The cells of a checked CSV file as they stand in it, header first."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def excel_csv(table: Table) -> bytes:
    """The same cells for a German Excel: BOM, semicolon, decimal comma, CRLF.

    Only the decimal point of number columns changes; codes and texts stay as written.
    """
    header, *rows = written(table.raw)
    numbers = [i for i, f in enumerate(table.fields) if f.type in _NUMBERS]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        for i in numbers:
            row[i] = row[i].replace(".", ",")
        writer.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def filtered_csv(table: Table, keep: set[int]) -> bytes:
    """Canonical CSV of some rows (numbers from 0), cells as written."""
    header, *rows = written(table.raw)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(row for i, row in enumerate(rows) if i in keep)
    return out.getvalue().encode()


def _role(fields: tuple[Field, ...], terms: tuple[str, ...]) -> str:
    return next((f.name for f in fields if f.hsds in terms or f.rdf_type in terms), "")


def point_columns(table: Table) -> tuple[str, str] | None:
    """The columns of latitude and longitude by their standard terms, or by name, or None."""
    names = {f.name for f in table.fields}
    lat = _role(table.fields, _LATITUDE) or ("breite" if "breite" in names else "")
    lon = _role(table.fields, _LONGITUDE) or ("laenge" if "laenge" in names else "")
    kinds = {f.name: f.type for f in table.fields}
    return (lat, lon) if lat and lon and kinds[lat] == kinds[lon] == "number" else None


def geojson(table: Table) -> bytes:
    """RFC 7946: a point where both coordinates are known, else a feature without geometry."""
    columns = point_columns(table)
    assert columns is not None
    lat, lon = columns
    key = table.primary_key[0] if len(table.primary_key) == 1 else ""
    features = []
    for row in table.rows:
        point = None
        if row[lat] is not None and row[lon] is not None:
            point = {"type": "Point", "coordinates": [as_json(row[lon]), as_json(row[lat])]}
        feature: dict[str, Any] = {"type": "Feature"}
        if key:
            feature["id"] = as_json(row[key])
        feature["geometry"] = point
        feature["properties"] = {f.name: as_json(row.get(f.name)) for f in table.fields}
        features.append(feature)
    return _collection(features)


def _collection(features: list[dict[str, Any]]) -> bytes:
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def as_json(value: Cell) -> Any:
    """A cell as JSON has it. Numbers have at most 15 digits, so a float holds them exactly."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
        return int(value) if whole else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) or None if isinstance(value, tuple) else value
