"""The site from a folder without a server: ``build.py --ordner``, in Chromium and in Firefox."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from praeventionskette.exports import folder

from tests.browser import walk
from tests.browser.firefox import firefox
from tests.conftest import MUSTERSTADT_DAY, ROOT, script_environment

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("Stick ü") / "site"
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--ordner", "-d", str(target)]
    done = subprocess.run(
        [*command, "-f", str(ROOT / "tests" / "musterstadt" / "mkdocs.yml")],
        capture_output=True, text=True, encoding="utf-8",
        env=script_environment() | {"SOURCE_DATE_EPOCH": MUSTERSTADT_DAY},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return target


class Links(HTMLParser):
    """Where the links and forms of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name in ("href", "action")}


def targets(page: Path) -> list[Path]:
    """The files that a page leads to."""
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    parts = [urlsplit(target) for target in sorted(links.found)]
    inside = [p.path for p in parts if p.path and not p.scheme and not p.netloc]
    return [(page.parent / unquote(path)).resolve() for path in inside]


def test_each_link_leads_to_a_file(site: Path) -> None:
    pages = [p for p in sorted(site.rglob("*.html")) if p.name != "404.html"]  # a server's own
    assert len(pages) > 200
    for page in pages:
        for target in targets(page):
            assert target.is_file(), (page, target)


def test_the_site_for_a_server_is_as_it_was(site: Path, musterstadt_site: Path) -> None:
    """The other way round, too: links aside (and the worker), every page is the same."""
    assert not (musterstadt_site / folder.SCRIPT).exists()
    index = (musterstadt_site / "index.html").read_text(encoding="utf-8")
    assert 'href="angebote/"' in index
    assert "index.html" not in index
    names = {p.relative_to(site) for p in site.rglob("*.html")}
    assert names == {p.relative_to(musterstadt_site) for p in musterstadt_site.rglob("*.html")}
    for name in sorted(names):
        served = folder.page((musterstadt_site / name).read_text(encoding="utf-8"))
        opened = (site / name).read_text(encoding="utf-8")
        assert plain(opened) == plain(served), name


def plain(html: str) -> list[str]:
    own = ("pk-ordner.js", "pk-offline.js", "manifest.webmanifest")
    return [line for line in html.splitlines() if line.strip() and not any(n in line for n in own)]


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("../angebote/", "../angebote/index.html"),
        ("..", "../index.html"),
        ("./", "./index.html"),
        (".", "./index.html"),
        ("a/?q=x&amp;r=y/#s", "a/index.html?q=x&amp;r=y/#s"),
        ("a/#b/", "a/index.html#b/"),
        ("?q=a/", "?q=a/"),
        ("#a/", "#a/"),
        ("", ""),
        ("a.csv", "a.csv"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("/praevention/", "/praevention/"),
        ("//example.org/a/", "//example.org/a/"),
        ("tel:+4930/1", "tel:+4930/1"),
    ],
)
def test_a_link_to_a_folder_names_its_page(link: str, wanted: str) -> None:
    assert folder.named(link) == wanted
    html = f'<form data-suchseite="{link}" action="{link}"> href="a/"</form>'
    assert folder.page(html) == html.replace(f'"{link}"', f'"{wanted}"')


def test_in_chromium(page: Callable[..., Page], site: Path) -> None:
    tab = page(width=360, tolerate=("ERR_FAILED", "pagefind.js"))
    tab.goto((site / "index.html").as_uri())
    tab.locator("main a[href='angebote/index.html']").first.click()
    expect(tab.locator("[data-angebot]:visible")).to_have_count(9)
    tab.locator("input[name=phase][value='0-3']").check(force=True)
    expect(tab.locator("[data-angebot]:visible")).to_have_count(3)
    tab.locator("[data-angebot]:visible a").first.click()
    expect(tab.get_by_role("link", name="Anrufen").first).to_be_visible()
    tab.goto((site / "monitoring" / "durchschnittsalter" / "index.html").as_uri())
    tab.locator(".pk-plan path.leaflet-interactive").first.click()
    tab.wait_for_url("**/quartiere/*/index.html")
    tab.goto((site / "suche" / "index.html").as_uri() + "?q=Haus")
    expect(tab.locator("[data-suchstand]")).to_contain_text("Die Suche ist gerade nicht zu laden.")


def test_in_firefox(site: Path) -> None:
    with firefox() as browser:
        browser.go((site / "index.html").as_uri())
        walk.click(browser, "main a[href='angebote/index.html']")
        walk.until(browser, walk.HITS, 9)
        walk.click(browser, "input[name=phase][value='0-3']")
        walk.until(browser, walk.HITS, 3)
        walk.click(browser, "[data-angebot='ms-krabbelgruppe'] a")
        walk.until(browser, "document.querySelector('h1').textContent", "Krabbelgruppe")
        walk.click(browser, "[data-sprachen] a[lang=ar]")
        walk.until(browser, "document.documentElement.lang", "ar")
        assert "\n".join(browser.faults()) == ""
