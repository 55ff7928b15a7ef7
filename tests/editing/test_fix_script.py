"""``scripts/fix.py`` on a town: what it writes, what it says, what it leaves alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests import golden
from tests.editing.conftest import Call, Done


@pytest.fixture
def town(tmp_path: Path) -> Path:
    shutil.copytree(golden.GOOD, tmp_path / "stadt")
    return tmp_path / "stadt"


@pytest.fixture
def run(call: Call) -> Callable[..., Done]:
    return partial(call, "fix.py")


def snapshot(town: Path) -> dict[str, bytes]:
    return {str(p.relative_to(town)): p.read_bytes() for p in town.rglob("*") if p.is_file()}


def test_a_file_from_excel_becomes_what_it_was(town: Path, run: Callable[..., Done]) -> None:
    before = snapshot(town)
    offers = town / "datapackages/angebote/traeger.csv"
    text = offers.read_text("utf-8").replace("+49 2131 000000", "+49 (0) 2131/000000")
    offers.write_bytes(("\ufeff" + text.replace(",", ";")).replace("\n", "\r\n").encode())
    page = town / "content/index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    checked = run(town, "--check")
    assert checked.returncode == 1
    assert checked.stdout.startswith(
        "content/index.md: Nicht in einheitlicher Form: Zeilenenden. Starte diesen Befehl: "
        "python3 scripts/fix.py content/index.md [form]\n"
    )
    assert "Der Befehl python3 scripts/fix.py ändert das. [form]" in checked.stdout
    assert checked.stderr == "2 Dateien sind nicht in einheitlicher Form\n"
    done = run(town)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "2 Dateien in einheitliche Form gebracht"
    assert snapshot(town) == before
    assert run(town, "--check").returncode == 0


def test_what_it_cannot_decide_is_named(town: Path, run: Callable[..., Done]) -> None:
    places = town / "datapackages/angebote/orte.csv"
    places.write_text(places.read_text("utf-8").replace("51.21,", '"51,21",'), "utf-8")
    before = snapshot(town)
    done = run(town)
    assert done.returncode == 1
    assert "Das müssen Sie selbst entscheiden:" in done.stdout
    assert "Schreibe die Zahl mit Punkt: 51.21" in done.stdout
    assert snapshot(town) == before


def test_paths_and_encoding(town: Path, run: Callable[..., Done]) -> None:
    for name in ("angebote/traeger.csv", "angebote/orte.csv"):
        path = town / "datapackages" / name
        text = path.read_text("utf-8").replace("Beispielverein", "Vereinshäuschen")
        path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    only = str(town / "datapackages/angebote/traeger.csv")
    unsure = run(town, only)
    assert unsure.returncode == 1
    assert "vermutlich soll dort „Vereinshäuschen“ stehen" in unsure.stdout
    assert run(town, "--zeichensatz", "cp1252", only).returncode == 0
    assert "Vereinshäuschen" in Path(only).read_text("utf-8")
    assert b"\r\n" in (town / "datapackages/angebote/orte.csv").read_bytes()


def test_a_town_that_is_none(tmp_path: Path, run: Callable[..., Done]) -> None:
    done = run(tmp_path)
    assert done.returncode == 1
    assert "Diese Datei gibt es nicht." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_check_names_the_command_and_stops_nobody(town: Path, call: Call) -> None:
    path, before = town / "datapackages/angebote/traeger.csv", call("check.py", town).returncode
    path.write_text(
        path.read_text("utf-8").replace("+49 2131 000000", "+49(0)2131/000000"), "utf-8"
    )
    done = call("check.py", town)
    assert done.returncode == before
    assert (
        "datapackages/angebote/traeger.csv:2: telefon: „+49(0)2131/000000“ schreibt sich "
        "einheitlich „+49 2131 000000“. Der Befehl python3 scripts/fix.py ändert das. [form]\n"
    ) in done.stdout
    path.write_bytes(path.read_bytes() + b"x,y\n")
    assert "[form]" not in call("check.py", town).stdout
