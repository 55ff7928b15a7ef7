"""``scripts/accessibility.py``: what cannot be looked at is said, and a run may go on later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import _axe
import _chromium
import _states
import _tally
import accessibility
import pytest
from playwright.sync_api import Browser, Page

FRAME = '<!doctype html><html lang="de"><title>Probe</title><main><h1>Probe</h1></main></html>'


@pytest.mark.browser
def test_a_state_that_does_not_come_is_a_finding_and_the_rest_goes_on(
    chromium: Browser,
    tmp_path: Path,
    serve: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(tab: Page) -> None:
        tab.wait_for_selector("[data-nie]", timeout=50)

    def absent(tab: Page) -> None:
        raise _states.NotHereError

    (tmp_path / "index.html").write_text(FRAME, encoding="utf-8")
    monkeypatch.setattr(
        _states,
        "STATES",
        (
            _states.State("kommt nie", "body", never, plain=True),
            _states.State("gibt es nicht", "body", absent),
            _states.State("kommt", "body", lambda tab: None),
        ),
    )
    seen = list(_axe.look(chromium, serve(tmp_path), [""], widths=[320], schemes=["light"]))
    assert [(s.state, s.kind) for s in seen] == [
        ("kommt nie", _axe.FAILED),
        ("gibt es nicht", _axe.ABSENT),
        ("kommt", _axe.SEEN),
    ]
    assert str(seen[0]).startswith(" (kommt nie, 320 px, hell und dunkel): nicht zu prüfen: ")
    assert "Timeout 50ms exceeded" in str(seen[0])


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in this process and starts no browser."""
    monkeypatch.setattr(accessibility, "ensure_environment", lambda *_, **__: None)
    monkeypatch.setattr(_chromium, "ensure", lambda: Path("chromium"))
    monkeypatch.setenv("CHROME_PATH", "")


def _site(folder: Path) -> Path:
    folder.mkdir()
    (folder / "SHA256SUMS").write_text("0 index.html\n", encoding="utf-8")
    (folder / "build.json").write_text('{"stadt": "Probe"}', encoding="utf-8")
    (folder / "sitemap.xml").write_text("<loc>https://probe.example/</loc>", encoding="utf-8")
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(FRAME + f"<i class={name}>", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("here")
def test_a_run_goes_on_where_one_ended_and_forgets_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, kept, result = _site(tmp_path / "site"), tmp_path / "kept", tmp_path / "result.json"
    asked: list[str] = []
    broken = {"b/"}

    def told(
        wanted: list[tuple[str, accessibility.Page]], workers: int, minutes: float | None
    ) -> list[tuple[str, accessibility.Page, _tally.Tally]]:
        asked.extend(page[2] for _, page in wanted)
        return [
            (own, page, _tally.Tally(1, 6, failed=[f"{page[2]}: zu spät"] * (page[2] in broken)))
            for own, page in wanted
        ]

    monkeypatch.setattr(accessibility, "_all", told)
    monkeypatch.setattr(accessibility, "RESULT", result)
    command = [str(site), "--resume", str(kept), "--write"]
    assert accessibility.main(command) == 1
    assert sorted(asked) == ["a/", "b/"]
    assert "b/: zu spät" in capsys.readouterr().out
    assert not result.exists(), "a result that lacks a page must not be kept"
    asked.clear()
    broken.clear()
    assert accessibility.main(command) == 0
    assert asked == ["b/"]
    assert '"ansichten": 12' in result.read_text(encoding="utf-8")
    (site / "SHA256SUMS").write_text("1 index.html\n", encoding="utf-8")
    asked.clear()
    assert accessibility.main(command) == 0
    assert sorted(asked) == ["a/", "b/"], "another build is another site"


@pytest.mark.usefixtures("here")
def test_pages_left_for_later_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(accessibility, "_all", lambda *_: [])
    site, kept = _site(tmp_path / "site"), tmp_path / "kept"
    assert accessibility.main([str(site), "--resume", str(kept), "--minutes", "1"]) == 2
    said = capsys.readouterr()
    assert "2 Arten von Seiten fehlen noch" in said.out + said.err
