"""A ``datapackage.json``, read strictly: what we do not know is refused, nothing is fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from praeventionskette.packages import files, schema
from praeventionskette.packages.located import JsonError, parse
from praeventionskette.packages.model import PackageSpec, ResourceSpec
from praeventionskette.packages.says import Notes, Says

RESOURCES = 200
"""Tables and files of a package."""
NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
PROFILES = re.compile(
    r"https://datapackage\.org/profiles/[12]\.0/"
    r"(datapackage|dataresource|tableschema|tabledialect)\.json"
)
LEGACY_PROFILES = re.compile(r"(tabular-)?data-(package|resource)")
DIALECT = {
    "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "headerRows": [1],
    "lineTerminator": "\n", "skipInitialSpace": False, "caseSensitiveHeader": False,
}  # fmt: skip


def read(folder: Path, base: Path, notes: Notes, name: str = "") -> PackageSpec | None:
    """One package's descriptor, or None where nothing can be done with it (then it was said).

    name: what the package has to be called; the folder's name where nothing is given.
    """
    name = name or folder.name
    shown = files.shown(folder, base)
    file = f"{shown}/{files.DESCRIPTOR}"
    says = Says(notes, file)
    if not inside_parent(folder):
        says("pfad", "link", path=folder.name)
        return None
    raw = files.read(folder, files.DESCRIPTOR, file)
    if not isinstance(raw, bytes):
        if raw.rule == "datei" and not (folder / files.DESCRIPTOR).exists():
            says("paket", "datei_fehlt", ordner=folder.name)
        else:
            notes.add(raw)
        return None
    root = _json(raw, says)
    if not isinstance(root, Mapping):
        return None
    return _package(root, folder, name, shown, raw, says.at(1))


def inside_parent(folder: Path) -> bool:
    """Whether a package's folder really lies where it seems to."""
    return files.inside(folder.parent, folder)


def _json(raw: bytes, says: Says) -> Any:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        says.at(raw.count(b"\n", 0, error.start) + 1)("json", "zeichensatz")
        return None
    if text.startswith("\ufeff"):
        says.at(1)("json", "bom")
        text = text[1:]
    try:
        root = parse(text)
    except JsonError as problem:
        says.at(problem.line)("json", problem.key, stelle=problem.column, wort=problem.word)
        return None
    if not isinstance(root, Mapping):
        says.at(1)("json", "wurzel")
    return root


def _remote(value: object, says: Says, name: str = "") -> bool:
    """Say each reference that would leave the file; True where there is one."""
    if isinstance(value, list):
        refused = [_remote(item, says, name) for item in value]
        return any(refused)
    if isinstance(value, str):
        word = "adresse" if files.is_remote(value) else "verweis"
        says("fern", word, name=name, wert=value)
        return True
    if not isinstance(value, Mapping):
        return False
    here = says.at(getattr(value, "line", 0))
    refused = [_remote(value[key], here, key) for key in _NESTED if key in value]
    if "$ref" in value:
        here("fern", "ref", wert=value["$ref"])
        refused.append(True)
    for key, known in (("$schema", PROFILES), ("profile", LEGACY_PROFILES)):
        if key in value and not (isinstance(value[key], str) and known.fullmatch(value[key])):
            here("fern", "profil", name=key, wert=value[key])
            refused.append(True)
    return any(refused)


_NESTED = ("resources", "schema", "dialect")


def _package(
    root: Mapping[str, Any], folder: Path, name: str, shown: str, raw: bytes, says: Says
) -> PackageSpec | None:
    refused = _remote(root, says)
    texts = {key: _text(root, key, says, required=key != "version") for key in _TEXTS}
    if texts["name"] and texts["name"] != name:
        says("name", "paket", wert=texts["name"], ordner=name)
    if not NAME.fullmatch(name):
        says("name", "form", wert=name)
    if not isinstance(root.get("licenses"), list) or not root["licenses"]:
        says("aufbau", "lizenz")
    found = root.get("resources")
    if not isinstance(found, list) or not found:
        says("aufbau", "fehlt", wo="in der Beschreibung des Pakets", name="resources")
        return None
    if len(found) > RESOURCES:
        says("aufbau", "viele", name="resources", zahl=len(found), grenze=RESOURCES)
        return None
    if refused:
        return None
    resources: list[ResourceSpec] = []
    for position, item in enumerate(found, 1):
        spec = _resource(item, position, says)
        if spec is None:
            continue
        here = says.at(spec.line)
        if any(spec.name.casefold() == other.name.casefold() for other in resources):
            here("name", "tabelle_doppelt", name=spec.name)
        elif any(spec.path.casefold() == other.path.casefold() for other in resources):
            here("name", "datei_doppelt", name=spec.path)
        else:
            resources.append(spec)
    return PackageSpec(
        name=name,
        title=texts["title"],
        description=texts["description"],
        version=texts["version"],
        folder=folder,
        shown=shown,
        descriptor=json.loads(raw.decode("utf-8-sig")),
        raw=raw,
        resources=tuple(resources),
    )


_WHOLE = "in der Beschreibung des Pakets"
_TEXTS = ("name", "title", "description", "version")


def _text(
    raw: Mapping[str, Any], key: str, says: Says, *, required: bool, where: str = _WHOLE
) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        says("aufbau", "art", wo=where, name=key, soll="ein Text in Anführungszeichen")
        return ""
    if required and not value.strip():
        says("aufbau", "fehlt", wo=where, name=key)
    return value


def _resource(raw: object, position: int, says: Says) -> ResourceSpec | None:
    if not isinstance(raw, Mapping):
        says("aufbau", "eintrag", nummer=position)
        return None
    says = says.at(getattr(raw, "line", 0))
    name, path = raw.get("name"), raw.get("path")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        says("name", "tabelle", nummer=position, wert=name or "")
        return None
    if not isinstance(path, str) or not path or "data" in raw:
        says("aufbau", "pfad", name=name)
        return None
    if files.is_remote(path):
        says("fern", "adresse", name="path", wert=path)
        return None
    if why := files.unsafe(path):
        says("pfad", why, path=path)
        return None
    table = "schema" in raw or raw.get("type") == "table" or path.lower().endswith(".csv")
    where = f"bei der Tabelle {name}"
    spec = ResourceSpec(
        name=name,
        title=_text(raw, "title", says, required=table, where=where) or name,
        description=_text(raw, "description", says, required=False, where=where),
        path=path,
        line=says.line,
    )
    return _table(raw, spec, says) if table else spec


def _table(raw: Mapping[str, Any], spec: ResourceSpec, says: Says) -> ResourceSpec | None:
    for key, only in (("format", "csv"), ("encoding", "utf-8"), ("scheme", "file")):
        if str(raw.get(key, only)).lower() != only:
            says("schema", "datei", name=key, wert=raw[key], soll=only)
    for key in ("compression", "innerpath", "extrapaths"):
        if key in raw:
            says("schema", "unbekannt", name=key)
    dialect = raw.get("dialect", {})
    for key, value in dialect.items() if isinstance(dialect, Mapping) else ():
        if key != "$schema" and DIALECT.get(key, ...) != value:
            says("schema", "dialekt", name=key, wert=value)
    found = raw.get("schema")
    if not isinstance(found, Mapping):
        says("aufbau", "schema", name=spec.name)
        return None
    fields = schema.fields(found, says)
    if not fields:
        return None
    names = [field.name for field in fields]
    primary, *unique = schema.keys(found, names, says)
    missing = found.get("missingValues", [""])
    if missing != [""]:
        says("schema", "leerwerte", wert=missing)
    return ResourceSpec(
        name=spec.name,
        title=spec.title,
        description=spec.description,
        path=spec.path,
        line=spec.line,
        fields=fields,
        primary_key=primary,
        unique_keys=tuple(key for key in unique if key),
        foreign_keys=tuple(schema.foreign_keys(found, spec.name, names, says)),
        refused=tuple(name for name in schema.named(found) if name not in names),
        raw_schema=found,
    )
