"""The look over the built site: broken links and foreign hosts are found, sound pages are not."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette import selfcheck
from praeventionskette.selfcheck import findings


def site(folder: Path, body: str) -> Path:
    (folder / "a").mkdir()
    (folder / "a" / "index.html").write_text(f'<h1 id="x">A</h1>{body}', encoding="utf-8")
    (folder / "index.html").write_text('<a href="a/#x">A</a>', encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../">S</a><a href="#x">x</a><a href="https://other.example/">o</a>',
        '<a href="mailto:a@b.example?subject=x&amp;y">m</a><a href="tel:+491">t</a>',
        '<a href="/p/a/">absolute below the site address</a><a href="?q=1">q</a>',
        '<img src="data:image/png;base64,AA==">',
        '<link rel="canonical" href="https://x.example/p/a/">',
        'Ein Text mit href="fehlt/" ist kein Verweis, auch &lt;a href="fehlt/"&gt; nicht.',
    ],
)
def test_sound_pages(tmp_path: Path, body: str) -> None:
    assert findings(site(tmp_path, body), "https://x.example/p/") == []


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ('<a href="../b/">b</a>', "führt ins Leere"),
        ('<a class="k" href="#y">y</a>', "Sprungmarke fehlt"),
        ('<img alt="" src="https://other.example/i.png">', "von einem anderen Rechner"),
        ('<script src="//other.example/s.js"></script>', "von einem anderen Rechner"),
        ('<link rel="stylesheet" href="https://other.example/s.css">', "von einem anderen Rechner"),
        ('<iframe src="https://other.example/"></iframe>', "von einem anderen Rechner"),
        ('<A CLASS="k"\n\tHREF="../b/">b</A>', "führt ins Leere"),
        ('<a title="1 < 2" href="../b/">b</a>', "führt ins Leere"),
        ('<img alt="" src="../a/" srcset="https://other.example/i.png">', "anderen Rechner"),
    ],
)
def test_faults_are_named(tmp_path: Path, body: str, part: str) -> None:
    (line,) = findings(site(tmp_path, body), "https://x.example/p/")
    assert line.startswith("a/index.html: ")
    assert part in line


def test_a_stylesheet_that_fetches_is_found(tmp_path: Path) -> None:
    (tmp_path / "s.css").write_text("@import url(https://other.example/f.css);", encoding="utf-8")
    assert findings(tmp_path, "") == ["s.css: lädt von einem anderen Rechner."]


def test_the_same_address_is_followed_from_each_folder(tmp_path: Path) -> None:
    for page in ("a/x", "a/y", "b/x", "b/y"):
        (tmp_path / page).mkdir(parents=True)
        (tmp_path / page / "index.html").write_text('<a href="../y/#z">y</a>', encoding="utf-8")
    (tmp_path / "a/y/index.html").write_text('<a id="z" href="../y/#z">y</a>', encoding="utf-8")
    assert findings(tmp_path, "") == [
        f"b/{page}/index.html: Link „../y/#z“: Sprungmarke fehlt." for page in "xy"
    ]


PARTS = st.lists(
    st.sampled_from(("..", ".", "a", "b.html", "", "c d", "%2e", ";", "x:y")), max_size=5
)


@given(PARTS, PARTS)
def test_paths_are_joined_as_the_standard_library_does(page: list[str], path: list[str]) -> None:
    base = "/" + "/".join(part for part in page if part not in ("", ".", ".."))
    target = "/".join(path)
    if target and ":" not in target:
        joined = selfcheck._joined(base, target)
        assert joined.lstrip("/") == urljoin(base, target).lstrip("/")
