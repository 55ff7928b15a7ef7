"""A build that is killed, has no room or no right leaves the site whole. More of it at night."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import _sturdy
import _target
import pytest
from praeventionskette.exports import search
from tiny import Town, environment

KILLS = 8


def test_killed_at_random_moments(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    page = town.folder / "content" / "index.md"
    begun, whole = _sturdy.kills(town.command(), environment(), town.site, page, KILLS)
    with capsys.disabled():
        print(f"\nmitten im Bau abgebrochen: {KILLS} (begonnen {begun}); danach heil: {whole}")
    assert whole == KILLS


def test_the_site_is_swapped_in_one_step(tmp_path: Path) -> None:
    one, two = tmp_path / "eins", tmp_path / "zwei"
    for folder in (one, two):
        folder.mkdir()
        (folder / "name").write_text(folder.name, encoding="utf-8")
    swapped = _target._exchange(one, two)
    assert (one / "name").read_text("utf-8") == ("zwei" if swapped else "eins")
    assert (two / "name").read_text("utf-8") == ("eins" if swapped else "zwei")
    assert not _target._exchange(one, tmp_path / "fehlt")


def test_no_room_on_the_disk(town: Town) -> None:
    town.build()
    before = town.snapshot()
    status, said = _sturdy.with_small_files(town.command(), environment(), 12_000)
    assert status == 1
    assert "Traceback" not in said
    assert "die vorige blieb, wie sie war" in said
    assert town.snapshot() == before
    assert town.build().returncode == 0
    assert town.beside() == {"site"}


@pytest.mark.parametrize(
    ("number", "words"), [("ENOSPC", "kein Platz mehr"), ("EROFS", "lässt sich nur lesen")]
)
def test_a_full_disk_and_a_disk_to_read_are_said_in_words(
    town: Town, number: str, words: str
) -> None:
    town.build()
    before = town.snapshot()
    town.write_hook(
        "import errno, os\ndef on_post_build(config):\n"
        f"    raise OSError(errno.{number}, os.strerror(errno.{number}), 'x')\n"
    )
    done = town.build()
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert town.snapshot() == before


def test_a_disk_that_fills_up_while_the_index_is_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind itself ends as if all were well; that nothing more fits is found by trying."""
    assert search._room(tmp_path / "pagefind")
    assert not search._room(tmp_path / "fehlt" / "pagefind")
    page = tmp_path / "site" / "index.html"
    page.parent.mkdir()
    page.write_text('<html lang="de"><main data-pagefind-body>Wort</main></html>', encoding="utf-8")
    monkeypatch.setattr(search, "PATIENCE", 0)
    monkeypatch.setattr(search, "_whole", lambda folder: False)
    with ThreadPoolExecutor(1) as beside:  # Pagefind wants a loop of its own; the browser has one
        with pytest.raises(RuntimeError):
            beside.submit(search.write, page.parent).result()
        monkeypatch.setattr(search, "_room", lambda folder: False)
        with pytest.raises(OSError, match="No space left") as caught:
            beside.submit(search.write, page.parent).result()
    assert caught.value.errno in _target.FULL


def test_a_folder_that_cannot_be_written(town: Town) -> None:
    """Held back by its mode where that binds, by nothing at all for the superuser."""
    town.build()
    before = town.snapshot()
    town.folder.chmod(0o555)
    try:
        done = town.build()
    finally:
        town.folder.chmod(0o755)
    if os.geteuid():
        assert done.returncode == 1
        assert "lässt sich nicht schreiben" in done.stderr
        assert town.snapshot() == before
    else:
        assert done.returncode == 0
    assert town.beside() == {"site"}
