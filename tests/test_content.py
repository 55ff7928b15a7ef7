"""The editors' pages: complete front matter, sound headings, links, open points and wording."""

from __future__ import annotations

import csv
import dataclasses
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown.extensions.toc import slugify
from praeventionskette.catalogue import Angebot
from praeventionskette.times import Ferienzeit, Termin, Zeit

CONTENT = Path(__file__).resolve().parents[1] / "content"
PAGES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.md"))

# Pages that the build makes; a link to them is sound although no file stands in content/.
GENERATED = {
    "angebote/index.md",
    "karte.md",
    "kette/index.md",
    "suche.md",
    "quartiere/index.md",
    "monitoring/index.md",
    "daten/index.md",
    "mitmachen/regeln.md",
    "ueber/lizenzen.md",
    "netzwerk.md",
    "daten/angebote.md",
    "merkliste.md",
}
# What must be there, whatever else editors add.
REQUIRED = {
    "index.md",
    "leitbild.md",
    "hilfe/notfall.md",
    "mitmachen/index.md",
    "mitmachen/fehler-melden.md",
    "mitmachen/daten-aendern.md",
    "ueber/index.md",
    "ueber/daten.md",
    "ueber/geheim.md",
    "impressum.md",
    "datenschutz.md",
    "barrierefreiheit.md",
}

OPEN = re.compile(r"\[\[offen: [^\s\[\]][^\[\]\n]*\]\]")
LINK = re.compile(r"(?<!\[)\[[^\[\]]*\]\(([^)\s]*)\)")
HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
TAG = re.compile(r"<[A-Za-z/!]")
PERSON = re.compile(r"\b(?:Herrn?|Frau|Dr\.|Prof\.)\s+[A-ZÄÖÜ]")
INFORMAL = re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|eure?)\b", re.IGNORECASE)
# No causal claim, no word that puts a stamp on people or on a quarter.
UNFIT = re.compile(
    r"bewirk|brennpunkt|problemviertel|problemfamilie|problemkind|sozial schwach|bildungsfern",
    re.IGNORECASE,
)


@cache
def read(page: str) -> tuple[dict[str, Any], str]:
    """Front matter and body of a page."""
    text = (CONTENT / page).read_text(encoding="utf-8")
    assert text.startswith("---\n"), f"{page}: no front matter"
    head, body = text[4:].split("\n---\n", 1)
    meta = yaml.safe_load(head)
    assert isinstance(meta, dict)
    return meta, body


def prose(page: str) -> str:
    """The body without code, where examples may show what prose may not."""
    return CODE.sub("", FENCE.sub("", read(page)[1]))


def headings(page: str) -> list[tuple[int, str]]:
    """Level and text of each heading, in order."""
    found = HEADING.findall(FENCE.sub("", read(page)[1]))
    return [(len(marks), title) for marks, title in found]


def resolve(page: str, target: str) -> str:
    """The path of a relative link, seen from content/."""
    return (CONTENT / page).parent.joinpath(target).resolve().relative_to(CONTENT).as_posix()


def test_all_required_pages_exist() -> None:
    assert set(PAGES) >= REQUIRED


@pytest.mark.parametrize("page", PAGES)
def test_front_matter(page: str) -> None:
    meta, _ = read(page)
    assert str(meta.get("title", "")).strip()
    description = str(meta.get("description", "")).strip()
    assert 50 <= len(description) <= 155


@pytest.mark.parametrize("key", ["title", "description"])
def test_front_matter_is_unique(key: str) -> None:
    values = [read(page)[0][key] for page in PAGES]
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("page", PAGES)
def test_headings(page: str) -> None:
    levels = [level for level, _ in headings(page)]
    if page == "index.md":  # its heading is drawn by the template
        assert 1 not in levels
        return
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
def test_open_points_are_well_formed(page: str) -> None:
    rest = OPEN.sub("", read(page)[1])
    for place in ("[[ziele]]", "[[zeitleiste]]"):  # where the build puts the goals (goals.py)
        rest = rest.replace(place, "")
    assert "[[" not in rest
    assert "]]" not in rest
    assert "[offen:" not in rest


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    body = OPEN.sub("", prose(page))
    targets = LINK.findall(body)
    assert body.count("](") == len(targets)
    for target in targets:
        if re.match(r"https?://[^/]|mailto:[^@]+@|tel:\+?\d+$", target):
            continue
        assert ":" not in target, f"unknown scheme: {target}"
        path, _, anchor = target.partition("#")
        assert path.endswith(".md"), f"no page: {target}"
        found = resolve(page, path)
        assert found in PAGES or found in GENERATED, f"dead link: {target}"
        if anchor:
            assert found in PAGES
            slugs = {slugify(title, "-") for _, title in headings(found)}
            assert anchor in slugs, f"no such heading: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_wording(page: str) -> None:
    text = prose(page)
    for pattern in (TAG, PERSON, INFORMAL, UNFIT):
        found = pattern.search(text)
        assert not found, found


def test_unfinished_legal_pages_say_so() -> None:
    for page in ("impressum.md", "datenschutz.md", "barrierefreiheit.md"):
        body = read(page)[1]
        assert not OPEN.search(body) or "Diese Seite ist eine Vorlage." in body


def test_example_row_has_the_columns_of_an_offer() -> None:
    body = read("mitmachen/daten-aendern.md")[1]
    block = re.search(r"```csv\n(.*?)```", body, re.DOTALL)
    assert block
    header, row = csv.reader(block.group(1).splitlines())
    columns = {field.name for field in dataclasses.fields(Angebot)}
    table = (CONTENT.parent / "datapackages/angebote/angebote.csv").read_text(encoding="utf-8")
    assert header == table.splitlines()[0].split(",")
    assert len(header) == len(row)
    assert set(header) <= columns
    explained = re.findall(r"^\| ([a-z_]+) \|", body, re.MULTILINE)
    assert [name for name in explained if name in columns] == header


@pytest.mark.parametrize("record", [Zeit, Termin, Ferienzeit])
def test_every_column_of_times_is_explained_in_order(record: type) -> None:
    body = read("mitmachen/daten-aendern.md")[1]
    table = {Zeit: "zeiten", Termin: "termine", Ferienzeit: "ferien"}[record]
    part = body.split(f"| Spalte in {table}.csv |")[1].split("\n\n")[0]
    explained = re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE)
    columns = [field.name for field in dataclasses.fields(record)]
    assert sorted(explained) == sorted(columns)
