"""Compounds are cut where a word of the site begins in them, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.exports.compounds import ESCAPED, JOINT, TAGS, Compounds, root

SITE = """<p>Gruppe, Beratung und Hilfe für die Familie; Leitung, Eltern, Konflikt. Das Haus.
Ein Amt, die Jugend. Register. Kurse. Alle wissen alle: Rund um die Uhr. Bad.</p>"""
KNOWN = Compounds([SITE])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Krabbelgruppe", ["Krabbel", "gruppe"]),
        ("Krabbelgruppen", ["Krabbel", "gruppen"]),
        ("Schwangerschaftskonfliktberatung", ["Schwangerschafts", "konflikt", "beratung"]),
        ("Hebammenregister", ["Hebammen", "register"]),
        ("Familienhilfe", ["Familien", "hilfe"]),
        ("Jugendamt", ["Jugend", "amt"]),  # a short end needs a known beginning
        ("Elternhäuser", ["Eltern", "häuser"]),
        ("Schwimmkurs", ["Schwimmkurs"]),  # "Kurs" is short, "Schwimm" unknown
        ("Gesamt", ["Gesamt"]),
        ("Begleitung", ["Begleitung"]),
        ("Gruppe", ["Gruppe"]),
        ("XSS", ["XSS"]),
    ],
)
def test_a_word_is_cut_where_a_word_of_the_site_begins(word: str, parts: list[str]) -> None:
    assert KNOWN.parts(word) == tuple(parts)
    assert KNOWN.marked(word).replace(JOINT, "") == word


def test_an_end_of_several_words_is_a_part_though_it_stands_nowhere_alone() -> None:
    assert Compounds(["Suchtberatung. Sucht, Familie."]).parts("Suchtberatung") == (
        "Suchtberatung",
    )
    known = Compounds(["Suchtberatung, Familienberatung. Sucht, Familie. Elternschaft, Eltern."])
    assert known.parts("Suchtberatung") == ("Sucht", "beratung")
    assert known.parts("Schuldnerberatung") == ("Schuldner", "beratung")
    assert known.parts("Elternschaft") == ("Elternschaft",)


def test_words_that_are_no_nouns_are_no_parts_and_are_not_cut() -> None:
    assert KNOWN.parts("Krabbelalle") == ("Krabbelalle",)
    assert KNOWN.marked("krabbelgruppe") == "krabbelgruppe"


def test_tags_programs_and_escaped_signs_stay_as_they_are() -> None:
    page = (
        '<main data-pagefind-body title="Krabbelgruppe > Familienhilfe"><a href="/Jugendamt/">'
        "Krabbelgruppe</a><script>Krabbelgruppe</script> &auml;Krabbelgruppe &lt;b&gt;</main>"
    )
    marked = KNOWN.html(page)
    assert marked.count(JOINT) == 2
    assert marked.replace(JOINT, "") == page
    assert f">Krabbel{JOINT}gruppe</a><script>Krabbelgruppe</script>" in marked


def test_a_root_has_no_umlaut_and_no_ending() -> None:
    assert {root("Haus"), root("Häuser"), root("Hauses")} == {"haus"}
    assert root("Gruppen") == root("Gruppe")


PLAIN = re.compile(
    r"(<(?:script|style|svg|noscript|template)\b.*?</(?:script|style|svg|noscript|template)>"
    r"""|<(?:"[^"]*"|'[^']*'|[^>"'])*>|&[#\w]+;)""",
    re.S,
)
"""The same as TAGS and ESCAPED, written as one thinks of it."""
PIECES = ("<", ">", "</", '"', "'", "=", " ", "svg", "script", "svgx", "p", "&", "amp", ";", "Ä\n")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_no_text_is_passed_over_as_the_plain_pattern_does(html: str) -> None:
    texts = [part for text in TAGS.split(html)[::2] for part in ESCAPED.split(text)[::2]]
    assert texts == PLAIN.split(html)[::2]
