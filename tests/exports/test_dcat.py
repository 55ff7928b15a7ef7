"""The catalogue as data portals harvest it."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue
from praeventionskette.exports import dcat, downloads
from praeventionskette.harvest import Harvest
from praeventionskette.published import Edition
from pyld import jsonld
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

from .katalog import FULL, IN_SERIES, SERIES, faults

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = next(
    (
        check
        for parent in ROOT.parents
        if (check := parent / "shared" / "checks" / "dcat_ap_de.py").is_file()
    ),
    None,
)
"""The official shapes lie beside the repository where they lie at all; ours are always used."""

DCATDE = "http://dcat-ap.de/def/dcatde/"
BASE = "https://stadt.example/kette/"


def official(site: Path) -> tuple[bool, str]:
    """Whether the official shapes and the quality score are content, and their words."""
    if OFFICIAL is None:
        return not faults(site), "\n".join(faults(site))
    command = [sys.executable, str(OFFICIAL), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.returncode == 0, done.stdout + done.stderr


def load(config: Path) -> Catalogue:
    found = packages.check(config).loaded.catalogue
    assert found is not None
    return found


@pytest.fixture(scope="module")
def neuss() -> Catalogue:
    return load(ROOT / "mkdocs.yml")


def edition(catalogue: Catalogue, address: str = BASE) -> Edition:
    bare = Edition(address, built=dt.date(2026, 1, 2))
    return replace(bare, files=tuple(downloads.files(catalogue, bare)))


@pytest.mark.parametrize("town", ["neuss", "musterstadt"])
def test_portals_accept_the_catalogue_with_all_points(
    town: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(f"{town}_site")
    assert faults(site) == []
    content, words = official(site)
    assert content, words
    assert FULL == 405


def _no_publisher(graph: Graph) -> None:
    graph.remove((next(graph.subjects(RDF.type, DCAT.Dataset)), DCTERMS.publisher, None))


def _unknown_licence(graph: Graph) -> None:
    node = next(graph.subjects(RDF.type, DCAT.Distribution))
    graph.set((node, DCTERMS.license, URIRef("https://stadt.example/lizenz")))


def _wrong_size(graph: Graph) -> None:
    node = next(graph.subjects(RDF.type, DCAT.Distribution))
    graph.set((node, DCAT.byteSize, Literal("7", datatype=XSD.nonNegativeInteger)))


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (_no_publisher, "no publisher"),
        (_unknown_licence, "outside of the vocabulary"),
        (_wrong_size, "wrong byteSize"),
    ],
)
def test_a_planted_fault_is_seen(
    plant: Callable[[Graph], None], words: str, musterstadt_site: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(musterstadt_site, site)
    file = site / "daten" / "katalog.ttl"
    graph = Graph().parse(file, format="turtle")
    plant(graph)
    graph.serialize(file, format="turtle")
    assert any(words in fault for fault in faults(site))
    assert not official(site)[0]


def test_both_forms_say_the_same(musterstadt_site: Path) -> None:
    turtle = Graph().parse(musterstadt_site / "daten/katalog.ttl", format="turtle")
    document = json.loads((musterstadt_site / "daten/katalog.jsonld").read_text(encoding="utf-8"))
    # An independent reader: pyld writes N-Quads, which any reader of triples understands.
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    other = Graph().parse(data=quads, format="nt")
    assert set(turtle) == set(other)
    assert len(turtle) > 500


def test_the_same_data_give_the_same_bytes_in_any_order(neuss: Catalogue) -> None:
    built = edition(neuss)
    backwards = replace(built, files=tuple(reversed(built.files)))
    assert dict(dcat.files(neuss, built)) == dict(dcat.files(neuss, backwards))


def test_neuss_claims_nothing_that_is_not_known(neuss: Catalogue) -> None:
    graph = dcat.graph(neuss, edition(neuss))
    who = set(graph.objects(None, DCTERMS.publisher))
    assert len(who) == 1
    name = graph.value(who.pop(), URIRef("http://xmlns.com/foaf/0.1/name"))
    assert str(name) == "Projekt Präventionskette Neuss"
    for missing in ("contributorID", "politicalGeocodingURI"):
        assert (None, URIRef(DCATDE + missing), None) not in graph
    place = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05162024"
    assert {str(p) for p in graph.objects(None, DCTERMS.spatial)} == {place}


def test_a_town_says_how_it_appears(neuss: Catalogue) -> None:
    harvest = Harvest(
        titel="Unsere Daten",
        contributor_id="http://dcat-ap.de/def/contributors/openNRW",
        geonames="https://sws.geonames.org/1/",
        herausgeber_typ="LocalAuthority",
        lizenz="DL-DE-ZERO-2.0",
        alte_geokodierung=True,
    )
    town = replace(neuss.town, katalog=harvest, herausgeber="Stadt X", email="a@stadt.example")
    graph = dcat.graph(replace(neuss, town=town), edition(neuss))
    one = f"{BASE}daten/angebote/#datensatz"
    assert (URIRef(one), URIRef(DCATDE + "contributorID"), None) in graph
    assert (URIRef(one), URIRef(DCATDE + "politicalGeocodingURI"), None) in graph
    assert len(set(graph.objects(URIRef(one), DCTERMS.spatial))) == 2
    catalogue = URIRef(f"{BASE}daten/#katalog")
    assert str(graph.value(catalogue, DCTERMS.title)) == "Unsere Daten"
    licence = str(graph.value(catalogue, DCTERMS.license))
    assert licence == "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
    assert URIRef("mailto:a@stadt.example") in set(graph.objects())


def test_a_site_without_an_address_has_no_catalogue(neuss: Catalogue) -> None:
    assert list(dcat.files(neuss, edition(neuss, ""))) == []


def test_an_indicator_with_years_is_a_series(neuss: Catalogue) -> None:
    graph = dcat.graph(neuss, edition(neuss))
    line = URIRef(f"{BASE}monitoring/einwohner/#reihe")
    assert (line, RDF.type, SERIES) in graph
    members = sorted(str(m) for m in graph.subjects(IN_SERIES, line))
    assert len(members) >= 2
    for earlier, later in itertools.pairwise(members):
        assert (URIRef(later), URIRef(f"{DCAT}prev"), URIRef(earlier)) in graph


def test_the_index_lists_every_file(neuss_site: Path) -> None:
    index = json.loads((neuss_site / "daten" / "data.json").read_text(encoding="utf-8"))
    assert (neuss_site / "data.json").read_bytes() == (neuss_site / "daten/data.json").read_bytes()
    base = index["seite"].removesuffix("daten/")
    listed = {d["adresse"].removeprefix(base): d for p in index["pakete"] for d in p["dateien"]}
    for package in index["pakete"]:
        folder = neuss_site / "daten" / package["name"]
        # Earlier versions have lists of their own, and the template holds no data.
        other = {"index.html", "vorlage.xlsx"}
        there = {f for f in folder.rglob("*") if f.is_file() and f.name not in other}
        there = {f for f in there if not f.relative_to(folder).parts[0][0].isdigit()}
        own = {f.relative_to(neuss_site).as_posix() for f in there}
        assert own <= set(listed)
    for path, entry in listed.items():
        assert (neuss_site / path).stat().st_size == entry["bytes"]


def test_crawlers_may_read_everything_and_find_the_sitemap(neuss_site: Path) -> None:
    text = (neuss_site / "robots.txt").read_text(encoding="utf-8")
    assert text.startswith("User-agent: *\nAllow: /\n")
    assert text.rstrip().endswith("/sitemap.xml")
    assert (neuss_site / "sitemap.xml").is_file()
