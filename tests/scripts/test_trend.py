"""The trend of a change: a difference is told only where it is more than noise, nothing fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import trend
from _peers import Run
from tiny import SCRIPTS
from trend import State


def state(name: str, *cpu: float) -> State:
    runs = [Run(seconds, 3.0, 120_000_000, 9_000_000, 5) for seconds in cpu]
    return State(name, f"{name} 2026-01-01", Path(), runs, (26.4, 51.2))


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ((4.0, 4.1), (4.0, 4.05), "gleich schnell (+0 %"),
        ((4.3, 4.4), (4.0, 4.1), "gleich schnell"),  # less than a tenth
        ((4.6, 4.7), (4.0, 4.1), "**langsamer** (+15 %)"),
        ((4.6, 4.7), (4.0, 5.2), "gleich schnell"),  # the runs themselves differ by more
        ((2.0, 2.1), (4.0, 4.1), "schneller (-50 %)"),
    ],
)
def test_noise_is_no_difference(
    now: tuple[float, ...], before: tuple[float, ...], told: str
) -> None:
    assert told in trend.verdict(state("jetzt", *now), state("HEAD^1", *before))


def test_the_summary_says_what_was_measured_and_what_could_not_be() -> None:
    text = trend.report(7, [state("jetzt", 2.5, 2.6), state("HEAD^1", 2.4), State("alt", "", None)])
    assert "| jetzt | jetzt 2026-01-01 | 2,50 | 4 % | 120 | 9 | 26,4 | 51,2 |" in text
    assert "| alt |  | nicht messbar |" in text
    assert text.count("- Gegen ") == 1
    alone = trend.report(7, [state("jetzt", 2.5)])
    assert "keinen früheren Stand" in alone


def test_each_state_is_built_by_its_own_program_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def measured(root: Path, offers: int, folder: Path) -> Run | None:
        asked.append(root.name)
        return None if root.name == "kaputt" else Run(1.0, 1.0, 1, 1, 1)

    monkeypatch.setattr(trend, "measured", measured)
    states = [State(n, n, tmp_path / n) for n in ("jetzt", "davor", "kaputt")]
    trend.measure([*states, State("fehlt", "", None)], 7, tmp_path)
    assert asked == ["jetzt", "davor", "kaputt", "jetzt", "davor", "jetzt", "davor"]
    assert [len(one.runs) for one in states] == [3, 3, 0]


def test_pages_weigh_with_what_they_name(tmp_path: Path) -> None:
    page = '<link rel="stylesheet" href="../../assets-0/a.css"><a data-merken="x"></a>'
    for name in ("eins", "zwei"):
        (tmp_path / "angebote" / name).mkdir(parents=True)
        (tmp_path / "angebote" / name / "index.html").write_text(page, encoding="utf-8")
    alone, _ = trend.page_kilobytes(tmp_path)
    (tmp_path / "assets-0").mkdir()
    (tmp_path / "assets-0" / "a.css").write_bytes(bytes(range(256)) * 40)
    offer, listed = trend.page_kilobytes(tmp_path)
    assert 0 < alone < offer
    assert listed == 0.0


def test_two_tables_of_the_bench_stand_side_by_side(tmp_path: Path) -> None:
    rows = [{"name": "Bau", "value": 12.0, "unit": "s"}, {"name": "alt", "value": 1, "unit": ""}]
    made = {"kopf": {"Stand": "aaa", "Rechner": "x"}, "groessen": {"offers": 1},
            "teile": [{"rows": rows}]}  # fmt: skip
    later = json.loads(json.dumps(made))
    later["teile"][0]["rows"] = [{"name": "Bau", "value": 9.0, "unit": "s"}]
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, content in zip(files, (made, later), strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "trend.py"), "--zeilen", *map(str, files)],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "| Bau | 12 | 9 s | -25 % |" in done.stdout
    assert "| alt |" not in done.stdout
    assert "Vorsicht" not in done.stdout
    later["kopf"]["Rechner"] = "y"
    assert "Vorsicht" in trend.rows(made, later)
