"""``extra.katalog`` of a ``mkdocs.yml``: how the town appears in data portals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from praeventionskette.harvest import Harvest
from praeventionskette.licences import LICENCES
from praeventionskette.messages import listed, meant
from praeventionskette.packages import addresses, cells
from praeventionskette.problems import Problem

WANTED = ("contributor_id",)
"""What portals ask for; while it is missing it is an open point and left out of the catalogue."""

TYPES = (
    "LocalAuthority", "RegionalAuthority", "NationalAuthority", "NonProfitOrganisation",
    "NonGovernmentalOrganisation", "Academia-ScientificOrganisation", "Company",
    "PrivateIndividual(s)", "StandardisationBody", "SupraNationalAuthority",
    "IndustryConsortium",
)  # fmt: skip
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"
GEONAMES = "https://sws.geonames.org/"
KEYS = (
    "titel", "beschreibung", "contributor_id", "geonames", "herausgeber_typ", "lizenz",
    "alte_geokodierung", "kontakt",
)  # fmt: skip

Say = Callable[..., Problem]


def read(raw: object, say: Say) -> tuple[Harvest, tuple[Problem, ...]]:
    """The settings and what is wrong with them; ``say(rule, sentence, key, …)`` makes a problem."""
    if raw is None:
        return Harvest(), ()
    if not isinstance(raw, Mapping):
        return Harvest(), (say("katalog", "aufbau", "katalog"),)
    wrong: list[Problem] = []
    for key in raw:
        if key not in KEYS:
            near = meant(str(key), KEYS)
            wrong.append(say("katalog", "schluessel", "katalog", wert=key, vorschlag=near))
    contact = raw.get("kontakt")
    if contact is not None and not isinstance(contact, Mapping):
        wrong.append(say("katalog", "kontakt", "kontakt"))
    contact = contact if isinstance(contact, Mapping) else {}
    found = Harvest(
        titel=_text(raw.get("titel")),
        beschreibung=_text(raw.get("beschreibung")),
        contributor_id=_uri(raw.get("contributor_id"), CONTRIBUTORS),
        geonames=_uri(raw.get("geonames"), GEONAMES, "/"),
        herausgeber_typ=_text(raw.get("herausgeber_typ")),
        lizenz=_text(raw.get("lizenz")),
        kontakt_name=_text(contact.get("name")),
        kontakt_email=_text(contact.get("email")),
        kontakt_seite=_text(contact.get("seite")),
        alte_geokodierung=raw.get("alte_geokodierung") is True,
    )
    wrong += _wrong(found, say)
    return found, tuple(wrong)


def _wrong(found: Harvest, say: Say) -> list[Problem]:
    wrong: list[Problem] = []
    for key in ("contributor_id", "geonames"):
        value = getattr(found, key)
        if value and not re.fullmatch(r"https?://[\w.-]+/[\w./~()-]*", value):
            shown = value.removeprefix(CONTRIBUTORS).removeprefix(GEONAMES).rstrip("/")
            wrong.append(say("katalog", key, key, wert=shown))
    if found.herausgeber_typ and found.herausgeber_typ not in TYPES:
        values: dict[str, Any] = {"wert": found.herausgeber_typ, "erlaubt": listed(TYPES)}
        wrong.append(say("katalog", "typ", "herausgeber_typ", **values))
    if found.lizenz and found.lizenz not in LICENCES:
        values = {"wert": found.lizenz, "erlaubt": listed(LICENCES), "vorschlag": ""}
        wrong.append(say("lizenz", "unbekannt", "lizenz", **values))
    if found.kontakt_email:
        try:
            addresses.email(found.kontakt_email)
        except cells.CellError as problem:
            wrong.append(say(problem.rule, problem.key, "email", **problem.values))
    if found.kontakt_seite and not page(found.kontakt_seite):
        wrong.append(say("katalog", "seite", "seite", wert=found.kontakt_seite))
    return wrong


def page(value: str) -> bool:
    """Whether it names a page of this site ("mitmachen/fehler-melden/") or of the web."""
    return bool(re.fullmatch(r"(https?://[^\s<>\"]+|([\w-]+/)+)", value))


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _uri(value: object, prefix: str, end: str = "") -> str:
    """A full address, or the last part of one of a known list."""
    text = _text(value)
    return text if not text or "://" in text else f"{prefix}{text}{end}"
