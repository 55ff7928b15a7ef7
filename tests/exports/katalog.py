"""Our own check of a built catalogue: what DCAT-AP.de 3.0 and the European portal ask for.

It re-states in our words what the published shapes and the 23 indicators of the Metadata Quality
Assessment (405 points) look at, and adds that sizes, checksums and files are true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import rdflib
from praeventionskette.harvest import FREQUENCIES, THEMES
from praeventionskette.licences import LICENCES
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, Namespace
from rdflib.term import Node

AUTHORITY = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SERIES, IN_SERIES = URIRef(f"{DCAT}DatasetSeries"), URIRef(f"{DCAT}inSeries")
"""Of DCAT 3, which rdflib's own list does not have yet."""
DATASET = {
    "title": (DCTERMS.title, 0), "description": (DCTERMS.description, 0),
    "publisher": (DCTERMS.publisher, 10), "contactPoint": (DCAT.contactPoint, 20),
    "keyword": (DCAT.keyword, 30), "theme": (DCAT.theme, 30), "spatial": (DCTERMS.spatial, 20),
    "temporal": (DCTERMS.temporal, 20), "accessRights": (DCTERMS.accessRights, 15),
    "issued": (DCTERMS.issued, 5), "modified": (DCTERMS.modified, 5),
    "distribution": (DCAT.distribution, 0), "language": (DCTERMS.language, 0),
}  # fmt: skip
DISTRIBUTION = {
    "accessURL": (DCAT.accessURL, 50), "downloadURL": (DCAT.downloadURL, 50),
    "format": (DCTERMS["format"], 60), "mediaType": (DCAT.mediaType, 20),
    "license": (DCTERMS.license, 30), "rights": (DCTERMS.rights, 5), "byteSize": (DCAT.byteSize, 5),
    "checksum": (SPDX.checksum, 0),
}  # fmt: skip
FULL = sum(p for _, p in (*DATASET.values(), *DISTRIBUTION.values())) + 30
"""Points of all of them, with 30 for having no fault at all."""
TERMS = {
    DCAT.theme: {f"{AUTHORITY}data-theme/{t}" for t in THEMES},
    DCTERMS.accessRights: {f"{AUTHORITY}access-right/PUBLIC"},
    DCTERMS.accrualPeriodicity: {f"{AUTHORITY}frequency/{c}" for c, _ in FREQUENCIES.values()},
    DCTERMS.language: {f"{AUTHORITY}language/DEU"},
    DCTERMS.license: {licence.uri for licence in LICENCES.values()},
    DCTERMS["format"]: {
        f"{AUTHORITY}file-type/{t}" for t in ("CSV", "XLSX", "PARQUET", "GEOJSON", "ZIP", "JSON")
    },
}
ONCE = (DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.issued, DCTERMS.modified, DCTERMS.temporal,
        DCTERMS.accrualPeriodicity, DCAT.byteSize, DCTERMS.license)  # fmt: skip


def faults(site: Path, graph: Graph | None = None) -> list[str]:
    """What is wrong with the catalogue of a built site; empty when all is well."""
    graph = graph or Graph().parse(site / "daten" / "katalog.ttl", format="turtle")
    return sorted(set(_faults(site, graph)))


def _faults(site: Path, graph: Graph) -> Iterator[str]:
    catalogues = set(graph.subjects(RDF.type, DCAT.Catalog))
    if len(catalogues) != 1:
        yield f"{len(catalogues)} catalogues"
        return
    base = str(graph.value(catalogues.pop(), FOAF.homepage))
    yield from _everywhere(graph)
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        yield from _lacks(graph, dataset, DATASET)
        if (None, DCAT.dataset, dataset) not in graph:
            yield f"{dataset}: not in the catalogue"
        for distribution in graph.objects(dataset, DCAT.distribution):
            yield from _lacks(graph, distribution, DISTRIBUTION)
            yield from _file(site, base, graph, distribution)
        for contact in graph.objects(dataset, DCAT.contactPoint):
            ways = (VCARD.hasEmail, VCARD.hasURL, VCARD.hasTelephone)
            if not any((contact, way, None) in graph for way in ways):
                yield f"{contact}: cannot be reached"


def _everywhere(graph: Graph) -> Iterator[str]:
    for subject, predicate, value in graph:
        if predicate in TERMS and str(value) not in TERMS[predicate]:
            yield f"{subject}: {value} is outside of the vocabulary"
        if isinstance(subject, rdflib.BNode):
            yield f"{predicate}: a node without an address"
    for predicate in ONCE:
        for subject in set(graph.subjects(predicate)):
            if len(list(graph.objects(subject, predicate))) > 1:
                yield f"{subject}: more than one {predicate}"
    for agent in set(graph.objects(None, DCTERMS.publisher)):
        if (agent, FOAF.name, None) not in graph:
            yield f"{agent}: no name"
    for line in graph.subjects(RDF.type, SERIES):
        if len(set(graph.subjects(IN_SERIES, line))) < 2:
            yield f"{line}: a series of less than two"


def _lacks(graph: Graph, node: Node, wanted: dict[str, tuple[Node, int]]) -> Iterator[str]:
    for name, (predicate, _) in wanted.items():
        if (node, predicate, None) not in graph:
            yield f"{node}: no {name}"


def _file(site: Path, base: str, graph: Graph, node: Node) -> Iterator[str]:
    url = str(graph.value(node, DCAT.downloadURL))
    file = site / url.removeprefix(base)
    if not url.startswith(base) or not file.is_file():
        yield f"{url}: no such file"
        return
    raw = file.read_bytes()
    if str(graph.value(node, DCAT.byteSize)) != str(len(raw)):
        yield f"{url}: wrong byteSize"
    checksum = graph.value(graph.value(node, SPDX.checksum), SPDX.checksumValue)
    if str(checksum) != hashlib.sha256(raw).hexdigest():
        yield f"{url}: wrong checksum"
    if not str(graph.value(node, DCAT.mediaType)).startswith(IANA):
        yield f"{url}: media type outside of the vocabulary"
