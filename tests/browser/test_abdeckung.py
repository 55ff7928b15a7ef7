"""/kette/ by quarter: the same numbers as pandas gets from the published tables alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.goals import table
from tests.browser.published import Offers

pytestmark = pytest.mark.browser
SITES = pytest.mark.parametrize("site", ["neuss_site", "musterstadt_site"])
OLD_AFTER = 5


def rows(site: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(site / "kette" / name, dtype=str, keep_default_na=False)


@SITES
def test_coverage_is_counted_from_the_offers(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    frame, phases = Offers(root).frame, table(root, "angebote", "lebensphasen")
    order = phases.sort_values("reihenfolge", key=pd.to_numeric)["id"].tolist()
    made = rows(root, "abdeckung.csv")
    quarters = table(root, "quartiere", "quartiere")["id"].tolist()
    assert set(made["gebiet"]) == {"stadt", *quarters}
    changes = dict(zip(phases["id"], phases["uebergang"], strict=True))
    assert sum(1 for name in changes.values() if name) == 2
    for _, row in made.iterrows():
        here = frame
        if row["gebiet"] != "stadt":
            here = here[[row["gebiet"] in own for own in here["quartier"]]]
        if row["art"] == "phase":
            hits = [row["spalte"] in own for own in here["phase"]]
        elif row["art"] == "uebergang":
            after = row["spalte"].removeprefix("vor-")
            before = order[order.index(after) - 1]
            assert changes[after]
            hits = [before in own and after in own for own in here["phase"]]
        else:
            _, low, high = row["spalte"].split("-")
            inside = phases[(phases["alter_von"] != "") & (phases["alter_bis"] != "")]
            inside = inside[pd.to_numeric(inside["alter_von"]) >= float(low)]
            inside = set(inside[pd.to_numeric(inside["alter_bis"]) <= float(high)]["id"])
            hits = [bool(inside & set(own)) for own in here["phase"]]
        assert int(row["angebote"]) == sum(hits), dict(row)


@SITES
def test_rates_come_from_published_counts_alone(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    made, values = rows(root, "abdeckung.csv"), table(root, "monitoring", "werte")
    kinds = table(root, "monitoring", "kennzahlen")
    counts = kinds[(kinds["alter_bis"] != "") & (kinds["art"] == "anzahl")]
    by_age = {(a, b): i for i, a, b in counts[["id", "alter_von", "alter_bis"]].itertuples(False)}
    year = int(table(root, "angebote", "angebote_status")["stichtag"].iloc[0][:4])
    measured = values[values["status"] == "gemessen"]
    assert (made["je_100"] != "").any() == (site == "musterstadt_site")
    for _, row in made.iterrows():
        if row["art"] == "uebergang":
            assert (row["je_100"], row["grund"]) == ("", "")
        elif not row["je_100"]:
            assert row["grund"].endswith("."), dict(row)
            assert row["kinder"] == ""
        else:
            _, low, high = row["spalte"].split("-")
            own = measured[(measured["kennzahl"] == by_age[low, high])]
            own = own[(own["gebiet"] == row["gebiet"]) & (own["jahr"] == row["jahr"])]
            assert float(row["kinder"]) in set(own["wert"].astype(float))
            assert year - int(row["jahr"]) <= OLD_AFTER
            rate = 100 * int(row["angebote"]) / float(row["kinder"])
            assert abs(float(row["je_100"]) - rate) <= 0.05 + 1e-9
    hidden = values[(values["status"] == "geheim") & (values["kennzahl"].isin(counts["id"]))]
    for _, gap in hidden.iterrows():
        newest = values[(values["kennzahl"] == gap["kennzahl"])]
        newest = newest[newest["gebiet"] == gap["gebiet"]].sort_values("jahr").iloc[-1]
        if newest["status"] == "geheim":
            own = made[(made["gebiet"] == gap["gebiet"]) & (made["art"] == "gruppe")]
            assert any("geheim" in reason for reason in own["grund"])


@SITES
def test_actors_are_those_of_the_offers(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    role = table(root, "angebote", "traeger").set_index("id")["rolle"].to_dict()
    frame, made = Offers(root).frame, rows(root, "akteure.csv")
    partners = frame["partner"] if "partner" in frame else pd.Series([""] * len(frame))
    frame["rollen"] = [
        {role[t] for t in [one, *more.split("|")] if t and role[t]}
        for one, more in zip(frame["traeger"], partners, strict=True)
    ]
    assert made["angebote"].astype(int).sum() > 0
    assert (made["rolle"] == "polizei").any()
    for _, row in made.iterrows():
        wide = row["gebiet"] == "stadtweit"
        here = frame["stadtweit"] if wide else [row["gebiet"] in q for q in frame["quartier"]]
        hits = [row["rolle"] in own for own in frame[here]["rollen"]]
        assert int(row["angebote"]) == sum(hits), dict(row)


@pytest.mark.parametrize(
    ("site", "at"), [("neuss_site", "/"), ("musterstadt_site", "/praevention/")]
)
def test_the_page_shows_what_the_files_say(
    site: str, at: str, page: Callable[..., Page], serve: Callable[..., str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    root: Path = request.getfixturevalue(site)
    made, tab = rows(root, "abdeckung.csv"), page(width=360, java_script_enabled=False)
    tab.goto(serve(root, at=at) + "kette/")
    shown = tab.locator("tr[data-gebiet]").evaluate_all(
        "ns => ns.map(n => [n.dataset.gebiet, [...n.querySelectorAll('td')].map("
        "c => [c.dataset.spalte, c.querySelector('b').textContent.replace('.', '')])])"
    )
    assert {(area, column, number) for area, cells in shown for column, number in cells} == set(
        made[["gebiet", "spalte", "angebote"]].itertuples(index=False, name=None)
    )
    for number, reason in enumerate(dict.fromkeys(r for r in made["grund"] if r), 1):
        expect(tab.locator(f"#grund-{number}")).to_have_text(reason)
    expect(tab.locator("th.pk-uebergang")).to_contain_text(["Kita → Schule", "Schule → Beruf"])
    missing = tab.locator("tr[data-akteure]")
    expect(missing).to_have_count(made["gebiet"].nunique())
    expect(missing.first).to_contain_text("Polizei")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
