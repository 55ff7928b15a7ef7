"""The comparison with other programs: the same facts for each, and nobody left out silently."""

from __future__ import annotations

import sys
from pathlib import Path

import _peers
import pytest
import trend
from _generate import generate


def test_every_peer_gets_every_fact_of_every_current_offer(tmp_path: Path) -> None:
    said = _peers.facts(generate(tmp_path / "stadt", 40))
    assert 30 < len(said) <= 40
    lines = {line for facts in said.values() for lines in facts.values() for line in lines}
    for write in (_peers._material, _peers._hugo, _peers._eleventy):
        folder = tmp_path / write.__name__
        write(folder, said)
        files = [f for f in folder.rglob("*") if f.suffix in (".md", ".json")]
        text = "\n".join(f.read_text(encoding="utf-8") for f in files)
        text = text.encode().decode("unicode_escape") if write is not _peers._material else text
        assert [line for line in lines if line.isascii() and line not in text] == []


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


def test_the_trend_says_what_it_measured_and_what_it_could_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(root: Path, offers: int, folder: Path) -> _peers.Run | None:
        assert offers == 7
        return _peers.Run(2.5, 3.0, 120_000_000, 9_000_000, 5) if root == trend.ROOT else None

    monkeypatch.setattr(trend, "measured", measured)
    text = trend.report(7, tmp_path, tmp_path / "davor")
    assert "| jetzt | 2.5 | 120 | 9.0 |" in text
    assert "| davor | nicht messbar | | |" in text
