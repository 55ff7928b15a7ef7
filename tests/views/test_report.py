"""The report: the same words on the page and in the PDF; the PDF tagged and always the same."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
import typst
from pdfua import validate
from praeventionskette.catalogue import Wert
from praeventionskette.goals import Ereignis, Ziel, ZielAngebot, ZielKennzahl
from praeventionskette.published import Edition
from praeventionskette.views import charts, report
from praeventionskette.views.offers import offers
from praeventionskette.views.report_pdf import inputs, pdf, sources
from praeventionskette.views.thread import goals

from tests.views.town import HOSTILE, town

CODE = '#panic("x") $x$ *fett* = Titel @x <y> #{1+1} // weg'
DAY = dt.date(2026, 11, 24)
PICTURES: dict[str, charts.Figure] = {
    "monitoring/einwohner/stadt.svg": charts.Bars(
        charts.Frame("Titel", "Personen", ("Fuß",)), (charts.Bar("Nord", 3.0, "3"),)
    )
}


def made(**changes: object) -> report.Report:
    catalogue = replace(town(**changes), stichtag=DAY)
    found = offers(catalogue)
    result = report.report(catalogue, found, goals(catalogue, found), Edition(built=DAY))
    assert result is not None
    return result


def with_goals() -> dict[str, object]:
    values = town().werte
    return {
        "ziele": (
            Ziel("eins", CODE, "https://a.example/", text=HOSTILE, fehlt=CODE),
            Ziel("zwei", "Zweites", "https://a.example/", verantwortlich="Amt"),
        ),
        "ziel_kennzahlen": (
            ZielKennzahl("eins", "einwohner", "stadt", "steigen", Decimal(200), 2030),
        ),
        "ziel_angebote": (ZielAngebot("z", "eins", "projekt", bereich="gesundheit"),),
        "ereignisse": (Ereignis("e", CODE, "https://a.example/"),),
        "werte": (*values, Wert("w-9", "einwohner", "stadt", "gemessen", 2020, "2020-12-31",
                                Decimal(150))),
    }  # fmt: skip


def test_goals_targets_and_gaps_are_told() -> None:
    b = made(**with_goals())
    first, second = b.ziele
    assert first.massnahme == "1\u00a0Angebot"
    name, shows, aim = first.zahlen[0]
    assert name == "Einwohner"
    assert shows.startswith("Die Zahl zeigt: 160")
    assert aim == (
        "Die Zahl soll steigen: Zielwert 200\u00a0Personen bis 2030. "
        "Der Zielwert ist nicht erreicht."
    )
    assert "Die neueste Zahl ist von 2021. Wie es heute ist, fehlt." in first.unbekannt
    assert second.massnahme == "kein Angebot bekannt"
    assert any(line.startswith("Ohne Kennzahl: Zweites") for line in b.luecken)
    assert any(line.startswith("Kein Angebot bekannt: Schwangerschaft") for line in b.luecken)
    assert b.kennzahlen[0].frueher.startswith("150")


def test_the_pdf_is_tagged_conforms_and_is_always_the_same() -> None:
    b = made(**with_goals())
    first = pdf(b, PICTURES)
    assert first == pdf(b, PICTURES)
    with pikepdf.open(io.BytesIO(first)) as document:
        root = document.Root
        assert str(root.Lang) == "de-DE"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        with document.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert said["dc:title"] == "Bericht 2026, Präventionskette Test"
        kinds = _kinds(root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TH", "/L"} <= kinds


def _kinds(node: pikepdf.Object) -> set[str]:
    found = {str(node.S)} if "/S" in node else set()
    children = node.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    for child in children:
        if isinstance(child, pikepdf.Dictionary):
            found |= _kinds(child)
    return found


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bericht.pdf"
    file.write_bytes(pdf(made(**with_goals()), PICTURES))
    found = validate(file)
    assert found.exit_code == 0
    assert not found.findings


def test_texts_of_the_data_are_never_code_in_the_pdf() -> None:
    """Code would stop typst (#panic) or leave marks out of the text (CODE, HOSTILE)."""
    b = made(**with_goals())
    data = typst.query(sources(PICTURES), "heading", sys_inputs=inputs(b))
    texts = [h["body"].get("text") for h in json.loads(data)]
    assert CODE in texts


def test_a_town_without_goals_has_a_report_and_one_without_a_day_has_none() -> None:
    assert made().ziele == ()
    catalogue = town()
    assert report.report(catalogue, offers(catalogue), (), Edition()) is None


@pytest.mark.parametrize("missing", ["bereiche", "kennzahlen"])
def test_a_bare_town_gets_its_pdf_too(missing: str) -> None:
    tables: dict[str, object] = {missing: ()}
    if missing == "bereiche":
        tables["angebote"] = ()
    else:
        tables["werte"] = ()
    assert pdf(made(**tables), {}).startswith(b"%PDF")
