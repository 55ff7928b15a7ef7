"""The data pages: what is said, counted and shown to machines; examples run as they stand."""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import urllib.request
import zipfile
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.response import addinfourl

import openpyxl
import pytest
from praeventionskette.catalogue import Catalogue, Field, Package, Table
from praeventionskette.published import Edition
from praeventionskette.views import datasets, quality
from praeventionskette.views.datasets import share, size

from .town import HOSTILE, town

NEUSS = "https://praeventionskette-neuss.example/"
PACKAGES = ("angebote", "monitoring", "quartiere")


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def base(site: Path) -> str:
    """The address the site was built for (it may be set from outside)."""
    index = json.loads((site / "daten" / "data.json").read_text(encoding="utf-8"))
    return str(index["seite"]).removesuffix("daten/")


def code(text: str, language: str) -> list[str]:
    found = re.findall(rf'<code class="language-{language}">(.*?)</code>', text, re.S)
    return [html.unescape(block) for block in found]


@pytest.fixture
def net(neuss_site: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The built site in the place of the web: addresses asked for, in order."""
    asked: list[str] = []
    address = base(neuss_site)

    def urlopen(request: Any, *_: object, **__: object) -> addinfourl:
        url = request if isinstance(request, str) else request.full_url
        assert url.startswith(address), url
        asked.append(url.removeprefix(address))
        content = (neuss_site / asked[-1]).read_bytes()
        return addinfourl(io.BytesIO(content), Message(), url, 200)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return asked


@pytest.mark.parametrize("path", ["daten/nutzen", *(f"daten/{p}" for p in PACKAGES)])
def test_python_examples_run_as_they_stand(path: str, neuss_site: Path, net: list[str]) -> None:
    blocks = code(page(neuss_site, path), "python")
    assert blocks
    for block in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, path, "exec"), {})
        assert len(out.getvalue()) > 10
    assert net


@pytest.mark.parametrize("package", PACKAGES)
def test_addresses_of_the_other_examples_hold_what_they_promise(
    package: str, neuss_site: Path
) -> None:
    text, address = page(neuss_site, f"daten/{package}"), base(neuss_site)
    steps = [
        html.unescape(s) for s in re.findall(r"<li>(?:Diese|Als).*?(https?://\S+?)</li>", text)
    ]
    assert len(steps) == 2
    for url in steps:
        file = neuss_site / url.removeprefix(address)
        if file.suffix == ".xlsx":
            book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
            assert book.sheetnames == ["Daten", "Felder", "Info"]
            book.close()
        elif file.suffix == ".geojson":
            assert json.loads(file.read_bytes())["type"] == "FeatureCollection"
        else:
            assert file.suffix == ".csv"
            assert file.is_file()
    for block in code(text, "r"):
        url = re.findall(r'read_csv\("([^"]+)"', block)[0]
        assert (neuss_site / url.removeprefix(address)).is_file()


def test_r_keeps_codes_with_zeros_as_text(neuss_site: Path) -> None:
    block = code(page(neuss_site, "daten/quartiere"), "r")[0]
    assert 'nummer = "c"' in block
    assert 'plz = "c"' in block
    assert "einwohner" not in block


@pytest.mark.parametrize("package", PACKAGES)
def test_a_page_answers_every_question(package: str, neuss_site: Path) -> None:
    text = page(neuss_site, f"daten/{package}")
    for anchor in ("datensatz", "rechte", "kontakt", "grenzen", "pruefbericht", "herkunft",
                   "zitieren", "nutzen", "dateien"):  # fmt: skip
        assert f'id="{anchor}"' in text, anchor
    assert "@misc{" in text
    assert "keine Fehler" in text
    assert "Ein Grund ist nicht angegeben" not in text
    listed = dict(
        re.findall(r'<tr id="([^"]+)">.*?<code class="pk-summe">([0-9a-f]{64})</code>', text)
    )
    sums = (neuss_site / "SHA256SUMS").read_text(encoding="utf-8")
    for name, digest in listed.items():
        assert f"{digest}  daten/{package}/{name}" in sums


@pytest.mark.parametrize("package", PACKAGES)
def test_machines_find_their_way(package: str, neuss_site: Path) -> None:
    text, address = page(neuss_site, f"daten/{package}"), base(neuss_site)
    head = text.partition("</head>")[0]
    links = dict(re.findall(r'<link rel="(license|describedby|item)" href="([^"]+)"', head))
    assert set(links) == {"license", "describedby", "item"}
    block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert len(block) == 1
    data = json.loads(block[0])
    assert data["@type"] == "Dataset"
    assert data["license"].startswith("https://creativecommons.org/")
    for download in data["distribution"]:
        assert (neuss_site / download["contentUrl"].removeprefix(address)).is_file()
    overview = page(neuss_site, "daten").partition("</head>")[0]
    assert 'type="text/turtle"' in overview


def test_everything_in_the_zip_is_what_the_page_offers(neuss_site: Path) -> None:
    folder = neuss_site / "daten" / "quartiere"
    with zipfile.ZipFile(folder / "quartiere.zip") as archive:
        for name in ("quartiere.csv", "gebiete.csv", "datapackage.json"):
            assert archive.read(name) == (folder / name).read_bytes()


def hostile() -> Catalogue:
    """A package in which every word is an attack."""
    fields = (Field("id", HOSTILE, HOSTILE, "string", example=HOSTILE, unit=HOSTILE),)
    raw = b"id\nx\n"
    table = Table("t", HOSTILE, HOSTILE, "t.csv", fields, ("id",), ({"id": HOSTILE},), raw)
    descriptor = {
        "keywords": [HOSTILE],
        "sources": [{"title": HOSTILE, "path": "javascript:alert(1)"}],
        "bekannte_grenzen": [HOSTILE],
        "kontakt": {"name": HOSTILE, "email": "a@b.example"},
        "licenses": [{"name": HOSTILE}],
        "resources": [{"name": "t", "schema": {"fields": [{"name": "id"}]}}],
    }
    package = Package("p", HOSTILE, HOSTILE, "1", descriptor, b"{}", (table,))
    return replace(town(), packages=(package,))


def test_hostile_words_stay_words() -> None:
    for found in datasets.pages(hostile(), frozenset(), Edition(NEUSS)):
        assert "<script>alert" not in found.html
        assert "javascript:" not in found.html
        for block in re.findall(r"ld\+json\">(.*?)</script>", found.html, re.S):
            json.loads(block)


def test_the_proof_is_linked_where_there_is_one() -> None:
    edition = Edition(NEUSS, certificates={"p": "daten/p/nachweis.json"})
    pages = {p.src_uri: p.html for p in datasets.pages(hostile(), frozenset(), edition)}
    assert "daten/p/nachweis.json" in pages["daten/p.md"]
    catalogue = hostile()
    package = catalogue.packages[0]
    resources = [{"name": "zertifikat", "path": "zertifikat.json"}]
    own = replace(
        package,
        descriptor={**package.descriptor, "resources": resources},
        files={"zertifikat.json": b"{}"},
    )
    assert quality.report(own, Edition()).nachweis == "daten/p/zertifikat.json"
    assert quality.report(package, Edition()).nachweis == ""


def test_shares_and_sizes_do_not_round_to_nothing() -> None:
    assert share(0, 10) == "0\u00a0%"
    assert share(1, 1000) == "unter 1\u00a0%"
    assert share(999, 1000) == "über 99\u00a0%"
    assert share(0, 0) == "–"
    assert size(999) == "999\u00a0Byte"
    assert size(12_345) == "12\u00a0kB"
    assert size(1_500_000) == "1,5\u00a0MB"


def test_sources_carry_the_dates_of_the_rows_that_name_them() -> None:
    fields = (Field("quelle", "", "", "string"), Field("quelle_stand", "", "", "string"))
    rows = (
        {"quelle": "https://www.a.example/x", "quelle_stand": "2012-05"},
        {"quelle": "http://a.example/y", "quelle_stand": "2019"},
        {"quelle": "https://b.example/z", "quelle_stand": None},
    )
    table = Table("t", "T", "", "t.csv", fields, (), rows, b"")
    sources = [{"title": t, "path": p} for t, p in
               (("A", "https://a.example/"), ("B", "https://b.example/z"))]  # fmt: skip
    package = Package("p", "P", "", "1", {"sources": sources}, b"", (table,))
    catalogue = replace(town(), packages=(package,))
    found = quality.sources(package, datasets.about(catalogue, package))
    assert [(s.title, s.stand) for s in found] == [("A", "2012 bis 2019"), ("B", "")]
