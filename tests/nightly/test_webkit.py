"""The kinds of pages in Debian's WebKit, by the W3C WebDriver that comes with it.

Four calls are all that is needed of it: a library for them brings a downloader of browsers along.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import _webkit
import pytest

from tests.browser import walk

pytestmark = pytest.mark.browser

STARTS = 60.0
PACKAGES_ONLY = "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"
"""Its own sandbox needs rights that a container has not; it opens nothing but our own pages."""


class WebKit:
    """A MiniBrowser with one tab; see ``walk.Engine``."""

    def __init__(self, address: str, browser: Path) -> None:
        self._session = f"{address}/session"
        options = {"binary": str(browser), "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session += "/" + self._call("", asked)["sessionId"]

    def _call(self, path: str, body: Any, method: str = "POST") -> Any:
        raw = None if body is None else json.dumps(body).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._session + path, raw, head, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def go(self, address: str) -> None:
        self._call("/url", {"url": address})

    def ask(self, script: str) -> Any:
        return self._call("/execute/sync", {"script": script, "args": []})

    def size(self, width: int, height: int) -> None:
        self._call("/window/rect", {"width": width, "height": height})

    def faults(self) -> list[str]:
        """What the page has loaded from another host. The driver does not tell of its console."""
        loaded = self.ask("return performance.getEntriesByType('resource').map(e => e.name)")
        return [name for name in loaded if not name.startswith(("http://127.0.0.1", "data:"))]

    def quit(self) -> None:
        self._call("", None, "DELETE")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit]:
    found = _webkit.ensure()
    assert found is not None, "no WebKit, and none could be installed"
    folder = tmp_path_factory.mktemp("webkit")
    said = folder / "gesagt"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with ExitStack() as stack:
        out = stack.enter_context(said.open("wb"))
        read, write = os.pipe()
        screen = [found.screen, "-displayfd", str(write), "-screen", "0", "1400x1000x24",
                  "-nolisten", "tcp"]  # fmt: skip
        shown = subprocess.Popen(screen, stdout=out, stderr=out, pass_fds=[write])
        stack.callback(ended, shown)
        os.close(write)
        with os.fdopen(read) as told:
            display = ":" + told.readline().strip()
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder), PACKAGES_ONLY: "1"}
        command = [found.driver, f"--port={port}"]
        stack.callback(ended, subprocess.Popen(command, stdout=out, stderr=out, env=environment))
        end = time.monotonic() + STARTS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < end, "WebKitWebDriver does not start"
                time.sleep(0.1)
        started = WebKit(f"http://127.0.0.1:{port}", found.browser)
        yield started
        started.quit()


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


def test_a_family_finds_an_offer_and_keeps_it(browser: WebKit, base: str) -> None:
    walk.finds(browser, base)
    assert "\n".join(browser.faults()) == ""


def test_search_map_and_languages(browser: WebKit, base: str) -> None:
    walk.looks(browser, base)
    assert "\n".join(browser.faults()) == ""
