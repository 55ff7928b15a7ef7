"""The feed of changes: valid by the rules of RFC 4287, and the same in every build."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Town
from praeventionskette.exports import versions

ROOT = Path(__file__).resolve().parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(catalogue: Catalogue, url: str = "https://stadt.example/kette/") -> ET.Element:
    return ET.fromstring(dict(versions.files(catalogue, url))["aenderungen/atom.xml"])


def check(root: ET.Element) -> None:
    """What section 4 of RFC 4287 requires of a feed and its entries."""
    assert root.tag == f"{ATOM}feed"
    ids = []
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(ATOM + name)) == 1, name
        assert URN.fullmatch(node.findtext(f"{ATOM}id") or "")
        assert TIME.fullmatch(node.findtext(f"{ATOM}updated") or "")
        assert (node.findtext(f"{ATOM}title") or "").strip()
        ids.append(node.findtext(f"{ATOM}id"))
        alternates = [
            link.attrib for link in node.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        assert len({(a.get("type"), a.get("hreflang")) for a in alternates}) == len(alternates) == 1
        for link in node.findall(f"{ATOM}link"):
            assert urlsplit(link.attrib["href"]).scheme == "https"
        for category in node.findall(f"{ATOM}category"):
            assert category.attrib["term"]
    assert len(ids) == len(set(ids))
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    newest = max(
        (e.findtext(f"{ATOM}updated") or "" for e in root.iter(f"{ATOM}entry")), default=""
    )
    assert not newest or root.findtext(f"{ATOM}updated") == newest


@pytest.mark.parametrize("town", ["mkdocs.yml", "tests/musterstadt/mkdocs.yml"])
def test_the_feed_is_valid(town: str) -> None:
    catalogue = packages.check(ROOT / town).loaded.catalogue
    assert catalogue is not None
    root = feed(catalogue)
    check(root)
    assert len(root.findall(f"{ATOM}entry")) >= len(catalogue.packages)


def test_a_correction_is_an_entry_with_its_reason() -> None:
    catalogue = packages.check(ROOT / "tests/musterstadt/mkdocs.yml").loaded.catalogue
    assert catalogue is not None
    entries = [
        e for e in feed(catalogue).iter(f"{ATOM}entry")
        if any(c.get("term") == "berichtigung" for c in e.findall(f"{ATOM}category"))
    ]  # fmt: skip
    assert len(entries) == 1
    assert "Ziffern vertauscht" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_a_town_without_packages_has_an_empty_valid_feed() -> None:
    check(feed(Catalogue(Town("Leer"), ())))


def test_identifiers_survive_a_move() -> None:
    catalogue = packages.check(ROOT / "mkdocs.yml").loaded.catalogue
    assert catalogue is not None
    here, there = feed(catalogue), feed(catalogue, "https://anders.example/")
    assert [n.text for n in here.iter(f"{ATOM}id")] == [n.text for n in there.iter(f"{ATOM}id")]
