"""The index of the search: one for each language, made anew only where its pages changed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from praeventionskette import sitefiles, store
from praeventionskette.exports import search

PAGES = {
    "a/index.html": ("de", "Krabbelgruppe und Spielgruppe"),
    "b/index.html": ("de", "Jugendgruppe. Gruppe und Jugend"),
    "einfach/a/index.html": ("de-simple", "Eine Jugendgruppe"),
    "tr/a/index.html": ("tr", "Oyun grubu"),
    "tr/b/index.html": ("tr", ""),
}


def site(folder: Path, **changed: str) -> Path:
    for path, (language, text) in PAGES.items():
        said = changed.get(language, text)
        body = f"<main data-pagefind-body>{said}</main>" if said else "<main>Karte</main>"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        html = f'<!doctype html><html lang="{language}"><body>{body}</body></html>'
        (folder / path).write_text(html, encoding="utf-8")
    return folder


def index(folder: Path) -> dict[str, bytes]:
    below = folder / search.FOLDER
    return {name: sitefiles.read(below, name) for name in sitefiles.names(below)}


WRITE = """
import json, sys
from pathlib import Path
from praeventionskette import beside
from praeventionskette.exports import search
beside.several = lambda: sys.argv[2] == "True"
asked, make = [], search._made
search._made = lambda language, *rest: asked.append(language) or make(language, *rest)
print(json.dumps([search.write(Path(sys.argv[1])), asked]))
"""


def write(folder: Path, *, several: bool = False) -> tuple[int, list[str]]:
    """What ``search.write`` gives, and the languages that this process (not another) indexed.

    In a process of its own: beside the browser of other tests no second loop of events may run.
    """
    command = [sys.executable, "-c", WRITE, str(folder), str(several)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    files, asked = json.loads(done.stdout)
    return files, asked


def texts(made: dict[str, bytes]) -> str:
    return "".join(
        gzip.decompress(raw).decode("utf-8", "replace")
        for path, raw in made.items()
        if path.endswith(".pf_fragment")
    )


def test_every_language_has_its_index_in_any_number_of_processes(tmp_path: Path) -> None:
    found = []
    for several in (False, True):
        folder = site(tmp_path / str(several))
        assert write(folder, several=several)[0] == len(index(folder))
        found.append(index(folder))
    assert found[0] == found[1]
    languages = json.loads(found[0][search.ENTRY])["languages"]
    assert {code: one["page_count"] for code, one in languages.items()} == {
        "de": 2, "de-simple": 1, "tr": 1,
    }  # fmt: skip
    assert texts(found[0]).count("Jugend\u00ad-gruppe") == 2, "the joints of German in both"
    assert write(tmp_path / "leer")[0] == 0


def test_what_did_not_change_comes_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "speicher"))
    asked = []
    for name, changed in (("eins", ""), ("zwei", ""), ("drei", "Çocuk parkı")):
        asked += write(site(tmp_path / name, **({"tr": changed} if changed else {})))[1]
    assert asked == ["de", "tr", "de-simple", "tr"]
    assert index(tmp_path / "eins") == index(tmp_path / "zwei") != index(tmp_path / "drei")
    assert "Çocuk" in texts(index(tmp_path / "drei"))
    asked = write(site(tmp_path / "vier", de="Jugendgruppe Neues"))[1]
    assert asked == ["de", "de-simple"], "its joints are learnt from the German pages"


def test_what_a_browser_shows_apart_is_apart(tmp_path: Path) -> None:
    said = (
        "<dl><div><dt>Wo</dt><dd><address><span>Werkstatt 7</span><span>Kinderweg 18</span>"
        "</address>Quartier <a>Altmarkt</a></dd></div><div><dt>Kosten</dt><dd>kostenlos<br>heute"
        "<br><small>ungefähr</small></dd></div></dl><p><b>5</b>Angebote</p>"
    )
    write(site(tmp_path, de=said))
    found = texts(index(tmp_path))
    wanted = "Wo Werkstatt 7 Kinderweg 18 Quartier Altmarkt Kosten kostenlos heute ungefähr"
    words = found.replace("\u00ad-", "").replace(".", " ").split()
    assert wanted in " ".join(words)
    assert "5 Angebote" in found
