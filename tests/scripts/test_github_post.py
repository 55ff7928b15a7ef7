"""What workflows send to GitHub, against a small GitHub of our own on this machine."""

from __future__ import annotations

import http.server
import importlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Answer = Callable[[str, str, Any], Any]


class Hub:
    """Answers by (method, path without query); keeps what was asked."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Any] = {}
        self.asked: list[tuple[str, str, Any]] = []
        self.tokens: set[str] = set()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    made = Hub()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            path = self.path.removeprefix("/repos/example/example").partition("?")[0]
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            made.tokens.add(str(self.headers.get("Authorization")))
            method = str(self.command)
            if method != "GET":
                made.asked.append((method, path, body))
            found = made.answers.get((method, path), [] if method == "GET" else {"number": 7})
            raw = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(404 if found == 404 else 200)
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/example")
    monkeypatch.setenv("GH_TOKEN", "geheim-geheim")
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("github_post")


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


PROPOSAL = {
    "issue": 12, "zweig": "formular/12", "titel": "Vorschlag", "text": "Text",
    "dateien": {"datapackages/angebote/angebote.csv": "id\n$(reboot)\n"}, "kommentar": "Tabelle",
}  # fmt: skip


def base(hub: Hub) -> None:
    hub.answers |= {
        ("GET", ""): {"default_branch": "main"},
        ("GET", "/git/ref/heads/main"): {"object": {"sha": "a" * 40}},
        ("GET", f"/git/commits/{'a' * 40}"): {"tree": {"sha": "b" * 40}},
        ("POST", "/git/trees"): {"sha": "c" * 40},
        ("POST", "/git/commits"): {"sha": "d" * 40},
    }


def test_a_proposal_becomes_a_branch_a_draft_and_two_comments(
    hub: Hub, post: ModuleType, tmp_path: Path
) -> None:
    base(hub)
    assert post.main(["vorschlag", str(write(tmp_path / "v.json", PROPOSAL))]) == 0
    asked = {(method, path): body for method, path, body in hub.asked}
    tree = asked["POST", "/git/trees"]["tree"]
    assert tree == [
        {
            "path": "datapackages/angebote/angebote.csv", "mode": "100644", "type": "blob",
            "content": "id\n$(reboot)\n",
        }
    ]  # fmt: skip
    assert asked["POST", "/git/refs"] == {"ref": "refs/heads/formular/12", "sha": "d" * 40}
    assert asked["POST", "/pulls"]["draft"] is True
    assert asked["POST", "/issues/7/comments"]["body"].endswith("\nTabelle")
    assert "#7" in asked["POST", "/issues/12/comments"]["body"]
    assert hub.tokens == {"Bearer geheim-geheim"}


def test_an_edited_form_renews_branch_request_and_comments(
    hub: Hub, post: ModuleType, tmp_path: Path
) -> None:
    base(hub)
    ours = {"id": 5, "user": {"type": "Bot"}, "body": "<!-- praeventionskette:formular -->\nalt"}
    forged = {**ours, "id": 4, "user": {"type": "User"}}
    hub.answers |= {
        ("GET", "/git/matching-refs/heads/formular/12"): [{"ref": "refs/heads/formular/12"}],
        ("GET", "/pulls"): [{"number": 9}],
        ("GET", "/issues/9/comments"): [forged, ours],
    }
    assert post.main(["vorschlag", str(write(tmp_path / "v.json", PROPOSAL))]) == 0
    calls = [(method, path) for method, path, _ in hub.asked]
    assert ("PATCH", "/git/refs/heads/formular/12") in calls
    assert ("PATCH", "/issues/comments/5") in calls
    assert ("POST", "/pulls") not in calls
    assert ("PATCH", "/issues/comments/4") not in calls


@pytest.mark.parametrize(
    ("value", "calls"), [({"issue": 3, "kommentar": "x"}, 1), ({"issue": 3}, 0)]
)
def test_no_proposal_gets_at_most_an_answer(
    hub: Hub, post: ModuleType, tmp_path: Path, value: dict[str, Any], calls: int
) -> None:
    assert post.main(["vorschlag", str(write(tmp_path / "v.json", value))]) == 0
    assert len(hub.asked) == calls


RUN = {
    "workflow_run": {
        "head_sha": "e" * 40,
        "head_branch": "a&state=closed",
        "head_repository": {"owner": {"login": "fremd"}},
    }
}


def test_the_request_of_a_run_is_found_by_its_state_alone(
    hub: Hub, post: ModuleType, tmp_path: Path
) -> None:
    hub.answers |= {
        ("GET", "/pulls"): [
            {"number": 3, "head": {"sha": "f" * 40}},
            {"number": 4, "head": {"sha": "e" * 40}},
        ],
        ("GET", f"/tarball/{'e' * 40}"): b"archive",
    }
    event, out = write(tmp_path / "e.json", RUN), tmp_path / "antrag.json"
    arguments = ["--out", str(out), "--archiv", str(tmp_path / "a.tar.gz")]
    assert post.main(["antrag", str(event), *arguments]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found == {"nummer": 4, "stand": "e" * 40, "offen": [3, 4]}
    assert (tmp_path / "a.tar.gz").read_bytes() == b"archive"


def test_a_run_without_an_open_request_is_nothing(
    hub: Hub, post: ModuleType, tmp_path: Path
) -> None:
    event, out = write(tmp_path / "e.json", RUN), tmp_path / "antrag.json"
    arguments = ["--out", str(out), "--archiv", str(tmp_path / "a.tar.gz")]
    assert post.main(["antrag", str(event), *arguments]) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == {"offen": []}
    text = tmp_path / "kommentar.md"
    text.write_text("x", encoding="utf-8")
    assert post.main(["kommentar", str(text), "--antrag", str(out)]) == 0
    assert hub.asked == []


def test_the_weekly_issue_is_opened_renewed_and_closed(
    hub: Hub, post: ModuleType, tmp_path: Path
) -> None:
    report = tmp_path / "bericht.md"
    assert post.main(["wochenbericht", str(report)]) == 0
    assert hub.asked == []
    report.write_text("Bericht", encoding="utf-8")
    assert post.main(["wochenbericht", str(report)]) == 0
    assert hub.asked[-1] == ("POST", "/issues", {"title": "Wochenbericht", "body": "Bericht"})
    forged = {"number": 1, "title": "Wochenbericht", "user": {"type": "User"}}
    hub.answers["GET", "/issues"] = [forged, {**forged, "number": 2, "user": {"type": "Bot"}}]
    assert post.main(["wochenbericht", str(report)]) == 0
    assert hub.asked[-1] == ("PATCH", "/issues/2", {"body": "Bericht"})
    report.unlink()
    assert post.main(["wochenbericht", str(report)]) == 0
    assert hub.asked[-1] == ("PATCH", "/issues/2", {"state": "closed"})


def test_a_refusal_names_the_call_and_no_token(
    hub: Hub, post: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.answers["GET", ""] = 404
    assert post.main(["vorschlag", str(write(tmp_path / "v.json", PROPOSAL))]) == 1
    printed = capsys.readouterr()
    assert "GET : 404" in printed.err
    assert "geheim-geheim" not in printed.err + printed.out
