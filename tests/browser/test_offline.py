"""Reading without network: what was read is there, with its day; what must not be kept is not."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import _static
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from praeventionskette.exports import offline

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
OFFER = "angebote/ms-jugendtreff/"
KEPT = """async () => {
  const stores = await Promise.all((await caches.keys()).map(name => caches.open(name)));
  return (await Promise.all(stores.map(store => store.keys()))).flat().map(r => r.url);
}"""
UPDATE = "async () => (await navigator.serviceWorker.getRegistration()).update()"
LEFT = "async () => (await navigator.serviceWorker.getRegistrations()).length"
CONTROLLED = "async () => { await navigator.serviceWorker.ready; return true; }"


@pytest.fixture
def town(musterstadt_site: Path, tmp_path: Path) -> Path:
    """A copy of the site, so that it may change below the browser."""
    return shutil.copytree(musterstadt_site, tmp_path / "site")


@pytest.fixture
def base(town: Path) -> Iterator[str]:
    with _static.served(town, "/praevention/") as address:
        yield address


@pytest.fixture
def tab(page: Callable[..., Page]) -> Page:
    return page(width=360, service_workers="allow", tolerate=("ERR_", "404", "Failed to load"))


def visit(tab: Page, address: str) -> None:
    """Open a page and wait until the browser has kept it."""
    tab.goto(address)
    assert tab.evaluate(CONTROLLED)
    until(tab, lambda: address.split("?")[0] in tab.evaluate(KEPT))


def until(tab: Page, there: Callable[[], bool]) -> None:
    """Wait for something that the browser does beside the page."""
    for _ in range(200):
        if there():
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"it did not come; kept: {tab.evaluate(KEPT)}")


def off(context: BrowserContext) -> None:
    context.set_offline(True)


def test_after_the_first_visit_the_page_the_list_and_help_are_there(tab: Page, base: str) -> None:
    visit(tab, base + OFFER)
    assert tab.locator(".pk-offline").count() == 0
    off(tab.context)
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Jugendtreff Nordring")
    said = tab.locator(".pk-offline").inner_text()
    assert re.search(r"am \d{1,2}\. [A-Zä-ü][a-zä-ü]+ 20\d\d gespeichert", said)
    assert tab.locator(".pk-kopf").evaluate("e => getComputedStyle(e).borderBottomWidth") == "1px"
    for address in ("", "angebote/"):
        tab.goto(base + address)
        expect(tab.locator(".pk-offline")).to_be_visible()
    tab.goto(base + "monitoring/")
    expect(tab.locator("h1")).to_have_text("Diese Seite ist nicht gespeichert")
    tab.get_by_role("link", name="Alle Angebote").click()
    expect(tab.locator("[data-angebot]").first).to_be_visible()


def test_with_network_the_newest_page_is_shown(tab: Page, base: str, town: Path) -> None:
    visit(tab, base + OFFER)
    page = town / OFFER / "index.html"
    text = page.read_text(encoding="utf-8").replace("<h1", "<p>Neue Nummer</p><h1")
    page.write_text(text, encoding="utf-8")
    tab.goto(base + OFFER)
    expect(tab.get_by_text("Neue Nummer")).to_be_visible()
    assert tab.locator(".pk-offline").count() == 0


def test_what_was_taken_down_goes_with_the_next_look(tab: Page, base: str, town: Path) -> None:
    visit(tab, base + OFFER)
    shutil.rmtree(town / OFFER)
    tab.goto(base + OFFER)
    expect(tab.locator("h1")).to_have_text("Diese Seite gibt es nicht")
    assert base + OFFER not in tab.evaluate(KEPT)


def test_a_new_build_empties_the_store(tab: Page, base: str, town: Path) -> None:
    visit(tab, base + OFFER)
    worker = town / "offline.js"
    text = re.sub(r'"kennung": "\w+"', '"kennung": "neu"', worker.read_text(encoding="utf-8"))
    worker.write_text(text, encoding="utf-8")
    tab.evaluate(UPDATE)
    until(tab, lambda: [n[-4:] for n in tab.evaluate("caches.keys()")] == ["#neu"])
    assert base + OFFER not in tab.evaluate(KEPT)


def test_downloads_embeds_and_searched_words_are_never_kept(
    tab: Page, base: str, town: Path
) -> None:
    visit(tab, base + "angebote/?q=Geheimes")
    embed = next((town / "einbetten").rglob("index.html")).parent.relative_to(town).as_posix()
    for path in ("daten/", "daten/angebote/angebote.csv", "build.json", f"{embed}/"):
        tab.evaluate("async a => { await (await fetch(a)).text(); }", base + path)
    tab.wait_for_timeout(500)
    kept = tab.evaluate(KEPT)
    assert base + "angebote/" in kept
    assert not [k for k in kept if "?" in k or "/daten/" in k or "/einbetten/" in k]
    assert not [k for k in kept if k.endswith(("build.json", ".csv"))]


def test_what_everybody_keeps_is_small(musterstadt_site: Path) -> None:
    kept = offline.core(musterstadt_site)
    assert {"", "angebote/", "offline/"} <= set(kept)
    paths = [musterstadt_site / name for name in kept]
    files = [p / "index.html" if p.is_dir() else p for p in paths]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 150_000


def test_off_takes_an_earlier_worker_away(tab: Page, base: str, town: Path) -> None:
    visit(tab, base + OFFER)
    (town / "offline.js").write_bytes(
        dict(offline.files(town, name="", wanted=False))["offline.js"]
    )
    tab.evaluate(UPDATE)
    until(tab, lambda: not tab.evaluate("caches.keys()") and not tab.evaluate(LEFT))
    assert (
        tab.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_the_switch_in_mkdocs_yml(tmp_path: Path) -> None:
    town = shutil.copytree(ROOT / "tests" / "musterstadt", tmp_path / "stadt")
    config = town / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("../../hooks", str(ROOT / "hooks"))
    config.write_text(text.replace("\nextra:\n", "\nextra:\n  offline: false\n"), encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "-f", str(config)]
    done = subprocess.run([*command, "-d", str(tmp_path / "site")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "site"
    assert "unregister" in (site / "offline.js").read_text(encoding="utf-8")
    assert not (site / "manifest.webmanifest").exists()
    assert "pk-offline.js" not in (site / "index.html").read_text(encoding="utf-8")
