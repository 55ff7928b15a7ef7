"""The common look over a site finds what each check finds alone, in one process and in two."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from praeventionskette import beside, lookover, packages, selfcheck
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import artefacts
from praeventionskette.exports import buildinfo

from tests.conftest import ROOT
from tests.disclosure.plants import PLANTS, found_fragment

ADDRESS = "https://musterstadt.example/praevention/"
BROKEN = {
    "index.html": b'<a href="fehlt/">nichts</a>',
    "angebote/index.html": b'<img alt="" src="https://other.example/i.png">',
    "kette/index.html": b'<a href="../angebote/#fehlt">nichts</a>',
}


@pytest.fixture(scope="module")
def town() -> Catalogue:
    checked = packages.check(ROOT / "tests/musterstadt/mkdocs.yml").loaded.catalogue
    assert checked is not None
    return checked


@pytest.fixture(scope="module")
def spoilt(musterstadt_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with everything wrong at once."""
    folder = tmp_path_factory.mktemp("falsch") / "site"
    site = shutil.copytree(musterstadt_site, folder, copy_function=shutil.copy)
    for name, change, _ in PLANTS.values():
        path = site / (found_fragment(site, name) if name.startswith("/") else name)
        path.write_bytes(change(path.read_bytes()))
    (site / "pagefind" / "fragment" / "de_fremd.pf_fragment").write_bytes(gzip.compress(b"{}"))
    (site / "broken.xlsx").write_bytes(b"PK no workbook kinder-unter-6 tannenhof")
    for name, more in BROKEN.items():
        (site / name).write_bytes((site / name).read_bytes() + more)
    (site / "fremd.css").write_text("@import url(https://other.example/f.css);", encoding="utf-8")
    return site


def alone(site: Path, town: Catalogue) -> lookover.Looked:
    """Each check by itself, as plainly as can be."""
    return lookover.Looked(
        artefacts.scan(site, town), selfcheck.findings(site, ADDRESS), buildinfo.sums(site)
    )


@pytest.fixture(params=[False, True], autouse=True)
def _processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All in one process, and in two."""
    monkeypatch.setattr(beside, "several", lambda: request.param)


def test_a_sound_site(musterstadt_site: Path, town: Catalogue) -> None:
    found = lookover.look(musterstadt_site, town, ADDRESS)
    assert found == alone(musterstadt_site, town)
    assert not found.leaks
    assert not found.faults
    assert found.sums.count(b"\n") > 100


def test_everything_that_is_planted(spoilt: Path, town: Catalogue) -> None:
    found = lookover.look(spoilt, town, ADDRESS)
    assert found == alone(spoilt, town)
    assert len({p.file for p in found.leaks}) >= len({name for name, _, _ in PLANTS.values()})
    assert {line.split(":")[0] for line in found.faults} == {*BROKEN, "fremd.css"}
    assert found.faults[-1].startswith("fremd.css")
