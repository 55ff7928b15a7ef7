"""Versions: kept, read back, compared, released by the script, taken from git, told where wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from praeventionskette import packages
from praeventionskette.catalogue import Catalogue, Field, Package, Table
from praeventionskette.differences import ADDED, REMOVED, difference
from praeventionskette.exports import versions
from praeventionskette.packages import kept
from praeventionskette.packages.release import NotReleased, Wish, release
from praeventionskette.releases import changes, earlier_releases, listing, version_key
from praeventionskette.views import versions as views

from tests import golden

ROOT = Path(__file__).resolve().parents[1]
FIRST = {"kind": "erste-fassung", "reason": "Erste Fassung."}


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The good town of the golden cases, outside of any repository."""
    return Path(shutil.copytree(golden.GOOD, tmp_path / "stadt"))


def folder(town: Path) -> Path:
    return town / "datapackages"


def change(town: Path, old: str, new: str, table: str = "werte.csv") -> None:
    path = folder(town) / "monitoring" / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def loaded(town: Path) -> Catalogue:
    checked = packages.check(town / "mkdocs.yml")
    assert checked.loaded.catalogue is not None, checked.problems
    return checked.loaded.catalogue


def done(town: Path, **wish: str) -> str:
    version, checked = release(town / "mkdocs.yml", folder(town), Wish("monitoring", **wish))
    assert not checked.stops, checked.problems
    return version


def package(catalogue: Catalogue, name: str = "monitoring") -> Package:
    found = catalogue.package(name)
    assert found is not None
    return found


def test_a_correction_goes_from_release_to_difference_and_feed(town: Path) -> None:
    assert done(town, **FIRST) == "1.0.0"
    change(town, "34.5", "35.4")
    assert packages.check(town / "mkdocs.yml").stops == 1
    assert done(town, kind="berichtigung", reason="Zwei Ziffern waren vertauscht.") == "1.0.1"
    catalogue = loaded(town)
    own = package(catalogue)
    assert own.version == "1.0.1"
    assert own.kept
    assert [p.version for p in earlier_releases(catalogue)] == ["1.0.0"]
    assert [c.version for c in changes(own)] == ["1.0.1", "1.0.0"]
    found = difference(own.earlier[0], own)
    assert [(t.name, [(c.key, c.column, c.before, c.after) for c in t.cells])
            for t in found.tables] == [("werte", [("w-0002", "wert", "34.5", "35.4")])]  # fmt: skip
    made = dict(versions.files(catalogue, "https://stadt.example/"))
    old = folder(town) / kept.FOLDER / "monitoring" / "1.0.0"
    assert made["daten/monitoring/1.0.0/werte.csv"] == (old / "werte.csv").read_bytes()
    assert b"34.5" in made["daten/monitoring/1.0.0/werte.csv"]
    assert b"35.4" in made["daten/monitoring/1.0.1/werte.csv"]
    listed = json.loads(made["aenderungen/aenderungen.json"])
    assert listed[0]["art"] == "berichtigung"
    assert listed[0]["ersetzt"] == "1.0.0"
    assert listed[0]["zellen_geaendert"] == 1
    page = next(p for p in views.pages(catalogue) if p.src_uri == "daten/monitoring/1.0.0.md")
    assert "Neuere Fassung vorhanden" in page.html
    assert "Zwei Ziffern waren vertauscht." in page.html


def test_the_catalogue_as_it_was_holds_the_old_records(town: Path) -> None:
    done(town, **FIRST)
    change(town, "34.5", "35.4")
    done(town, kind="berichtigung", reason="Vertauscht.")
    catalogue = loaded(town)
    (past,) = catalogue.past
    assert past.package.version == "1.0.0"
    assert [str(w.wert) for w in past.catalogue.werte if w.id == "w-0002"] == ["34.5"]
    assert [str(w.wert) for w in catalogue.werte if w.id == "w-0002"] == ["35.4"]
    assert past.catalogue.angebote == catalogue.angebote


@pytest.mark.parametrize(
    ("kind", "number"),
    [("berichtigung", "1.0.1"), ("aktualisierung", "1.1.0"), ("erweiterung", "1.1.0")],
)
def test_the_next_number_follows_from_the_kind(town: Path, kind: str, number: str) -> None:
    done(town, **FIRST)
    change(town, "34.5", "35.4")
    assert done(town, kind=kind, reason="Grund.") == number


def test_nothing_is_released_twice_or_without_a_reason(town: Path) -> None:
    done(town, **FIRST)
    with pytest.raises(NotReleased, match="nichts geändert"):
        done(town, kind="berichtigung", reason="Nichts.")
    change(town, "34.5", "35.4")
    with pytest.raises(NotReleased, match="was sich ändert und warum"):
        done(town)
    with pytest.raises(NotReleased, match="nicht höher"):
        done(town, kind="berichtigung", reason="Grund.", version="0.9.0")
    with pytest.raises(NotReleased, match="gibt es nicht"):
        release(town / "mkdocs.yml", folder(town), Wish("wetter"))


def test_bad_data_is_not_released_and_everything_stays(town: Path) -> None:
    change(town, "34.5", "viel")
    before = kept.contents(folder(town))
    _, checked = release(town / "mkdocs.yml", folder(town), Wish("monitoring", **FIRST))
    assert checked.stops
    assert kept.contents(folder(town)) == before


def test_a_version_number_raised_by_hand_is_enough(town: Path) -> None:
    """Editors without the script: raise the number, say why; the next release keeps it."""
    done(town, **FIRST)
    change(town, "34.5", "35.4")
    entry = '"aenderungen": [\n    {\n      "version": "1.0.1",\n      "datum": "2027-01-02",\n'
    entry += '      "art": "berichtigung",\n      "grund": "Vertauscht."\n    },'
    change(town, '"version": "1.0.0"', '"version": "1.0.1"', "datapackage.json")
    change(town, '"aenderungen": [', entry, "datapackage.json")
    own = package(loaded(town))
    assert (own.version, own.kept, own.earlier[0].version) == ("1.0.1", False, "1.0.0")
    assert "daten/monitoring/1.0.1/werte.csv" not in dict(versions.files(loaded(town), ""))
    assert done(town) == "1.0.1"


def test_a_leak_is_closed_in_one_step(town: Path) -> None:
    """A value that becomes secret may not stay open in an earlier version."""
    done(town, **FIRST)
    row = "34.5,gemessen,https://www.example.org/kita,"
    change(town, row, ",geheim,https://www.example.org/kita,Zu klein")
    wish = {"kind": "berichtigung", "reason": "Die Zahl war zu klein."}
    _, checked = release(town / "mkdocs.yml", folder(town), Wish("monitoring", **wish))
    assert [p.rule for p in checked.problems] == ["fassung"]
    assert done(town, withdraw="1.0.0", **wish) == "1.0.1"
    catalogue = loaded(town)
    assert earlier_releases(catalogue) == ()
    published = b"".join(raw for _, raw in versions.files(catalogue, ""))
    assert b"34.5" not in published
    old = next(e for e in listing(package(catalogue)) if e.change.version == "1.0.0")
    assert old.change.withdrawn == "Die Zahl war zu klein."
    assert not old.files


def test_the_script_releases_and_says_so(town: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "release.py"), "monitoring"]
    command += ["-f", str(town / "mkdocs.yml")]
    first = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (first.returncode, first.stdout) == (1, "")
    assert first.stderr.startswith("Sage zur Fassung 1.0.0")
    command += ["--art", "erste-fassung", "--grund", "Erste Fassung.", "--datum", "2026-11-24"]
    second = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert second.returncode == 0, second.stderr
    assert "Fassung 1.0.0 des Pakets „monitoring“ ist aufbewahrt" in second.stdout
    descriptor = json.loads((folder(town) / "monitoring" / "datapackage.json").read_text("utf-8"))
    assert descriptor["aenderungen"] == [
        {"version": "1.0.0", "datum": "2026-11-24", "art": "erste-fassung",
         "grund": "Erste Fassung."}
    ]  # fmt: skip


def git(town: Path, *arguments: str) -> None:
    who = {f"GIT_{w}_{k}": v for w in ("AUTHOR", "COMMITTER")
           for k, v in (("NAME", "Amt"), ("EMAIL", "amt@stadt.example"),
                        ("DATE", "2026-11-24T12:00:00Z"))}  # fmt: skip
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(town), *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **who, **quiet})


@pytest.fixture
def repository(town: Path) -> Path:
    """The town in git: two commits of version 1.0.0, then 1.1.0; nothing was kept."""
    git(town, "init", "-q", "-b", "main")
    for old, new in (("34.5", "33.3"), ("33.3", "34.5")):
        change(town, old, new)
        git(town, "add", "-A")
        git(town, "commit", "-q", "-m", f"Wert {new}")
    change(town, '"version": "1.0.0"', '"version": "1.1.0"', "datapackage.json")
    change(town, "34.5", "36.0")
    git(town, "commit", "-q", "-am", "Neue Fassung")
    return town


def test_git_remembers_what_nobody_kept(repository: Path) -> None:
    own = package(loaded(repository))
    assert [p.version for p in own.earlier] == ["1.0.0"]
    table = own.earlier[0].table("werte")
    assert table is not None
    assert b"34.5" in table.raw  # as it was just before the number changed
    assert not own.kept
    change(repository, '"version": "1.1.0"', '"version": "1.2.0"', "datapackage.json")
    assert [p.version for p in package(loaded(repository)).earlier] == ["1.1.0", "1.0.0"]


def test_a_shallow_copy_of_a_repository_has_no_history(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "flach"
    git(repository, "clone", "-q", "--depth", "1", repository.as_uri(), str(copy))
    assert package(loaded(copy)).earlier == ()
    whole = tmp_path / "ganz"
    git(repository, "clone", "-q", repository.as_uri(), str(whole))
    assert [p.version for p in package(loaded(whole)).earlier] == ["1.0.0"]


def test_a_withdrawn_version_does_not_come_back_from_git(repository: Path) -> None:
    entries = [{"version": "1.1.0", "datum": "2027-01-01", "art": "berichtigung", "grund": "Leck."},
               {"version": "1.0.0", "datum": "2026-11-24", "art": "erste-fassung", "grund": "Eins",
                "zurueckgezogen": "Eine Zahl war zu klein."}]  # fmt: skip
    line = f'"version": "1.1.0",\n  "aenderungen": {json.dumps(entries)},'
    change(repository, '"version": "1.1.0",', line, "datapackage.json")
    assert earlier_releases(loaded(repository)) == ()


def test_a_kept_version_comes_before_gits(repository: Path) -> None:
    target = folder(repository) / kept.FOLDER / "monitoring" / "1.0.0"
    kept.keep(folder(repository) / "monitoring", target)
    raw = (target / "datapackage.json").read_text(encoding="utf-8")
    text = raw.replace('"version": "1.1.0"', '"version": "1.0.0"')
    (target / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    noted = json.dumps(kept.sums(kept.contents(target)))
    (target / kept.SUMS).write_text(noted, encoding="utf-8")
    entries = [{"version": "1.1.0", "datum": "2027-01-01", "art": "berichtigung", "grund": "Neu."}]
    line = f'"version": "1.1.0",\n  "aenderungen": {json.dumps(entries)},'
    change(repository, '"version": "1.1.0",', line, "datapackage.json")
    (old,) = package(loaded(repository)).earlier
    table = old.table("werte")
    assert table is not None
    assert b"36.0" in table.raw


def test_neuss_has_one_version_and_no_made_up_past() -> None:
    catalogue = packages.check(ROOT / "mkdocs.yml").loaded.catalogue
    assert catalogue is not None
    assert earlier_releases(catalogue) == ()
    assert catalogue.past == ()
    for own in catalogue.packages:
        assert [(c.version, c.kind) for c in changes(own)] == [("1.0.0", "erste-fassung")]


def test_versions_are_numbers_not_words() -> None:
    assert max("1.9.0", "1.10.0", key=lambda v: version_key(v) or ()) == "1.10.0"
    for wrong in ("1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0\n", "../1.0.0", ""):
        assert version_key(wrong) is None


def _package(version: str, rows: list[list[str]], header: list[str]) -> Package:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    fields = tuple(Field(name, name, "", "string") for name in header)
    table = Table("t", "T", "", "t.csv", fields, ("id",), (), out.getvalue().encode())
    return Package("p", "P", "", version, {}, b"", (table,))


CELL = st.text(st.sampled_from("aä1-> ,\n\"'|"), max_size=5)
ROWS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(CELL, CELL), min_size=1, max_size=6)


@settings(max_examples=150)
@given(old=ROWS, new=ROWS, backwards=st.booleans())
def test_daff_pairs_rows_as_their_keys_say(
    old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]], backwards: bool
) -> None:
    left = [[k, *v] for k, v in old.items()]
    right = [[k, *v] for k, v in (reversed(new.items()) if backwards else new.items())]
    header = ["id", "x", "y"]
    found = difference(_package("1.0.0", left, header), _package("1.1.0", right, header))
    rows = [r for t in found.tables for r in t.rows]
    cells = {(c.key, c.column): (c.before, c.after) for t in found.tables for c in t.cells}
    assert {r.key for r in rows if r.kind == ADDED} == set(new) - set(old)
    assert {r.key for r in rows if r.kind == REMOVED} == set(old) - set(new)
    assert cells == {
        (k, column): (old[k][i], new[k][i])
        for k in set(old) & set(new)
        for i, column in enumerate(header[1:])
        if old[k][i] != new[k][i]
    }


def test_new_and_lost_columns_are_named() -> None:
    found = difference(
        _package("1.0.0", [["a", "1", "2"]], ["id", "x", "y"]),
        _package("1.1.0", [["a", "1", "3"]], ["id", "x", "z"]),
    ).tables[0]
    assert (found.columns_added, found.columns_removed) == (("z",), ("y",))
    assert found.cells == ()
    assert not found.reordered
