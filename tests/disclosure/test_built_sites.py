"""The scan of the really built sites: honest ones pass, a value slipped in anywhere is found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from praeventionskette import packages, problems
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure.artefacts import scan
from praeventionskette.disclosure.pictures import Drawn, is_picture
from praeventionskette.problems import Problem
from praeventionskette.published import Edition
from praeventionskette.views import charts, site
from praeventionskette.workshop import Task

from tests.conftest import ROOT
from tests.disclosure.plants import LOOKALIKES, PLANTS, found_fragment


def catalogue(config: str) -> Catalogue:
    checked = packages.check(ROOT / config).loaded.catalogue
    assert checked is not None
    return checked


def copied(site: Path, folder: Path) -> Path:
    return shutil.copytree(site, folder, copy_function=shutil.copy)


@pytest.fixture(scope="module")
def town() -> Catalogue:
    return catalogue("tests/musterstadt/mkdocs.yml")


@pytest.fixture(scope="module")
def leaks(
    musterstadt_site: Path, town: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Problem]]:
    """The findings by file, with everything planted at once."""
    site = copied(musterstadt_site, tmp_path_factory.mktemp("undicht") / "site")
    for name, change, _ in PLANTS.values():
        path = site / (found_fragment(site, name) if name.startswith("/") else name)
        path.write_bytes(change(path.read_bytes()))
    (site / "pagefind" / "fragment" / "de_fremd.pf_fragment").write_bytes(gzip.compress(b"{}"))
    by_file: dict[str, list[Problem]] = {}
    for problem in scan(site, town):
        by_file.setdefault(problem.file, []).append(problem)
    return by_file


@pytest.mark.parametrize("name", PLANTS)
def test_planted_value_is_found(
    name: str, leaks: dict[str, list[Problem]], musterstadt_site: Path
) -> None:
    file, _, words = PLANTS[name]
    if file.startswith("/"):
        file = found_fragment(musterstadt_site, file)
    found = [p for f, ps in leaks.items() if f == file or f.startswith(file + "/") for p in ps]
    assert any(words in p.text for p in found), problems.report(found, "text")
    assert {p.rule for p in found} == {"geheim-ausgabe"}


def test_stranger_in_the_search_is_found(leaks: dict[str, list[Problem]]) -> None:
    assert "gehört nicht" in leaks["pagefind/fragment/de_fremd.pf_fragment"][0].text


def test_nothing_else_is_found(leaks: dict[str, list[Problem]], musterstadt_site: Path) -> None:
    files = [f for f, _, _ in PLANTS.values()] + ["pagefind/"]
    strange = [f for f in leaks if not f.startswith(tuple(files))]
    assert not strange


def test_musterstadt_is_tight(musterstadt_site: Path, town: Catalogue, tmp_path: Path) -> None:
    found = scan(musterstadt_site, town)
    assert not found, problems.report(found, "text")
    site = copied(musterstadt_site, tmp_path / "site")
    for file, change in LOOKALIKES.values():
        (site / file).write_bytes(change((site / file).read_bytes()))
    found = scan(site, town)
    assert not found, problems.report(found, "text")


def test_neuss_is_tight(neuss_site: Path) -> None:
    found = scan(neuss_site, catalogue("mkdocs.yml"))
    assert not found, problems.report(found, "text")


def test_nothing_is_read_where_nothing_is_withheld(town: Catalogue) -> None:
    open_town = dataclasses.replace(
        town, werte=tuple(w for w in town.werte if w.status != "geheim")
    )
    assert not scan({"daten/werte.xlsx": b"no workbook at all"}, open_town)


def test_a_leak_in_prose_stops_the_build(tmp_path: Path) -> None:
    town = tmp_path / "tests" / "musterstadt"
    shutil.copytree(ROOT / "tests" / "musterstadt", town)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks", ignore=ignored)
    with (town / "content" / "leitbild.md").open("a", encoding="utf-8") as prose:
        prose.write("\nIn Tannenhof lebten 2025 genau 5 Kinder unter 6 Jahren.\n")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("die alte Website", encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(town / "mkdocs.yml")]
    done = subprocess.run([*command, "-d", str(site)], capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "leitbild/index.html" in done.stdout + done.stderr
    assert "Kinder unter 6 Jahren, Tannenhof, 2025" in done.stdout + done.stderr
    assert (site / "index.html").read_text(encoding="utf-8") == "die alte Website"


PICTURE = "monitoring/kinder-unter-6"


@pytest.fixture(scope="module")
def drawn(town: Catalogue, musterstadt_site: Path) -> dict[str, Drawn]:
    """What the pictures of one indicator are drawn from, and what was drawn."""
    edition = Edition("https://musterstadt.example/", built=dt.date(2026, 11, 24), checks=())
    tasks = {
        path: task.arguments
        for page in site.pages(town, frozenset(), edition)
        for path, task in page.assets.items()
        if isinstance(task, Task) and path.startswith(f"{PICTURE}/")
    }
    found = {p: Drawn(t, (musterstadt_site / p).read_bytes()) for p, t in tasks.items()}
    kinds = {type(d.spec[0]) for p, d in found.items() if is_picture(p)}
    assert kinds == {charts.Bars, charts.Series, charts.Plan}
    assert {Path(p).suffix for p in found} == {".png", ".svg"}
    return found


def test_pictures_as_they_are_drawn_are_tight(
    drawn: dict[str, Drawn], musterstadt_site: Path, town: Catalogue
) -> None:
    files = {p: (musterstadt_site / p).read_bytes() for p in drawn}
    assert not scan(files, town, drawn=drawn)


def bar(figure: Any) -> Any:
    return replace(figure, rows=(*figure.rows, charts.Bar("TH Tannenhof", 5.0, "")))


def point(figure: Any) -> Any:
    panels = [
        replace(p, strecken=(*p.strecken, ((2025.0, 5.0),))) if "Tannenhof" in p.titel else p
        for p in figure.panels
    ]
    assert panels != list(figure.panels)
    return replace(figure, panels=tuple(panels))


def number(figure: Any) -> Any:
    ((title, shapes),) = figure.karten
    shapes = tuple(replace(s, wert="5") if s.nummer == "TH" else s for s in shapes)
    return replace(figure, karten=((title, shapes),))


def colour(figure: Any) -> Any:
    ((title, shapes),) = figure.karten
    shapes = tuple(replace(s, klasse="1") if s.nummer == "TH" else s for s in shapes)
    return replace(figure, karten=((title, shapes),))


def limit(figure: Any) -> Any:
    return replace(figure, legende=(("1", "7 bis 33 Personen"), *figure.legende[1:]))


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("vergleich.png", bar, "Tannenhof, 2025“ steht 5"),
        ("verlauf.png", point, "Tannenhof, 2025“ steht 5"),
        ("karte.png", number, "Tannenhof, 2025“ steht 5"),
        ("karte.svg", colour, "Tannenhof, 2025“ steht 1"),
        ("karte.svg", limit, "Klassengrenze 33"),
    ],
)
def test_a_picture_drawn_from_a_withheld_value_is_found(
    drawn: dict[str, Drawn], town: Catalogue, name: str, change: Any, words: str
) -> None:
    """A bar, a point, a number and a class of colours: the specification tells."""
    figure, form = drawn[f"{PICTURE}/{name}"].spec
    spoilt = {f"{PICTURE}/{name}": Drawn((change(figure), form), b"")}
    found = scan({}, town, drawn=spoilt)
    assert any(words in p.text and p.file == f"{PICTURE}/{name}" for p in found), found


def test_another_picture_than_the_drawn_one_is_found(
    drawn: dict[str, Drawn], musterstadt_site: Path, town: Catalogue, tmp_path: Path
) -> None:
    """Pixels that were painted over, and a picture that nobody drew."""
    copy = copied(musterstadt_site, tmp_path / "site")
    (copy / PICTURE / "vergleich.png").write_bytes((copy / PICTURE / "karte.png").read_bytes())
    (copy / PICTURE / "roh.webp").write_bytes(b"RIFF")
    found = {p.file: p.text for p in scan(copy, town, drawn=drawn)}
    assert "nicht das, was aus den geprüften Daten" in found.pop(f"{PICTURE}/vergleich.png")
    assert "nicht aus den geprüften Daten gezeichnet" in found.pop(f"{PICTURE}/roh.webp")
    assert not found
