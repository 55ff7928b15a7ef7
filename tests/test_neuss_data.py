"""The offers of Neuss: ages that we derived from phases lead back to those very phases."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from praeventionskette.catalogue import Angebot, Catalogue, Lebensphase, Town

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "datapackages" / "angebote"

# Phases as read from the sources on 2026-11-24, in the order of the chain.
EXPECTED = {
    "ne-001": "0-3",
    "ne-002": "schwangerschaft|0-3",
    "ne-003": "0-3",
    "ne-004": "0-3|3-6",
    "ne-005": "schwangerschaft",
    "ne-006": "schwangerschaft",
    "ne-007": "0-3",
    "ne-008": "schwangerschaft|0-3",
    "ne-009": "schwangerschaft|0-3",
    "ne-010": "schwangerschaft|0-3",
    "ne-011": "schwangerschaft",
    "ne-012": "schwangerschaft|0-3",
    "ne-013": "schwangerschaft|0-3",
    "ne-014": "3-6",
    "ne-015": "3-6",
    "ne-016": "6-10",
    "ne-017": "6-10",
    "ne-018": "schwangerschaft|0-3|3-6",
    "ne-019": "0-3",
    "ne-020": "0-3|3-6|6-10|10-16|16-27",
    "ne-021": "10-16|16-27",
    "ne-022": "0-3|3-6|6-10|10-16",
    "ne-023": "6-10|10-16",
    "ne-024": "6-10|10-16|16-27",
    "ne-025": "6-10|10-16|16-27",
    "ne-026": "10-16|16-27",
    "ne-027": "10-16|16-27",
    "ne-028": "10-16",
    "ne-029": "6-10|10-16|16-27",
    "ne-030": "0-3|3-6|6-10|10-16|16-27",
    "ne-031": "10-16|16-27",
    "ne-032": "0-3|3-6|6-10|10-16|16-27",
    "ne-033": "0-3|3-6|6-10|10-16|16-27",
    "ne-034": "10-16",
    "ne-035": "6-10|10-16",
    "ne-036": "10-16",
    "ne-037": "10-16",
    "ne-038": "6-10|10-16",
    "ne-039": "10-16",
    "ne-040": "0-3|3-6",
    "ne-041": "0-3|3-6",
    "ne-042": "0-3|3-6",
    "ne-043": "0-3|3-6",
    "ne-044": "0-3|3-6",
    "ne-045": "0-3|3-6",
    "ne-046": "0-3|3-6",
    "ne-047": "0-3|3-6",
    "ne-048": "0-3|3-6",
    "ne-049": "0-3|3-6",
    "ne-050": "0-3|3-6",
    "ne-051": "0-3|3-6|6-10",
    "ne-052": "0-3|3-6",
    "ne-053": "3-6|6-10",
    "ne-054": "6-10|10-16",
    "ne-055": "6-10",
    "ne-056": "6-10|10-16|16-27",
    "ne-057": "3-6|6-10",
    "ne-058": "6-10|10-16|16-27",
    "ne-059": "16-27",
    "ne-060": "16-27",
    "ne-061": "10-16|16-27",
    "ne-062": "0-3|3-6|6-10|10-16",
    "ne-063": "0-3|3-6|6-10|10-16",
    "ne-064": "0-3|3-6|6-10|10-16",
    "ne-065": "0-3|3-6|6-10|10-16",
    "ne-066": "6-10|10-16",
    "ne-067": "6-10",
    "ne-068": "10-16|16-27",
    "ne-069": "10-16|16-27",
    "ne-070": "0-3|3-6|6-10|10-16",
    "ne-071": "0-3|3-6",
    "ne-072": "0-3",
    "ne-073": "0-3|3-6|6-10|10-16|16-27",
    "ne-074": "6-10|10-16",
}

STATUS = {"ne-009": "beendet", "ne-037": "beendet", "ne-038": "geplant", "ne-068": "ort-unklar"}


def _rows(table: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _age(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _catalogue() -> Catalogue:
    phases = tuple(
        Lebensphase(
            id=row["id"],
            name=row["name"],
            kurzname=row["kurzname"],
            reihenfolge=int(row["reihenfolge"]),
            alter_von=_age(row["alter_von"]),
            alter_bis=_age(row["alter_bis"]),
            schwangerschaft=row["schwangerschaft"] == "ja",
        )
        for row in _rows("lebensphasen")
    )
    offers = tuple(
        Angebot(
            id=row["id"],
            name=row["name"],
            bereich=row["bereich"],
            status=row["status"],
            quelle=row["quelle"],
            schwangerschaft=row["schwangerschaft"] == "ja",
            alter_von=_age(row["alter_von"]),
            alter_bis=_age(row["alter_bis"]),
        )
        for row in _rows("angebote")
    )
    return Catalogue(town=Town("Neuss"), packages=(), lebensphasen=phases, angebote=offers)


def test_derived_phases_equal_the_phases_read() -> None:
    catalogue = _catalogue()
    derived = {a.id: "|".join(p.id for p in catalogue.phasen(a)) for a in catalogue.angebote}
    assert len(EXPECTED) == 74
    assert {i: derived.get(i) for i in EXPECTED} == EXPECTED  # offers added later are free


def test_offers_that_are_not_current_keep_their_status() -> None:
    catalogue = _catalogue()
    by_id = {a.id: a for a in catalogue.angebote}
    current = {a.id for a in catalogue.aktuelle_angebote}
    assert {i: by_id[i].status for i in STATUS} == STATUS
    assert not current & set(STATUS)
