"""What the built site costs in a real browser: transferred bytes and the time of a click."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import _bench_host

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
    with _bench_host.served(site) as server:
        base = server.base

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
