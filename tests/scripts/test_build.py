"""A build takes the place of the old site whole or not at all."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path

import _target
import pytest
from tiny import Town, environment

SLEEPS = """
import pathlib, time
def on_post_build(config):
    pathlib.Path(config.config_file_path).with_name("content").joinpath("here").touch()
    time.sleep(60)
"""


def start_and_stop_in_the_middle(town: Town, number: signal.Signals) -> tuple[int, str]:
    """A build that has written everything and is hit by a signal before it ends."""
    town.write_hook(SLEEPS)
    run = subprocess.Popen(
        town.command(),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    mark = town.folder / "content" / "here"
    deadline = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert any(name.startswith(".site.neu-") for name in town.beside())
    run.send_signal(number)
    _, said = run.communicate(timeout=60)
    mark.unlink()
    return run.returncode, said


def test_builds_and_tells_what(town: Town) -> None:
    town.write_hook(
        "import logging\n"
        "def on_pre_build(config):\n"
        "    logging.getLogger('mkdocs.praeventionskette').info('stage Daten prüfen 1.25')\n"
    )
    done = town.build()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert re.search(r"^  Daten prüfen +1,2 s$", done.stdout, re.MULTILINE)
    assert re.search(r"^  zusammen +\d+,\d s$", done.stdout, re.MULTILINE)
    assert re.search(r"^Gebaut: 2 Seiten, \d+ Dateien, \d+,\d MB in ", done.stdout, re.MULTILINE)
    assert f"Öffnen: {town.site / 'index.html'}" in done.stdout
    assert f"python3 scripts/build.py --serve -f '{town.config}'" in done.stdout
    assert town.beside() == {"site"}
    assert town.site.stat().st_mode & 0o777 == (town.folder / "content").stat().st_mode & 0o777


def test_a_second_build_replaces_the_first_whole(town: Town) -> None:
    town.build()
    (town.site / "left-over.html").write_text("", encoding="utf-8")
    town.write_page("# Neu\n")
    assert town.build().returncode == 0
    assert "Neu" in (town.site / "index.html").read_text(encoding="utf-8")
    assert not (town.site / "left-over.html").exists()
    assert town.beside() == {"site"}


def test_two_builds_of_the_same_sources_are_the_same_bytes(town: Town) -> None:
    with town.config.open("a", encoding="utf-8") as config:
        config.write("site_url: https://kleinstadt.example/\n")
    town.build()
    first = {name: content for name, (content, _) in town.snapshot().items()}
    time.sleep(1.1)
    town.build()
    assert first == {name: content for name, (content, _) in town.snapshot().items()}
    assert b"2026-01-01" in first["sitemap.xml"], "in no repository: the documented constant"


RAISE = "from mkdocs.exceptions import Abort, PluginError\ndef {}(config): raise {}\n"
FAILURES = {
    "bad data": (
        RAISE.format("on_pre_build", "PluginError('Zeile 14: „drei“ ist keine Zahl.')"),
        "Fehler: Zeile 14: „drei“ ist keine Zahl.\n",
    ),
    "several lines": (RAISE.format("on_pre_build", "Abort('eins\\nzwei')"), "eins\nzwei\n"),
    "late": (
        RAISE.format("on_post_build", "PluginError('Ein Kind wäre erkennbar.')"),
        "Fehler: Ein Kind wäre erkennbar.\n",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_bad_input_leaves_the_old_site_and_one_message(town: Town, failure: str) -> None:
    town.build()
    before = town.snapshot()
    code, message = FAILURES[failure]
    town.write_hook(code)
    done = town.build()
    assert done.returncode == 1
    assert done.stderr == (
        message + "Die Website wurde nicht gebaut; die vorige blieb, wie sie war.\n"
    )
    assert town.snapshot() == before
    assert town.beside() == {"site"}


def test_a_fault_of_the_program_shows_where(town: Town) -> None:
    town.build()
    before = town.snapshot()
    town.write_hook("def on_post_build(config): 1 / 0\n")
    done = town.build()
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "Das ist ein Fehler im Programm, nicht in den Daten" in done.stderr
    assert town.snapshot() == before
    assert town.beside() == {"site"}


def test_warnings_count_when_strict(town: Town) -> None:
    town.write_page("# Alt\n\n[fort](fehlt.md)\n")
    lax = town.build()
    assert lax.returncode == 0
    assert "Warnung: " in lax.stderr
    before = town.snapshot()
    strict = town.build("--strict")
    assert strict.returncode == 1
    assert "mit --strict zählt jede als Fehler" in strict.stderr
    assert town.snapshot() == before


def test_broken_or_missing_configuration(town: Town) -> None:
    town.build()
    before = town.snapshot()
    town.config.write_text("site_name: [offen\n", encoding="utf-8")
    broken = town.build()
    assert broken.returncode == 1
    assert "Traceback" not in broken.stderr
    town.config.unlink()
    missing = town.build()
    assert missing.returncode == 1
    assert "gibt es nicht: Nenne die mkdocs.yml" in missing.stderr
    assert town.snapshot() == before


def test_a_first_build_that_fails_leaves_nothing(town: Town) -> None:
    town.write_hook(FAILURES["late"][0])
    done = town.build()
    assert done.stderr.endswith("Die Website wurde nicht gebaut.\n")
    assert town.beside() == set()


def test_terminated_in_the_middle(town: Town) -> None:
    town.build()
    before = town.snapshot()
    status, said = start_and_stop_in_the_middle(town, signal.SIGTERM)
    assert status == 130
    assert said == "Abgebrochen; eine vorige Website blieb, wie sie war.\n"
    assert town.snapshot() == before
    assert town.beside() == {"site"}


def test_killed_in_the_middle(town: Town) -> None:
    town.build()
    before = town.snapshot()
    status, _ = start_and_stop_in_the_middle(town, signal.SIGKILL)
    assert status == -signal.SIGKILL
    assert town.snapshot() == before
    assert town.beside() != {"site"}
    town.write_hook("")
    assert town.build().returncode == 0
    assert town.beside() == {"site"}, "what a killed build left is gone"


def test_two_builds_at_once_wait_for_each_other(town: Town) -> None:
    town.build()
    town.write_hook("import time\ndef on_post_build(config): time.sleep(1)\n")
    runs = [
        subprocess.Popen(
            town.command(),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=60)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("Ein anderer Bau nach site läuft noch" in text for text in said) == 1
    assert town.beside() == {"site"}


def test_never_replaces_what_is_no_site(town: Town) -> None:
    notes = town.folder / "notes"
    notes.mkdir()
    (notes / "diary.txt").write_text("meins", encoding="utf-8")
    for target, message in (
        (town.folder, "enthält die Quellen"),
        (town.folder / "content", "enthält die Quellen"),
        (notes, "keine gebaute Website"),
        (notes / "diary.txt", "ist kein Ordner"),
    ):
        done = town.build("-d", str(target))
        assert done.returncode == 1
        assert message in done.stderr
    assert (notes / "diary.txt").read_text(encoding="utf-8") == "meins"


def test_a_site_that_was_moved_away_comes_back(tmp_path: Path) -> None:
    """A kill between the two renames, the one moment in which there is no site."""
    target = tmp_path / "site"
    (tmp_path / ".site.alt-01").mkdir()
    (tmp_path / ".site.alt-01" / "index.html").write_text("alt", encoding="utf-8")
    (tmp_path / ".site.neu-02").mkdir()
    with pytest.raises(RuntimeError), _target.staged(target):
        raise RuntimeError
    assert (target / "index.html").read_text(encoding="utf-8") == "alt"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
