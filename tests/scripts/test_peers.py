"""The comparison with other programs: the same facts for each, and nobody left out silently."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import _contents
import _peers
import pytest
from _generate import generate
from praeventionskette.inspection import inspect

ADDRESS = "https://x.example/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[_peers.Content, list[_peers.Content]]:
    town = generate(tmp_path_factory.mktemp("peers") / "stadt", 40)
    catalogue = inspect(town).loaded.catalogue
    assert catalogue is not None
    frame = _contents.frame(catalogue, ADDRESS)
    return frame, list(_contents.contents(catalogue, ADDRESS))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def test_every_peer_gets_every_text_of_every_current_offer(
    made: tuple[_peers.Content, list[_peers.Content]], tmp_path: Path
) -> None:
    frame, offers = made
    assert 30 < len(offers) <= 40
    said = {t for o in offers for n, v in o.items() if n not in ("id", "url") for t in texts(v)}
    for write in (_peers._material, _peers._hugo, _peers._eleventy):
        folder = tmp_path / write.__name__
        write(folder, frame, offers)
        files = [f for f in folder.rglob("*") if f.suffix in (".md", ".json")]
        text = "\n".join(f.read_text(encoding="utf-8") for f in files)
        lacking = {t for t in said if t not in text and json.dumps(t)[1:-1] not in text}
        # In Markdown what a template tells from a word stands as its sentence.
        codes = {p["id"] for p in frame["phasen"]} | {"stadt", "kreis", "quartier"}
        assert lacking - (codes if write is _peers._material else set()) == set()


def test_what_a_peer_does_not_say_is_found(
    made: tuple[_peers.Content, list[_peers.Content]],
) -> None:
    """The comparison is of no use if it accepts less: each kind of gap is told."""
    head = f'<title>Treff – X</title><meta name="description" content="Da">\
<link rel="canonical" href="{ADDRESS}angebote/a/">'
    data = '<script type="application/ld+json">{"name": "Treff"}</script>'
    body = f'<p>Montag <a href="../../kette/">Kette</a></p><svg><title>x</title></svg>{data}'
    own = f"<head>{head}</head><body><nav>Rest</nav><main>{body}</main></body>"
    address = f"{ADDRESS}angebote/a/"
    assert _contents.lacking(own, own, address) == []
    gaps = (
        ("Montag", "Dienstag", "1 × Montag"),
        ("../../kette/", "../../karte/", f"{ADDRESS}kette/"),
        ('"Treff"', '"Treffen"', "JSON-LD"),
        ('content="Da"', 'content="Dort"', "description: "),
        ("<title>Treff", "<title>Kurs", "title: "),
        (f"{ADDRESS}angebote/a/", f"{ADDRESS}angebote/b/", "canonical: "),
    )
    for said, instead, told in gaps:
        found = _contents.lacking(own, own.replace(said, instead), address)
        assert any(one.startswith(told) for one in found), (said, found)


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_peers.shutil, "which", lambda _: None)
    missing = {peer.name: peer.missing for peer in _peers.peers(tmp_path)}
    assert "apt install hugo" in missing["Hugo"]
    assert "Node.js" in missing["Eleventy"]
    assert missing["MkDocs + Material"] == ""


def test_a_run_is_measured_and_a_failure_is_not_hidden(tmp_path: Path) -> None:
    code = "import pathlib; pathlib.Path('aus').mkdir(); pathlib.Path('aus/a.html').write_text('x')"
    run = _peers.timed([sys.executable, "-c", code], tmp_path, tmp_path / "aus")
    assert (run.pages, run.size) == (1, 1)
    assert run.cpu > 0
    assert run.peak > 1_000_000
    with pytest.raises(RuntimeError, match="kaputt"):
        _peers.timed([sys.executable, "-c", "raise SystemExit('kaputt')"], tmp_path, tmp_path / "b")
