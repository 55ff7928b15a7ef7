"""The published tables of a built site as pandas sees them: an independent look at the facets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

CHOICES = ("phase", "bereich", "quartier", "kosten", "anmeldung", "stufenlos", "format", "sprache")


def table(site: Path, name: str) -> pd.DataFrame:
    package = "quartiere" if name == "quartiere" else "angebote"
    path = site / "daten" / package / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


class Offers:
    """The current offers with a list of values for each facet, from the CSV files alone."""

    def __init__(self, site: Path) -> None:
        self.phases = table(site, "lebensphasen")
        self.quarters = [*table(site, "quartiere")["id"], "ohne-angabe"]
        places = table(site, "orte").set_index("id")
        frame = table(site, "angebote")
        day = table(site, "angebote_status")["stichtag"].iloc[0]
        over = (frame["endet_am"] != "") & (frame["endet_am"] < day)
        frame = frame[(frame["status"] == "aktiv") & ~over].reset_index(drop=True)
        split = {c: frame[c].map(lambda v: v.split("|") if v else []) for c in
                 ("orte", "format", "sprachen")}  # fmt: skip
        frame["low"] = pd.to_numeric(frame["alter_von"])
        frame["high"] = pd.to_numeric(frame["alter_bis"])
        frame["quartier"] = [
            sorted({q for q in [own, *places.loc[list(at), "quartier"]] if q}) or ["ohne-angabe"]
            for own, at in zip(frame["quartier"], split["orte"], strict=True)
        ]
        frame["stufenlos"] = [
            [_access(set(places.loc[list(at), "stufenlos"]))] for at in split["orte"]
        ]
        frame["sprache"] = [v or ["unbekannt"] for v in split["sprachen"]]
        frame["format"] = [v or ["unbekannt"] for v in split["format"]]
        for name in ("bereich", "kosten", "anmeldung"):
            frame[name] = [[v or "unbekannt"] for v in frame[name]]
        frame["phase"] = [self._phases(row) for _, row in frame.iterrows()]
        frame["stadtweit"] = [
            area in ("stadt", "kreis") or (own == ["ohne-angabe"] and area != "quartier")
            for own, area in zip(frame["quartier"], frame["einzugsgebiet"], strict=True)
        ]
        frame["stadtweit"] = frame["stadtweit"].astype(bool)
        self.frame = frame
        self.long = {name: frame[name].explode() for name in CHOICES}
        """Of each facet one row for each offer and value."""
        self.values = {name: sorted(set(own.dropna())) for name, own in self.long.items()}

    def _phases(self, row: pd.Series) -> list[str]:
        found = []
        for _, phase in self.phases.iterrows():
            pregnant = phase["schwangerschaft"] == row["schwangerschaft"] == "ja"
            ages = phase["alter_von"] != "" and not (pd.isna(row["low"]) and pd.isna(row["high"]))
            low = 0 if pd.isna(row["low"]) else row["low"]
            if pregnant or (
                ages
                and low < int(phase["alter_bis"]) + 1
                and (pd.isna(row["high"]) or _end(row["high"]) > int(phase["alter_von"]))
            ):
                found.append(phase["id"])
        return found

    def age(self, value: str) -> pd.Series:
        """Which offers fit an exact age: "8m", "14", "2,5" or "schwanger"."""
        frame = self.frame
        if value == "schwanger":
            return frame["schwangerschaft"] == "ja"
        if value.endswith("m"):
            start, end = int(value[:-1]), int(value[:-1]) + 1
        elif "," in value:
            start = round(float(value.replace(",", ".")) * 12)
            end = start + 1
        else:
            start, end = int(value) * 12, int(value) * 12 + 12
        low = frame["low"].fillna(0) * 12
        last = frame["high"].map(lambda v: v * 12 + (12 if v == int(v) else 1), na_action="ignore")
        stated = frame["low"].notna() | frame["high"].notna()
        return stated & (low < end) & (last.isna() | (last > start))

    def masks(self, choice: dict[str, list[str]]) -> dict[str, pd.Series]:
        """Which offers pass each single filter of the choice."""
        out = {}
        for name, values in choice.items():
            if name == "alter":
                out[name] = self.age(values[0])
            elif name != "stadtweit":
                own = self.long[name]
                out[name] = pd.Series(False, index=self.frame.index)
                out[name].loc[own.index[own.isin(values)].unique()] = True
        if "stadtweit" in choice and "quartier" in out:
            out["quartier"] |= self.frame["stadtweit"]
        return out

    def passing(self, masks: dict[str, pd.Series], but: str = "") -> pd.Series:
        """Which offers pass all filters, one of them left out."""
        fits = pd.Series(True, index=self.frame.index)
        for name, mask in masks.items():
            if name != but:
                fits &= mask
        return fits

    def counts(
        self, choice: dict[str, list[str]], masks: dict[str, pd.Series], facet: str
    ) -> dict[str, int]:
        """Value → offers, by group-by on those that pass the other filters."""
        fits = self.passing(masks, but=facet)
        everywhere = 0
        if facet == "quartier" and "stadtweit" in choice and "quartier" in choice:
            everywhere = int((fits & self.frame["stadtweit"]).sum())
            fits &= ~self.frame["stadtweit"]
        own = self.long[facet]
        left = own[fits.to_numpy()[own.index]]
        counted = left.groupby(left).size().to_dict()
        shown = self.quarters if facet == "quartier" else self.values[facet]
        return {v: counted.get(v, 0) + everywhere for v in shown}


@cache
def offers(site: Path) -> Offers:
    """The offers of a site, read once for all tests."""
    return Offers(site)


def _access(stated: set[str]) -> str:
    return "ja" if "ja" in stated else "nein" if stated == {"nein"} else "unbekannt"


def _end(age: float) -> float:
    return age + 1 if age == int(age) else age
