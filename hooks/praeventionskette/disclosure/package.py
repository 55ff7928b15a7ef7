"""What may be published, as a Frictionless package: table, descriptor, certificate, report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from praeventionskette.disclosure.certificate import Certificate
from praeventionskette.disclosure.crosstable import (
    COUNT_COLUMN,
    PROPERTY,
    SHOWN,
    STATUS_COLUMN,
    WITHHELD,
    Declaration,
)
from praeventionskette.disclosure.geometry import Key, replace
from praeventionskette.disclosure.plan import Plan

TABLE_FILE = "tabelle.csv"
CERTIFICATE_FILE = "zertifikat.json"
REPORT_FILE = "bericht.md"
LICENCES: Mapping[str, Mapping[str, str]] = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Namensnennung 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "DL-DE-BY-2.0": {
        "name": "DL-DE-BY-2.0",
        "title": "Datenlizenz Deutschland Namensnennung 2.0",
        "path": "https://www.govdata.de/dl-de/by-2-0",
    },
    "DL-DE-ZERO-2.0": {
        "name": "DL-DE-ZERO-2.0",
        "title": "Datenlizenz Deutschland Zero 2.0",
        "path": "https://www.govdata.de/dl-de/zero-2-0",
    },
}


def declaration(plan: Plan) -> Declaration:
    """What the package declares about itself."""
    return Declaration(
        plan.geometry,
        plan.threshold,
        plan.group_threshold,
        plan.features,
        tuple((s.column, s.dimension, s.decimals) for s in plan.shares),
        CERTIFICATE_FILE,
    )


def share(part: int | None, whole: int | None, decimals: int) -> Decimal | None:
    """A percentage of published counts; None where one is withheld or nothing is there."""
    if part is None or whole is None or whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def table(plan: Plan, values: Mapping[Key, int | None]) -> str:
    """The CSV: one row a cell, margins included, in the order of the plan."""
    geometry = plan.geometry
    axes = {d.name: n for n, d in enumerate(geometry.dimensions)}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    names = [d.name for d in geometry.dimensions]
    writer.writerow([*names, COUNT_COLUMN, *(s.column for s in plan.shares), STATUS_COLUMN])
    for key in geometry.keys:
        value = values[key]
        row: list[object] = [*key, "" if value is None else value]
        for rate in plan.shares:
            axis = axes[rate.dimension]
            total = geometry.dimensions[axis].total
            whole = values[replace(key, axis, total)] if total is not None else None
            number = share(value, whole, rate.decimals)
            row.append("" if number is None else number)
        writer.writerow([*row, WITHHELD if value is None else SHOWN])
    return buffer.getvalue()


def _field(name: str, kind: str, title: str, description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, "description": description, **more}


def descriptor(plan: Plan) -> str:
    """The ``datapackage.json``."""
    fields = []
    for d in plan.geometry.dimensions:
        labels = [{"value": c, "label": d.label(c)} for c in d.codes]
        fields.append(
            _field(
                d.name, "string", d.title, f"Code der Ausprägung von „{d.title}“.",
                categories=labels, example=d.codes[0],
                constraints={"required": True, "enum": list(d.codes)},
            )
        )  # fmt: skip
    fields.append(
        _field(
            COUNT_COLUMN, "integer", "Anzahl", "Zahl der Personen; leer, wo sie geheim bleibt.",
            unit="Personen", example="128", constraints={"minimum": 0},
        )
    )  # fmt: skip
    for rate in plan.shares:
        fields.append(
            _field(
                rate.column, "number", "Anteil",
                "Anteil in Prozent, berechnet nur aus veröffentlichten Zahlen.",
                unit="%", example="12.5", constraints={"minimum": 0, "maximum": 100},
            )
        )  # fmt: skip
    states = [{"value": SHOWN, "label": "gemessen"}, {"value": WITHHELD, "label": "geheim"}]
    fields.append(
        _field(
            STATUS_COLUMN, "string", "Status",
            "„geheim“ schützt Menschen: die Zahl selbst oder eine andere wäre sonst zu errechnen.",
            categories=states, example=SHOWN,
            constraints={"required": True, "enum": [SHOWN, WITHHELD]},
        )
    )  # fmt: skip
    licence = LICENCES.get(plan.licence, {"name": plan.licence})
    resources: list[dict[str, Any]] = [
        {
            "name": "tabelle", "path": TABLE_FILE, "type": "table", "title": plan.title,
            "description": plan.description or plan.title, "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8",
            "schema": {
                "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                "fields": fields,
                "primaryKey": [d.name for d in plan.geometry.dimensions],
                "missingValues": [""],
            },
            PROPERTY: declaration(plan).dump(),
        },
        {
            "name": "zertifikat", "path": CERTIFICATE_FILE, "type": "json", "format": "json",
            "title": "Geheimhaltungs-Zertifikat", "mediatype": "application/json",
            "description": "Beleg: Geheimes ist nicht zu errechnen; ohne Rohdaten prüfbar.",
        },
    ]  # fmt: skip
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": plan.name,
        "title": plan.title,
        "description": plan.description or plan.title,
        "version": "1.0.0",
        "licenses": [licence],
    }
    if plan.source:
        source = {"path": plan.source} if "://" in plan.source else {}
        package["sources"] = [{"title": plan.source, **source}]
    package["resources"] = resources
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def files(
    plan: Plan, values: Mapping[Key, int | None], certificate: Certificate, report: str
) -> dict[str, str]:
    """Every file of the package by its name."""
    return {
        "datapackage.json": descriptor(plan),
        TABLE_FILE: table(plan, values),
        CERTIFICATE_FILE: certificate.dump(),
        REPORT_FILE: report,
    }
