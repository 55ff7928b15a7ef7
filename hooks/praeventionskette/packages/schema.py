"""The columns of a table, read strictly from the schema of its resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from praeventionskette.catalogue import Field
from praeventionskette.messages import listed, meant
from praeventionskette.packages import patterns
from praeventionskette.packages.model import FALSE_VALUES, TRUE_VALUES, FieldSpec, ForeignKey
from praeventionskette.packages.says import Says

TYPES = (
    "string", "integer", "number", "boolean", "date", "list", "year", "yearmonth", "time",
    "datetime", "duration", "object", "array", "geopoint", "geojson", "any",
)  # fmt: skip
CONSTRAINTS = (
    "required", "unique", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength",
)  # fmt: skip
FIELDS = 500
"""Columns of a table."""
FIXED = {
    "decimalChar": ".", "groupChar": "", "bareNumber": True, "itemType": "string",
}  # fmt: skip
"""Properties of a field that may only have this value here: one spelling for all towns."""


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def columns(value: object) -> tuple[str, ...]:
    """A key's columns: the standard allows one name or a list of names."""
    return _strings(value)


def _categories(value: object) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, Mapping):
            pairs.append((_plain(item.get("value")), _plain(item.get("label", item.get("value")))))
        else:
            pairs.append((_plain(item), _plain(item)))
    return tuple(pairs)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _constraints(raw: Mapping[str, Any], name: str, says: Says) -> dict[str, Any]:
    found = raw.get("constraints", {})
    if not isinstance(found, Mapping):
        says(
            "aufbau",
            "art",
            wo=f"bei der Spalte {name}",
            name="constraints",
            soll="eine Klammer {…}",
        )
        return {}
    result: dict[str, Any] = {}
    for key, value in found.items():
        if key not in CONSTRAINTS:
            says("schema", "bedingung", spalte=name, name=key, vorschlag=meant(key, CONSTRAINTS))
        elif key == "pattern" and not (isinstance(value, str) and patterns.safe(value)):
            says("schema", "muster", spalte=name, wert=value)
        elif _fits(key, value, raw.get("type", "string")):
            result[key] = value
        else:
            says("schema", "bedingungswert", spalte=name, name=key, wert=value)
    return result


def _fits(key: str, value: object, type_: object) -> bool:
    if key in ("required", "unique"):
        return isinstance(value, bool)
    if key == "enum":
        return isinstance(value, list) and bool(value)
    if key in ("minLength", "maxLength"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if type_ in ("number", "integer", "year"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str | int | float)


def field(raw: object, position: int, says: Says) -> FieldSpec | None:
    """One column, or None (with a problem) where it cannot be used."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("name"), str) or not raw["name"]:
        says("aufbau", "spaltenname", nummer=position)
        return None
    name, type_ = raw["name"], raw.get("type", "string")
    says = says.at(getattr(raw, "line", 0))
    if type_ not in TYPES:
        says("schema", "typ", spalte=name, wert=type_, vorschlag=meant(str(type_), TYPES))
        return None
    for key, only in FIXED.items():
        if raw.get(key, only) != only:
            says("schema", "eigenschaft", spalte=name, name=key, wert=raw[key], soll=only or "")
    format_ = raw.get("format", "default")
    if not isinstance(format_, str) or (type_ == "date" and format_ != "default"):
        says("schema", "format", spalte=name, wert=format_)
        format_ = "default"
    constraints = _constraints(raw, name, says)
    categories = _categories(raw.get("categories"))
    enum = tuple(_plain(value) for value in constraints.get("enum", ()))
    values = tuple(value for value, _ in categories)
    if enum and values and set(enum) != set(values):
        difference = sorted(set(enum) ^ set(values))
        says("schema", "auswahl", spalte=name, werte=listed(difference, word="und"))
    delimiter = raw.get("delimiter", "," if type_ == "list" else "")
    return FieldSpec(
        field=Field(
            name=name,
            title=_plain(raw.get("title")) or name,
            description=_plain(raw.get("description")),
            type=type_,
            required=constraints.get("required", False),
            categories=categories,
            references=_strings(raw.get("verweis", [])),
            hsds=_plain(raw.get("hsds")),
            rdf_type=_plain(raw.get("rdfType")),
            unit=_plain(raw.get("unit")),
            example=_plain(raw.get("example")),
            delimiter=_plain(delimiter),
            empty=_plain(raw.get("leer")),
        ),
        format=format_,
        constraints=constraints,
        true_values=_strings(raw.get("trueValues", list(TRUE_VALUES))),
        false_values=_strings(raw.get("falseValues", list(FALSE_VALUES))),
        allowed=enum or values,
    )


def fields(raw: Mapping[str, Any], says: Says) -> tuple[FieldSpec, ...]:
    """All columns of a schema; names twice are a problem."""
    listed_fields = raw.get("fields")
    if not isinstance(listed_fields, list) or not listed_fields:
        says("aufbau", "fehlt", wo="unter „schema“", name="fields")
        return ()
    if len(listed_fields) > FIELDS:
        says("aufbau", "viele", name="fields", zahl=len(listed_fields), grenze=FIELDS)
        return ()
    result: list[FieldSpec] = []
    for position, item in enumerate(listed_fields, 1):
        spec = field(item, position, says)
        if spec is None:
            continue
        if spec.name in {other.name for other in result}:
            says.at(getattr(item, "line", 0))("name", "spalte_doppelt", name=spec.name)
        else:
            result.append(spec)
    return tuple(result)


def named(raw: Mapping[str, Any]) -> Iterator[str]:
    """The names of all columns that a schema lists, understood or not."""
    for item in raw.get("fields", []):
        if isinstance(item, Mapping) and isinstance(item.get("name"), str):
            yield item["name"]


def keys(raw: Mapping[str, Any], names: Sequence[str], says: Says) -> Iterator[tuple[str, ...]]:
    """The primary key (or ``()``), then each unique key; columns that do not exist are told."""
    unique = raw.get("uniqueKeys", [])
    for value in [raw.get("primaryKey", []), *(unique if isinstance(unique, list) else [unique])]:
        key = columns(value)
        for name in key:
            if name not in names:
                says("schema", "schluessel", name=name, vorschlag=meant(name, names))
        yield key if set(key) <= set(names) else ()


def foreign_keys(
    raw: Mapping[str, Any], table: str, names: Sequence[str], says: Says
) -> Iterator[ForeignKey]:
    """The foreign keys of a schema that are sound."""
    found = raw.get("foreignKeys", [])
    for item in found if isinstance(found, list) else [found]:
        reference = item.get("reference") if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or not isinstance(reference, Mapping):
            says("schema", "fremdschluessel")
            continue
        own, other = columns(item.get("fields")), columns(reference.get("fields"))
        target = _plain(reference.get("resource")) or table
        if not own or len(own) != len(other) or not set(own) <= set(names):
            says("schema", "fremdschluessel")
            continue
        yield ForeignKey(own, target, other)
