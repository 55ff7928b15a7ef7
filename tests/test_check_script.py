"""``scripts/check.py``: what it prints, and its exit status."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests import golden

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_script", ROOT / "scripts" / "check.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def town(tmp_path: Path) -> Path:
    shutil.copytree(golden.GOOD, tmp_path / "stadt")
    return tmp_path / "stadt"


@pytest.fixture
def run(
    script: ModuleType, town: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = script.main(["-f", str(town / "mkdocs.yml"), *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


Run = Callable[..., tuple[int, str, str]]


def test_one_line_where_all_is_well(run: Run) -> None:
    assert run() == (0, "3 Pakete, 9 Tabellen, 22 Zeilen geprüft: in Ordnung\n", "")


def test_open_points_do_not_stop_anybody(run: Run, town: Path) -> None:
    (town / "content" / "index.md").write_text("[[offen: Adresse]]\n", encoding="utf-8")
    status, out, _ = run()
    assert status == 0
    assert out.endswith("in Ordnung (1 offener Punkt)\n")


def _break(town: Path) -> None:
    for package, name in (("angebote", "traeger.csv"), ("monitoring", "werte.csv")):
        path = town / "datapackages" / package / name
        path.write_text(path.read_text("utf-8").replace("https://", "javascript:", 1), "utf-8")


def test_problems_give_status_1(run: Run, town: Path) -> None:
    _break(town)
    status, out, _ = run()
    assert status == 1
    assert out.startswith("datapackages/angebote/traeger.csv:2: website: „javascript:")
    assert out.endswith("geprüft: 2 Probleme\n")


def test_paths_restrict_the_report_but_not_the_status(run: Run, town: Path) -> None:
    _break(town)
    for path in ("datapackages/angebote", "datapackages/angebote/traeger.csv"):
        for asked in (path, str(town / path)):
            status, out, _ = run(asked)
            assert status == 1
            assert "werte.csv" not in out
            assert out.endswith("2 Probleme; 1 davon außerhalb der genannten Pfade\n")


@pytest.mark.parametrize("fmt", ["github", "markdown", "json"])
def test_other_forms(run: Run, town: Path, fmt: str) -> None:
    _break(town)
    status, out, err = run("--format", fmt)
    assert status == 1
    if fmt == "json":
        assert len(json.loads(out)) == 2
        assert err.endswith("2 Probleme\n")
    elif fmt == "github":
        assert out.startswith("::error file=datapackages/angebote/traeger.csv,line=2,title=")
    else:
        assert out.startswith("### Bitte ändern\n")


def test_the_summary_of_a_run_holds_everything_but_never_too_much(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    path = town / "datapackages" / "angebote" / "bereiche.csv"
    rows = "".join(f"b-{n},Bereich {n},x\n" for n in range(60))
    path.write_text(path.read_text("utf-8") + rows, "utf-8")
    summary = tmp_path / "summary.md"
    summary.write_text("davor\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    code, out, _ = run("--format", "github")
    assert code == 1
    assert out.count("::error ") == 9
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("davor\n")
    assert text.count("ist keine Zahl") == 60
    assert "Zeilen geprüft: 60 Probleme" in text


def test_a_very_long_summary_is_cut_between_lines(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    script.step_summary("| Zeile |\n" * 200_000)
    raw = (tmp_path / "summary.md").read_bytes()
    assert len(raw) < 1_000_000
    assert raw.decode().splitlines()[-1].startswith("Der Bericht ist hier gekürzt.")


def test_overdue_names_whom_to_ask_on_a_day(run: Run) -> None:
    status, out = run("--overdue", "--today", "2025-05-03")[:2]
    assert status == 0
    assert out.startswith("Stand 3.5.2025: bei 3 Angeboten nachfragen.")
    assert "An: info@example.org" in out
    assert "Willkommensbesuch (ne-001; zuletzt geprüft am 2.5.2024)" in out
    assert "Willkommensbesuch" not in run("--overdue", "--today", "2025-05-02")[1]


def test_overdue_takes_the_day_of_the_build_where_it_is_set(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1746273600")
    assert run("--overdue")[1].startswith("Stand 3.5.2025:")


def test_overdue_waits_until_the_data_are_right(run: Run, town: Path) -> None:
    _break(town)
    status, out = run("--overdue", "--today", "2025-05-03")[:2]
    assert status == 1
    assert "Betreff" not in out
