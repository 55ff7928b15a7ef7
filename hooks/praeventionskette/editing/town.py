"""A new town's own files: settings, packages with one example each, texts to be filled in.

The shape of the tables comes from the packages of the town that the program lies beside, so that
it cannot drift; everything that speaks of that town stays behind.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from praeventionskette import problems
from praeventionskette.editing import canonical, keys
from praeventionskette.licences import LICENCES
from praeventionskette.packages import addresses, cells
from praeventionskette.problems import Problem

SKELETON = Path(__file__).with_name("skeleton")
GUIDES = "mitmachen"
"""Folder of the texts that explain the program; a new town takes them over as they are."""
EXAMPLE_SOURCE = "https://www.example.org/"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about the new town; all but the name may be blank."""

    name: str
    ags: str = ""
    herausgeber: str = ""
    email: str = ""
    telefon: str = ""
    homepage: str = ""
    lizenz: str = "DL-DE-BY-2.0"


def wrong(wishes: Wishes) -> Iterator[Problem]:
    """What cannot stand in the settings of a town, told before anything is written."""
    values = {key: getattr(wishes, key) for key in wishes.__dataclass_fields__}
    for key, value in values.items():
        if not value.isprintable() or len(value) > 200:
            yield problems.found("neue-stadt", "zeichen", file=key, wert=value)
    if not keys.slug(wishes.name):
        yield problems.found("neue-stadt", "name", file="name")
    elif not re.fullmatch(r"[\w .,'’()/&–-]+", wishes.name) or re.search(
        r"[<>\[\]{}|$]", wishes.herausgeber
    ):  # both stand in Markdown
        yield problems.found("neue-stadt", "zeichen", file="name", wert=wishes.name)
    if wishes.ags and not re.fullmatch(r"[0-9]{8}", wishes.ags):
        yield problems.found("kommune", "ags", file="ags", wert=wishes.ags)
    if wishes.lizenz not in LICENCES:
        words = ", ".join(LICENCES)
        yield problems.found("neue-stadt", "lizenz", file="lizenz", wert=wishes.lizenz, werte=words)
    checks = {"email": addresses.email, "telefon": addresses.phone, "homepage": addresses.web}
    for key, check in checks.items():
        try:
            if values[key]:
                check(values[key])
        except cells.CellError as problem:
            yield problems.worded(problem.rule, problem.key, (key, 0, ""), problem.values)


def files(wishes: Wishes, source: Path, today: str) -> dict[str, bytes]:
    """Path → bytes of everything that belongs to the new town.

    source: the folder of the town that the program lies beside; today: ISO day of the creation.
    """
    values = {
        "stadt": wishes.name,
        "herausgeber": wishes.herausgeber or "[[offen: Wer diese Website herausgibt]]",
        "telefon": wishes.telefon or "[[offen: Telefonnummer]]",
        "email": wishes.email or "[[offen: E-Mail-Adresse]]",
        "lizenz": LICENCES[wishes.lizenz].title,
    }
    found: dict[str, bytes] = {}
    for path in sorted(SKELETON.rglob("*")):
        name = path.relative_to(SKELETON).as_posix()
        if path.is_file() and name != "pakete.yml":
            text = string.Template(path.read_text(encoding="utf-8")).safe_substitute(values)
            name = f".github/{name}" if name == "CODEOWNERS" else name
            found[name] = text.encode("utf-8")
    for path in sorted((source / "content" / GUIDES).rglob("*.md")):
        found[path.relative_to(source).as_posix()] = path.read_bytes()
    found["mkdocs.yml"] = _settings(wishes, (source / "mkdocs.yml").read_text("utf-8"))
    found.update(_packages(wishes, source / "datapackages", today))
    return found


def _quoted(text: str) -> str:
    """A text as YAML that means just this text."""
    return json.dumps(text, ensure_ascii=False)


def _settings(wishes: Wishes, own: str) -> bytes:
    """The settings of our town with another name and other facts; frame and menu are the same."""
    slug = keys.slug(wishes.name)
    title = _quoted(f"Präventionskette {wishes.name}")
    about = _quoted(f"Hilfe und Angebote für Kinder, Jugendliche und Familien in {wishes.name}.")
    address = f"https://praeventionskette-{slug}.example/"
    lines = {
        "site_name": f"site_name: {title}",
        "site_description": f"site_description: {about}",
        "site_url": f"site_url: !ENV [SITE_URL, {_quoted(address)}]",
    }
    own = "\n".join(lines.get(line.partition(":")[0], line) for line in own.split("\n"))
    town = [
        "  kommune:",
        f"    name: {_quoted(wishes.name)}",
        "    # Amtlicher Gemeindeschlüssel, acht Ziffern in Anführungszeichen",
        f"    ags: {_quoted(wishes.ags)}",
        "    # Rechteck um die Stadt in Grad (West, Süd, Ost, Nord); es prüft Koordinaten.",
        "    # grenzen: [6.57, 51.09, 6.85, 51.26]",
        "    # Was noch fehlt, bleibt leer; check.py nennt es als offenen Punkt.",
    ]
    for key in ("herausgeber", "email", "telefon", "homepage"):
        town.append(f"    {key}: {_quoted(getattr(wishes, key))}")
    block = "\n".join(town) + "\n"
    found = re.search(r"^  kommune:\n(?:    .*\n|\n)+", own, re.MULTILINE)
    start, end = found.span() if found else (len(own), len(own))
    ours = re.search(r"^    name:[ \t]*[\"']?([^\"'\n#]+)", own[start:end], re.MULTILINE)
    rest = own[end:].replace(ours[1].strip(), wishes.name) if ours else own[end:]
    return (own[:start] + block + rest).encode("utf-8")


def _packages(wishes: Wishes, source: Path, today: str) -> Iterator[tuple[str, bytes]]:
    words = {
        "stadt": wishes.name, "ort": keys.slug(wishes.name), "jahr": today[:4],
        "quelle": wishes.homepage or EXAMPLE_SOURCE,
    }  # fmt: skip
    wanted = yaml.safe_load((SKELETON / "pakete.yml").read_text(encoding="utf-8"))
    for name, package in wanted.items():
        raw = json.loads((source / name / "datapackage.json").read_text(encoding="utf-8"))
        resources = []
        for resource in raw["resources"]:
            table = package["tabellen"].get(resource["name"])
            if table is None:
                continue
            rows = [_filled(row, words) for row in table.get("zeilen", ())]
            if rows:
                resources.append(_described(resource, _fill(table["description"], words), rows[0]))
                columns = [field["name"] for field in resource["schema"]["fields"]]
                cells_ = [[row.get(column, "") for column in columns] for row in rows]
                yield f"datapackages/{name}/{resource['path']}", canonical.write([columns, *cells_])
            else:  # a code list of the programme: the same for every town
                resources.append(resource)
                path = source / name / resource["path"]
                yield f"datapackages/{name}/{resource['path']}", path.read_bytes()
        licence = LICENCES[wishes.lizenz]
        descriptor = {
            "$schema": raw["$schema"],
            "name": name,
            "title": _fill(package["title"], words),
            "description": _fill(package["description"], words),
            "version": "0.1.0",
            "created": f"{today}T00:00:00Z",
            "aenderungen": [
                {"version": "0.1.0", "datum": today, "art": "erste-fassung", "grund": "Angelegt."}
            ],
            "keywords": [wishes.name, *package["keywords"]],
            "licenses": [{"name": licence.id, "title": licence.title, "path": licence.page}],
            "contributors": [
                {"title": wishes.herausgeber or f"Präventionskette {wishes.name}",
                 "roles": ["publisher"]}
            ],
            "resources": resources,
        }  # fmt: skip
        text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        yield f"datapackages/{name}/datapackage.json", text.encode("utf-8")


def _fill(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: words[match[1]], text)


def _filled(row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    # „nein“ is a text for YAML, too; numbers stand in quotes in pakete.yml.
    return {key: _fill(str(value), words) for key, value in row.items()}


def _described(
    resource: Mapping[str, Any], description: str, row: Mapping[str, str]
) -> dict[str, Any]:
    """A table's description with the examples of the new town instead of ours."""
    made: dict[str, Any] = json.loads(json.dumps(resource))
    made["description"] = description
    for field in made["schema"]["fields"]:
        field.pop("example", None)
        if value := row.get(field["name"], ""):
            field["example"] = value
    columns = {field["name"] for field in made["schema"]["fields"]}
    if unknown := set(row) - columns:
        raise KeyError(f"{made['name']}: {sorted(unknown)}")
    return made
