"""The table of what is confirmed: derived, with the day it holds for."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io

from praeventionskette.exports import states

from tests.views.town import town


def test_every_offer_has_a_row_with_its_state_on_the_day() -> None:
    catalogue = town(stichtag=dt.date(2026, 11, 24))
    first, *rest = catalogue.angebote
    checked = dataclasses.replace(first, geprueft_am=dt.date(2025, 1, 31), pruefintervall_monate=1)
    catalogue = dataclasses.replace(catalogue, angebote=(checked, *rest))
    ((path, raw),) = states.files(catalogue)
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    assert path == "daten/angebote/angebote_status.csv"
    assert [r["id"] for r in rows] == [a.id for a in catalogue.angebote]
    assert [r["bestaetigung"] for r in rows] == [
        "bitte-vorher-anrufen", "nicht-bestaetigt", "verborgen"]  # fmt: skip
    assert rows[0]["gilt_bis"] == "2025-02-28"
    assert {r["stichtag"] for r in rows} == {"2026-11-24"}


def test_without_a_day_none_is_claimed() -> None:
    ((_, raw),) = states.files(town())
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    assert {r["stichtag"] for r in rows} == {""}
    assert list(states.files(town(angebote=()))) == []
