"""An invented town in memory: indicators and values as short rows, for attacks on the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from praeventionskette.catalogue import (
    Catalogue,
    Gebiet,
    Kennzahl,
    Package,
    Quartier,
    Town,
    Wert,
)

QUARTERS = ("altmarkt", "hafenkai", "muehlfeld", "nordring", "seeblick", "tannenhof")
NAMES = dict(
    zip(
        QUARTERS,
        ("Altmarkt", "Hafenkai", "Mühlfeld", "Nordring", "Seeblick", "Tannenhof"),
        strict=True,
    )
)
AREAS = (
    Gebiet("stadt", "Stadt", "stadt", QUARTERS),
    Gebiet("gruppe-see-wald", "Seeblick/Tannenhof", "gruppe", ("seeblick", "tannenhof")),
    Gebiet("nordhaelfte", "Nordhälfte", "zusammenfassung", ("nordring", "seeblick", "tannenhof")),
    Gebiet(
        "ostseite",
        "Ostseite",
        "zusammenfassung",
        ("muehlfeld", "nordring", "seeblick", "tannenhof"),
    ),
    Gebiet("dorf", "Dorf", "ortsteil", ("nordring",)),
)
Row = tuple[str, str, int, Any]


def indicator(id_: str, art: str = "anzahl", **more: Any) -> Kennzahl:
    """An indicator with what a test does not care about."""
    unit = {"anzahl": "Personen", "saldo": "Personen", "anteil": "%"}.get(art, "Jahre")
    digits = 1 if art in ("anteil", "mittelwert") else 0
    values = {"einheit": unit, "beschreibung": "Erfunden.", "nachkommastellen": digits, **more}
    return Kennzahl(id=id_, name=values.pop("name", id_.capitalize()), art=art, **values)


def town(
    rows: Iterable[Row],
    *indicators: Kennzahl,
    declared: Mapping[str, Any] | None = None,
    hints: Mapping[str, str] | None = None,
) -> Catalogue:
    """A catalogue. A value is a number, "geheim" or None (not available)."""
    values = []
    for n, (name, area, year, value) in enumerate(rows):
        number = None if value in ("geheim", None) else Decimal(str(value))
        status = (
            "geheim"
            if value == "geheim"
            else "gemessen"
            if value is not None
            else "nicht-verfuegbar"
        )
        hint = (hints or {}).get(area, "Geheim." if status == "geheim" else None)
        values.append(Wert(f"w-{n}", name, area, status, jahr=year, wert=number, hinweis=hint))
    names = {r[0] for r in rows}
    known = {k.id for k in indicators}
    entries = (*indicators, *(indicator(n) for n in sorted(names - known)))
    quarters = tuple(Quartier(q, str(n), NAMES[q]) for n, q in enumerate(QUARTERS))
    package = Package("monitoring", "", "", "", {"geheimhaltung": dict(declared or {})}, b"", ())
    return Catalogue(
        Town("Musterstadt"), (package,), quartiere=quarters, gebiete=AREAS,
        kennzahlen=entries, werte=tuple(values),
    )  # fmt: skip


def across(name: str, year: int, *values: Any, **areas: Any) -> list[Row]:
    """One value for each quarter in order, and some areas by id (``_`` for ``-``)."""
    rows: list[Row] = [(name, q, year, v) for q, v in zip(QUARTERS, values, strict=False)]
    return rows + [(name, a.replace("_", "-"), year, v) for a, v in areas.items()]
