"""The files of ``/daten/hsds/``: CSV tables, their descriptor, and each service as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ...catalogue import Catalogue
from ...identifiers import NAMESPACE, town_namespace
from ..jsontext import indented
from .complete import records
from .records import Record, Records, Value
from .tables import CHOICES, TABLES, Column, HsdsTable

FOLDER = "daten/hsds"
PLURALS = {
    "phone": "phones", "schedule": "schedules", "service_area": "service_areas",
    "language": "languages", "service_at_location": "service_at_locations",
    "address": "addresses", "accessibility": "accessibility",
}  # fmt: skip
"""What the JSON of HSDS calls the records that hang on another."""
OWNERS = ("service_id", "location_id", "organization_id", "link_id")
"""What a record can hang on, in this order."""


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of every file, nothing for a town without offers."""
    found = records(catalogue)
    if not found["service"]:
        return
    tables = [table for entity, table in TABLES.items() if found[entity]]
    for table in tables:
        yield f"{FOLDER}/{table.path}", _csv(table, found[table.entity])
    yield f"{FOLDER}/datapackage.json", _json(descriptor(catalogue, tables))
    listed = []
    for service in _services(found):
        path = f"services/{service['id']}.json"
        yield f"{FOLDER}/{path}", _json(service)
        listed.append(_listed(service, path))
    yield f"{FOLDER}/services.json", _json(_page(listed))


def _csv(table: HsdsTable, rows: list[Record]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in table.columns])
    names = [c.name for c in table.columns]
    writer.writerows([_text(r.get(name)) for name in names] for r in rows)
    return out.getvalue().encode()


def _text(value: Value | None) -> Value | None:
    """The cell as the writer shall see it, which writes nothing for None."""
    return format(value, "f") if isinstance(value, Decimal) else value


def descriptor(catalogue: Catalogue, tables: list[HsdsTable]) -> dict[str, Any]:
    """The ``datapackage.json`` of the export."""
    town = catalogue.town
    package = catalogue.package("angebote")
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hsds",
        "title": f"Angebote der Präventionskette {town.name} nach HSDS 3.0",
        "description": (
            "Die Tabellen des Pakets „angebote“ unter den Namen der Human Services Data "
            "Specification 3.0 (Open Referral). Die Kennungen sind UUIDs der Version 5 im "
            f"Namensraum {town_namespace(town)}; er ist uuid5({NAMESPACE}, "
            f"„{town.ags or town.name}“)."
        ),
        "version": package.version if package else "",
        "licenses": list(package.descriptor.get("licenses", [])) if package else [],
        "homepage": "https://docs.openreferral.org/en/v3.0.1/hsds/",
        "resources": [_resource(table, {t.entity for t in tables}) for table in tables],
    }


def _resource(table: HsdsTable, present: set[str]) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": entity, "fields": ["id"]}}
        for column, entity in table.links
        if entity in present and entity != table.entity
    ]
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": ["id"],
    }
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.entity,
        "type": "table",
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: HsdsTable, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name == "id":
        constraints["unique"] = True
    if choices := CHOICES.get(f"{table.entity}.{column.name}"):
        constraints["enum"] = list(choices)
    found: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.format:
        found["format"] = column.format
    return {**found, "constraints": constraints} if constraints else found


def _plain(record: Record) -> dict[str, Any]:
    """A record as JSON: only what is known, in the official order of the columns."""
    return {name: value for name, value in record.items() if value != ""}


def _scalar(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _services(found: Records) -> Iterator[dict[str, Any]]:
    """Every service with its organisation, places, numbers, languages and terms, one at a time."""
    hanging: dict[tuple[str, str], list[tuple[str, Record]]] = defaultdict(list)
    for entity in (*PLURALS, "attribute"):
        for record in found[entity]:
            # What belongs to a service and a place hangs on the service.
            column = next(c for c in OWNERS if c in record)
            owner = record.get("link_entity", column.removesuffix("_id"))
            hanging[str(owner), str(record[column])].append((entity, record))
    by_id = {
        entity: {str(r["id"]): r for r in found[entity]}
        for entity in ("organization", "location", "taxonomy_term")
    }

    def nested(entity: str, record: Record) -> dict[str, Any]:
        result = _plain(record)
        for child, row in hanging.get((entity, str(record["id"])), ()):
            inner = nested(child, row)
            inner.pop(f"{entity}_id", None)
            if child == "service_at_location":
                inner["location"] = nested("location", by_id["location"][inner.pop("location_id")])
            if child == "attribute":
                term = by_id["taxonomy_term"][inner.pop("taxonomy_term_id")]
                inner["taxonomy_term"] = _plain(term)
            result.setdefault(PLURALS.get(child, "attributes"), []).append(inner)
        return result

    for record in found["service"]:
        service = nested("service", record)
        organization = by_id["organization"][service.pop("organization_id")]
        yield {**service, "organization": nested("organization", organization)}


def _listed(service: dict[str, Any], path: str) -> dict[str, Any]:
    names = ("id", "name", "description", "status", "url")
    return {
        **{name: service[name] for name in names if name in service},
        "organization": {n: service["organization"][n] for n in ("id", "name")},
        "file": path,
    }


def _page(contents: list[dict[str, Any]]) -> dict[str, Any]:
    """The list of all services as the API of HSDS answers it: one page holds all."""
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def _json(value: Any) -> bytes:
    return indented(value, _scalar)
