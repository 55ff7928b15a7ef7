"""Hostile text in every text field at once, through check and build: nothing of it is alive."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import _hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "musterstadt"
FIELDS = len(_hostile.places(SOURCE))
BUILDS = int(os.environ.get("PK_BOESE_BAUTEN", "2"))
"""How many towns are built; the nightly workflow asks for more."""

TEXT = st.one_of(
    st.sampled_from(_hostile.ATTACKS),
    st.lists(st.sampled_from(_hostile.ATTACKS), min_size=2, max_size=3).map(" ".join),
    st.text(st.characters(codec="utf-8"), max_size=60).map(lambda t: f"{t}<b>{_hostile.MARK}"),
)


def build(config: Path) -> tuple[int, str]:
    """The town is built again and again: what is the same (not the text) comes from a store."""
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config)]
    done = subprocess.run(
        [*command, "-d", str(config.parent / "site")],
        capture_output=True, text=True, encoding="utf-8", timeout=180,
        env={**os.environ, "PK_SPEICHER": str(config.parent.parent / "speicher")},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _hostile.copy_of(SOURCE, tmp_path_factory.mktemp("hostile") / "stadt", ROOT / "hooks")


@pytest.fixture(scope="module")
def tried(pytestconfig: pytest.Config) -> Iterator[list[int]]:
    counts = [0, 0, 0]
    yield counts
    manager = pytestconfig.pluginmanager.getplugin("capturemanager")
    with manager.global_and_fixture_disabled():
        print(f"\nböse Werte: {counts[0]} in {counts[2]} Bauten, {counts[1]} davon abgelehnt")


@given(values=st.lists(TEXT, min_size=FIELDS, max_size=FIELDS))
@settings(
    max_examples=BUILDS,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[p for p in settings.default.phases if p.name == "generate"],
)
def test_any_text_in_every_field_stays_text(
    town: Path, tried: list[int], values: list[str]
) -> None:
    number, refused, found = _hostile.attempt(town, values, build)
    tried[0] += number
    tried[1] += refused
    tried[2] += 1
    assert found == []


def test_each_kind_of_attack_is_in_some_field(town: Path, tried: list[int]) -> None:
    """No value is left to chance: each attack stands in some field, the mark is on the pages."""
    values = [_hostile.ATTACKS[n % len(_hostile.ATTACKS)] for n in range(FIELDS)]
    number, refused, found = _hostile.attempt(town, values, build)
    tried[:] = [tried[0] + number, tried[1] + refused, tried[2] + 1]
    assert found == []
    pages = sum(
        _hostile.MARK in p.read_text(encoding="utf-8") for p in (town / "site").rglob("*.html")
    )
    assert refused < number
    assert pages > 10, "a build that shows none of it proves nothing"


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<script>1</script>", "x.html"),
        ("<p onclick=x>", "x.html"),
        ("<p style=x>", "x.html"),
        ("<a href='javascript:x'>", "x.html"),
        ("<img src='//anderswo.example/x'>", "x.html"),
        (f"<a href='https://{_hostile.HOST}/'>", "x.html"),
        ("<iframe></iframe>", "x.html"),
        ("<p>gut</p>", "x y.html"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "x.svg"),
    ],
)
def test_what_is_alive_is_found(tmp_path: Path, markup: str, name: str) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="x">'
    (tmp_path / "gut.html").write_text(f"{policy}<p>gut</p>", encoding="utf-8")
    assert list(_hostile.alive(tmp_path)) == []
    head = policy if name.endswith(".html") else ""
    (tmp_path / name).write_text(head + markup, encoding="utf-8")
    assert list(_hostile.alive(tmp_path))


def test_nothing_is_fetched_from_an_address_in_a_descriptor(tmp_path: Path) -> None:
    """A listener on this machine hears nobody, wherever the package names it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                with line:
                    heard.append(line.recv(200))

        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        for number, (old, new) in enumerate(
            (
                ('"path": "angebote.csv"', f'"path": "{address}/angebote.csv"'),
                ('"name": "angebote"', f'"profile": "{address}/p.json", "name": "angebote"'),
                ('"$schema": "', f'"$schema": "{address}/s.json", "x": "'),
                ('"schema": {', f'"schema": "{address}/schema.json", "x": {{'),
                ('"licenses": [', f'"image": "{address}/b.png", "licenses": ['),
            )
        ):
            town = _hostile.copy_of(SOURCE, tmp_path / str(number), ROOT / "hooks")
            path = town / "datapackages" / "angebote" / "datapackage.json"
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            command = [sys.executable, str(ROOT / "scripts" / "check.py"), "-f"]
            command.append(str(town / "mkdocs.yml"))
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            assert "Traceback" not in done.stderr
        stop.set()
        thread.join()
    assert heard == []
