"""The tables of HSDS 3.0 that we may fill, with their columns in the official order.

Names, types and what is required are those of the specification's tabular descriptor. A column is
written ``name``, ``name:format``, and with ``!`` where a value is required.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

_LISTED = {
    "organization": (
        "organizations.csv",
        (
            "id:uuid! name! alternate_name description! email:email website:uri tax_status tax_id"
            " year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid"
        ),
    ),
    "service": (
        "services.csv",
        (
            "id:uuid! organization_id:uuid! program_id:uuid name! alternate_name description"
            " url:uri email:email status! interpretation_services application_process"
            " fees_description wait_time fees accreditations eligibility_description"
            " minimum_age:number maximum_age:number assured_date:date assurer_email:email"
            " licenses alert last_modified:datetime"
        ),
    ),
    "location": (
        "locations.csv",
        (
            "id:uuid! location_type! url:uri organization_id:uuid name alternate_name description"
            " transportation latitude:number longitude:number external_identifier"
            " external_identifier_type"
        ),
    ),
    "service_at_location": (
        "service_at_location.csv",
        "id:uuid! service_id:uuid! location_id:uuid! description",
    ),
    "address": (
        "addresses.csv",
        (
            "id:uuid! location_id:uuid attention address_1! address_2 city! region state_province!"
            " postal_code! country! address_type!"
        ),
    ),
    "phone": (
        "phones.csv",
        (
            "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
            " service_at_location_id:uuid number! extension:number type description"
        ),
    ),
    "schedule": (
        "schedules.csv",
        (
            "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date"
            " valid_to:date dtstart:date timezone:number until:date count:number wkst freq"
            " interval:number byday byweekno bymonthday byyearday description opens_at:time"
            " closes_at:time schedule_link:uri attending_type notes"
        ),
    ),
    "service_area": (
        "service_areas.csv",
        "id:uuid! service_id:uuid name description extent extent_type uri:uri",
    ),
    "language": (
        "languages.csv",
        "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note",
    ),
    "accessibility": (
        "accessibility.csv",
        "id:uuid! location_id:uuid description details url:uri",
    ),
    "attribute": (
        "attributes.csv",
        "id:uuid! link_id:uuid! taxonomy_term_id:uuid! link_type link_entity! value",
    ),
    "taxonomy": ("taxonomies.csv", "id:uuid! name! description! uri:uri version"),
    "taxonomy_term": (
        "taxonomy_terms.csv",
        (
            "id:uuid! code name! description! parent_id:uuid taxonomy language taxonomy_id:uuid"
            " term_uri:uri"
        ),
    ),
}
CHOICES = MappingProxyType(
    {
        "service.status": ("active", "inactive", "defunct", "temporarily closed"),
        "schedule.wkst": ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
        "schedule.freq": ("WEEKLY", "MONTHLY"),
    }
)
"""Columns where only these values may stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` as in Table Schema; ``format`` is "uuid", "uri", "email" or ""."""

    name: str
    type: str = "string"
    format: str = ""
    required: bool = False


@dataclass(frozen=True)
class HsdsTable:
    """One table under its official name."""

    entity: str
    path: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of this name, or None."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that every record must fill."""
        return tuple(c.name for c in self.columns if c.required)

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(column, entity it refers to) of each reference."""
        found = []
        for column in self.columns:
            entity = "taxonomy_term" if column.name == "parent_id" else column.name[:-3]
            if column.format == "uuid" and entity in _LISTED:
                found.append((column.name, entity))
        return tuple(found)


def _column(spelt: str) -> Column:
    name, _, kind = spelt.rstrip("!").partition(":")
    plain = kind in ("uuid", "uri", "email", "")
    return Column(name, "string" if plain else kind, kind if plain else "", spelt.endswith("!"))


TABLES = MappingProxyType(
    {
        entity: HsdsTable(entity, path, tuple(_column(c) for c in columns.split()))
        for entity, (path, columns) in _LISTED.items()
    }
)
"""By entity, in the order in which they are written."""
