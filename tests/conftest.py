"""What tests of several parts share: the built sites, a server for them, a real browser."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent

WAIT = 30_000
"""Milliseconds that a page may take to show something: the machine may do other work, too."""
expect.set_options(timeout=WAIT)

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
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the town whose repository this is, as this checkout builds it."""
    return build_site(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("eigene") / "site")


@pytest.fixture(scope="session")
def neuss_site(own_site: Path) -> Path:
    """The site of Neuss: for tests that know its data."""
    return own_site


@pytest.fixture(scope="session")
def musterstadt_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented town: the same code, another ``mkdocs.yml`` and other data."""
    config_file = ROOT / "tests" / "musterstadt" / "mkdocs.yml"
    folder = tmp_path_factory.mktemp("musterstadt") / "site"
    return build_site(config_file, folder, MUSTERSTADT_DAY)


@pytest.fixture(scope="session")
def generated_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an invented town with 5,000 offers, the same in every run."""
    if str(ROOT / "scripts") not in sys.path:  # at the end, see tests/scripts/conftest.py
        sys.path.append(str(ROOT / "scripts"))
    from _generate import generate

    folder = tmp_path_factory.mktemp("generated")
    return build_site(generate(folder / "stadt", 5000), folder / "site", MUSTERSTADT_DAY)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Static files as Pages serves them: UTF-8 text, 404.html, perhaps below a sub-folder."""

    extensions_map: ClassVar[dict[str, str]] = {
        "": "application/octet-stream",
        ".atom": "application/atom+xml",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".geojson": "application/geo+json",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".ics": "text/calendar; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".ttl": "text/turtle; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }

    def __init__(self, *args: Any, prefix: str = "/", **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "outside-of-the-prefix")
        return super().translate_path("/" + path[len(self.prefix) :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a browser may hang up
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """``serve(folder, at="/kette/")`` serves a built site on this machine; gives its address."""
    servers: list[tuple[_Server, threading.Thread]] = []
    known: dict[tuple[Path, str], str] = {}

    def start(folder: Path, at: str = "/") -> str:
        if (folder, at) not in known:
            handler = functools.partial(_Handler, directory=str(folder), prefix=at)
            server = _Server(("127.0.0.1", 0), handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            servers.append((server, thread))
            known[folder, at] = f"http://127.0.0.1:{server.server_port}{at}"
        return known[folder, at]

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


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
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            service_workers="block",
            **{"locale": "de-DE", "timezone_id": "Europe/Berlin", **options},
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
