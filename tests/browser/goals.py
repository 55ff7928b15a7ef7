"""Goals of a built site as pandas sees them: from the published tables alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.browser.published import Offers

FIELD = {"bereich": "bereich", "lebensphase": "phase", "quartier": "quartier"}


def table(site: Path, package: str, name: str) -> pd.DataFrame:
    return pd.read_csv(site / "daten" / package / f"{name}.csv", dtype=str, keep_default_na=False)


def offers_of_goals(site: Path) -> dict[str, set[str]]:
    """The ids of the current offers that serve each goal."""
    frame = Offers(site).frame
    found: dict[str, set[str]] = {i: set() for i in table(site, "leitbild", "ziele")["id"]}
    for _, row in table(site, "leitbild", "ziel_angebote").iterrows():
        hits = frame
        if row["angebot"]:
            hits = hits[hits["id"] == row["angebot"]]
        for column, facet in FIELD.items():
            if wanted := row[column]:
                hits = hits[[wanted in values for values in hits[facet]]]
        found[row["ziel"]] |= set(hits["id"])
    return found


def indicators_of_goals(site: Path) -> dict[str, set[str]]:
    """The ids of the indicators of each goal."""
    links = table(site, "leitbild", "ziel_kennzahlen")
    return {goal: set(rows["kennzahl"]) for goal, rows in links.groupby("ziel")}


def newest_of_town(site: Path, indicator: str) -> tuple[str, str] | None:
    """(year, value as published) of the newest dated value of the whole town."""
    values = table(site, "monitoring", "werte")
    rows = values[(values["kennzahl"] == indicator) & (values["gebiet"] == "stadt")]
    rows = rows[(rows["wert"] != "") & (rows["jahr"] != "")].copy()
    if rows.empty:
        return None
    rows["wann"] = [d or y for d, y in zip(rows["stichtag"], rows["jahr"], strict=True)]
    last = rows.sort_values("wann", kind="stable").iloc[-1]
    ties = rows[rows["wann"] == last["wann"]]
    return last["jahr"], ties.iloc[0]["wert"]
