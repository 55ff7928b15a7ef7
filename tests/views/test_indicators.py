"""Indicators: what is drawn, what stands in the table, what a gap says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from praeventionskette.catalogue import Kennzahl, Quartier, Wert
from praeventionskette.views import charts, indicator_pages, indicators
from praeventionskette.workshop import Task

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
    assert [e.klasse for e in view.legende] == ["1", "2", "3", "4", "5", "geheim"]
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
    frame = charts.Frame("Titel $x$", "Einheit: Personen", ("Quelle: a.example",))
    bars = (charts.Bar("Ä & <B> $y$", 3, "3"), charts.Bar("C", -2, "−2", (-3.0, -1.0)))
    for form in ("svg", "png"):
        figure = charts.Bars(frame, bars, (1.0, "Stadt: 1"))
        assert charts.draw(figure, form) == charts.draw(figure, form)
    first = charts.draw(charts.Bars(frame, bars), "svg")
    assert "Ä &amp; &lt;B&gt; $y$" in first.decode()
    assert "Quelle: a.example" in first.decode()
    assert "http" not in first.decode().replace("http://www.w3.org", "").replace(
        "http://purl.org/dc", "").replace("http://creativecommons.org/ns", "")  # fmt: skip


def test_a_single_value_gets_no_page_of_its_own() -> None:
    catalogue = town()
    lone = replace(catalogue, werte=catalogue.werte[:1])
    sources = [p.src_uri for p in indicator_pages.pages(lone, frozenset())]
    assert sources == ["monitoring/index.md"]


def test_a_picture_names_unit_time_and_source() -> None:
    catalogue = town(quartiere=many_quarters(), werte=values(2020, 4, 1))
    for page in indicator_pages.pages(catalogue, frozenset())[1:]:
        tasks = {path: t for path, t in page.assets.items() if path.endswith(".svg")}
        assert set(tasks) == {f"monitoring/einwohner/{n}.svg" for n in ("karte", "vergleich")}
        assert {p.removesuffix("svg") + "png" for p in tasks} <= set(page.assets)
        for task in tasks.values():
            assert isinstance(task, Task)
            drawn = " ".join(re.sub(r"<[^>]*>", " ", task.run().decode()).split())
            for words in ("2020", "Einheit: Personen", "Quelle:", "Präventionskette Test"):
                assert words in drawn
            assert "geheim" in drawn  # said in words, the number nowhere


def test_the_csv_holds_what_the_table_shows_and_no_withheld_number() -> None:
    catalogue = town(quartiere=many_quarters(), werte=values(2020, 4, 1))
    (found,) = indicators.indicators(catalogue)
    rows = list(csv.DictReader(io.StringIO(indicator_pages.values_csv(found).decode())))
    assert len(rows) == len(found.werte)
    withheld = [r for r in rows if r["status"] == "geheim"]
    assert [(r["wert"], r["spanne_von"], r["platz"]) for r in withheld] == [("", "", "")]


def share_of(base: int, value: str, area: str, year: int = 2021) -> tuple[Wert, Wert]:
    return (
        Wert(f"n-{area}-{year}", "einwohner", area, "gemessen", year, None, Decimal(base)),
        Wert(f"s-{area}-{year}", "anteil", area, "gemessen", year, None, Decimal(value)),
    )


@pytest.mark.parametrize(("richtung", "places"), [("neutral", True), ("niedrig-guenstig", False)])
def test_a_place_is_shown_only_without_valuation_and_where_it_is_sure(
    richtung: str, places: bool
) -> None:
    k = Kennzahl("einwohner", "E", "anzahl", "Personen", "Text.")
    s = Kennzahl("anteil", "A", "anteil", "%", "Text.", richtung=richtung, nachkommastellen=1,
                 nenner_kennzahl="einwohner")  # fmt: skip
    shares = ("40", "20", "20.5", "19.8", "5")
    rows = tuple(w for i, v in enumerate(shares) for w in share_of(5000, v, f"q{i}"))
    catalogue = town(quartiere=many_quarters(), kennzahlen=(k, s), werte=rows)
    found = indicators.indicators(catalogue)[1]
    shown = {v.quartier: v.platz for v in found.werte if v.platz}
    assert shown == ({"q0": "1 von 5", "q4": "5 von 5"} if places else {})
    lacking = town(quartiere=many_quarters(), kennzahlen=(k, s), werte=rows[:-2])
    assert not any(v.platz for v in indicators.indicators(lacking)[1].werte)


def test_maps_are_drawn_in_the_newest_borders_alone() -> None:
    rows = [replace(w, gebietsstand="2019") for w in values(2020, 5)]
    rows += [replace(w, gebietsstand="2021") for w in values(2021, 4)]
    rows += [replace(w, gebietsstand="2021") for w in values(2022, 4)]
    broken = [replace(w, gebietsstand="2021", bruch="Neu.") for w in values(2023, 4)]
    (found,) = indicators.indicators(town(quartiere=many_quarters(), werte=(*rows, *broken)))
    assert found.map_years == ("2021", "2022", "2023")
    assert found.year_groups == (("2021", "2022"), ("2023",))


def test_where_nothing_is_known_of_the_secret_page_the_overview_explains() -> None:
    assert indicator_pages.secret_link(frozenset(), "../../") == "../../monitoring/#geheim"
    prose = frozenset({"ueber/geheim.md"})
    assert indicator_pages.secret_link(prose, "../../") == "../../ueber/geheim/"
