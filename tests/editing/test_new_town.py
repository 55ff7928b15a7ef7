"""A new town builds at once; a newer program leaves what is the town's byte for byte alone."""

from __future__ import annotations

import io
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from praeventionskette.editing import software, town
from praeventionskette.packages import check

from tests.editing.conftest import SCRIPTS, Call

ROOT = SCRIPTS.parent
WISHES = [
    *("--name", "Bad Beispielstadt (Süd)", "--ags", "01234567", "--herausgeber", "Stadt: Amt 51"),
    *("--email", "kette@beispiel.example", "--homepage", "https://beispiel.example/"),
    *("--lizenz", "CC0-1.0"),
]


def create(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPTS / "new_town.py"), str(folder), *WISHES]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def run(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, f"scripts/{script}", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("neu") / "Neue Stadt"
    done = create(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Angelegt: Bad Beispielstadt (Süd) in ")
    return folder


def owned(folder: Path) -> dict[str, bytes]:
    """Everything in the folder that is the town's."""
    record = json.loads((folder / software.MANIFEST).read_text("utf-8"))["dateien"]
    files = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}
    outside = ("site/", ".site", ".pytest_cache/", ".cache/", software.MANIFEST)
    return {n: raw for n, raw in found.items() if n not in record and not n.startswith(outside)}


def test_check_and_build_are_green(made: Path) -> None:
    checked = run(made, "check.py")
    assert checked.returncode == 0, checked.stdout
    assert "geprüft: in Ordnung (" in checked.stdout.splitlines()[-1]
    assert run(made, "fix.py", "--check").returncode == 0
    built = run(made, "build.py", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    start = (made / "site/index.html").read_text("utf-8")
    assert "Bad Beispielstadt (Süd)" in start
    assert (made / "site/angebote/beispiel-001/index.html").is_file()
    assert (made / "site/daten/angebote/vorlage.xlsx").is_file()


def test_its_own_tests_are_green(made: Path) -> None:
    """The other of the two commands: a town tests its own site, the program was tested here."""
    tested = run(made, "test.py")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert re.search(r"\b\d{2,} passed\b", tested.stdout.splitlines()[-1])
    assert "tests/any_town/test_site.py" in tested.stdout


def test_it_is_the_new_towns_own(made: Path) -> None:
    names = {name.split("/")[0] for name in owned(made)}
    assert names == {"content", "datapackages", "mkdocs.yml", "README.md", ".github"}
    for name, raw in owned(made).items():
        assert b"Neuss" not in raw, name
        assert b"${" not in raw, name
    settings = check(made / "mkdocs.yml").town
    assert (settings.name, settings.ags) == ("Bad Beispielstadt (Süd)", "01234567")
    assert settings.herausgeber == "Stadt: Amt 51"
    catalogue = check(made / "mkdocs.yml").loaded.catalogue
    assert catalogue
    for package in catalogue.packages:
        assert [licence["name"] for licence in package.descriptor["licenses"]] == ["CC0-1.0"]
        for table in package.tables:
            assert table.rows
            if "hinweis" in (field.name for field in table.fields):
                assert all(row["hinweis"] for row in table.rows), table.name
    assert catalogue.bereiche
    assert len(catalogue.lebensphasen) == 6


def test_the_tables_have_our_columns(made: Path) -> None:
    """Nothing drifts: the columns are those of this very repository."""
    for package in ("angebote", "quartiere", "monitoring"):
        ours, theirs = (
            json.loads((root / f"datapackages/{package}/datapackage.json").read_text("utf-8"))
            for root in (ROOT, made)
        )
        columns = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in ours["resources"]}
        for resource in theirs["resources"]:
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert names == columns[resource["name"]]


def test_its_workflows_run_what_is_there(made: Path) -> None:
    workflows = sorted((made / ".github/workflows").glob("*.yml"))
    assert {path.name for path in workflows} >= {"pruefen.yml", "veroeffentlichen.yml"}
    for path in workflows:
        jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
        assert jobs
        for job in jobs.values():
            assert set([job["needs"]] if isinstance(job.get("needs"), str) else []) <= set(jobs)
            for step in job["steps"]:
                for word in str(step.get("run", "")).split():
                    if word.startswith("scripts/") and word.endswith(".py"):
                        assert (made / word).is_file(), word


def test_an_update_leaves_the_town_alone(tmp_path: Path) -> None:
    """From an older program: a file more, one less, one different; and the town has worked on."""
    folder = tmp_path / "stadt"
    assert create(folder).returncode == 0
    record = json.loads((folder / software.MANIFEST).read_text("utf-8"))
    old = {"hooks/frueher.py": b"# old\n", "hooks/check.py": b"# old\n"}
    for name, raw in old.items():
        (folder / name).write_bytes(raw)
    (folder / "scripts/fix.py").unlink()
    before = {**record["dateien"], **json.loads(software.manifest(old, "0"))["dateien"]}
    del before["scripts/fix.py"]
    text = json.dumps({"fassung": "0.0.1", "dateien": before})
    (folder / software.MANIFEST).write_text(text, "utf-8")
    (folder / "content/eigenes.md").write_text("# Eigenes\r\n", "utf-8")
    (folder / "content/index.md").unlink()
    (folder / "mkdocs.yml").write_text("site_name: Anders\n", "utf-8")
    (folder / "datapackages/angebote/angebote.csv").write_bytes(b"\xff")
    town_before = owned(folder)
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "new_town.py"), "--update", str(folder)],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("2 Dateien erneuert, 1 gelöscht;")
    assert owned(folder) == town_before
    for name, raw in software.files(ROOT).items():
        assert (folder / name).read_bytes() == raw
    assert not (folder / "hooks/frueher.py").exists()


def test_what_was_changed_there_is_not_lost(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "stadt"
    assert create(folder).returncode == 0
    (folder / "hooks/check.py").write_text("# eigenes\n", "utf-8")
    done = call("new_town.py", None, "--update", folder)
    assert done.returncode == 1
    assert done.stdout.startswith("hooks/check.py: Diese Datei des Programms wurde in der Stadt")
    assert (folder / "hooks/check.py").read_text("utf-8") == "# eigenes\n"
    assert call("new_town.py", None, "--update", "--ersetzen", folder).returncode == 0
    assert (folder / "hooks/check.py").read_bytes() == (ROOT / "hooks/check.py").read_bytes()


@pytest.mark.parametrize(
    "name", ["content/index.md", "mkdocs.yml", "../draussen", "/etc/x", "site"]
)
def test_a_forged_record_reaches_nothing_else(tmp_path: Path, call: Call, name: str) -> None:
    folder = tmp_path / "stadt"
    (folder / "content").mkdir(parents=True)
    (folder / "content/index.md").write_text("# Text\n", "utf-8")
    digest = "8d777f385d3dfec8815d20f7496026dc00000000000000000000000000000000"
    record = {"dateien": {name: digest}}
    (folder / software.MANIFEST).write_text(json.dumps(record), "utf-8")
    done = call("new_town.py", None, "--update", "--ersetzen", folder)
    assert done.returncode == 1
    assert "gehört nicht zum Programm" in done.stdout
    assert sorted(p.name for p in folder.rglob("*")) == sorted(
        [software.MANIFEST, "content", "index.md"]
    )


def test_with_a_name_alone(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "new_town.py"), str(tmp_path / "x"), "--name", "X"]
    assert subprocess.run(command, capture_output=True).returncode == 0
    checked = check(tmp_path / "x/mkdocs.yml")
    assert not checked.stops
    assert checked.loaded.catalogue


def test_who_sits_there_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script itself, with a keyboard that answers; what is blank stays open."""
    answers = {"Name der Stadt": "Fragestadt", "Amtlicher": "01234567", "E-Mail": "a@b.example"}
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next((a for q, a in answers.items() if question.startswith(q)), "")

    keyboard = io.StringIO()
    monkeypatch.setattr(keyboard, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", keyboard)
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    main = runpy.run_path(str(SCRIPTS / "new_town.py"))["main"]
    assert main([str(tmp_path / "stadt")]) == 0
    assert len(asked) == 7
    settings = check(tmp_path / "stadt/mkdocs.yml").town
    assert (settings.name, settings.ags, settings.email) == tuple(answers.values())
    assert settings.herausgeber == ""


def test_where_no_town_is(tmp_path: Path, call: Call) -> None:
    assert "Hier liegt keine Stadt" in call("new_town.py", None, "--update", tmp_path).stdout
    (tmp_path / "x").write_text("x", "utf-8")
    done = call("new_town.py", None, tmp_path, "--name", "X")
    assert done.returncode == 1
    assert "Der Ordner ist nicht leer." in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Der Name der Stadt fehlt."),
        ({"name": "日本"}, "Der Name der Stadt fehlt."),
        ({"name": "A: b"}, "enthält Zeichen"),
        ({"name": "<script>"}, "enthält Zeichen"),
        ({"name": "A\nb: c"}, "enthält Zeichen"),
        ({"herausgeber": "<b>"}, "enthält Zeichen"),
        ({"ags": "123"}, "ist kein Gemeindeschlüssel"),
        ({"email": "x"}, "keine einzelne E-Mail-Adresse"),
        ({"homepage": "javascript:1"}, "keine Adresse"),
        ({"telefon": "ruf an"}, "keine Telefonnummer"),
        ({"lizenz": "geheim"}, "Nimm eine von diesen: "),
    ],
)
def test_answers_that_cannot_stand(change: dict[str, str], words: str) -> None:
    found = list(town.wrong(town.Wishes(**{"name": "Stadt", **change})))
    assert any(words in problem.text for problem in found)
    assert not list(town.wrong(town.Wishes("Sankt Goar-Süd/Ost & Co.")))


def test_jobs_of_developers_stay_behind() -> None:
    text = "name: X\njobs:\n  a:\n    run: scripts/bench.py\n  b:\n    needs: a\n  c:\n    run: y\n"
    assert software.workflow(text) == "name: X\njobs:\n  c:\n    run: y\n"
    assert software.workflow(text.partition("  c:")[0]) == ""
