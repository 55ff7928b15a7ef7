"""The index of the search: one for each language, made anew only where its pages changed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from praeventionskette import beside, sitefiles, store
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


def texts(made: dict[str, bytes]) -> str:
    return "".join(
        gzip.decompress(raw).decode("utf-8", "replace")
        for path, raw in made.items()
        if path.endswith(".pf_fragment")
    )


def test_every_language_has_its_index_in_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for several in (False, True):
        monkeypatch.setattr(beside, "several", lambda several=several: several)
        folder = site(tmp_path / str(several))
        assert search.write(folder) == len(index(folder))
        found.append(index(folder))
    assert found[0] == found[1]
    languages = json.loads(found[0][search.ENTRY])["languages"]
    assert {code: one["page_count"] for code, one in languages.items()} == {
        "de": 2, "de-simple": 1, "tr": 1,
    }  # fmt: skip
    assert texts(found[0]).count("Jugend\u00ad-gruppe") == 2, "the joints of German in both"
    assert search.write(tmp_path / "leer") == 0


def test_what_did_not_change_comes_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "speicher"))
    monkeypatch.setattr(beside, "several", lambda: False)
    asked: list[str] = []
    make = search._made
    monkeypatch.setattr(
        search, "_made", lambda language, *rest: asked.append(language) or make(language, *rest)
    )
    for name, changed in (("eins", ""), ("zwei", ""), ("drei", "Çocuk parkı")):
        search.write(site(tmp_path / name, **({"tr": changed} if changed else {})))
    assert asked == ["de", "tr", "de-simple", "tr"]
    assert index(tmp_path / "eins") == index(tmp_path / "zwei") != index(tmp_path / "drei")
    assert "Çocuk" in texts(index(tmp_path / "drei"))
    search.write(site(tmp_path / "vier", de="Jugendgruppe Neues"))
    assert asked[4:] == ["de", "de-simple"], "its joints are learnt from the German pages"
