"""Chromium is found where it may be, installed where it can be, and else asked for once."""

from __future__ import annotations

from pathlib import Path

import _chromium
import pytest


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; the folder on its search path."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "own"))
    monkeypatch.setattr(_chromium, "INSTALLED", ())
    monkeypatch.setattr(_chromium, "CACHES", (tmp_path / "cache",))
    return path


def make_browser(path: Path, status: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_named_one_comes_first(monkeypatch: pytest.MonkeyPatch, bare_machine: Path) -> None:
    make_browser(bare_machine / "chromium")
    named = make_browser(bare_machine.parent / "Mein Browser" / "chrome")
    monkeypatch.setenv("CHROME_PATH", str(named))
    assert _chromium.ensure() == named


def test_a_named_one_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bare_machine: Path
) -> None:
    monkeypatch.setenv("CHROME_PATH", "/nowhere/chrome")
    found = make_browser(bare_machine / "google-chrome")
    assert _chromium.ensure() == found
    assert "CHROME_PATH nennt /nowhere/chrome" in capsys.readouterr().err


def test_a_stub_on_the_path_is_passed_over(bare_machine: Path) -> None:
    make_browser(bare_machine / "chromium-browser", status=1)
    chrome = make_browser(bare_machine / "google-chrome")
    assert _chromium.ensure() == chrome


def test_the_newest_of_playwright(tmp_path: Path) -> None:
    make_browser(tmp_path / "cache" / "chromium-1100" / "chrome-linux" / "chrome")
    newest = make_browser(tmp_path / "cache" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert _chromium.ensure() == newest


def test_installs_playwrights_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = []

    def install(command: list[str], env: dict[str, str]) -> bool:
        calls.append(command[1:])
        make_browser(Path(env["PLAYWRIGHT_BROWSERS_PATH"]) / "chromium-1/chrome-linux/chrome")
        return True

    monkeypatch.setattr(_chromium, "_quietly", install)
    assert _chromium.ensure() == tmp_path / "own" / "chromium-1" / "chrome-linux" / "chrome"
    assert calls == [["-m", "playwright", "install", "chromium"]]


def test_installs_the_distributions(monkeypatch: pytest.MonkeyPatch, bare_machine: Path) -> None:
    make_browser(bare_machine / "apt-get")
    make_browser(bare_machine / "sudo")
    calls = []

    def install(command: list[str], env: dict[str, str]) -> bool:
        calls.append(command)
        if "playwright" in command:
            return False
        if "install" in command:
            make_browser(bare_machine / "chromium")
        return True

    monkeypatch.setattr(_chromium, "_quietly", install)
    monkeypatch.setattr(_chromium.os, "geteuid", lambda: 1000)
    assert _chromium.ensure() == bare_machine / "chromium"
    assert [call[:3] for call in calls[1:]] == [["sudo", "-n", "apt-get"]] * 2


def test_else_one_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_chromium, "_quietly", lambda command, env: False)
    assert _chromium.ensure() is None
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("Für die Tests im Browser fehlt Chromium")
    assert "CHROME_PATH" in last
