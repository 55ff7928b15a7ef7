"""The whole way on made-up raw data of Musterstadt: plan, raw table, package, audit."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from praeventionskette import packages, problems
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import anonymise, audit

from tests.disclosure import made_up

ROOT = Path(__file__).resolve().parents[2]
TOWN = ROOT / "tests" / "musterstadt"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The package that the script would write."""
    outcome = anonymise.run(made_up.write(tmp_path_factory.mktemp("roh")))
    assert not outcome.problems, problems.report(outcome.problems, "text")
    return dict(outcome.files)


def catalogue(folder: Path, files: dict[str, str]) -> Catalogue:
    """Musterstadt with the package, read as the build reads it."""
    shutil.copytree(TOWN / "datapackages", folder, dirs_exist_ok=True)
    package = folder / "schuleingang"
    package.mkdir()
    for name, text in files.items():
        (package / name).write_text(text, encoding="utf-8")
    town = packages.check(TOWN / "mkdocs.yml").town
    assert town is not None
    loaded = packages.load(folder, town, base=folder.parent)
    assert loaded.catalogue is not None, problems.report(loaded.problems, "text")
    return loaded.catalogue


def table(files: dict[str, str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["tabelle.csv"])))


def write_table(rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def test_no_primary_value_is_published(files: dict[str, str]) -> None:
    rows = table(files)
    assert len(rows) == 8 * 3 * 4 * 2
    shown = [int(r["anzahl"]) for r in rows if r["anzahl"]]
    assert not [n for n in shown if 1 <= n < 5]
    assert {r["status"] for r in rows if not r["anzahl"]} == {"geheim"}
    assert all(not r["anteil"] for r in rows if not r["anzahl"])


def test_same_input_gives_same_bytes(files: dict[str, str], tmp_path: Path) -> None:
    assert dict(anonymise.run(made_up.write(tmp_path)).files) == files


def test_certificate_does_not_depend_on_raw_values(files: dict[str, str], tmp_path: Path) -> None:
    from praeventionskette.disclosure.certify import certify
    from praeventionskette.disclosure.tables import read

    package = catalogue(tmp_path / "daten", files).package("schuleingang")
    assert package is not None
    cross, _ = read(package, package.table("tabelle"), package.descriptor["resources"][0])
    made, _ = certify(cross.system(), 5)  # from the published package alone
    assert made is not None
    assert made.dump() == files["zertifikat.json"]


def test_report_names_cost_and_proof(files: dict[str, str]) -> None:
    report = files["bericht.md"]
    assert "nachweislich das Minimum" in report
    assert "| kleine Zahl |" in report


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (("seeblick tannenhof",), "der Zusammenlegung"),
        (("seeblick tannenhof", "altmarkt hafenkai"), "den zwei Zusammenlegungen"),
    ],
)
def test_merging_is_weighed(pairs: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """The report says how many cells the merges that the plan proposes would save."""
    merges = [
        {"dimension": "quartier", "codes": pair.split(), "als": f"zusammen-{n}"}
        for n, pair in enumerate(pairs)
    ]
    outcome = anonymise.run(made_up.write(tmp_path, zusammenlegungen=merges))
    withheld = sum(r["status"] == "geheim" for r in table(outcome.files))
    found = re.search(
        rf"Mit {words} wären es (\d+) statt (\d+) geheime Zellen\.", outcome.files["bericht.md"]
    )
    assert found, outcome.files["bericht.md"]
    assert int(found[1]) < int(found[2]) == withheld


def test_build_accepts_the_package_without_a_solver(files: dict[str, str], tmp_path: Path) -> None:
    made = catalogue(tmp_path / "daten", files)
    assert not audit(made)


def test_frictionless_accepts_the_package(files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


Spoil = Callable[[list[dict[str, str]], dict[str, Any]], None]


def _shown(rows: list[dict[str, str]], least: int = 30) -> dict[str, str]:
    return next(r for r in rows if r["anzahl"] and int(r["anzahl"]) >= least)


def _dark(rows: list[dict[str, str]]) -> dict[str, str]:
    return next(r for r in rows if r["status"] == "geheim")


def swapped_digit_in_a_margin(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    row = _shown(rows)
    row["anzahl"] = str(int(row["anzahl"]) + 9)


def raw_value_slipped_in(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    _dark(rows).update(anzahl="3", status="gemessen")


def value_beside_the_sign(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    _dark(rows).update(anzahl="3")


def rate_of_a_withheld_count(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    _dark(rows).update(anteil="4.2")


def rate_with_more_digits(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    next(r for r in rows if r["anteil"] not in ("", "100.0"))["anteil"] += "7"


def row_left_out(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    rows.remove(_dark(rows))


def row_twice(rows: list[dict[str, str]], _: dict[str, Any]) -> None:
    rows.insert(0, rows[0] | {"jahr": rows[-1]["jahr"]})


def group_declared_away(_: list[dict[str, str]], data: dict[str, Any]) -> None:
    for dimension in data["resources"][0]["geheimhaltung"]["dimensionen"]:
        dimension.pop("gruppen", None)


def threshold_lowered(_: list[dict[str, str]], data: dict[str, Any]) -> None:
    data["resources"][0]["geheimhaltung"]["schwelle"] = 2


def threshold_raised(_: list[dict[str, str]], data: dict[str, Any]) -> None:
    data["resources"][0]["geheimhaltung"]["schwelle"] = 10


def certificate_not_named(_: list[dict[str, str]], data: dict[str, Any]) -> None:
    data["resources"][0]["geheimhaltung"]["zertifikat"] = "anderes.json"


def declaration_broken(_: list[dict[str, str]], data: dict[str, Any]) -> None:
    data["resources"][0]["geheimhaltung"]["dimensionen"][0].pop("codes")


SPOILS: dict[Spoil, set[str]] = {
    swapped_digit_in_a_margin: {"geheim-zertifikat"},
    raw_value_slipped_in: {"geheim-zertifikat", "geheim-kleine-zahl"},
    value_beside_the_sign: {"geheim-zeichen"},
    rate_of_a_withheld_count: {"geheim-anteil"},
    rate_with_more_digits: {"geheim-anteil"},
    row_left_out: {"geheim-angabe"},
    group_declared_away: {"geheim-angabe"},
    threshold_lowered: {"geheim-angabe"},
    threshold_raised: {"geheim-zertifikat"},
    certificate_not_named: {"geheim-zertifikat"},
    declaration_broken: {"geheim-angabe"},
}


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda s: s.__name__)
def test_spoilt_package_stops_the_build(
    spoil: Spoil, files: dict[str, str], tmp_path: Path
) -> None:
    rows, data = table(files), json.loads(files["datapackage.json"])
    spoil(rows, data)
    spoilt = files | {"tabelle.csv": write_table(rows), "datapackage.json": json.dumps(data)}
    found = audit(catalogue(tmp_path / "daten", spoilt))
    assert SPOILS[spoil] <= {p.rule for p in found}, problems.report(found, "text")
    assert problems.report(found, "text")


def test_spoilt_certificate_stops_the_build(files: dict[str, str], tmp_path: Path) -> None:
    data = json.loads(files["zertifikat.json"])
    data["tabelle"][0] += 1
    found = audit(catalogue(tmp_path / "daten", files | {"zertifikat.json": json.dumps(data)}))
    assert {p.rule for p in found} == {"geheim-zertifikat"}


def test_earlier_release_unmasks(files: dict[str, str], tmp_path: Path) -> None:
    rows = table(files)
    _dark(rows).update(anzahl="3", status="gemessen")
    before = catalogue(tmp_path / "alt", files | {"tabelle.csv": write_table(rows)})
    found = audit(catalogue(tmp_path / "neu", files), [before])
    assert "geheim-frueher" in {p.rule for p in found}


def test_plan_knows_earlier_releases(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "alt").mkdir()
    rows = table(files)
    small = [r for r in rows if r["status"] == "geheim" and r["quartier"] == "seeblick"]
    small[-1].update(anzahl="3", status="gemessen")
    (tmp_path / "alt" / "tabelle.csv").write_text(write_table(rows), encoding="utf-8")
    outcome = anonymise.run(made_up.write(tmp_path, fruehere=["alt"]))
    assert [p.rule for p in outcome.problems] == ["geheim-frueher"]


def test_raw_file_inside_a_repository_is_refused(tmp_path: Path) -> None:
    repository = tmp_path / "stadt"
    (repository / ".git").mkdir(parents=True)
    (repository / "roh").mkdir()
    outcome = anonymise.run(made_up.write(repository / "roh"))
    assert [p.rule for p in outcome.problems] == ["geheim-rohdaten"]
    assert "liegen im Repository" in outcome.problems[0].text


def test_link_out_of_a_repository_is_refused(tmp_path: Path) -> None:
    plan = made_up.write(tmp_path)
    (tmp_path / "stadt" / ".git").mkdir(parents=True)
    hidden = tmp_path / "stadt" / "roh.csv"
    (tmp_path / "roh.csv").rename(hidden)
    (tmp_path / "roh.csv").symlink_to(hidden)
    assert "liegen im Repository" in anonymise.run(plan).problems[0].text


def test_other_forms_give_the_same_table(files: dict[str, str], tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import pyarrow
    import pyarrow.parquet

    rows = made_up.rows()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "roh.parquet")
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(tmp_path / "roh.xlsx")
    wide: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["quartier"], row["geschlecht"], row["jahr"])
        head = dict(zip(("quartier", "geschlecht", "jahr"), key, strict=True))
        wide.setdefault(key, head)[row["befund"]] = row["anzahl"]
    made_up.write_csv(tmp_path / "breit.csv", list(wide.values()))
    persons = [{k: r[k] for k in r if k != "anzahl"} for r in rows for _ in range(r["anzahl"])]
    made_up.write_csv(tmp_path / "personen.csv", persons)
    for more in (
        {"rohdaten": "roh.parquet"},
        {"rohdaten": "roh.xlsx"},
        {"rohdaten": "breit.csv", "form": "breit", "spalten_von": "befund"},
        {"rohdaten": "personen.csv", "anzahl": ""},
    ):
        outcome = anonymise.run(made_up.write(tmp_path, **more))
        assert not outcome.problems, problems.report(outcome.problems, "text")
        assert outcome.files["tabelle.csv"] == files["tabelle.csv"], more


def test_script_writes_and_refuses(tmp_path: Path) -> None:
    plan = made_up.write(tmp_path)
    script = str(ROOT / "scripts" / "anonymise.py")
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); import anonymise; "
    run = [sys.executable, "-c", code + "sys.exit(anonymise.main(sys.argv[1:]))"]
    assert Path(script).is_file()
    done = subprocess.run(
        [*run, str(plan), "--out", str(tmp_path / "neu")],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Zellen geheim" in done.stdout
    assert sorted(p.name for p in (tmp_path / "neu").iterdir()) == [
        "bericht.md", "datapackage.json", "tabelle.csv", "zertifikat.json",
    ]  # fmt: skip
    (tmp_path / "roh.csv").unlink()
    done = subprocess.run(
        [*run, str(plan), "--out", str(tmp_path / "nie")],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert not (tmp_path / "nie").exists()
