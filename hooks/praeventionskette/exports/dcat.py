"""The catalogue for data portals: DCAT-AP.de 3.0 as Turtle and JSON-LD.

Every node has an address of its own and nothing depends on the clock, so the same data give the
same bytes. What the town has not said is left out, never made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..about import About, about
from ..catalogue import Catalogue
from ..citing import as_text
from ..published import FORMATS, Edition, Published
from . import series
from .dcat_terms import AUTHORITY, DCAT_DE, IANA, PREFIXES, Terms, as_jsonld

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

TURTLE, JSONLD = "daten/katalog.ttl", "daten/katalog.jsonld"


def files(catalogue: Catalogue, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of both forms; nothing for a site without an address."""
    if not edition.site_url:
        return
    found = graph(catalogue, edition)
    yield TURTLE, found.serialize(format="turtle", encoding="utf-8")
    yield JSONLD, as_jsonld(found)


def graph(catalogue: Catalogue, edition: Edition) -> Graph:
    """The catalogue as triples. Needs ``edition.site_url`` and the edition's files."""
    return _Writer(catalogue, edition).graph


class _Writer:
    """Puts the triples together; ``t`` makes and adds them."""

    def __init__(self, catalogue: Catalogue, edition: Edition) -> None:
        self.catalogue, self.edition, self.town = catalogue, edition, catalogue.town
        self.t = Terms()
        self.base = edition.site_url
        self.packages = [about(catalogue, p) for p in catalogue.packages]
        self.publisher = self._publisher()
        self.places = self._places()
        self.years = series.years(catalogue)
        self._catalogue()
        for said in self.packages:
            self._package(said)
        self._series()
        self.graph = self.t.graph

    def iri(self, path: str) -> URIRef:
        """A node of ours, by its path on the site."""
        return self.t.iri(self.base + path)

    def _publisher(self) -> URIRef:
        who = self.iri("daten/#herausgeber")
        self.t.add(who, "rdf:type", self.t.iri(PREFIXES["foaf"] + "Agent"))
        name = self.packages[0].publisher if self.packages else self.town.name
        self.t.add(who, "foaf:name", self.t.german(name))
        if self.town.herausgeber and self.town.homepage:
            self.t.add(who, "foaf:homepage", self.t.iri(self.town.homepage))
        if self.town.katalog.herausgeber_typ:
            kind = "http://purl.org/adms/publishertype/" + self.town.katalog.herausgeber_typ
            self.t.add(who, "dct:type", self.t.iri(kind))
        return who

    def _places(self) -> list[URIRef]:
        """The town by its municipality key and GeoNames; by its name alone where it has neither."""
        found = []
        if self.town.ags:
            key = f"{DCAT_DE}politicalGeocoding/municipalityKey/{self.town.ags}"
            found.append(self.t.iri(key))
        if self.town.katalog.geonames:
            found.append(self.t.iri(self.town.katalog.geonames))
        found = found or [self.iri("daten/#stadt")]
        for place in found:
            self.t.add(place, "rdf:type", self.t.iri(PREFIXES["dct"] + "Location"))
            self.t.add(place, "skos:prefLabel", self.t.german(self.town.name))
        return found

    def _catalogue(self) -> None:
        t, node, harvest = self.t, self.iri("daten/#katalog"), self.town.katalog
        t.add(node, "rdf:type", t.iri(PREFIXES["dcat"] + "Catalog"))
        title = harvest.titel or f"Offene Daten der Präventionskette {self.town.name}"
        t.add(node, "dct:title", t.german(title))
        words = harvest.beschreibung or "Angebote, Quartiere und Kennzahlen: " + "; ".join(
            p.title for p in self.packages
        )
        t.add(node, "dct:description", t.german(words))
        t.add(node, "dct:publisher", self.publisher)
        t.add(node, "dct:language", t.iri(AUTHORITY + "language/DEU"))
        t.add(node, "foaf:homepage", t.iri(self.base))
        t.add(t.iri(self.base), "rdf:type", t.iri(PREFIXES["foaf"] + "Document"))
        t.add(node, "dcat:themeTaxonomy", t.iri(AUTHORITY + "data-theme"))
        issued = [p.issued for p in self.packages if p.issued] or [self._built()]
        released = [p.released for p in self.packages if p.released] or [self._built()]
        t.add(node, "dct:issued", t.date(min(issued)))
        t.add(node, "dct:modified", t.date(max(released)))
        if harvest.lizenz:
            from ..licences import LICENCES

            t.add(node, "dct:license", t.iri(LICENCES[harvest.lizenz].uri))
        for place in self.places:
            t.add(node, "dct:spatial", place)

    def _built(self) -> dt.date:
        return self.edition.built or dt.date(1970, 1, 1)

    def _package(self, said: About) -> None:
        own = self.edition.of(said.name)
        files = [f for f in own if f.format != "json" and f.table != "reihen"]
        node = self._dataset(f"{said.path}#datensatz", said, said.title, said.description)
        self.t.add(node, "dct:identifier", self.t.plain(str(node)))
        self._period(node, said.path + "#zeitraum", said.start, said.end)
        for file in files:
            self._distribution(node, said, file)

    def _dataset(self, path: str, said: About, title: str, words: str) -> URIRef:
        t, node = self.t, self.iri(path)
        t.add(self.iri("daten/#katalog"), "dcat:dataset", node)
        t.add(node, "rdf:type", t.iri(PREFIXES["dcat"] + "Dataset"))
        t.add(node, "dct:title", t.german(title))
        t.add(node, "dct:description", t.german(words))
        t.add(node, "dct:publisher", self.publisher)
        t.add(node, "dcat:contactPoint", self._contact(said))
        for word in said.keywords:
            t.add(node, "dcat:keyword", t.german(word))
        for theme in said.themes:
            t.add(node, "dcat:theme", t.iri(AUTHORITY + "data-theme/" + theme))
        t.add(node, "dct:accessRights", t.iri(AUTHORITY + "access-right/PUBLIC"))
        t.add(node, "dct:language", t.iri(AUTHORITY + "language/DEU"))
        t.add(node, "dct:accrualPeriodicity", t.iri(AUTHORITY + "frequency/" + said.frequency))
        t.add(node, "dct:issued", t.date(said.issued or self._built()))
        t.add(node, "dct:modified", t.date(said.released or self._built()))
        if said.version:
            t.add(node, "dcat:version", t.plain(said.version))
        page = self.iri(said.path)
        t.add(node, "dcat:landingPage", page)
        t.add(page, "rdf:type", t.iri(PREFIXES["foaf"] + "Document"))
        for place in self.places:
            t.add(node, "dct:spatial", place)
        if self.town.ags:
            level = f"{DCAT_DE}politicalGeocoding/Level/municipality"
            t.add(node, "dcatde:politicalGeocodingLevelURI", t.iri(level))
            if self.town.katalog.alte_geokodierung:
                t.add(node, "dcatde:politicalGeocodingURI", self.places[0])
        if self.town.katalog.contributor_id:
            t.add(node, "dcatde:contributorID", t.iri(self.town.katalog.contributor_id))
        if said.sources:
            origin = self.iri(said.path + "#herkunft")
            t.add(node, "dct:provenance", origin)
            t.add(origin, "rdf:type", t.iri(PREFIXES["dct"] + "ProvenanceStatement"))
            names = "; ".join(title for title, _, _ in said.sources)
            t.add(origin, "rdfs:label", t.german(f"Zusammengetragen aus: {names}"))
        if said.doi:
            t.add(node, "adms:identifier", self._doi(said))
        return node

    def _doi(self, said: About) -> URIRef:
        node = self.t.iri(f"https://doi.org/{said.doi}")
        self.t.add(node, "rdf:type", self.t.iri(PREFIXES["adms"] + "Identifier"))
        self.t.add(node, "skos:notation", self.t.uri(f"https://doi.org/{said.doi}"))
        return node

    def _contact(self, said: About) -> URIRef:
        t, node, who = self.t, self.iri(said.path + "#kontakt"), said.contact
        t.add(node, "rdf:type", t.iri(PREFIXES["vcard"] + "Organization"))
        t.add(node, "rdf:type", t.iri(PREFIXES["vcard"] + "Kind"))
        t.add(node, "vcard:fn", t.plain(who.name))
        if who.email:
            t.add(node, "vcard:hasEmail", t.iri(f"mailto:{who.email}"))
        if who.page or not (who.email or who.telefon):
            t.add(node, "vcard:hasURL", t.iri(self.edition.absolute(who.page or said.path)))
        if who.telefon:
            digits = "".join(c for c in who.telefon if c.isdigit() or c == "+")
            number = "+49" + digits[1:] if digits.startswith("0") else digits
            t.add(node, "vcard:hasTelephone", t.iri(f"tel:{number}"))
        return node

    def _period(self, node: URIRef, path: str, start: dt.date | None, end: dt.date | None) -> None:
        span, t = self.iri(path), self.t
        t.add(node, "dct:temporal", span)
        t.add(span, "rdf:type", t.iri(PREFIXES["dct"] + "PeriodOfTime"))
        t.add(span, "dcat:startDate", t.date(start or self._built()))
        t.add(span, "dcat:endDate", t.date(end or self._built()))

    def _distribution(self, dataset: URIRef, said: About, file: Published) -> None:
        t, form = self.t, FORMATS[file.format]
        node = self.iri(f"{said.path}#{file.name}")
        url = self.iri(file.path)
        t.add(dataset, "dcat:distribution", node)
        t.add(node, "rdf:type", t.iri(PREFIXES["dcat"] + "Distribution"))
        t.add(node, "dct:title", t.german(f"{file.title} ({form.label})"))
        t.add(node, "dct:description", t.german(form.hint))
        t.add(node, "dcat:accessURL", url)
        t.add(node, "dcat:downloadURL", url)
        t.add(node, "dct:format", t.iri(AUTHORITY + "file-type/" + form.filetype))
        t.add(node, "dcat:mediaType", t.iri(IANA + form.media))
        if file.format == "zip":
            t.add(node, "dcat:packageFormat", t.iri(IANA + form.media))
        t.add(node, "dcat:byteSize", t.number(file.size))
        t.add(node, "dct:language", t.iri(AUTHORITY + "language/DEU"))
        t.add(node, "dct:license", t.iri(said.licence.uri))
        if said.licence.attribution:
            credit = as_text(said, self.base)
            t.add(node, "dcatde:licenseAttributionByText", t.german(credit))
        t.add(node, "dct:rights", self._rights(said))
        issued = said.released or self._built()
        t.add(node, "dct:issued", t.date(issued))
        t.add(node, "dct:modified", t.date(issued))
        sum_ = self.iri(f"{said.path}#{file.name}-sha256")
        t.add(node, "spdx:checksum", sum_)
        t.add(sum_, "rdf:type", t.iri(PREFIXES["spdx"] + "Checksum"))
        t.add(sum_, "spdx:algorithm", t.iri(PREFIXES["spdx"] + "checksumAlgorithm_sha256"))
        t.add(sum_, "spdx:checksumValue", t.hex(file.sha256))

    def _rights(self, said: About) -> URIRef:
        node = self.iri(said.path + "#rechte")
        self.t.add(node, "rdf:type", self.t.iri(PREFIXES["dct"] + "RightsStatement"))
        self.t.add(node, "rdfs:label", self.t.german(said.licence.allows))
        return node

    def _series(self) -> None:
        """A series for each indicator with years; its members are the years, in order."""
        said = next((p for p in self.packages if p.name == "monitoring"), None)
        before: tuple[str, URIRef] | None = None
        for year in self.years if said else ():
            assert said is not None
            t, k = self.t, year.kennzahl
            line = self.iri(f"monitoring/{k.id}/#reihe")
            words = f"{k.beschreibung} Einheit: {k.einheit}. Werte für {year.areas} Gebiete."
            path = f"{said.path}#{k.id}-{year.jahr}"
            title = f"{k.name} {year.jahr} ({self.town.name})"
            node = self._dataset(path, said, title, words)
            t.add(node, "dct:identifier", t.plain(str(node)))
            first, last = dt.date(year.jahr, 1, 1), dt.date(year.jahr, 12, 31)
            self._period(node, f"{path}-zeitraum", first, last)
            self._distribution(node, said, year.file)
            t.add(node, "dcat:inSeries", line)
            if before is None or before[0] != k.id:
                self._line(line, said, k.name, k.beschreibung)
                span = [y.jahr for y in self.years if y.kennzahl.id == k.id]
                start, end = dt.date(min(span), 1, 1), dt.date(max(span), 12, 31)
                self._period(line, f"monitoring/{k.id}/#reihe-zeitraum", start, end)
            else:
                t.add(node, "dcat:prev", before[1])
            before = (k.id, node)

    def _line(self, node: URIRef, said: About, name: str, words: str) -> None:
        t = self.t
        t.add(node, "rdf:type", t.iri(PREFIXES["dcat"] + "DatasetSeries"))
        t.add(node, "dct:title", t.german(f"{name} nach Jahren ({self.town.name})"))
        t.add(node, "dct:description", t.german(words))
        t.add(node, "dct:publisher", self.publisher)
        t.add(node, "dcat:contactPoint", self._contact(said))
        t.add(node, "dct:accrualPeriodicity", t.iri(AUTHORITY + "frequency/" + said.frequency))
        issued = t.date(said.released or self._built())
        t.add(node, "dct:issued", issued)
        t.add(node, "dct:modified", issued)
        for place in self.places:
            t.add(node, "dct:spatial", place)
