"""How a town wants to appear in data portals: the record of ``extra.katalog`` in ``mkdocs.yml``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a catalogue says beyond the data. Everything may be blank; then honest words stand in.

    contributor_id: address or last part of the entry in the list of DCAT-AP.de ("openNRW").
    geonames: number or address of the town at geonames.org.
    herausgeber_typ: "LocalAuthority" and the like (ADMS), only where the town itself publishes.
    lizenz: SPDX name of the licence of the descriptions themselves, not of the data.
    kontakt_seite: page of this site ("mitmachen/fehler-melden/") or web address for questions.
    alte_geokodierung: also write ``dcatde:politicalGeocodingURI``, deprecated since DCAT-AP.de 3.0.
    """

    titel: str = ""
    beschreibung: str = ""
    contributor_id: str = ""
    geonames: str = ""
    herausgeber_typ: str = ""
    lizenz: str = ""
    kontakt_name: str = ""
    kontakt_email: str = ""
    kontakt_seite: str = ""
    alte_geokodierung: bool = False


THEMES = {
    "AGRI": "Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel",
    "ECON": "Wirtschaft und Finanzen",
    "EDUC": "Bildung, Kultur und Sport",
    "ENER": "Energie",
    "ENVI": "Umwelt",
    "GOVE": "Regierung und öffentlicher Sektor",
    "HEAL": "Gesundheit",
    "INTR": "Internationale Themen",
    "JUST": "Justiz, Rechtssystem und öffentliche Sicherheit",
    "REGI": "Regionen und Städte",
    "SOCI": "Bevölkerung und Gesellschaft",
    "TECH": "Wissenschaft und Technologie",
    "TRAN": "Verkehr",
}
"""The data themes of the European Union with their German labels."""

FREQUENCIES = {
    "jaehrlich": ("ANNUAL", "jährlich"),
    "halbjaehrlich": ("ANNUAL_2", "halbjährlich"),
    "vierteljaehrlich": ("QUARTERLY", "vierteljährlich"),
    "monatlich": ("MONTHLY", "monatlich"),
    "woechentlich": ("WEEKLY", "wöchentlich"),
    "taeglich": ("DAILY", "täglich"),
    "laufend": ("CONT", "laufend"),
    "unregelmaessig": ("IRREG", "unregelmäßig"),
    "nie": ("NEVER", "nie"),
    "unbekannt": ("UNKNOWN", "nicht bekannt"),
}
"""``aktualisierung`` of a package → code of the European Union, words on the page."""
