"""The one table of all measurements: what fails is told in its row, the others go on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import _bench_all
import _bench_build
import _bench_lighthouse
import _bench_nginx
import _bench_peers
import _bench_serve
import _compare
import _measured
import _towns
import pandas as pd
import pytest
from _measured import SMALL, Part, Result, Row, Sizes
from _peers import Run

GOOD = """
from _measured import Row
def rows(sizes):
    print("Zwischenstand")
    other = Row("gegen | Material", 14.2, "×", 12, least=True)
    return [Row("Bau", sizes.offers / 16, "s", 15), other]
"""
FAKES = {
    "gut": GOOD,
    "stumm": "def rows(sizes): return []",
    "falsch": "def rows(sizes): raise RuntimeError('wrk fehlt: apt-get install wrk')",
    "weg": "import os\ndef rows(sizes): os._exit(3)",
    "nan": "from _measured import Row\ndef rows(sizes): return [Row('x', float('nan'))]",
    "langsam": "import time\ndef rows(sizes): time.sleep(60)",
}


@pytest.fixture(autouse=True)
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in FAKES.items():
        (tmp_path / f"fake_{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def part(name: str) -> Part:
    return Part(name, f"fake_{name}")


def test_a_part_that_fails_says_why_and_the_others_go_on() -> None:
    results = _measured.run([part(n) for n in ("falsch", "gut", "stumm", "weg", "nan")], SMALL)
    assert [bool(r.failed) for r in results] == [True, False, True, True, True]
    assert results[0].failed == "RuntimeError: wrk fehlt: apt-get install wrk"
    assert results[1].rows[0] == Row("Bau", 12.5, "s", 15)
    assert results[2].failed
    assert "nicht jeder Wert" in results[4].failed
    assert _measured.status(results, judged=False) == 1
    assert _measured.status(results[1:2], judged=True) == 0
    lines = _measured.table(results, judged=True).splitlines()
    assert "nicht gemessen" in lines[2]
    assert "wrk fehlt" in lines[2]
    assert [c.strip() for c in lines[3].split("|")[1:5]] == ["Bau", "12,5 s", "≤ 15 s", "ja"]
    assert [c.strip() for c in lines[4].split("|")[1:4]] == ["gegen / Material", "14,2 ×", "≥ 12 ×"]


def test_a_part_that_hangs_is_ended() -> None:
    [result] = _measured.run([part("langsam")], SMALL, patience=1.0)
    assert result.failed == "nach 1 s nicht fertig"


def test_a_missed_goal_counts_in_a_full_run_alone() -> None:
    missed = [Result("bau", 1.0, (Row("Bau", 16.0, "s", 15), Row("ohne Ziel", 3.0)))]
    assert "**nein**" in _measured.table(missed, judged=True)
    assert "**nein**" not in _measured.table(missed, judged=False)
    assert (_measured.status(missed, judged=True), _measured.status(missed, judged=False)) == (1, 0)
    assert Row("Punkte", 97.0, "", 98, least=True).reached() is False
    assert Row("Fehler", 0.0, "", 0).reached() is True
    assert Row("ohne Ziel", 3.0).reached() is None
    assert Sizes(seed=7).full()
    assert not SMALL.full()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.614, "0,61"), (12.34, "12,3"), (15.0, "15"), (1234.5, "1.234"),
     (1_000_000.0, "1.000.000"), (-0.5, "-0,50"), (99.96, "100,0")],
)  # fmt: skip
def test_numbers_are_german(value: float, shown: str) -> None:
    assert _measured.german(value) == shown


def test_the_command_prints_a_head_a_table_and_keeps_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_bench_all, "PARTS", (part("gut"), part("falsch")))
    monkeypatch.setattr("_chromium.ensure", lambda: None)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    kept = [tmp_path / "erst.json", tmp_path / "dann.json"]
    assert _bench_all.main(SMALL, [], kept[0]) == 1
    assert _bench_all.main(SMALL, ["gut"], kept[1]) == 0
    text = capsys.readouterr().out
    for word in ("Rechner:", "Kerne", "Python 3.", "mkdocs 1.", "Startwert: 1", "Kleiner Lauf"):
        assert word in text
    assert (tmp_path / "summary.md").read_text("utf-8") == text
    assert json.loads(kept[0].read_text("utf-8"))["teile"][1]["failed"]
    assert _bench_all.main(SMALL, ["gibtesnicht"], None) == 1


def test_what_wrk_prints_is_read_and_its_errors_count() -> None:
    text = """Running 5s test @ http://127.0.0.1:1/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    12.01ms   40.06us  12.9ms    99%
    Req/Sec     5.27k    31.9      5.3k     50%
  Latency Distribution
     50%  850.00us
     75%    1.01ms
     90%    1.50ms
     99%    1.02s
  1234 requests in 5.00s, 1.50MB read
  Socket errors: connect 1, read 2, write 0, timeout 4
  Non-2xx or 3xx responses: 10
Requests/sec:    246.80
Transfer/sec:    300.00KB
"""
    found = _bench_nginx.read(text)
    assert found == _bench_nginx.Load(246.8, 1234, 17, 0.85, 1020.0, 1.5 * 2**20)
    with pytest.raises(RuntimeError, match="unable to connect"):
        _bench_nginx.read("unable to connect to 127.0.0.1:1 Connection refused")


def test_a_visit_holds_each_page_with_all_that_it_names(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="{}assets-0/a.css"><a data-merken="x"></a>'
    pages = {"index.html": "", "angebote/index.html": "../"}
    pages |= {f"angebote/o{n}/index.html": "../../" for n in range(3)}
    for name, up in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(head.format(up) + "x" * len(name), encoding="utf-8")
    (tmp_path / "assets-0").mkdir()
    (tmp_path / "assets-0" / "a.css").write_text("x", encoding="utf-8")
    (tmp_path / "angebote" / "liste.json").write_text("{}", encoding="utf-8")
    visit = _bench_nginx.one_visit(tmp_path)
    assert visit == ["", "assets-0/a.css", "angebote/", "angebote/o2/", "angebote/o1/",
                     "angebote/liste.json"]  # fmt: skip


FAKE_LIGHTHOUSE = """#!{python}
import json, sys
from pathlib import Path
here = Path(__file__)
begun = here.with_suffix(".begun")
times = len(begun.read_text()) if begun.exists() else 0
begun.write_text("x" * (times + 1))
if times < {lost}:
    sys.exit("Runtime error: {words}")
out = next(a for a in sys.argv if a.startswith("--output-path=")).partition("=")[2]
Path(out).write_text(json.dumps({{"visit": times + 1}}))
"""


@pytest.mark.parametrize(
    ("lost", "words", "begun"),
    [
        (0, "", 1),
        (2, "Please run Lighthouse again. (NO_NAVSTART)", 3),
        (9, "Please run Lighthouse again. (NO_NAVSTART)", 4),
        (9, "Unable to connect to Chrome", 1),
    ],
)
def test_a_visit_that_lighthouse_lost_is_made_again(
    tmp_path: Path, lost: int, words: str, begun: int
) -> None:
    command = tmp_path / "lighthouse"
    text = FAKE_LIGHTHOUSE.format(python=sys.executable, lost=lost, words=words)
    command.write_text(text, encoding="utf-8")
    command.chmod(0o755)
    if begun > lost:
        assert _bench_lighthouse.run(command, "http://127.0.0.1:1/") == {"visit": begun}
    else:
        with pytest.raises(RuntimeError, match=words.split(".")[0]):
            _bench_lighthouse.run(command, "http://127.0.0.1:1/")
    assert len(command.with_suffix(".begun").read_text()) == begun


def test_the_preview_is_measured_by_a_file_that_holds_each_name(generated_site: Path) -> None:
    names = pd.read_csv(generated_site / _bench_serve.EVERYTHING, dtype=str)["name"]
    assert len(names) > 1000
    assert names.str.len().min() > 3


def test_small_towns_add_up_to_all_of_the_state() -> None:
    one = Run(cpu=4.0, wall=6.0, peak=170_000_000, size=5_000_000, pages=200)
    state = _towns.State([one, one], [300, 500], wall=8.0, at_once=2)
    rows = {row.name: row for row in _towns.told(state)}
    assert (
        rows["alle 396 Städte (hochgerechnet): Zeit auf diesem Rechner"].value == 8 / 2 * 396 / 60
    )
    assert rows["alle 396 Städte (hochgerechnet): Dateien"].value == 400 * 396
    assert rows["eine kleine Stadt, Dateien"].value == 400
    assert {_towns.offers_of(n) for n in range(31)} == set(range(20, 51))


def test_memory_of_all_processes_is_counted(tmp_path: Path) -> None:
    seen = tmp_path / "gesehen"
    held = "import subprocess, sys, time, pathlib; b = bytearray(60_000_000); "
    inner = f"{held}p = pathlib.Path({str(seen)!r})\nwhile not p.exists(): time.sleep(0.05)"
    code = f"{held}subprocess.run([sys.executable, '-c', {inner!r}])"
    other = "import time; b = bytearray(200_000_000); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", other], stdout=subprocess.PIPE) as before:
        assert before.stdout is not None
        before.stdout.readline()
        with _bench_build.together() as most:
            build = subprocess.Popen([sys.executable, "-c", code])
            until = time.monotonic() + 60
            while most() < 120_000_000 and time.monotonic() < until:
                time.sleep(0.05)
            seen.touch()
            assert build.wait() == 0
        before.kill()
    assert 120_000_000 < most() < 200_000_000


def test_the_goals_of_issue_8_are_held_against_the_right_figures() -> None:
    def run(cpu: float, wall: float = 1.0, peak: int = 400_000_000) -> Run:
        return Run(cpu, wall, peak, 1, 12_000)

    middle = {_compare.STAGE: run(3.0, 2.0), _compare.ALIKE: run(6.0, 4.0), _compare.PAGES: run(9)}
    middle |= {"Hugo": run(5.0, 2.5), "Eleventy": run(12.0), "MkDocs + Material": run(36.0)}
    made = _bench_peers.ratios(middle, Sizes())
    assert [(row.value, row.limit) for row in made] == [
        (0.6, 0.6), (0.8, 0.8), (12.0, 12), (1.2, 0.6), (1.6, 0.8), (6.0, 12),
        (0.5, None), (1.0, None),
    ]  # fmt: skip
    assert [row.reached() for row in made if row.limit] == [True] * 3 + [False] * 3
    runs = {1_000: run(11.0), 10_000: run(38.0, 14.0), 50_000: run(174.0)}
    build = _bench_build.whole(10_000, runs, 520_000_000)
    assert [row.reached() for row in build] == [True, True, False, False]
    assert build[3].value == pytest.approx(3.4 / 3)  # milliseconds an offer, after and before
    assert "3,40 ms bis 50.000" in build[3].note
