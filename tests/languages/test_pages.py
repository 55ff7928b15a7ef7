"""Pages in other languages: which there are, where they lie, and how they are put together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from praeventionskette.languages import GERMAN, LANGUAGES, speaking
from praeventionskette.views import frame, helplines, splice, translated

ROOT = Path(__file__).resolve().parents[2]
PROSE = frozenset(["index.md", "impressum.md", "hilfe/notfall.md", "mitmachen/index.md"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", True),
        ("angebote/", True),
        ("angebote/ne-001/", True),
        ("kette/mitte/", True),
        ("merkliste/", True),
        ("suche/", True),
        ("impressum/", True),
        ("hilfe/notfall/", True),
        ("datenschutz/", False),  # the town has not written it
        ("monitoring/", False),
        ("mitmachen/", False),
        ("einbetten/angebote/", False),
    ],
)
def test_what_is_translated(url: str, expected: bool) -> None:
    assert translated.is_translated(url, PROSE) is expected


def test_the_language_of_a_page_is_that_of_its_folder() -> None:
    assert translated.language_of("tr/index.md") is LANGUAGES["tr"]
    assert translated.language_of("einfach/geheim.md") is LANGUAGES["einfach"]
    assert translated.language_of("tr.md") is None
    assert translated.language_of("quartiere/de.md") is None
    assert translated.language_of("de/index.md") is None


def test_the_switch_leads_to_the_same_page_or_to_the_start() -> None:
    found = frame.context(("de", "tr"), GERMAN, "kette/", PROSE)
    assert [(c.url, c.gleich) for c in found["pk_sprachen"]] == [
        ("kette/", True),
        ("tr/kette/", True),
    ]
    found = frame.context(("de", "tr"), GERMAN, "monitoring/", PROSE)
    assert [(c.url, c.gleich) for c in found["pk_sprachen"]] == [
        ("monitoring/", True),
        ("tr/", False),
    ]
    own = PROSE | {"einfach/geheim.md"}
    found = frame.context(("de", "einfach"), LANGUAGES["einfach"], "einfach/geheim/", own)
    assert [(c.url, c.gleich) for c in found["pk_sprachen"]] == [
        ("", False),
        ("einfach/geheim/", True),
    ]


def test_a_town_of_one_language_has_no_switch() -> None:
    assert frame.context(("de",), GERMAN, "", PROSE)["pk_sprachen"] == []


def test_a_shell_fits_every_depth() -> None:
    html = (
        f"<title>{splice.TITLE}</title><meta content='{splice.DESCRIPTION}'>{splice.HEAD}"
        f"<main {splice.INDEXED}>{splice.BODY}</main>"
        f"<a href='{frame.in_shell('assets/x.css')}'></a>"
        f"<a href='{splice.ROOT}tr/{splice.ADDRESS}'>"
    )
    shell = splice.cut(html, splice.LANGUAGE)
    piece = translated.Piece("kette/mitte/", "A & <b>", "D", "<p>x</p>", "", suche=False)
    start = translated.Piece("", "A", "D", "<p>x</p>")
    pages = dict(splice.splice_language(shell, LANGUAGES["tr"], [piece, start]))
    assert set(pages) == {"tr/kette/mitte/index.html", "tr/index.html"}
    deep = pages["tr/kette/mitte/index.html"]
    assert "A &amp; &lt;b&gt;" in deep
    assert "../../../assets/x.css" in deep
    assert "../../../tr/kette/mitte/" in deep
    assert "data-pagefind-ignore" in deep
    assert "../assets/x.css" in pages["tr/index.html"]
    assert "pk-platzhalter" not in "".join(pages.values())


def test_addresses_of_elsewhere_stay_in_a_shell() -> None:
    for address in ("#inhalt", "https://x.example/", "mailto:a@b.example", "tel:112"):
        assert frame.in_shell(address) == address
    assert frame.in_shell(".") == splice.ROOT


def test_the_helplines_are_those_of_the_german_page() -> None:
    page = (ROOT / "content" / helplines.PAGE).read_text(encoding="utf-8")
    stated = set(re.findall(r"\(tel:(\d+)\)", page))
    ours = {n.nummer.replace(" ", "") for _t, numbers in helplines.GROUPS for n in numbers}
    assert ours == stated


def test_the_scripts_words_are_one_program_without_markup() -> None:
    text = frame.script(LANGUAGES["ar"]).decode()
    assert text.startswith("window.pkSprache={")
    assert "</" not in text
    with speaking(LANGUAGES["ar"]):
        assert '"ar-u-ca-gregory-nu-latn"' in text
