"""The kinds of pages in Debian's Firefox, under the site's own policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import walk
from tests.browser.firefox import Firefox, firefox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Firefox]:
    with firefox() as started:
        yield started


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


def test_a_family_finds_an_offer_and_keeps_it(browser: Firefox, base: str) -> None:
    walk.finds(browser, base)
    assert "\n".join(browser.faults()) == ""


def test_search_map_and_languages(browser: Firefox, base: str) -> None:
    walk.looks(browser, base)
    assert "\n".join(browser.faults()) == ""


def test_faults_are_seen(
    browser: Firefox, musterstadt_site: Path, serve: Callable[..., str], tmp_path: Path
) -> None:
    """Whoever sees none on our pages has to see those that were planted."""
    (tmp_path / "_headers").write_bytes((musterstadt_site / "_headers").read_bytes())
    (tmp_path / "index.html").write_text(walk.PLANTED, encoding="utf-8")
    (tmp_path / "fehler.js").write_text("console.error('laut'); throw new Error('still')")
    browser.go(serve(tmp_path))
    told = "\n".join(browser.faults())
    for word in ("laut", "still", "anderswo.example/x.png", "anderswo.example/x.js", "inline"):
        assert word in told, told
