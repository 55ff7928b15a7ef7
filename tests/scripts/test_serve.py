"""The preview follows its sources, and keeps the old pages while they do not build."""

from __future__ import annotations

import posixpath
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import _mkdocs
import _serve
import pytest
from _bench_serve import Preview, Table, preview
from _generate import generate
from _live import Seen
from playwright.sync_api import Browser
from tiny import SCRIPTS, Town, environment


@pytest.fixture
def tiny_preview(town: Town, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A running preview: its address, and the file that it writes its messages to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        run = subprocess.Popen(
            town.command("--serve", "--port", str(port)),
            env=environment(TMPDIR=str(tmp_path)),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield f"http://127.0.0.1:{port}/", said
    finally:
        run.terminate()
        status = run.wait(timeout=60)
    assert status == 0
    assert said.read_text(encoding="utf-8").endswith("Vorschau beendet.\n")
    assert not list(tmp_path.glob("vorschau-*")), "the preview tidies up"
    assert not town.site.exists(), "a preview does not touch the site"


def wait_for(text: str, address: str) -> str:
    """The page at ``address`` once it holds ``text``."""
    page, deadline = "", time.monotonic() + 60
    while text not in page and time.monotonic() < deadline:
        time.sleep(0.05)
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                page = answer.read().decode("utf-8")
        except urllib.error.URLError:
            continue
    assert text in page
    return page


def test_follows_content_and_code_and_survives_a_failure(
    town: Town, tiny_preview: tuple[str, Path]
) -> None:
    address, said = tiny_preview
    assert "livereload" in wait_for("Alt", address)

    town.write_page("# Neu\n")
    wait_for("Neu", address)

    town.write_hook("from mkdocs.exceptions import PluginError\ndef on_pre_build(config): 1 / 0\n")
    deadline = time.monotonic() + 60
    while "bleibt sichtbar" not in said.read_text("utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "Die vorige Fassung bleibt sichtbar" in said.read_text("utf-8")
    wait_for("Neu", address)

    town.write_hook(
        "def on_page_content(html, page, config, files): return html + '<p>Repariert'\n"
    )
    wait_for("Repariert", address)


def test_a_taken_port_is_named(town: Town) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = town.build("--serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"Der Port {port} ist schon belegt: Nimm einen anderen, etwa --port {port + 1}.\n"
    )


def test_the_address_is_said_when_the_server_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the address the moment it stands there must not be refused."""
    plugins = SimpleNamespace(on_shutdown=lambda: None)
    config: Any = SimpleNamespace(site_url="https://stadt.test/", plugins=plugins)

    def build(preview: _serve._Preview) -> Any:
        preview.shown, preview.seen = tmp_path, Seen([tmp_path])
        return config

    answers = []

    def read(text: str, **_: object) -> None:
        if address := re.search(r"Vorschau: (\S+)", text):
            with urllib.request.urlopen(address[1], timeout=60) as answer:
                answers.append(answer.read())
            raise KeyboardInterrupt

    (tmp_path / "index.html").write_text("Da")
    monkeypatch.setattr(_serve._Preview, "build", build)
    monkeypatch.setattr("builtins.print", read)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PK_PROZESSE", "1")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert _serve.serve(tmp_path / "mkdocs.yml", False, port) == 0
    assert len(answers) == 1
    assert answers[0].endswith(b"Da")


def without_reload(page: str) -> str:
    """A page as it was built: without the script that reloads it."""
    return re.sub(r'<script src="/livereload/[0-9]+/[0-9]+\.js"></script>', "", page)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def full_build(config: Path, address: str, site: Path) -> dict[str, bytes]:
    """The town's site built by itself, for the address of the preview."""
    text = config.read_text(encoding="utf-8")
    other = config.with_name("anders.yml")
    other.write_text(re.sub(r"(?m)^site_url: .*$", f"site_url: {address}", text), encoding="utf-8")
    command = [sys.executable, str(SCRIPTS / "build.py"), "-f", str(other), "-d", str(site)]
    done = subprocess.run(command, capture_output=True, env=environment(), text=True)
    assert done.returncode == 0, done.stderr
    return tree(site)


@pytest.mark.browser
def test_an_edited_table_shows_at_once_and_the_rest_follows(
    tmp_path: Path, chromium: Browser
) -> None:
    config = generate(tmp_path / "stadt", 8)
    with preview(config, tmp_path) as running:
        table = Table(config)
        table.edit("kurztext", "Ganz <neu> & anders")
        running.shows(table.page, "Ganz &lt;neu&gt; &amp; anders")
        quick = without_reload(running.page(table.page))
        looks = re.findall(r'rel="stylesheet" href="([^"]+)"', quick)
        assert len(looks) > 1
        for path in looks:  # else a browser shows the page only when everything is built
            running.page(posixpath.normpath(table.page + path))
        assert "Fertig nach" not in running.log().rpartition("Prüfe die Änderung")[2]
        assert "Ganz" in running.page("angebote/")  # waits: never what the tables no longer say
        running.settled()
        assert without_reload(running.page(table.page)) == quick
        shown = max(tmp_path.glob("vorschau-*/*"), key=lambda path: int(path.name))
        assert tree(shown) == full_build(config, running.address, tmp_path / "site")
        _bad_edits_keep_the_page(running, table)
        _what_does_not_matter(running, table)
        _a_browser_follows(running, table, chromium)


def _bad_edits_keep_the_page(running: Preview, table: Table) -> None:
    before = without_reload(running.page(table.page))
    table.edit("geprueft_am", "gestern")
    running.until(lambda: "Die vorige Fassung bleibt sichtbar" in running.log())
    assert "„gestern“ ist kein Datum" in running.log()
    assert without_reload(running.page(table.page)) == before
    assert "Traceback" not in running.log()


def _what_does_not_matter(running: Preview, table: Table) -> None:
    before = running.log()
    for name in (".~lock.angebote.csv#", "~$angebote.csv", "angebote.bak"):
        table.path.with_name(name).write_text("x", encoding="utf-8")
    time.sleep(1)
    assert running.log() == before


def _a_browser_follows(running: Preview, table: Table, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(running.address + table.page)
    table.edit("geprueft_am", "2026-01-02")
    table.edit("kurztext", "Im Browser zu sehen")
    page.get_by_text("Im Browser zu sehen").first.wait_for(timeout=60_000)
    page.close()


def test_every_change_of_a_watched_file_is_seen(tmp_path: Path) -> None:
    table, page = tmp_path / "a.csv", tmp_path / "inhalt" / "a.md"
    page.parent.mkdir()
    table.write_text("a\n")
    page.write_text("a\n")
    seen = Seen([tmp_path])
    assert seen.changed(everything=True) == set()
    table.write_text("bb\n")
    page.write_text("bb\n")
    assert seen.changed(everything=False) == {table}
    assert seen.changed(everything=True) == {page}
    page.unlink()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert seen.changed(everything=True) == {page}
    table.unlink()
    assert seen.changed(everything=False) == {table}


def test_a_build_that_is_being_shown_is_not_given_up(tmp_path: Path) -> None:
    """A new change waits until the build beside is shown, else it would show what is gone."""
    looked, go_on = threading.Event(), threading.Event()

    class Slow:
        """A server that takes its time."""

        shown: Path | None = None

        @property
        def given(self) -> dict[str, bytes]:
            looked.set()
            assert go_on.wait(60)
            return {}

        def show(self, root: Path | None, *_: object, **__: object) -> None:
            self.shown = root

    fresh = tmp_path / "2"
    fresh.mkdir()
    server: Any = Slow()
    running = _serve._Preview(tmp_path / "mkdocs.yml", False, 8000, tmp_path, _mkdocs.Log())
    done = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    running.beside = done, fresh
    finish = threading.Thread(target=running._finish, args=(server, 0.0, done, fresh))
    finish.start()
    assert looked.wait(60)
    stop = threading.Thread(target=running.stop)
    stop.start()
    stop.join(0.3)
    assert stop.is_alive(), "given up while it was being shown"
    go_on.set()
    finish.join(60)
    stop.join(60)
    assert (server.shown, running.shown) == (fresh, fresh)
    assert fresh.is_dir()
