"""The site behind a real nginx and a real Apache, with nothing but the files that it brings."""

from __future__ import annotations

import gzip
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import _webservers
import pytest
from playwright.sync_api import Page
from praeventionskette.exports import headers

from tests.browser import framing

pytestmark = pytest.mark.browser

AT = "/praevention/"
"""Musterstadt's website lies in a folder of its town's server."""


@pytest.fixture(scope="module", params=_webservers.KINDS)
def base(
    request: pytest.FixtureRequest, musterstadt_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp(request.param)
    folder.chmod(0o755)
    for parent in folder.parents[:2]:
        parent.chmod(0o755)  # the server's processes have another user
    site = shutil.copytree(musterstadt_site, folder / "www" / AT.strip("/"))
    (site.parent / "index.html").write_text("<!doctype html><title>Stadt</title>", "utf-8")
    (site / ".geheim").write_text("nicht für alle", encoding="utf-8")
    shutil.copytree(site / "angebote" / "ms-jugendtreff", site / "angebote" / "einbetten")
    (folder / "lauf").mkdir()
    with _webservers.behind(request.param, site.parent, AT, folder / "lauf") as address:
        yield address


def asked(address: str) -> tuple[int, Message, bytes]:
    """(status, headers, body)."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(
    "path",
    ["", "angebote/", "angebote/liste.json", "daten/angebote/angebote.csv", "pagefind/pagefind.js",
     "daten/katalog.ttl", "gibt-es-nicht/"],
)  # fmt: skip
def test_every_answer_carries_every_header(base: str, path: str) -> None:
    status, told, _ = asked(base + path)
    assert status == (404 if "gibt-es" in path else 200)
    for name, value in headers.headers().items():
        assert told.get_all(name) == [value], (name, told.get_all(name))


def test_only_what_carries_its_hash_is_kept_without_asking(
    base: str, musterstadt_site: Path
) -> None:
    (folder,) = musterstadt_site.glob("assets-*")
    status, told, _ = asked(f"{base}{folder.name}/stylesheets/pk.css")
    assert status == 200
    for name, value in headers.headers(cache=headers.FOR_EVER).items():
        assert told.get_all(name) == [value], (name, told.get_all(name))


def test_a_file_that_is_not_there_yet_is_not_remembered_for_a_year(
    base: str, musterstadt_site: Path
) -> None:
    """Else whoever comes in the middle of an upload would be left without styles."""
    (folder,) = musterstadt_site.glob("assets-*")
    for path in (f"{folder.name}/fehlt.css", "assets-00000000/stylesheets/pk.css"):
        status, told, _ = asked(base + path)
        assert (status, told.get_all("Cache-Control")) == (404, [headers.ASK])


@pytest.mark.parametrize("how", ["gzip", "identity"])
@pytest.mark.parametrize("path", ["angebote/", "angebote/liste.json"])
def test_what_a_browser_has_is_not_sent_again(base: str, path: str, how: str) -> None:
    asks = {"Accept-Encoding": how}
    with urllib.request.urlopen(urllib.request.Request(base + path, headers=asks)) as answer:
        asks["If-None-Match"] = answer.headers["ETag"]
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(urllib.request.Request(base + path, headers=asks))
    with told.value as again:
        assert (again.code, again.read()) == (304, b"")


@pytest.mark.parametrize("path", ["angebote/", "angebote/liste.json", "daten/katalog.ttl"])
def test_what_is_text_comes_packed_and_means_the_same(base: str, path: str) -> None:
    request = urllib.request.Request(base + path, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        packed, how, varies = answer.read(), answer.headers["Content-Encoding"], answer.headers
    assert how == "gzip"
    assert "Accept-Encoding" in varies["Vary"]
    assert gzip.decompress(packed) == asked(base + path)[2]


def test_what_is_not_there_is_said_by_our_own_page(base: str, musterstadt_site: Path) -> None:
    status, told, body = asked(base + "gibt/es/nicht/")
    assert (status, told.get_content_type()) == (404, "text/html")
    assert body == (musterstadt_site / "404.html").read_bytes()


def test_no_hidden_file_and_no_list_of_a_folder_is_shown(base: str) -> None:
    assert asked(base + ".htaccess")[0] in (403, 404)
    assert asked(base + "assets/")[0] in (403, 404)


def test_the_rest_of_the_towns_server_is_left_alone(base: str) -> None:
    status, told, body = asked(base.removesuffix(AT.removeprefix("/")))
    assert status == 200
    assert b"Stadt" in body
    assert told["Content-Security-Policy"] is None


def test_only_embeds_stand_in_a_foreign_frame(
    page: Callable[..., Page], base: str, serve: Callable[..., str], tmp_path: Path
) -> None:
    framing.foreign(tmp_path / "fremd", base)
    framing.look(page(tolerate=framing.REFUSED), serve(tmp_path / "fremd"))


def test_the_list_works_under_these_headers(page: Callable[..., Page], base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/")
    tab.locator("input[name=phase][value='0-3']").check(force=True)
    tab.wait_for_url("**/angebote/?phase=0-3")
    tab.goto(base + "suche/?q=Krabbelgruppe")
    tab.wait_for_selector("[data-funde] li")
