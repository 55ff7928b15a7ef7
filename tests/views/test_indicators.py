"""Indicators: what is drawn, what stands in the table, what a gap says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from praeventionskette.catalogue import Quartier, Wert
from praeventionskette.views import charts, indicators

from tests.views.town import town


def many_quarters() -> tuple[Quartier, ...]:
    return tuple(Quartier(f"q{i}", f"0{i}", f"Q{i}", None, i, 0) for i in range(5))


def values(year: int, measured: int, withheld: int = 0) -> tuple[Wert, ...]:
    def row(i: int, status: str, value: Decimal | None) -> Wert:
        return Wert(f"w-{year}-{i}", "einwohner", f"q{i}", status, year, None, value, hinweis="x")

    found = [row(i, "gemessen", Decimal(10 * i + 9)) for i in range(measured)]
    found += [row(measured + i, "geheim", None) for i in range(withheld)]
    return tuple(found)


def test_newest_first_and_withheld_values_have_words() -> None:
    (found,) = indicators.indicators(town())
    assert [v.menge.replace("\u00a0", " ") for v in found.werte] == [
        "160 Personen", "60 Personen", "geheim", "50 Personen"]  # fmt: skip
    assert found.latest("nord") is not None
    assert found.latest("sued") is None


def test_two_quarters_make_no_map() -> None:
    (found,) = indicators.indicators(town())
    assert found.map_year is None


def test_the_map_shows_the_newest_of_the_fullest_years_withheld_included() -> None:
    quarters = many_quarters()
    rows = values(2020, 5) + values(2021, 4, 1) + values(2022, 3)
    catalogue = town(quartiere=quarters, werte=rows)
    (found,) = indicators.indicators(catalogue)
    assert found.map_year == "2021"
    view = indicators.map_view(found, catalogue)
    assert view is not None
    assert [e.klasse for e in view.legende] == ["1", "2", "geheim"]
    assert view.map.shapes == 5


def test_missing_quarters_are_named_in_the_legend() -> None:
    catalogue = town(quartiere=many_quarters(), werte=values(2020, 3))
    (found,) = indicators.indicators(catalogue)
    view = indicators.map_view(found, catalogue)
    assert view is not None
    assert view.legende[-1].text == "keine Angabe"


def test_the_legend_never_shows_a_withheld_number() -> None:
    catalogue = town(quartiere=many_quarters(), werte=values(2020, 4, 1))
    (found,) = indicators.indicators(catalogue)
    view = indicators.map_view(found, catalogue)
    assert view is not None
    assert "9 bis 19 Personen" in view.legende[0].text
    assert "geheim" in view.legende[2].text


def test_charts_are_reproducible_and_keep_text_as_text() -> None:
    rows = [charts.Bar("Ä & <B>", Decimal(3)), charts.Bar("C", Decimal(-2))]
    first = charts.bars(rows, "Personen", 0, "Titel")
    assert first == charts.bars(rows, "Personen", 0, "Titel")
    assert "Ä &amp; &lt;B&gt;" in first.decode()
    assert "http" not in first.decode().replace("http://www.w3.org", "").replace(
        "http://purl.org/dc", "").replace("http://creativecommons.org/ns", "")  # fmt: skip


def test_a_single_value_gets_no_page_of_its_own() -> None:
    catalogue = town()
    lone = replace(catalogue, werte=catalogue.werte[:1])
    sources = [p.src_uri for p in indicators.pages(lone, frozenset())]
    assert sources == ["monitoring/index.md"]
