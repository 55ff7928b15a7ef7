"""Bad plans and bad raw tables: the exact report for each (``golden/<case>.txt``).

Write all reports anew with ``python -m tests.disclosure.test_bad_input`` and read the difference.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from praeventionskette import problems
from praeventionskette.disclosure import anonymise

from tests.disclosure import made_up

GOLDEN = Path(__file__).with_name("golden")
Rows = list[dict[str, Any]]
RAW: dict[str, Callable[[Rows], Rows | None]] = {
    "negativ": lambda rows: rows[3].update(anzahl=-4),
    "bruch": lambda rows: rows[3].update(anzahl="2.5"),
    "dezimalkomma": lambda rows: rows[3].update(anzahl="2,5"),
    "tausenderpunkt": lambda rows: rows[3].update(anzahl="1.250"),
    "zeichen": lambda rows: (
        [r | {"anzahl": m} for r, m in zip(rows, (".", "-", "x"), strict=False)] + rows[3:]
    ),
    "leer": lambda rows: rows[3].update(anzahl=""),
    "wort": lambda rows: rows[3].update(anzahl="drei"),
    "quartier-unbekannt": lambda rows: rows[3].update(quartier="altmark"),
    "quartier-zweimal": lambda rows: [*rows, rows[0]],
    "jahr-fehlt": lambda rows: [r for r in rows if r["jahr"] != "2025"],
    "zelle-fehlt": lambda rows: rows[1:],
    "summe-in-den-zeilen": lambda rows: [*rows, rows[0] | {"quartier": "stadt", "anzahl": 200}],
    "spalte-fehlt": lambda rows: [
        {("zahl" if k == "anzahl" else k): v for k, v in r.items()} for r in rows
    ],
}
PLANS: dict[str, dict[str, Any]] = {
    "plan-schwelle": {"schwelle": 3},
    "plan-unbekannter-eintrag": {"schwele": 5},
    "plan-auswahl": {"nullen": "egal"},
    "plan-art": {"schwelle": "fünf"},
    "plan-merkmal": {"merkmale": ["jahr", "kreis"]},
    "plan-anteil": {"anteile": [{"spalte": "anteil", "von": "befunde"}]},
    "plan-zusammenlegung": {"zusammenlegungen": [{"dimension": "quartier", "codes": ["altmarkt"]}]},
    "plan-veroeffentlichen": {"veroeffentlichen": [{"quartier": "nirgends"}]},
    "plan-frueher-fehlt": {"fruehere": ["nirgends"]},
    "plan-gruppe": {
        "dimensionen": made_up.plan()["dimensionen"]
        | {
            "quartier": {
                "codes": list(made_up.QUARTERS),
                "gruppen": {"g": ["altmarkt", "hafenkay"]},
            }
        }
    },
    "plan-pflicht": {"veroeffentlichen": [{"quartier": "seeblick"}]},
    "zu-fein": {
        "veroeffentlichen": [{"quartier": q} for q in ("stadt", "hafenkai")],
        "merkmale": [],
    },
    "zu-fein-fuer-mitwisser": {"veroeffentlichen": [{"quartier": "stadt"}], "merkmale": []},
    "rohdaten-fehlen": {"rohdaten": "nichts.csv"},
    "rohdaten-unbekannte-art": {"rohdaten": "plan.yaml"},
}
TEXTS = {
    "plan-kaputt": "name: [a\ntitel: b\n",
    "plan-leer": "",
    "plan-doppelt": "name: a\nname: b\n",
    "plan-unvollstaendig": "name: a\n",
}
MARGINS = {"summe-falsch": 9999}
CASES = sorted([*RAW, *PLANS, *TEXTS, *MARGINS])


def report(case: str, folder: Path) -> str:
    """What people read for a case."""
    rows = made_up.rows()
    plan = made_up.plan(**PLANS.get(case, {}))
    if case in RAW:
        rows = RAW[case](rows) or rows
    if case in MARGINS:
        plan["summenzeilen"] = "pruefen"
        rows.append(rows[0] | {"quartier": "stadt", "anzahl": MARGINS[case]})
    if case.startswith("zu-fein"):
        counts = (
            {"altmarkt": 3, "hafenkai": 20} if case == "zu-fein" else {"altmarkt": 1, "nordring": 4}
        )
        rows = [r | {"anzahl": counts.get(r["quartier"], 0)} for r in rows]
    made_up.write_csv(folder / "roh.csv", rows)
    text = TEXTS.get(case, yaml.safe_dump(plan, allow_unicode=True, sort_keys=False))
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    outcome = anonymise.run(path)
    assert not outcome.files, case
    assert outcome.problems
    return problems.report(outcome.problems, "text") + "\n"


@pytest.mark.parametrize("case", CASES)
def test_report(case: str, tmp_path: Path) -> None:
    expected = (GOLDEN / f"{case}.txt").read_text(encoding="utf-8")
    assert report(case, tmp_path) == expected


def test_every_golden_file_has_a_case() -> None:
    assert sorted(p.stem for p in GOLDEN.glob("*.txt")) == CASES


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in CASES:
        with tempfile.TemporaryDirectory() as scratch:
            (GOLDEN / f"{name}.txt").write_text(report(name, Path(scratch)), encoding="utf-8")
