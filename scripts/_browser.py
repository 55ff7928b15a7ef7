"""What the built site costs in a real browser: transferred bytes and the time of a click."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv"}
"""What a host of static files packs on the way; the rest goes as it is."""
CLICK = """
selector => new Promise(done => {
  const box = document.querySelector(selector), status = document.querySelector('[data-treffer]');
  const before = status.textContent, start = performance.now();
  new MutationObserver((_, me) => {
    me.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
  }).observe(status, {childList: true, characterData: true, subtree: true});
  box.click();
})
"""
"""Milliseconds by the browser's own clock from the click until the new count has been painted."""


HEADERS = 200
"""Bytes of a response's head, roughly."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    sent = 0
    """Bytes that went out, packed and with heads; workers of a page included."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.split("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix in PACKED
        body = _packed(path) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        if isinstance(self.server, _Server):
            self.server.sent += len(body) + HEADERS


@functools.cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(site: Path) -> Iterator[_Server]:
    """Serves a folder with packed transfer on this machine."""
    handler = functools.partial(_Handler, directory=str(site))
    for path in (site / "angebote").glob("*.json"):
        _packed(path)  # a host keeps them packed
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that ``scripts/test.py`` uses."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        path = os.environ.get("CHROME_PATH") or None
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


def figures(site: Path, browser: Browser) -> dict[str, tuple[float, str, float]]:
    """Figure → (value, unit, limit of issue 3): the list's first view, facet clicks, searches."""
    out: dict[str, tuple[float, str, float]] = {}
    with served(site) as server:
        base = f"http://127.0.0.1:{server.server_port}/"

        def opened(path: str) -> Page:
            # With a cache of its own; the store for reading without network has a limit of its own.
            page = browser.new_page(service_workers="block")
            server.sent = 0
            page.goto(base + path, wait_until="networkidle")
            return page

        def transferred(page: Page) -> float:
            page.wait_for_load_state("networkidle")
            return server.sent / 1000

        page = opened("angebote/")
        out["Liste, erste Ansicht"] = (transferred(page), "KB", 150)
        out["Filterklick, kalt"] = (_click(page, '[name="kosten"]'), "ms", 100)
        out["Liste mit Filter"] = (transferred(page), "KB", 350)
        clicks = [_click(page, f'[name="{name}"]') for name in ("phase", "bereich") * 5]
        out["Filterklick, warm, Median"] = (sorted(clicks)[len(clicks) // 2], "ms", 100)
        out["Filterklick, warm, längster"] = (max(clicks), "ms", 100)

        page = opened("angebote/")
        server.sent = 0
        page.locator("#f-q").press_sequentially("Gruppen")
        page.locator("[data-chips] button").first.wait_for()
        out["Liste, erstes Suchwort"] = (transferred(page), "KB", 350)

        page = opened("suche/")
        server.sent = 0
        page.fill("#suche-q", "Gruppen")
        page.keyboard.press("Enter")
        page.locator("[data-funde] li").first.wait_for()
        out["Volltext, erste Suche"] = (transferred(page), "KB", 350)
    return out


def _click(page: Page, selector: str) -> float:
    page.locator("details[data-mehr]").evaluate("d => { d.open = true; }")
    return float(page.evaluate(CLICK, selector))
