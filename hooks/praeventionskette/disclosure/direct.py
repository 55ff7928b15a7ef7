"""What single rows of the indicator values give away, before anybody calculates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from praeventionskette import messages, problems
from praeventionskette.catalogue import Catalogue, Kennzahl, Wert
from praeventionskette.disclosure import links
from praeventionskette.disclosure.model import COUNT
from praeventionskette.disclosure.relations import PROPERTY, read, relations
from praeventionskette.problems import Problem

GROUP = 20
TELLS = re.compile(
    r"\bunter \d+\b(?! jahr)|\bweniger als \w+|\bprim(är|aer)|\bsekund(är|aer)|\bgegenst(ü|ue)ck|"
    r"\bkomplement|\bkleine[rn]? (zahl|fallzahl)|\beinzelfall",
    re.IGNORECASE,
)
"""Words at a withheld value that say why it is withheld. Where it is the only one of its indicator,
nothing else can be told apart by them, and a public source may have used them."""
TELLS_NUMBER = re.compile(r"<\s*\d|≤\s*\d|\bnur (\d+|eine?n?|zwei|drei|vier)\b", re.IGNORECASE)
"""Words that narrow the value down."""


def check(
    catalogue: Catalogue, earlier: tuple[Catalogue, ...], threshold: int
) -> Iterator[Problem]:
    """All findings of single rows."""
    rows = links.known(catalogue)
    maker = links.Links(catalogue, rows)
    entries = {k.id: k for k in catalogue.kennzahlen}
    before = {_key(w): w for release in earlier for w in release.werte if w.wert is not None}
    for value in catalogue.werte:
        entry = entries.get(value.kennzahl)
        if entry is None:
            continue
        place = (rows.file, rows.lines.get(value.id, 0), "wert")
        area = maker.names.get(value.gebiet, value.gebiet)
        words = messages.Shown(
            f"{entry.name}, {area}, {value.stichtag or value.jahr or 'ohne Jahr'}"
        )
        if value.status == "geheim":
            yield from _withheld(value, entry, words, place, before, threshold)
        elif value.wert is not None:
            yield from _shown(value, entry, words, place, threshold, maker)
            if _announces_digits(catalogue):
                yield from _digits(value.wert, entry, place)
    yield from _signs(catalogue, rows)
    yield from _groups(catalogue, maker, rows)
    yield from _declared(catalogue)


def _key(value: Wert) -> tuple[str, str, int | None, str | None]:
    return value.kennzahl, value.gebiet, value.jahr, value.stichtag


def _say(rule: str, key: str, place: tuple[str, int, str], **values: object) -> Problem:
    return problems.worded(rule, key, place, values)


def _withheld(
    value: Wert,
    entry: Kennzahl,
    words: messages.Shown,
    place: tuple[str, int, str],
    before: dict[tuple[str, str, int | None, str | None], Wert],
    threshold: int,
) -> Iterator[Problem]:
    if value.wert is not None:
        yield _say("geheim-zeichen", "wert", place)
    old = before.get(_key(value))
    if old is not None and old.wert is not None and entry.art == "anzahl" and old.wert < threshold:
        yield _say("geheim-frueher", "wert", place, zelle=words)


def _shown(
    value: Wert,
    entry: Kennzahl,
    words: messages.Shown,
    place: tuple[str, int, str],
    threshold: int,
    maker: links.Links,
) -> Iterator[Problem]:
    number = value.wert
    if number is None:
        return
    if entry.art == "anzahl":
        if number < 0 or number != number.to_integral_value():
            yield _say("geheim-angabe", "zahl", place, wert=number)
        elif 1 <= number < threshold and maker.kind(entry.id) == COUNT:
            yield _say(
                "geheim-kleine-zahl", "wert", place, wert=number, schwelle=threshold, zelle=words
            )
    elif entry.art == "anteil" and entry.einheit in ("%", "Prozent") and not 0 <= number <= 100:
        yield _say("geheim-anteil", "hundert", place, wert=number)


def _announces_digits(catalogue: Catalogue) -> bool:
    """Whether the town says at all how many decimal places its indicators have."""
    tables = [t for p in catalogue.packages if (t := p.table("kennzahlen"))]
    return all(any(f.name == "nachkommastellen" for f in t.fields) for t in tables)


def _digits(number: Decimal, entry: Kennzahl, place: tuple[str, int, str]) -> Iterator[Problem]:
    """More digits of a share than announced: they lead to the count behind it."""
    if entry.art != "anteil" or entry.einheit not in ("%", "Prozent"):
        return
    exponent = number.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    if digits > entry.nachkommastellen:
        stellen = entry.nachkommastellen
        yield _say("geheim-anteil", "stellen", place, wert=number, stellen=stellen)


def _signs(catalogue: Catalogue, rows: links.Known) -> Iterator[Problem]:
    """One neutral sign for all withheld values."""
    hints: dict[str, set[str]] = {}
    number = Counter(value.kennzahl for value in catalogue.werte if value.status == "geheim")
    for value in catalogue.werte:
        if value.status != "geheim":
            continue
        place = (rows.file, rows.lines.get(value.id, 0), "hinweis")
        hint = value.hinweis or ""
        tells = TELLS_NUMBER.search(hint) or (number[value.kennzahl] > 1 and TELLS.search(hint))
        if tells:
            yield _say("geheim-zeichen", "verrat", place, wert=hint)
        seen = hints.setdefault(value.kennzahl, set())
        if seen and hint not in seen:
            yield _say("geheim-zeichen", "verschieden", place)
        seen.add(hint)


def _groups(catalogue: Catalogue, maker: links.Links, rows: links.Known) -> Iterator[Problem]:
    """None or all of a small group; a rate over nobody."""
    for relation in relations(catalogue):
        if relation.art != "anteil":
            continue
        rate, (top, bottom) = relation.whole, relation.parts
        for when in rows.times(bottom):
            bases = rows.rows[(bottom, when)]
            for area, base in bases.items():
                if base.wert is None:
                    continue
                name = maker.names.get(area, area)
                shown = rows.rows.get((rate, when), {}).get(area)
                if shown is not None and shown.wert is not None:
                    place = (rows.file, rows.lines.get(shown.id, 0), "wert")
                    if base.wert == 0:
                        yield _say("geheim-anteil", "nenner_null", place)
                    elif base.wert < GROUP and shown.wert in (0, 100):
                        values = {"wert": shown.wert, "ganz": base.wert}
                        yield _say("geheim-anteil", "gruppe", place, **values)
                part = rows.rows.get((top, when), {}).get(area)
                if part is not None and part.wert is not None:
                    place = (rows.file, rows.lines.get(part.id, 0), "wert")
                    words = messages.Shown(f"{maker.indicators[top].name}, {name}")
                    yield from rest(part.wert, base.wert, place, words, 0)


def rest(
    part: Decimal | int,
    whole: Decimal | int,
    place: tuple[str, int, str],
    words: messages.Shown,
    threshold: int,
    group: int = GROUP,
) -> Iterator[Problem]:
    """Findings about a published part of a published whole. Threshold 0: the rest is asked for
    elsewhere."""
    if 1 <= whole - part < threshold:
        values = {"teil": part, "ganz": whole, "rest": whole - part, "zelle": words}
        yield _say("geheim-kleine-zahl", "gegenstueck", place, **values)
    elif 0 < whole < group and part in (0, whole):
        key = "keiner" if part == 0 else "alle"
        yield _say("geheim-kleine-zahl", key, place, zelle=words, ganz=whole)


def _declared(catalogue: Catalogue) -> Iterator[Problem]:
    """Declarations that nobody can follow."""
    ids = {k.id for k in catalogue.kennzahlen}
    for package in catalogue.packages:
        entry = package.descriptor.get(PROPERTY)
        if not isinstance(entry, dict):
            continue
        file = f"datapackages/{package.name}/datapackage.json"
        threshold = entry.get("schwelle", 5)
        if not isinstance(threshold, int) or threshold < 5:
            yield problems.found("geheim-angabe", "schwelle", file=file, wert=threshold)
        for link in entry.get("verknuepfungen", ()):
            relation = read(link)
            if relation is None:
                grund = "art, gesamt oder teile fehlen."
                yield problems.found("geheim-angabe", "verknuepfung", file=file, grund=grund)
            elif unknown := {relation.whole, *relation.parts} - ids:
                grund = f"Die Kennzahl {messages.listed(sorted(unknown))} gibt es nicht."
                yield problems.found(
                    "geheim-angabe", "verknuepfung", file=file, grund=messages.Shown(grund)
                )
