"""What tests of several parts share: the built sites, a server for them, a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent

# At the end: scripts/test.py must not hide the standard library's module of that name.
if str(ROOT / "scripts") not in sys.path:
    sys.path.append(str(ROOT / "scripts"))

WAIT = 30_000
"""Milliseconds that a page may take to show something: the machine may do other work, too."""
expect.set_options(timeout=WAIT)

settings.register_profile("ohne Uhr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ohne Uhr")
"""No generated case is timed: 200 ms are soon over where the machine does other work, too."""

os.environ["PK_SPEICHER"] = ""
"""Tests make everything themselves; only the scripts they start keep what they made."""

MUSTERSTADT_DAY = "1795521600"
"""24 November 2026, 12:00 UTC: the invented dates lie around it, whenever the tests run."""


def script_environment() -> dict[str, str]:
    """The variables as a person's terminal has them: the scripts choose their own store."""
    return {name: value for name, value in os.environ.items() if name != "PK_SPEICHER"}


def build_site(config_file: Path, folder: Path, epoch: str | None = None) -> Path:
    """Build a site with the script that people use; its messages are shown if it fails.

    epoch: SOURCE_DATE_EPOCH; without it the script takes the time of the last commit.
    """
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config_file)]
    done = subprocess.run(
        [*command, "-d", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=script_environment() | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {}),
    )
    assert done.returncode == 0, f"{config_file} was not built:\n{done.stdout}\n{done.stderr}"
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """``made_once(name, make)`` is the folder that ``make(folder)`` made, once for all workers.

    pytest-xdist runs the files of tests in several processes, each with its own fixtures: what
    takes long to make is made by the first that asks, and the others wait for it.
    """
    import _lock

    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent  # each worker has its own folder inside that of the run

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.fertig"
        with _lock.locked(shared / f"{name}.lock", f"{name}: von einem anderen Lauf gebaut"):
            if not done.exists():
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def own_site(made_once: Callable[..., Path]) -> Path:
    """The site of the town whose repository this is, as this checkout builds it."""
    return made_once("eigene", lambda to: build_site(ROOT / "mkdocs.yml", to / "site")) / "site"


@pytest.fixture(scope="session")
def neuss_site(own_site: Path) -> Path:
    """The site of Neuss: for tests that know its data."""
    return own_site


@pytest.fixture(scope="session")
def musterstadt_site(made_once: Callable[..., Path]) -> Path:
    """The site of the invented town: the same code, another ``mkdocs.yml`` and other data."""
    config_file = ROOT / "tests" / "musterstadt" / "mkdocs.yml"

    def make(folder: Path) -> None:
        build_site(config_file, folder / "site", MUSTERSTADT_DAY)

    return made_once("musterstadt", make) / "site"


@pytest.fixture(scope="session")
def generated_site(made_once: Callable[..., Path]) -> Path:
    """The site of an invented town with 5,000 offers, the same in every run."""
    from _generate import generate

    def make(folder: Path) -> None:
        build_site(generate(folder / "stadt", 5000), folder / "site", MUSTERSTADT_DAY)

    return made_once("generated", make) / "site"


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """``serve(folder, at="/kette/")`` serves a built site on this machine; gives its address.

    It answers with the headers that the site itself asks for, its strict policy among them.
    PK_LANGSAM: seconds that each file of a page is late, as on a slow line.
    """
    import _static

    slow = float(os.environ.get("PK_LANGSAM", "0"))

    known: dict[tuple[Path, str], str] = {}
    with ExitStack() as running:

        def start(folder: Path, at: str = "/") -> str:
            if (folder, at) not in known:
                known[folder, at] = running.enter_context(_static.served(folder, at, slow))
            return known[folder, at]

        yield start


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, the one that ``scripts/test.py`` found."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    path = os.environ.get("CHROME_PATH") or None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``page(width=360)`` opens an empty tab; a faulty page in it fails the test at its end.

    Faults are errors on the console, exceptions in scripts, failed loads and requests to another
    host (which are never let through). ``page(tolerate=("404",))`` lets through faults whose text
    holds one of the given parts. Other arguments go to the browser context.
    """
    contexts = []
    faults: list[str] = []

    def open_page(
        *, width: int = 1280, height: int = 900, tolerate: tuple[str, ...] = (), **options: Any
    ) -> Page:
        usual: dict[str, Any] = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}
        usual["service_workers"] = "block"  # it would hide from the fixture what a page loads
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **(usual | options)
        )
        contexts.append(context)

        def note(fault: str) -> None:
            if not any(part in fault for part in tolerate):
                faults.append(fault)

        def stay_here(route: Route) -> None:
            address = urlsplit(route.request.url)
            if address.scheme in ("http", "https") and address.hostname != "127.0.0.1":
                note(f"request to another host: {route.request.url}")
                route.abort()
            else:
                route.continue_()

        context.set_default_timeout(WAIT)
        context.route("**/*", stay_here)
        tab = context.new_page()
        tab.on(
            "console",
            lambda message: (
                note(f"console: {message.text} ({message.location.get('url', '')})")
                if message.type == "error"
                else None
            ),
        )
        tab.on("pageerror", lambda error: note(f"script: {error}"))
        tab.on(
            "response",
            lambda r: note(f"{r.status}: {r.url}") if r.status >= 400 else None,
        )
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "the page had faults:\n  " + "\n  ".join(faults)
