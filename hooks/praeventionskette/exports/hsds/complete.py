"""What HSDS requires and no cell says, and the removal of what would stay incomplete.

Nothing is invented: a place without a full postal address gets no address but keeps what is known
as a description; an offer whose provider no source names hangs on an organisation that says so.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from ...catalogue import Catalogue, Town
from ...identifiers import identifier
from .records import Builder, Record, Records, Value
from .tables import CHOICES, TABLES

STATES = {
    "01": "DE-SH", "02": "DE-HH", "03": "DE-NI", "04": "DE-HB", "05": "DE-NW", "06": "DE-HE",
    "07": "DE-RP", "08": "DE-BW", "09": "DE-BY", "10": "DE-SL", "11": "DE-BE", "12": "DE-BB",
    "13": "DE-MV", "14": "DE-SN", "15": "DE-ST", "16": "DE-TH",
}  # fmt: skip
"""The first two digits of an AGS are the federal state; ISO 3166-2 spells it."""

UNCONFIRMED = (
    "Noch hat niemand beim Träger nachgefragt. Bitte fragen Sie vor dem Besuch nach, "
    "ob die Angaben noch stimmen."
)
UNKNOWN = "Träger nicht bekannt"


def records(catalogue: Catalogue) -> Records:
    """All records of a catalogue, complete and each reference met."""
    builder = Builder(catalogue)
    found = builder.build()
    _phases(builder, catalogue)
    town = catalogue.town
    for record in found["organization"]:
        record.setdefault("description", f"Träger von Angeboten in {town.name}.")
    _services(found, town)
    _places(found, town)
    _taxonomies(builder, town)
    _schedules(found)
    for entity, rows in found.items():
        addresses = [c.name for c in TABLES[entity].columns if c.format == "uri"]
        for record in rows:
            for column in addresses:
                if column in record:
                    record[column] = _uri(str(record[column]))
    _prune(found)
    return found


def _phases(builder: Builder, catalogue: Catalogue) -> None:
    """The phases of an offer are derived from its ages; no column names them."""
    offers = builder.sources.get("angebote/angebote")
    phases = builder.sources.get("angebote/lebensphasen")
    if offers is None or phases is None:
        return
    for offer in catalogue.angebote:
        for phase in catalogue.phasen(offer):
            builder.attach(offers, offer.id, phases, phase.id)


def _services(found: Records, town: Town) -> None:
    unknown = identifier(town, "organization", UNKNOWN)
    for record in found["service"]:
        if record.get("status") not in CHOICES["service.status"]:
            record["status"] = "active" if record.get("status") == "aktiv" else "inactive"
        if "assured_date" not in record and record["status"] == "active":
            record["alert"] = UNCONFIRMED
        record.setdefault("organization_id", unknown)
    if any(r["organization_id"] == unknown for r in found["service"]):
        text = "Für diese Angebote nennt unsere Quelle keinen Träger."
        found["organization"].append({"id": unknown, "name": UNKNOWN, "description": text})


def _places(found: Records, town: Town) -> None:
    state = STATES.get(town.ags[:2])
    places = {str(r["id"]): r for r in found["location"]}
    for place in found["location"]:
        place.setdefault("location_type", "physical")
    for address in found["address"]:
        address.update(country="DE", address_type="physical")
        if state:
            address["state_province"] = state
        place = places.get(str(address.get("location_id")), {})
        if not _whole("address", address):
            town_line = " ".join(str(address[c]) for c in ("postal_code", "city") if address.get(c))
            known = [str(address.get("address_1", "")), town_line]
            place.setdefault("description", ", ".join(part for part in known if part))


def _schedules(found: Records) -> None:
    """A weekday means every week; a time has seconds, and midnight is the next day's beginning."""
    times = [c.name for c in TABLES["schedule"].columns if c.type == "time"]
    for record in found["schedule"]:
        if "byday" in record:
            record["freq"] = "WEEKLY"
        for column in times:
            if value := record.get(column):
                record[column] = f"{value}:00".replace("24:", "00:")[:8]


def _taxonomies(builder: Builder, town: Town) -> None:
    for source in builder.sources.values():
        if source.entity != "taxonomy_term":
            continue
        table = source.table
        taxonomy = identifier(town, "taxonomy", source.name)
        builder.records["taxonomy"].append(
            {
                "id": taxonomy,
                "name": table.title,
                "description": table.description or table.title,
                "version": source.package.version,
            }
        )
        by_id = {builder.id_of(source, str(row[source.key])): row for row in table.rows}
        for record in builder.records["taxonomy_term"]:
            if (row := by_id.get(str(record["id"]))) is not None:
                record["code"] = f"{table.name}/{row[source.key]}"
                record.setdefault("description", f"{table.title}: {record.get('name')}")
                record.update(taxonomy=table.title, taxonomy_id=taxonomy, language="de")


def _uri(address: str) -> str:
    """A web address in ASCII: umlauts in the host as IDNA, elsewhere as percent signs."""
    if address.isascii():
        return address
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    safe = "/%:@!$&'()*+,;=~-._?"
    return urlunsplit(
        (parts.scheme, host, quote(parts.path, safe), quote(parts.query, safe),
         quote(parts.fragment, safe))
    )  # fmt: skip


def _whole(entity: str, record: Record) -> bool:
    return all(record.get(name) not in (None, "") for name in TABLES[entity].required)


def _prune(found: Records) -> None:
    """Drop what lacks a required value, and what refers to something dropped, until none does."""
    dropped = True
    while dropped:
        dropped = False
        ids: dict[str, set[Value]] = {e: {r["id"] for r in rows} for e, rows in found.items()}
        for known in ids.values():
            known.add("")  # a reference may be left open
        for entity, rows in found.items():
            links = [(column, ids[other]) for column, other in TABLES[entity].links]
            kept = [
                r
                for r in rows
                if _whole(entity, r) and all(r.get(c, "") in known for c, known in links)
            ]
            dropped = dropped or len(kept) < len(rows)
            rows[:] = kept
