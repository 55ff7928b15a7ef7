"""The fixtures that the browser tests stand on notice what they are there to notice."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Page

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Größe 1"
    (folder / "unter").mkdir(parents=True)
    head = '<!doctype html><html lang="de"><link rel="icon" href="data:,"><title>Probe</title>'
    (folder / "index.html").write_text(head + "<h1>Grüße</h1>", encoding="utf-8")
    (folder / "unter" / "index.html").write_text(head + "<h1>Unten</h1>", encoding="utf-8")
    (folder / "404.html").write_text(head + "<h1>Fehlt</h1>", encoding="utf-8")
    (folder / "tabelle.csv").write_text("id\nä\n", encoding="utf-8")
    return folder


def test_serves_types_folders_and_missing(serve: Callable[..., str], folder: Path) -> None:
    base = serve(folder, at="/kette/")
    with urllib.request.urlopen(base + "tabelle.csv") as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.read() == (folder / "tabelle.csv").read_bytes()
    with urllib.request.urlopen(base + "unter") as answer:
        assert answer.url == base + "unter/"
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(base + "nichts/")
    with missing.value as answer:
        assert answer.code == 404
        assert "Fehlt" in answer.read().decode("utf-8")
    with pytest.raises(urllib.error.HTTPError) as outside:
        urllib.request.urlopen(base.removesuffix("kette/"))
    with outside.value as answer:
        assert answer.code == 404


def test_no_generated_case_is_timed() -> None:
    assert settings().deadline is None


def test_a_slow_line_is_late_and_keeps_nothing(folder: Path) -> None:
    import _static  # scripts/, found by the fixture

    (folder / "_headers").write_text("/*\n  Cache-Control: max-age=9\n", encoding="utf-8")
    with _static.served(folder, slow=0.2) as base:
        for name, least in (("", 0.1), ("tabelle.csv", 0.2)):
            start = time.monotonic()
            with urllib.request.urlopen(base + name) as answer:
                assert answer.headers.get_all("Cache-Control") == ["no-store"]
                assert answer.read() == (folder / (name or "index.html")).read_bytes()
            assert time.monotonic() - start >= least


@pytest.mark.browser
def test_a_clean_page_passes(
    page: Callable[..., Page], serve: Callable[..., str], folder: Path
) -> None:
    tab = page(width=360)
    tab.goto(serve(folder))
    assert tab.inner_text("h1") == "Grüße"
    assert tab.evaluate("innerWidth") == 360


FAULTS = {
    "console": "<script>console.error('kaputt')</script>",
    "script": "<script>throw new Error('kaputt')</script>",
    "404": '<script src="fehlt.js"></script>',
    "another host": '<img src="http://example.org/zaehlpixel.png">',
}


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_a_tolerated_fault_passes(
    page: Callable[..., Page], serve: Callable[..., str], folder: Path, fault: str
) -> None:
    (folder / "index.html").write_text(
        '<!doctype html><link rel="icon" href="data:,">' + FAULTS[fault], encoding="utf-8"
    )
    page(tolerate=("kaputt", "fehlt.js", "example.org")).goto(serve(folder))


@pytest.mark.browser
def test_a_faulty_page_fails_its_test(pytester: pytest.Pytester, folder: Path) -> None:
    for number, fault in enumerate(FAULTS.values()):
        (folder / f"{number}.html").write_text(fault, encoding="utf-8")
    shared = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    here = "Path(__file__).resolve().parent.parent"
    assert here in shared
    pytester.makeconftest(shared.replace(here, f"Path({str(ROOT)!r})"))
    pytester.makepyfile(
        f"""
        from pathlib import Path
        import pytest

        @pytest.mark.parametrize("number", range({len(FAULTS)}))
        def test_page(page, serve, number):
            page().goto(serve(Path({str(folder)!r})) + f"{{number}}.html")
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(FAULTS), errors=len(FAULTS))
