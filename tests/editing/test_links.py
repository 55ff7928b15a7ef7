"""Addresses are asked politely, within bounds, and never inside a private network.

The only server that is asked here is one of ours on this machine.
"""

from __future__ import annotations

import http.server
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from praeventionskette.editing import keeping
from praeventionskette.editing.workplace import open_workplace

from tests import golden
from tests.editing.conftest import SCRIPTS, Call


class Handler(http.server.BaseHTTPRequestHandler):
    """Every way in which a server can answer."""

    asked: ClassVar[list[tuple[str, str, float]]] = []
    answered: ClassVar[list[float]] = []
    busy: ClassVar[list[int]] = [0, 0]

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        busy, answered = Handler.busy, Handler.answered  # an answer may outlast its test
        Handler.asked.append((self.command, self.path, time.monotonic()))
        busy[0] += 1
        busy[1] = max(busy)
        name = self.path.partition("?")[0].strip("/")
        moves = {
            "/alt": (301, "/neu"),
            "/kurz": (302, "/neu"),
            "/gemischt": (301, "/kurz"),
            "/schraeg": (301, "/schraeg/"),
            "/kreis": (302, "/kreis2"),
            "/kreis2": (302, "/kreis"),
            "/datei": (302, "file:///etc/passwd"),
        }
        codes = {"fehlt": 404, "weg": 410, "kaputt": 500, "verboten": 403}
        if name == "langsam":
            time.sleep(2.5)
        if self.path in moves:
            self.send_response(moves[self.path][0])
            self.send_header("Location", moves[self.path][1])
        elif name.startswith("tief"):
            self.send_response(302)
            self.send_header("Location", f"/tief{int(name[4:] or 0) + 1}")
        elif name == "nur-get" and self.command == "HEAD":
            self.send_response(405)
        else:
            self.send_response(codes.get(name, 200))
        self.send_header("Content-Length", "0")
        time.sleep(0.005)  # so that two at once would meet
        answered.append(time.monotonic())
        busy[0] -= 1  # before the answer leaves, upon which the next may come at once
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/", keeping.OK, ""),
        ("/seite mit blank?q=ä", keeping.OK, ""),
        ("/nur-get", keeping.OK, ""),
        ("/kurz", keeping.OK, ""),
        ("/schraeg", keeping.OK, ""),
        ("/gemischt", keeping.OK, ""),
        ("/alt", keeping.MOVED, ""),
        ("/fehlt", keeping.GONE, "404"),
        ("/weg", keeping.GONE, "410"),
        ("/kaputt", keeping.UNSURE, "500"),
        ("/verboten", keeping.UNSURE, "403"),
        ("/kreis", keeping.UNSURE, "im Kreis"),
        ("/tief", keeping.UNSURE, "zu oft"),
        ("/langsam", keeping.UNSURE, "keine Antwort"),
        ("/datei", keeping.UNSURE, "zu keiner Website"),
    ],
)
def test_what_a_server_can_say(
    server: str, monkeypatch: pytest.MonkeyPatch, path: str, kind: str, words: str
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import _web

    result = _web.ask(server + path, _web.Manners(timeout=1.5, pause=0, local=True))
    assert (result.kind, words in result.detail) == (kind, True)
    assert result.target == (f"{server}/neu" if kind == keeping.MOVED else "")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/", "privates Netz"),
        ("http://localhost/", "privates Netz"),
        ("http://[::1]/", "privates Netz"),
        ("http://169.254.169.254/latest/meta-data/", "privates Netz"),
        ("http://10.0.0.1/", "privates Netz"),
        ("https://192.168.1.1/", "privates Netz"),
        ("http://0x7f000001/", ""),
        ("http://127.0.0.1:22/", "ungewöhnlichen Anschluss"),
        ("ftp://127.0.0.1/", "zu keiner Website"),
        ("http://", "zu keiner Website"),
        ("http://a..b/", ""),
    ],
)
def test_private_networks_are_never_asked(
    monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import _web

    def never(*arguments: object, **more: object) -> socket.socket:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", never)
    result = _web.ask(url, _web.Manners())
    assert result.kind == keeping.UNSURE
    assert words in result.detail


@pytest.fixture
def town(tmp_path: Path, server: str) -> Path:
    """The good town with addresses of the server."""
    town = tmp_path / "stadt"
    shutil.copytree(golden.GOOD, town)
    for path in [*town.glob("datapackages/*/*.csv"), *town.glob("content/*.md")]:
        text = path.read_text("utf-8").replace("https://www.example.org/quelle", f"{server}/fehlt")
        path.write_text(text.replace("https://www.example.org", server), "utf-8")
    (town / "content/neu.md").write_text(
        f"Siehe [hier]({server}/alt#a) und <{server}/alt>, ({server}/a_(b)).\n", "utf-8"
    )
    return town


def test_where_addresses_stand(town: Path, server: str) -> None:
    found = keeping.links(open_workplace(town / "mkdocs.yml"))
    assert [(s.file, s.line) for s in found[f"{server}/alt"]] == [("content/neu.md", 1)] * 2
    assert f"{server}/a_(b)" in found
    spots = found[f"{server}/fehlt"]
    offers = "datapackages/angebote/angebote.csv"
    assert [s.line for s in spots if s.file == offers and s.column == "quelle"] == [2, 4, 5]


def test_one_host_is_asked_one_by_one(
    town: Path, server: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, blank in (("asked", []), ("answered", []), ("busy", [0, 0])):
        monkeypatch.setattr(Handler, name, blank)
    done = call("check_links.py", town, "--lokal", "--pause", "0.05", "--format", "json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert {p["rule"] for p in said} == {"link"}
    assert {p["severity"] for p in said} == {"offen"}
    texts = [p["text"] for p in said]
    assert any("gibt es nicht mehr: die Seite fehlt (404) (an " in text for text in texts)
    assert any(f"ist umgezogen nach „{server}/neu“ (an 2 Stellen)" in text for text in texts)
    assert Handler.busy[1] == 1
    asked = [when for _, _, when in Handler.asked[1:]]
    pauses = sum(later - end for end, later in zip(Handler.answered, asked, strict=False))
    addresses = len(keeping.links(open_workplace(town / "mkdocs.yml")))
    assert pauses >= 0.05 * (addresses - 1)
    assert "zu prüfen\n" in done.stderr


def test_the_time_is_kept(town: Path, call: Call) -> None:
    begun = time.monotonic()
    done = call("check_links.py", town, "--lokal", "--minuten", "0.005", "--pause", "0.2")
    assert time.monotonic() - begun < 10
    assert done.returncode == 0
    assert "aus Zeitgründen nicht geprüft" in done.stdout


def test_a_report_is_written_only_where_there_is_something(
    town: Path, tmp_path: Path, call: Call
) -> None:
    call("check_links.py", town, "--lokal", "--pause", "0", "--out", tmp_path / "bericht.md")
    assert "404" in (tmp_path / "bericht.md").read_text("utf-8")
    for path in [*town.glob("datapackages/*/*.csv"), *town.glob("content/*.md")]:
        text = path.read_text("utf-8").replace("/fehlt", "/da").replace("/alt", "/da")
        path.write_text(text, "utf-8")
    done = call("check_links.py", town, "--lokal", "--pause", "0", "--out", tmp_path / "leer.md")
    assert done.stdout.endswith(": 0 zu prüfen\n")
    assert not (tmp_path / "leer.md").exists()


def test_the_week_in_one_report(tmp_path: Path, call: Call) -> None:
    """Musterstadt has an offer with a last day: after it, it is named."""
    town = tmp_path / "stadt"
    shutil.copytree(SCRIPTS.parent / "tests/musterstadt", town)
    out = tmp_path / "woche.md"
    done = call("weekly.py", town, "--ohne-netz", "--datum", "2030-01-01", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    text = out.read_text("utf-8")
    assert "## Abgelaufene Angebote" in text
    assert "endete am" in text
    assert "## Nachfragen" in text
    assert "    Betreff: " in text
    (town / "datapackages/angebote/traeger.csv").unlink()
    done = call("weekly.py", town, "--ohne-netz")
    assert done.stdout == "Die Daten haben Fehler: `python3 scripts/check.py` nennt sie.\n"
