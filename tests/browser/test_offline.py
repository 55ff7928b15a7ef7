"""Reading without network: what was read is there, with its day; what must not be kept is not."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import _barriers
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
def lost(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Ends of addresses whose requests the server breaks off from now on."""
    ends: set[str] = set()

    class Broken(_static.Handler):
        def do_GET(self) -> None:  # noqa: N802 - so in http.server
            if self.path.split("?")[0].endswith(tuple(ends)):
                self.close_connection = True
            else:
                super().do_GET()

    monkeypatch.setattr(_static, "Handler", Broken)
    return ends


@pytest.fixture
def base(town: Path, lost: set[str]) -> Iterator[str]:
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


def aged(tab: Page, end: str, days: int) -> str:
    """Make what is kept below addresses with this end older; the day in German words."""
    day: str = tab.evaluate(
        """async ([end, days]) => {
          const old = new Date(Date.now() - days * 864e5);
          for (const name of await caches.keys()) {
            const store = await caches.open(name);
            for (const request of await store.keys()) {
              if (!request.url.endsWith(end)) continue;
              const answer = await store.match(request), headers = new Headers(answer.headers);
              headers.set("x-pk-gespeichert", old.toISOString());
              await store.put(request, new Response(await answer.blob(), { headers }));
            }
          }
          return old.toLocaleDateString("de-DE", { day: "numeric", month: "long", year: "numeric",
            timeZone: "Europe/Berlin" });
        }""",
        [end, days],
    )
    return day


@pytest.fixture
def noted(tab: Page, base: str) -> Callable[[str], str]:
    """The page of the visitor's list with one offer, both kept; in a language of the site."""

    def open_list(language: str = "") -> str:
        visit(tab, f"{base}{language}{OFFER}")
        tab.locator("[data-merken]").first.click()
        page = f"{base}{language}merkliste/"
        visit(tab, page)
        expect(tab.locator(".pk-merkblatt h2")).to_have_count(1)
        until(tab, lambda: any(k.endswith(".json") for k in tab.evaluate(KEPT)))
        return page

    return open_list


def test_data_from_the_store_say_their_day_though_the_page_is_new(
    tab: Page, noted: Callable[[str], str], lost: set[str]
) -> None:
    page = noted("")
    assert tab.locator(".pk-offline").count() == 0
    day = aged(tab, ".json", 12)
    lost.add(".json")
    tab.goto(page)
    expect(tab.locator(".pk-merkblatt h2")).to_have_text("Jugendtreff Nordring")
    said = tab.locator(".pk-offline")
    expect(said).to_have_text(
        f"Schlechte Verbindung. Ein Teil der Angaben auf dieser Seite wurde am {day} gespeichert."
        " Telefonnummern und Zeiten können sich seitdem geändert haben."
    )
    lost.clear()
    tab.goto(page)
    expect(tab.locator(".pk-merkblatt h2")).to_have_count(1)
    assert said.count() == 0


def test_the_network_goes_after_the_page_has_come_and_that_is_told(
    tab: Page, noted: Callable[[str], str]
) -> None:
    page = noted("")
    day = aged(tab, ".json", 3)
    tab.goto(page)
    expect(tab.locator(".pk-merkblatt h2")).to_have_count(1)
    aged(tab, ".json", 3)  # the look just now had kept it anew
    off(tab.context)
    again = "dispatchEvent(new Event('storage'))"
    assert _barriers.announced(tab, lambda t: t.evaluate(again)) == []
    said = tab.locator("[aria-live] .pk-offline")
    expect(said).to_contain_text(f"wurde am {day} gespeichert")
    assert tab.locator(".pk-offline[data-gespeichert]").count() == 0


def test_a_page_from_the_store_with_new_data_says_the_day_of_the_page(
    tab: Page, noted: Callable[[str], str], lost: set[str]
) -> None:
    page = noted("")
    day = aged(tab, "merkliste/", 5)
    lost.add("merkliste/")
    tab.goto(page)
    expect(tab.locator(".pk-merkblatt h2")).to_have_count(1)
    said = tab.locator("main .pk-offline")
    expect(said).to_have_text(re.compile(f"Diese Seite wurde am {day} gespeichert"))
    older = aged(tab, ".json", 9)
    lost.add(".json")
    tab.goto(page)
    expect(said).to_have_count(2)  # the data are older than the page: both days are said
    expect(said.last).to_contain_text(f"wurde am {older} gespeichert")


def test_what_the_search_finds_in_the_store_says_its_day(
    tab: Page, base: str, lost: set[str]
) -> None:
    """The search asks from a worker of its own, which has no place for a note."""
    visit(tab, base + "suche/")
    tab.goto(base + "suche/?q=Beratung")
    expect(tab.locator("[data-funde] li").first).to_be_visible()
    until(tab, lambda: any(k.endswith(".pf_index") for k in tab.evaluate(KEPT)))
    lost |= {".pf_index", ".pf_meta", ".pf_fragment", "pagefind-entry.json"}
    tab.goto(base + "suche/?q=Beratung")
    expect(tab.locator("[data-funde] li").first).to_be_visible()
    expect(tab.locator("main .pk-offline")).to_contain_text("Schlechte Verbindung.")


@pytest.mark.parametrize(
    ("language", "whole", "partly"),
    [
        ("tr/", "İnternet yok. Bu sayfa", "Bağlantı kötü. Bu sayfadaki bilgilerin bir bölümü"),
        ("ar/", "لا يوجد إنترنت. حُفظت هذه الصفحة", "الاتصال ضعيف. حُفظ جزء من المعلومات"),
    ],
)
def test_the_day_is_said_in_the_language_of_the_page(
    tab: Page, noted: Callable[[str], str], lost: set[str], language: str, whole: str, partly: str
) -> None:
    page = noted(language)
    aged(tab, ".json", 7)
    lost.add(".json")
    tab.goto(page)
    said = tab.locator(".pk-offline")
    expect(said).to_contain_text(partly)
    off(tab.context)
    tab.goto(page)
    expect(said.first).to_contain_text(whole)
    assert said.first.evaluate("e => e.closest('[lang]').lang") == language.strip("/")


def test_the_note_of_the_worker_and_of_the_page_say_the_same() -> None:
    note = (Path(offline.__file__).parent / offline.NOTE).read_text(encoding="utf-8")
    script = ROOT / "hooks" / "theme" / "assets" / "javascripts" / "pk-offline.js"
    spoken = re.findall(r"_\(\"([^\"]+)\"", script.read_text(encoding="utf-8"))
    words = re.sub(r"<[^>]+>", "", note).strip().replace("{tag}", "%(tag)s")
    assert words == " ".join(spoken[:2])


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
