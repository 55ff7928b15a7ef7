"""What a reader's phone pays: bytes of a first and a second visit, a filter, a tab's memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _bench_host
from _measured import Row

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
BLOCKING = """() => performance.getEntriesByType('resource').filter(e =>
  e.initiatorType === 'script' && e.renderBlockingStatus === 'blocking').length"""
CHOOSE = """
([name, value]) => new Promise(done => {
  const box = document.querySelector(`[name="${name}"][value="${value}"]`);
  const start = performance.now();
  const told = () => done(performance.now() - start);
  const drawn = () => requestAnimationFrame(() => setTimeout(told, 0));
  document.addEventListener('pk:auswahl', drawn, {once: true});
  box.click();
})
"""
"""Milliseconds by the browser's own clock from a click until the new list has been painted."""
FACETS = ("phase", "bereich", "kosten", "anmeldung", "format")


def show(found: list[Row]) -> int:
    """Print figures in German; 1 where a limit is not kept or there is nothing."""
    from _mkdocs import german

    for f in found:
        digits = 0 if f.value == int(f.value) else 1
        word = "mindestens" if f.least else "höchstens"
        goal = "" if f.limit is None else f"({word} {german(f.limit, 0)})"
        mark = "" if f.reached() is not False else "  verfehlt"
        print(f"  {f.name:<44}{german(f.value, digits):>9} {f.unit:<3}{goal}{mark}", flush=True)
    return int(not found or not all(f.reached() is not False for f in found))


def an_offer(site: Path) -> str:
    """Address of the offer whose page is the longest: nobody's visit is dearer."""
    pages = [
        p for p in site.glob("angebote/*/index.html") if 'data-merken="' in p.read_text("utf-8")
    ]
    return f"angebote/{max(pages, key=lambda p: (p.stat().st_size, p.as_posix())).parent.name}/"


def visits(site: Path, browser: Browser) -> list[Row]:
    """First and second visit of offer, list and start page, each with an empty cache before.

    KB are 1,000 bytes as they came, packed and with heads (Network.loadingFinished). What the
    service worker fetches afterwards, for reading without network, is counted by the host.
    """
    out = []
    with _bench_host.served(site) as host:
        for name, path, most, again in (
            ("Angebot", an_offer(site), 60, 12), ("Liste", "angebote/", 150, None),
            ("Startseite", "", None, None),
        ):  # fmt: skip
            with _phone(browser, service_workers="block") as context:
                first, page = _visit(context, host.base + path)
                blocking = float(page.evaluate(BLOCKING))
                second, _ = _visit(context, host.base + path)
            out += [
                Row(f"{name}, erster Besuch", first / 1000, "KB", most),
                Row(f"{name}, zweiter Besuch", second / 1000, "KB", again),
                Row(f"{name}, Skripte vor dem Bild", blocking, "", 0),
            ]
        before = host.sent
        with _phone(browser) as context:
            _, page = _visit(context, host.base + an_offer(site))
            page.wait_for_timeout(2500)
        out.append(Row("Angebot mit Vorrat für ohne Netz", (host.sent - before) / 1000, "KB"))
    return out


def filtering(site: Path, browser: Browser) -> list[Row]:
    """The list: bytes until it is there and until it is filtered, time of a facet, memory.

    A facet's time is the median of several, each set and taken off again.
    """
    out = []
    with _bench_host.served(site) as host, _phone(browser, service_workers="block") as context:
        page = context.new_page()
        came = _counted(page)
        page.goto(f"{host.base}angebote/", wait_until="networkidle")
        out.append(Row("Liste, erste Ansicht", sum(came) / 1000, "KB", 150))
        out += _memory(page, "Liste, erste Ansicht")
        page.locator("details[data-mehr]").evaluate("d => { d.open = true; }")
        known = [v for facet in FACETS for v in _values(page, facet)[:2]]
        out.append(Row("Filter, kalt", page.evaluate(CHOOSE, known[0]), "ms"))
        page.wait_for_load_state("networkidle")
        out.append(Row("Liste mit einem Filter", sum(came) / 1000, "KB"))
        page.evaluate(CHOOSE, known[0])
        session = context.new_cdp_session(page)
        for rate, limit in ((1, 100), (4, None)):
            session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            times = [page.evaluate(CHOOSE, value) for value in known for _ in ("an", "aus")]
            word = "Filter" if rate == 1 else f"Filter, Rechner {rate}-mal langsamer"
            out.append(Row(f"{word}, Median von {len(times)}",
                              statistics.median(times), "ms", limit))  # fmt: skip
            out.append(Row(f"{word}, längster", max(times), "ms"))
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        while page.locator("[data-weitere]").is_visible() and _cards(page) < 500:
            page.locator("[data-weitere]").click()
        out += _memory(page, "Liste nach allen Filtern")
    return out


def _cards(page: Page) -> int:
    return page.locator("[data-liste] [data-angebot]").count()


def _values(page: Page, facet: str) -> list[list[str]]:
    boxes = page.locator(f'[data-filter] [type=checkbox][name="{facet}"]')
    return [[facet, str(v)] for v in boxes.evaluate_all("all => all.map(e => e.value)")]


@contextmanager
def _phone(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE, **options)
    try:
        yield context
    finally:
        context.close()


def _counted(page: Page) -> list[float]:
    came: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    return came


def _visit(context: BrowserContext, address: str) -> tuple[float, Page]:
    """(bytes that came, the tab)."""
    page = context.new_page()
    came = _counted(page)
    page.goto(address, wait_until="networkidle")
    return sum(came), page


def _memory(page: Page, name: str) -> list[Row]:
    """Of an open tab: its JavaScript heap, and the whole of the process that draws it.

    The heap is Chromium's JSHeapUsedSize after a collection. The process is the largest renderer;
    PSS of /proc counts what it shares with others (the program, libraries) by its share, and is
    therefore an upper bound for what the tab adds. Linux alone tells it.
    """
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    time.sleep(0.5)
    told = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    out = [
        Row(f"{name}, JavaScript", told["JSHeapUsedSize"] / 1e6, "MB"),
        Row(f"{name}, Elemente", told["Nodes"], ""),
    ]
    browser = page.context.browser
    assert browser is not None
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [_pss(int(p["id"])) for p in processes if p["type"] == "renderer"]
    if any(sizes):
        out.append(Row(f"{name}, Speicher des Tabs", max(sizes) / 1e6, "MB", 150))
    return out


def _pss(process: int) -> int:
    """Bytes of memory of a process, what it shares divided; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


def main(site: Path) -> int:
    """Print both; 1 where a limit is not kept."""
    import _browser

    with _browser.chromium() as browser:
        print("Besuche")
        low = show(visits(site, browser))
        print("Filter")
        return max(low, show(filtering(site, browser)))
