"""A generated town for tests and measurements: any number of offers, the same for the same seed.

Everything is invented and says so. The town is a copy of another one (its quarters, code lists,
pages and shapes); providers, places and offers are made here with all columns that it describes.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "musterstadt"
KEPT = {"angebote", "traeger", "orte", "bereiche", "lebensphasen", "zeiten", "termine", "ferien"}
"""Tables of the offers that the generated town has; others of the base refer to its own offers."""

KINDS = (
    *[("Krabbelgruppe", 0, 2), ("Eltern-Kind-Kurs", 0, 3), ("Geburtsvorbereitung", None, None)],
    *[("Stilltreff", 0, 1), ("Hebammensprechstunde", 0, 0), ("Babymassage", 0.25, 0.75)],
    *[("Spielgruppe", 1, 3), ("Vorlesestunde", 3, 6), ("Kinderturnen", 3, 6)],
    *[("Sprachförderung", 3, 10), ("Hausaufgabenhilfe", 6, 12), ("Ferienbetreuung", 6, 13)],
    *[("Schwimmkurs", 5, 9), ("Musikschule", 4, 17), ("Jugendtreff", 12, 20)],
    *[("Mädchengruppe", 10, 16), ("Erziehungsberatung", 0, 17), ("Familienberatung", 0, 26)],
    *[("Suchtberatung", 14, 26), ("Schuldnerberatung", 16, None), ("Bewerbungshilfe", 15, 24)],
    *[("Berufsberatung", 14, 26), ("Familienzentrum", 0, 9), ("Elterncafé", 0, 5)],
    *[("Nachhilfe", 8, 18), ("Theaterwerkstatt", 9, 15)],
)
"""Kinds of offers with their ages; the first without ages is for pregnant women alone."""
WHO = (
    "Eltern",
    "Väter",
    "Mütter",
    "Kinder",
    "Jugendliche",
    "Familien",
    "Geschwister",
    "Großeltern",
)
DOING = ("spielen", "lernen", "reden", "singen", "basteln", "kochen", "turnen", "lesen", "lachen")
TRAITS = ("offene", "kleine", "gemeinsame", "vertrauliche", "begleitete", "wöchentliche", "neue")
FIRST = ("Sonnen", "Regenbogen", "Brücken", "Linden", "Wiesen", "Kinder", "Stern", "Familien")
SECOND = ("haus", "treff", "werkstatt", "garten", "büro", "laden", "stube", "zentrum", "schule")
AIMS = ("Bewegungs", "Sprach", "Bildungs", "Gesundheits", "Förder", "Freizeit", "Paten")
WAYS = ("angebot", "programm", "projekt", "netzwerk", "gruppe", "raum", "stelle")
EXTRA = tuple(aim + way for aim in AIMS for way in WAYS)
LANGUAGES = ("de", "tr", "ar", "uk", "pl", "en", "ru", "fa", "ku", "fr")
DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
HOURS = (("09:00", "11:30"), ("10:00", "12:00"), ("15:00", "17:30"), ("16:00", ""), ("", ""))
"""Slots of a day that do not overlap as long as only one is before noon; "" is not known."""
KNOWN = ("ja", "nein", "unbekannt")
SHARE = {"ort": 0.45, "quartier": 0.2, "stadt": 0.2}
"""Which part of the offers has places, which only a quarter, which is for the whole town."""


def generate(
    folder: Path,
    offers: int,
    seed: int = 1,
    base: Path = BASE,
    languages: Sequence[str] = ("de",),
) -> Path:
    """Write a town with ``offers`` offers into ``folder``; returns the path of its mkdocs.yml.

    languages: codes of ``extra.sprachen``, whatever the invented town has.
    """
    chance = random.Random(seed)
    shutil.copytree(base, folder, ignore=shutil.ignore_patterns("site"))
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("../../hooks", (ROOT / "hooks").as_posix())
    text = re.sub(r"(?m)^  sprachen: .*$", f"  sprachen: [{', '.join(languages)}]", text)
    config.write_text(text, encoding="utf-8")
    package = folder / "datapackages" / "angebote"
    _keep_tables(package)
    served = folder / "datapackages" / "leitbild" / "ziel_angebote.csv"
    if served.exists():  # goals of the base name its offers; those by area and phase stay
        _write(served, [row for row in _rows(served) if not row["angebot"]])
    quarters = _rows(folder / "datapackages" / "quartiere" / "quartiere.csv")
    areas = [row["id"] for row in _rows(package / "bereiche.csv")]
    providers = [_provider(i, chance) for i in range(max(3, offers // 20))]
    places = [_place(i, quarters, chance) for i in range(max(5, offers // 8))]
    made = [_offer(i, areas, quarters, providers, places, chance) for i in range(offers)]
    tables = {
        "traeger": providers,
        "orte": places,
        "angebote": made,
        # A table without a row is wrong: in a small town the first offer has what nobody has.
        "zeiten": [row for offer in made for row in _slots(offer, chance)]
        or _slots(made[0], chance, 1),
        "termine": [row for offer in made for row in _dates(offer, chance)]
        or _dates(made[0], chance, 1),
    }
    for name, rows in tables.items():
        _write(package / f"{name}.csv", rows)
    serving = folder / "datapackages" / "leitbild" / "ziel_angebote.csv"
    _write(serving, [row for row in _rows(serving) if not row["angebot"]])  # those are replaced
    return config


def _keep_tables(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] not in KEPT:
            (package / resource["path"]).unlink()
    kept = [r for r in descriptor["resources"] if r["name"] in KEPT]
    text = json.dumps(descriptor | {"resources": kept}, ensure_ascii=False, indent=2)
    (package / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Replace the rows of a table and keep its columns; those nobody fills stay blank."""
    with path.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, columns, restval="", extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)


def _provider(i: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": f"traeger-{i}",
        "name": f"{chance.choice(FIRST)}{chance.choice(SECOND)} {i} (erfunden)",
        "telefon": f"030 23125 {i % 1000:03}",
        "website": f"https://traeger-{i}.example/",
        "quelle": f"https://traeger-{i}.example/ueber",
        "hinweis": "Erfunden.",
    }


def _place(i: int, quarters: list[dict[str, str]], chance: random.Random) -> dict[str, object]:
    quarter = chance.choice(quarters)
    row: dict[str, object] = {
        "id": f"ort-{i}",
        "name": f"{chance.choice(FIRST)}{chance.choice(SECOND)} {i}",
        "strasse": f"{chance.choice(FIRST)}weg {chance.randint(1, 120)}",
        "plz": quarter["plz"],
        "ort": "Musterstadt",
        "stufenlos": chance.choice(["ja", "nein", "unbekannt"]),
        "quelle": "https://orte.example/",
        "hinweis": "Erfunden.",
    }
    if chance.random() < 0.85:
        row["quartier"] = quarter["id"]
    if chance.random() < 0.7:
        row["breite"] = f"{float(quarter['breite']) + chance.uniform(-0.006, 0.006):.5f}"
        row["laenge"] = f"{float(quarter['laenge']) + chance.uniform(-0.008, 0.008):.5f}"
    return row


def _offer(
    i: int,
    areas: list[str],
    quarters: list[dict[str, str]],
    providers: list[dict[str, object]],
    places: list[dict[str, object]],
    chance: random.Random,
) -> dict[str, object]:
    kind, low, high = chance.choice(KINDS)
    name = f"{kind} {chance.choice(FIRST)}{chance.choice(SECOND)} {i + 1}"
    who = chance.choice(WHO)
    row: dict[str, object] = {
        "id": f"gen-{i + 1:05}",
        "name": name,
        "kurztext": f"Erfunden: {chance.choice(TRAITS)} {kind} zum {chance.choice(DOING).title()} "
        f"für {who}, mit {chance.choice(EXTRA)}.",
        "text": " ".join(_sentence(chance) for _ in range(chance.randint(0, 3))),
        "bereich": chance.choice(areas),
        "schwangerschaft": "ja" if low is None or chance.random() < 0.06 else "nein",
        "alter_von": "" if low is None else low,
        "alter_bis": "" if high is None else high,
        "alter_angabe": chance.choice(["quelle", "abgeleitet", ""]),
        "zielgruppe": who if chance.random() < 0.3 else "",
        "traeger": chance.choice(providers)["id"] if chance.random() < 0.9 else "",
        "format": "|".join(chance.sample(["vor-ort", "online", "telefonisch", "aufsuchend"],
                                         chance.choice([0, 1, 1, 1, 2]))),
        "kosten": chance.choice(["kostenlos", "kostenlos", "kostenpflichtig", "unbekannt"]),
        "anmeldung": chance.choice(["ja", "nein", "unbekannt"]),
        "sprachen": "|".join(chance.sample(LANGUAGES, chance.choice([0, 0, 1, 1, 2, 3]))),
        "telefon": f"030 23125 {chance.randint(0, 999):03}" if chance.random() < 0.7 else "",
        "quelle": f"https://angebote.example/{i + 1}",
        "quelle_stand": "2025",
        "geprueft_am": f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}"
        if chance.random() < 0.5 else "",
        "pruefintervall_monate": chance.choice([6, 12]),
        "endet_am": chance.choice(["2026-03-31", "2028-03-31"]) if chance.random() < 0.03 else "",
        "status": "aktiv" if chance.random() < 0.97 else "beendet",
        "hinweis": "Erfunden.",
    }  # fmt: skip
    where = chance.random()
    if where < SHARE["ort"]:
        several = chance.sample(places, 2 if chance.random() < 0.15 else 1)
        row["orte"] = "|".join(str(p["id"]) for p in several)
    elif where < SHARE["ort"] + SHARE["quartier"]:
        row["quartier"] = chance.choice(quarters)["id"]
        row["einzugsgebiet"] = chance.choice(["quartier", "stadt", ""])
    elif where < sum(SHARE.values()):
        row["einzugsgebiet"] = chance.choice(["stadt", "kreis"])
    return row


def _slots(
    offer: Mapping[str, object], chance: random.Random, share: float = 0.33
) -> list[dict[str, object]]:
    """Weekly times of a third of the offers: one to three days, at times two slots a day."""
    if chance.random() > share:
        return []
    valid = chance.choice([("", ""), ("2026-01-01", "2027-12-31"), ("2025-09-01", "2026-07-31")])
    rest = chance.choice(KNOWN), chance.choice(KNOWN)
    found = []
    for day in chance.sample(DAYS, chance.choice([1, 1, 2, 3])):
        slots = [chance.choice(HOURS)] if chance.random() < 0.8 else [HOURS[0], HOURS[2]]
        found += [
            {
                "id": f"z-{offer['id']}-{day[:2]}-{i}",
                "angebot": offer["id"],
                "ort": str(offer.get("orte", "")).partition("|")[0],
                "wochentag": day,
                "von": start,
                "bis": end,
                "gueltig_von": valid[0],
                "gueltig_bis": valid[1],
                "ferien": rest[0],
                "feiertage": rest[1],
                "quelle": offer["quelle"],
                "hinweis": "Erfunden.",
            }
            for i, (start, end) in enumerate(slots)
        ]
    return found


def _dates(
    offer: Mapping[str, object], chance: random.Random, share: float = 0.05
) -> list[dict[str, object]]:
    """Single dates of every twentieth offer, past and coming, now and then called off."""
    if chance.random() > share:
        return []
    return [
        {
            "id": f"t-{offer['id']}-{i}",
            "angebot": offer["id"],
            "titel": f"{chance.choice(EXTRA).title()} (erfunden)",
            "datum": f"{chance.choice([2026, 2027])}-{chance.randint(1, 12):02}-{10 + i}",
            "von": "14:00",
            "bis": chance.choice(["", "16:00"]),
            "status": chance.choice(["geplant", "geplant", "abgesagt"]),
            "quelle": offer["quelle"],
            "hinweis": "Erfunden.",
        }
        for i in range(chance.randint(1, 2))
    ]


def _sentence(chance: random.Random) -> str:
    return (
        f"{chance.choice(WHO)} können hier {chance.choice(DOING)} und {chance.choice(DOING)}, "
        f"dazu gibt es ein {chance.choice(TRAITS)[:-1]}es {chance.choice(EXTRA)} im "
        f"{chance.choice(FIRST)}{chance.choice(SECOND)}."
    )
