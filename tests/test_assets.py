"""The theme's files: the folder that carries their hash, and what is left of Material's sheet."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from mkdocs.theme import Theme
from praeventionskette import assets

from tests.conftest import ROOT

FROZEN = re.compile(r"assets-[0-9a-f]{8}/")


def test_every_path_and_every_byte_counts() -> None:
    files = {"assets/a.js": b"1", "assets/b.js": b"2"}
    folder = assets.folder(files)
    assert FROZEN.fullmatch(folder)
    assert assets.folder(dict(reversed(files.items()))) == folder
    others = [
        {"assets/a.js": b"1", "assets/b.js": b"3"},
        {"assets/a.js": b"1", "assets/c.js": b"2"},
        {"assets/a.js": b"12", "assets/b.js": b""},
        {"assets/a.js": b"1"},
    ]
    assert folder not in {assets.folder(other) for other in others}
    assert assets.names(files)["assets/a.js"] == f"{folder}a.js"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a{b:c}.md-nav{d:e}f{g:h}", "a{b:c}f{g:h}"),
        (".md-nav,.md-typeset a{b:c}", ".md-typeset a{b:c}"),
        (".md-typeset .tabbed-set{b:c}", ".md-typeset .tabbed-set{b:c}"),
        ("a:is(.md-nav,.md-typeset){b:c}", ""),
        ("a:is(b,c){d:e}", "a:is(b,c){d:e}"),
        ("@media print{.md-nav{a:b}}", ""),
        ("@media print{.md-nav{a:b}c{d:e}}", "@media print{c{d:e}}"),
        ("@keyframes x{0%{a:b}to{c:d}}", "@keyframes x{0%{a:b}to{c:d}}"),
        ('a:after{content:"}.md-nav{"}.md-nav{b:c}', 'a:after{content:"}.md-nav{"}'),
        (":root{--md-icon:url('a;b');--md-x:red;c:d}", ":root{--md-x:red;c:d}"),
        (
            ":root{--md-icon:url(a)}b{c:var(--md-icon)}",
            ":root{--md-icon:url(a)}b{c:var(--md-icon)}",
        ),
        (":root{--md-icon:url(a)}.md-nav{c:var(--md-icon)}", ":root{}"),
        ('@charset "x";a{b:c}', '@charset "x";a{b:c}'),
    ],
)
def test_what_stays_of_a_stylesheet(css: str, left: str) -> None:
    assert assets.slim(css) == left


def test_pages_name_only_files_of_the_folder_and_it_is_half_of_what_it_was(
    neuss_site: Path,
) -> None:
    (folder,) = neuss_site.glob("assets-*")
    assert FROZEN.fullmatch(f"{folder.name}/")
    assert sorted(p.name for p in (neuss_site / "assets").iterdir()) == ["karten"]
    for name in ("index.html", "tr/angebote/index.html", "angebote/index.html", "404.html"):
        text = (neuss_site / name).read_text(encoding="utf-8")
        assert set(FROZEN.findall(text)) == {f"{folder.name}/"}, name
    sheet = next(folder.glob("stylesheets/main.*.css")).read_text(encoding="utf-8")
    assert len(sheet) < 75_000
    assert sheet.count("{") == sheet.count("}")
    assert ".md-typeset table" in sheet
    assert not re.search(r"\.md-(header|nav|search|sidebar|footer)", sheet)
    asked = set(re.findall(r"var\((--md-[\w-]+)", "".join(
        p.read_text(encoding="utf-8") for p in folder.glob("stylesheets/*.css"))))  # fmt: skip
    given = re.compile(r"(--md-[\w-]+):")
    assert asked & set(given.findall(whole_sheet())) <= set(given.findall(sheet))


def whole_sheet() -> str:
    """Material's stylesheet as it comes."""
    spec = find_spec("material")
    assert spec is not None
    (root,) = spec.submodule_search_locations or []
    (found,) = Path(root).glob("templates/assets/stylesheets/main.*.min.css")
    return found.read_text(encoding="utf-8")


def test_the_files_of_the_theme_are_listed_as_jinja_lists_them() -> None:
    theme = Theme(name="material", custom_dir=str(ROOT / "hooks" / "theme"))
    plain = theme.get_env().list_templates(filter_func=lambda name: not name.startswith("."))
    assert len(plain) > 50
    assert assets.listed(theme.dirs) == plain
