"""Made-up raw data: an invented school entry survey of Musterstadt. Written to temporary folders
only; the numbers come from a seeded generator and mean nobody."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import yaml

QUARTERS = ("altmarkt", "hafenkai", "muehlfeld", "nordring", "seeblick", "tannenhof")
WEIGHTS = (40, 30, 36, 50, 5, 4)
SEXES = ("m", "w")
RESULTS = ("unauffaellig", "auffaellig", "foerderbedarf")
YEARS = ("2024", "2025")


def rows(seed: int = 1) -> list[dict[str, Any]]:
    """One row for each innermost cell."""
    dice = random.Random(seed)
    result = []
    for quarter, weight in zip(QUARTERS, WEIGHTS, strict=True):
        for sex in SEXES:
            for outcome, share in zip(RESULTS, (0.8, 0.14, 0.06), strict=True):
                for year in YEARS:
                    mean = weight * share / 2
                    count = max(0, round(dice.gauss(mean, mean**0.5)))
                    result.append(
                        {
                            "quartier": quarter,
                            "geschlecht": sex,
                            "befund": outcome,
                            "jahr": year,
                            "anzahl": count,
                        }
                    )
    return result


def plan(**more: Any) -> dict[str, Any]:
    """A complete plan for the rows."""
    return {
        "name": "schuleingang",
        "titel": "Schuleingangsuntersuchung Musterstadt (erfunden)",
        "rohdaten": "roh.csv",
        "anzahl": "anzahl",
        "dimensionen": {
            "quartier": {
                "titel": "Quartier",
                "codes": list(QUARTERS),
                "gesamt": "stadt",
                "gruppen": {"gruppe-seeblick-tannenhof": ["seeblick", "tannenhof"]},
            },
            "geschlecht": {"codes": {"m": "Jungen", "w": "Mädchen"}, "gesamt": "alle"},
            "befund": {"codes": list(RESULTS), "gesamt": "alle-befunde"},
            "jahr": {"codes": list(YEARS)},
        },
        "merkmale": ["befund"],
        "anteile": [{"spalte": "anteil", "von": "befund", "nachkommastellen": 1}],
        "insider": "genau",
        "zeitlimit": 20,
        **more,
    }


def write_csv(path: Path, table: list[dict[str, Any]]) -> Path:
    """The rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return path


def write(folder: Path, seed: int = 1, **more: Any) -> Path:
    """Raw table and plan in a folder outside of any repository; the plan's path."""
    write_csv(folder / "roh.csv", rows(seed))
    path = folder / "plan.yaml"
    path.write_text(
        yaml.safe_dump(plan(**more), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path
