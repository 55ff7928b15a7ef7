"""Names and literals of the catalogue, and its JSON-LD."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

AUTHORITY = "http://publications.europa.eu/resource/authority/"
DCAT_DE = "http://dcat-ap.de/def/"
IANA = "https://www.iana.org/assignments/media-types/"

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Terms:
    """Makes terms and keeps the graph. Import of rdflib waits until a catalogue is written."""

    def __init__(self) -> None:
        import rdflib

        self._rdflib = rdflib
        self.graph: Graph = rdflib.Graph(bind_namespaces="none")
        for prefix, uri in PREFIXES.items():
            self.graph.bind(prefix, uri)

    def add(self, node: URIRef, name: str, value: URIRef | Literal) -> None:
        """One triple; ``name`` as "dct:title"."""
        prefix, _, local = name.partition(":")
        self.graph.add((node, self._rdflib.URIRef(PREFIXES[prefix] + local), value))

    def iri(self, address: str) -> URIRef:
        """An address as a name; what an IRI may not hold is written as %…"""
        return self._rdflib.URIRef(quote(address, safe=":/?#[]@!$&'()*+,;=%~-._"))

    def german(self, text: str) -> Literal:
        return self._rdflib.Literal(text, lang="de")

    def plain(self, text: str) -> Literal:
        return self._rdflib.Literal(text)

    def date(self, day: dt.date) -> Literal:
        return self._typed(day.isoformat(), "date")

    def number(self, count: int) -> Literal:
        return self._typed(str(count), "nonNegativeInteger")

    def hex(self, digits: str) -> Literal:
        return self._typed(digits, "hexBinary")

    def uri(self, address: str) -> Literal:
        return self._typed(address, "anyURI")

    def _typed(self, text: str, kind: str) -> Literal:
        datatype = self._rdflib.URIRef(PREFIXES["xsd"] + kind)
        return self._rdflib.Literal(text, datatype=datatype, normalize=False)


def as_jsonld(graph: Graph) -> bytes:
    """The graph as JSON-LD: one entry a node, everything sorted (rdflib's own is not)."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for s, p, o in sorted(graph):
        node = nodes.setdefault(str(s), {})
        if str(p) == PREFIXES["rdf"] + "type":
            node.setdefault("@type", []).append(_short(str(o)))
        else:
            node.setdefault(_short(str(p)), []).append(_value(o))
    listed = [{"@id": iri, **node} for iri, node in nodes.items()]
    context = {k: v for k, v in PREFIXES.items() if k != "rdf"}
    text = json.dumps({"@context": context, "@graph": listed}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _short(iri: str) -> str:
    for prefix, uri in PREFIXES.items():
        if iri.startswith(uri):
            return f"{prefix}:{iri.removeprefix(uri)}"
    return iri


def _value(value: Any) -> Any:
    if not hasattr(value, "language"):
        return {"@id": str(value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    if value.datatype:
        return {"@value": str(value), "@type": _short(str(value.datatype))}
    return str(value)
