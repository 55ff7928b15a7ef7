"""The accessibility statement says what the tests found, what people looked at, what is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import _barriers
import _states
from praeventionskette import accessibility
from praeventionskette.views import reach, site

ROOT = Path(__file__).resolve().parent.parent


def test_the_kept_result_is_of_these_checks_and_names_no_barrier() -> None:
    kept = accessibility.kept_result()
    assert kept is not None
    assert kept.funde == 0
    # With a new check goes a new whole run: the statement claims all of them (accessibility.py).
    assert set(kept.pruefungen) == {*_barriers.CHECKS, "ohne Skripte"}
    assert set(kept.zustaende) == {state.name for state in _states.STATES}
    assert set(kept.websites) == {"Neuss", "Musterstadt"}
    assert kept.arten > 60
    assert kept.ansichten > 1000


def test_the_statement_shows_the_result_and_what_is_missing(neuss_site: Path) -> None:
    page = (neuss_site / "barrierefreiheit" / "index.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    kept = accessibility.kept_result()
    assert kept is not None
    assert f"{kept.arten} Arten von Seiten dieser Website und einer erfundenen Stadt" in text
    assert "keine Barriere" in text
    assert "Es gibt kein Video in Deutscher Gebärdensprache." in text
    assert "Leichte Sprache" in text
    assert "(NVDA, VoiceOver, TalkBack): noch nicht" in text
    assert "zwei bis höchstens sechs Wochen" in text
    assert "ombudsstelle-barrierefreie-it@mags.nrw.de" in text


def test_a_town_that_was_not_looked_at_is_told_so(tmp_path: Path) -> None:
    html = site.with_test_results(site.RESULT, "Anderswo")
    assert "Diese Website selbst war nicht dabei" in html
    assert "Diese Website selbst war nicht dabei" not in site.with_test_results(
        site.RESULT, "Neuss"
    )
    assert site.with_test_results("<p>Text</p>", "Neuss") == "<p>Text</p>"
    assert accessibility.kept_result(tmp_path / "fehlt.json") is None
    kept = json.loads(accessibility.RESULT.read_text(encoding="utf-8")) | {"funde": 2}
    (tmp_path / "zwei.json").write_text(json.dumps(kept), encoding="utf-8")
    found = accessibility.kept_result(tmp_path / "zwei.json")
    assert found is not None
    assert found.funde == 2


def test_wide_tables_of_prose_can_be_moved_with_the_keyboard() -> None:
    table = "<table>\n<tr><td>1</td></tr>\n</table>"
    html = reach.tables_in_reach(
        f"<h2>A &amp; <b>B</b></h2>{table}<p>x</p>{table}<h3>C</h3>{table}"
    )
    assert re.findall(r'role="region" aria-label="([^"]+)" tabindex="0"><table>', html) == [
        "Tabelle: A &amp; B",
        "Tabelle 2: A &amp; B",
        "Tabelle: C",
    ]
    assert reach.tables_in_reach('<table class="pk-tabelle"></table>') == (
        '<table class="pk-tabelle"></table>'
    )
