"""What may be compared: borders, methods, sources; and what is said of it."""

from __future__ import annotations

from decimal import Decimal

from praeventionskette.catalogue import Kennzahl, Wert
from praeventionskette.views import comparable, figures, indicators, profiles, trends
from praeventionskette.views.charts import Series

from tests.views.town import town

D = Decimal
COUNT = Kennzahl("k", "K", "anzahl", "Personen", "Text.")
SHARE = Kennzahl("s", "S", "anteil", "%", "Text.", nachkommastellen=1, nenner_kennzahl="k")


def row(year: int, value: object, **more: object) -> Wert:
    kind = str(more.pop("kennzahl", "k"))
    area = str(more.pop("gebiet", "nord"))
    amount = None if value is None else D(str(value))
    status = str(more.pop("status", "gemessen" if value is not None else "nicht-verfuegbar"))
    return Wert(f"{kind}-{area}-{year}", kind, area, status, year, None, amount,
                str(more.pop("quelle", "https://a.example/")), "Grund.", **more)  # fmt: skip


def years(part: comparable.Segment) -> list[int | None]:
    return [w.jahr for w in part.werte]


def test_other_borders_start_a_new_segment() -> None:
    rows = [row(y, y, gebietsstand="2020" if y < 2022 else "2022-01-01") for y in range(2020, 2025)]
    first, second = comparable.segments(rows)
    assert (years(first), years(second)) == ([2020, 2021], [2022, 2023, 2024])
    assert second.grund == "Ab hier gelten die Grenzen vom 1. Januar 2022."


def test_a_named_break_starts_a_new_segment_with_its_reason() -> None:
    rows = [row(2020, 1), row(2021, 2, bruch="Neues Verfahren."), row(2022, 3)]
    parts = comparable.segments(rows)
    assert [years(p) for p in parts] == [[2020], [2021, 2022]]
    assert parts[1].grund == "Neues Verfahren."


def test_without_known_borders_only_one_source_is_joined() -> None:
    rows = [row(2020, 1), row(2021, 2, quelle="https://b.example/"), row(2022, 3)]
    assert [years(p) for p in comparable.segments(rows)] == [[2020, 2022], [2021]]
    stated = [row(w.jahr or 0, 1, quelle=w.quelle, gebietsstand="2020") for w in rows]
    assert len(comparable.segments(stated)) == 1


def test_a_line_stops_at_a_year_without_a_published_value() -> None:
    rows = [row(2020, 1), row(2021, None, status="geheim"), row(2022, 3), row(2023, 4)]
    (part,) = comparable.segments(rows)
    runs = part.runs(comparable.gaps(rows))
    assert [[w.jahr for w in run] for run in runs] == [[2020], [2022, 2023]]


def pictured(rows: tuple[Wert, ...]) -> Series:
    catalogue = town(kennzahlen=(COUNT,), werte=rows)
    (ind,) = indicators.indicators(catalogue)
    found = [p.spec for p in figures.pictures(ind, catalogue, None) if p.datei == "verlauf"]
    assert isinstance(found[0], Series)
    return found[0]


def test_no_line_of_a_picture_joins_two_versions() -> None:
    rows = tuple(
        row(y, y - 2000, gebietsstand="2019" if y < 2022 else "2022",
            bruch="Neues Verfahren." if y == 2024 else None)
        for y in range(2019, 2026)
    )  # fmt: skip
    (panel,) = pictured(rows).panels
    assert [[int(x) for x, _ in run] for run in panel.strecken] == [
        [2019, 2020, 2021], [2022, 2023], [2024, 2025]]  # fmt: skip
    assert [(round(x, 1), n) for x, n in panel.brueche] == [(2021.5, "1"), (2023.5, "2")]


def test_breaks_are_explained_in_the_picture_and_beside_it() -> None:
    rows = (row(2020, 1), row(2021, 2, bruch="Neues Verfahren."), row(2022, 5))
    catalogue = town(kennzahlen=(COUNT,), werte=rows)
    (ind,) = indicators.indicators(catalogue)
    (picture,) = figures.pictures(ind, catalogue, None)
    assert picture.brueche == (("1", "2021", "Neues Verfahren."),)
    assert "1 – Bruch 2021: Neues Verfahren." in picture.spec.frame.fuss


def trend(k: Kennzahl, *rows: Wert) -> str:
    catalogue = town(kennzahlen=(COUNT, SHARE), werte=rows)
    ind = next(i for i in indicators.indicators(catalogue) if i.kennzahl.id == k.id)
    return trends.trend(ind.werte, k).replace("\u00a0", " ")


def test_a_trend_needs_two_comparable_values() -> None:
    assert trend(COUNT, row(2020, 10)) == ""
    assert trend(COUNT, row(2020, 10), row(2021, 900, bruch="Neu.")) == ""
    said = trend(COUNT, row(2020, 10), row(2021, 900, bruch="Neu."), row(2022, 700))
    assert said == "Seit 2021 weniger geworden: von 900 auf 700 Personen."


def test_a_trend_that_may_be_chance_is_not_claimed() -> None:
    assert trend(COUNT, row(2020, 19), row(2021, 22)).startswith("Seit 2020 etwa gleich geblieben")
    small = [row(y, 20) for y in (2020, 2021)]
    large = [row(y, 20000) for y in (2020, 2021)]
    shares = [row(2020, 40, kennzahl="s"), row(2021, 50, kennzahl="s")]
    assert "kein klarer Unterschied" in trend(SHARE, *small, *shares)
    assert "gestiegen: von 40,0 % auf 50,0 %" in trend(SHARE, *large, *shares)
    assert "wissen wir nicht" in trend(SHARE, *shares)


def profile(*rows: Wert) -> list[profiles.Figure]:
    catalogue = town(kennzahlen=(COUNT, SHARE), werte=rows)
    known = indicators.indicators(catalogue)
    return list(profiles.figures(catalogue.quartiere[0], known, catalogue))


def test_a_quarter_is_held_against_the_town_only_where_both_are_counted_alike() -> None:
    alike = profile(row(2021, 30), row(2021, 90, gebiet="stadt"))
    assert alike[0].vergleich == "Das sind etwa 33 von 100 in ganz Test."
    other = profile(row(2021, 30), row(2021, 90, gebiet="stadt", quelle="https://b.example/"))
    assert "andere Quelle" in other[0].vergleich
    assert profile(row(2021, 30), row(2020, 90, gebiet="stadt"))[0].vergleich == ""


def test_a_small_share_is_no_clear_difference() -> None:
    bases = [row(2021, 20), row(2021, 5000, gebiet="stadt")]
    rows = [row(2021, 40, kennzahl="s"), row(2021, 30, kennzahl="s", gebiet="stadt")]
    assert profile(*bases, *rows)[1].vergleich.startswith("Kein klarer Unterschied")
    many = [row(2021, 2000), row(2021, 5000, gebiet="stadt")]
    assert profile(*many, *rows)[1].vergleich.startswith("Höher als in der Stadt")


def test_a_newer_gap_is_told_beside_an_older_value() -> None:
    (found,) = profile(row(2020, 7), row(2021, None, status="geheim"))
    assert found.wert.wert.jahr == 2020
    assert found.luecke is not None
    assert found.luecke.wert.status == "geheim"
