"""An old phone on a slow network: a sixth of the processor's speed, slow 3G, by Chromium itself.

The limits are bytes and blocked time, not the clock: they tell the same on a busy machine. Blocked
is what a task takes beyond 50 ms (Total Blocking Time, W3C Long Tasks).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

pytestmark = pytest.mark.browser

SLOWER = 6
NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
"""Slow 3G as Chromium's own tools have it: 400 kbit/s, 400 ms."""
LONG = """window.pkBlocked = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { pkBlocked += e.duration - 50; }))
  .observe({ type: "longtask", buffered: true });"""
MOST_BYTES = 150_000
"""What a page may weigh as a server sends it (gzip): three seconds of this network."""
MOST_BLOCKED = 2500.0
"""Milliseconds, while other work has a share of the machine; alone it is a tenth of that."""


@pytest.mark.parametrize("path", ["", "angebote/", "OFFER"])
def test_a_page_is_small_and_usable(
    page: Callable[..., Page], neuss_site: Path, serve: Callable[..., str], path: str
) -> None:
    base = serve(neuss_site)
    if path == "OFFER":
        offers = (p.parent.name for p in sorted((neuss_site / "angebote").glob("*-*/index.html")))
        path = f"angebote/{next(offers)}/"
    tab = page(width=360, height=640)
    session = tab.context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if path == "angebote/":  # one page waits for it; the weight tells the same of the others
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
    tab.add_init_script(LONG)
    answers: list[Response] = []
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(base + path)
    expect(tab.locator("h1")).to_be_visible()
    weight = sum(len(gzip.compress(a.body())) for a in answers if a.status == 200)
    assert weight < MOST_BYTES
    assert tab.evaluate("pkBlocked") < MOST_BLOCKED
    if path == "angebote/":
        before = len(answers)
        tab.locator("input[name=phase][value='0-3']").check(force=True)
        tab.wait_for_url("**/angebote/?phase=0-3")
        shown = int(tab.locator('[role="status"]').first.inner_text().split()[0])
        assert shown > 0
        assert tab.locator("[data-angebot]:visible").count() == min(shown, 100)
        assert not [a.url for a in answers[before:] if not a.url.endswith((".json", ".svg"))]
        assert tab.evaluate("pkBlocked") < 2 * MOST_BLOCKED
