"""The preview follows its sources, and keeps the old pages while they do not build."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import Town, environment


@pytest.fixture
def preview(town: Town, tmp_path: Path) -> Iterator[tuple[str, Path]]:
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
        status = run.wait(timeout=20)
    assert status == 0
    assert said.read_text(encoding="utf-8").endswith("Vorschau beendet.\n")
    assert not list(tmp_path.glob("vorschau-*")), "the preview tidies up"
    assert not town.site.exists(), "a preview does not touch the site"


def wait_for(text: str, address: str) -> str:
    """The page at ``address`` once it holds ``text``."""
    page, deadline = "", time.monotonic() + 20
    while text not in page and time.monotonic() < deadline:
        time.sleep(0.05)
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                page = answer.read().decode("utf-8")
        except urllib.error.URLError:
            continue
    assert text in page
    return page


def test_follows_content_and_code_and_survives_a_failure(
    town: Town, preview: tuple[str, Path]
) -> None:
    address, said = preview
    assert "livereload" in wait_for("Alt", address)

    town.write_page("# Neu\n")
    wait_for("Neu", address)

    town.write_hook("from mkdocs.exceptions import PluginError\ndef on_pre_build(config): 1 / 0\n")
    deadline = time.monotonic() + 20
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
