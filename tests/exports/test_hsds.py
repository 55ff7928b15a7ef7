"""The HSDS export: references, terms, lasting identifiers, and the official check where it is."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys
import uuid
from functools import lru_cache
from pathlib import Path

import pytest
from frictionless import Package as Frictionless
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Town
from praeventionskette.exports.hsds import files
from praeventionskette.exports.hsds.tables import TABLES
from praeventionskette.identifiers import identifier, town_namespace

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ROOT.parent / "shared" / "checks" / "hsds.py"
TOWNS = ("mkdocs.yml", "tests/musterstadt/mkdocs.yml")


@lru_cache(maxsize=2)
def catalogue(town: str = TOWNS[0]) -> Catalogue:
    found = packages.check(ROOT / town).loaded.catalogue
    assert found is not None
    return found


@lru_cache(maxsize=2)
def exported(town: str = TOWNS[0]) -> dict[str, bytes]:
    made = dict(files.files(catalogue(town)))
    return {path.removeprefix("daten/hsds/"): content for path, content in made.items()}


def rows(name: str, town: str = TOWNS[0]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(town)[name].decode(), newline="")))


@pytest.fixture(params=TOWNS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for path, content in exported(request.param).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_the_tables_fit_their_own_descriptor_references_included(folder: Path) -> None:
    package = Frictionless(str(folder / "datapackage.json"))
    assert len(package.resources) >= 10
    report = package.validate()
    assert report.valid, report.flatten(["title", "fieldName", "note"])[:10]


def test_the_official_check_passes_where_it_is(folder: Path) -> None:
    if not OFFICIAL.is_file():  # our own descriptor was checked above
        return
    done = subprocess.run([sys.executable, str(OFFICIAL), str(folder)], capture_output=True)
    assert done.returncode == 0, done.stdout.decode()
    assert b" 0 errors" in done.stdout


@pytest.mark.parametrize("town", TOWNS)
def test_every_reference_is_met_and_every_identifier_stands_once(town: str) -> None:
    known: set[str] = set()
    for table in TABLES.values():
        for row in rows(table.path, town) if table.path in exported(town) else ():
            assert uuid.UUID(row["id"]).version == 5
            assert row["id"] not in known
            known.add(row["id"])
    for table in TABLES.values():
        for row in rows(table.path, town) if table.path in exported(town) else ():
            used = {v for k, v in row.items() if k.endswith("_id") and v}
            assert used <= known, table.path


def test_each_offer_is_a_service_with_its_status() -> None:
    status = {"aktiv": "active", "beendet": "defunct"}
    services = rows("services.csv")
    offers = catalogue().angebote
    assert len(services) == len(offers)
    for service, offer in zip(services, offers, strict=True):
        assert service["name"] == offer.name
        assert service["status"] == status.get(offer.status, "inactive")
        assert service["description"].startswith(offer.kurztext or "")
        age = "" if offer.alter_von is None else f"{offer.alter_von:f}"
        assert service["minimum_age"] == age
        checked = "" if offer.geprueft_am is None else offer.geprueft_am.isoformat()
        assert service["assured_date"] == checked
        assert bool(service["alert"]) == (not checked and service["status"] == "active")


def test_what_is_not_known_is_not_made_up() -> None:
    by_id = {row["id"]: row["name"] for row in rows("organizations.csv")}
    for service, offer in zip(rows("services.csv"), catalogue().angebote, strict=True):
        name = by_id[service["organization_id"]]
        provider = catalogue().traeger_by_id.get(offer.traeger or "")
        assert name == (provider.name if provider else "Träger nicht bekannt")
        assert offer.kosten != "unbekannt" or service["fees_description"] == (
            offer.kosten_text or ""
        )
    addresses = {row["location_id"] for row in rows("addresses.csv")}
    for place, ort in zip(rows("locations.csv"), catalogue().orte, strict=True):
        assert (place["id"] in addresses) == bool(ort.strasse and ort.plz and ort.ort)
        if ort.strasse and place["id"] not in addresses:
            assert ort.strasse in place["description"]
    assert {row["state_province"] for row in rows("addresses.csv")} == {"DE-NW"}


def test_phases_and_areas_are_attributes() -> None:
    terms = {row["id"]: row["code"] for row in rows("taxonomy_terms.csv")}
    offers = dict(zip((r["id"] for r in rows("services.csv")), catalogue().angebote, strict=True))
    wanted, found = set(), set()
    for row in rows("attributes.csv"):
        found.add((offers[row["link_id"]].id, terms[row["taxonomy_term_id"]]))
        assert row["link_entity"] == "service"
    for offer in catalogue().angebote:
        wanted.add((offer.id, f"bereiche/{offer.bereich}"))
        wanted |= {(offer.id, f"lebensphasen/{p.id}") for p in catalogue().phasen(offer)}
        if offer.quartier:
            wanted.add((offer.id, f"quartiere/{offer.quartier}"))
    assert found == wanted


def test_identifiers_last() -> None:
    """Pinned: whoever links to a record finds it again, whatever else changes."""
    first = next(row for row in rows("services.csv") if row["name"].startswith("Willkommens"))
    assert first["id"] == "c7b16a6b-851d-58be-8c4f-58c649055a2e"
    namespace = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "urn:praeventionskette"), "05162024")
    assert first["id"] == str(uuid.uuid5(namespace, "service/angebote/angebote/ne-001"))
    assert str(namespace) in exported()["datapackage.json"].decode()


@given(st.text(), st.lists(st.text(), max_size=3))
def test_an_identifier_is_the_uuid_of_version_5_of_its_name(kind: str, path: list[str]) -> None:
    town = Town("Musterstadt")
    plain = uuid.uuid5(town_namespace(town), "/".join((kind, *path)))
    assert identifier(town, kind, *path) == str(plain)


def test_identifiers_do_not_depend_on_the_order_or_on_other_rows() -> None:
    whole = catalogue()
    package = whole.package("angebote")
    assert package is not None
    table = package.table("angebote")
    assert table is not None
    fewer = dataclasses.replace(table, rows=tuple(reversed(table.rows[5:])))
    tables = tuple(fewer if t is table else t for t in package.tables)
    others = tuple(p for p in whole.packages if p is not package)
    changed = dataclasses.replace(
        whole, packages=(*others, dataclasses.replace(package, tables=tables))
    )
    made = dict(files.files(changed))["daten/hsds/services.csv"].decode()
    before = {row["name"]: row["id"] for row in rows("services.csv")}
    after = list(csv.DictReader(io.StringIO(made, newline="")))
    assert len(after) == len(before) - 5
    assert all(before[row["name"]] == row["id"] for row in after)


@pytest.mark.parametrize("town", TOWNS)
def test_each_service_is_json_with_all_that_hangs_on_it(town: str) -> None:
    page = json.loads(exported(town)["services.json"])
    assert page["total_items"] == len(page["contents"]) == len(catalogue(town).angebote)
    for entry in page["contents"]:
        service = json.loads(exported(town)[entry["file"]])
        assert service["id"] == entry["id"]
        assert service["organization"]["name"]
        for link in service.get("service_at_locations", ()):
            assert link["location"]["name"]
    places = sum(len(o.orte) for o in catalogue(town).angebote)
    linked = [
        link
        for entry in page["contents"]
        for link in json.loads(exported(town)[entry["file"]]).get("service_at_locations", ())
    ]
    assert len(linked) == places


def test_same_input_same_bytes() -> None:
    assert list(files.files(catalogue())) == list(files.files(catalogue()))


def test_a_town_without_offers_exports_nothing() -> None:
    empty = dataclasses.replace(catalogue(), packages=(), angebote=())
    assert list(files.files(empty)) == []
