"""Messages as data: nothing missing, nothing unused, nothing broken."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Message
from markupsafe import Markup
from praeventionskette.languages import (
    GERMAN,
    LANGUAGES,
    _,
    code_word,
    current,
    known,
    listed,
    ltr,
    ngettext,
    others,
    script_texts,
    speaking,
)
from praeventionskette.languages.catalogues import FOLDER, _categories, key, read
from praeventionskette.languages.extraction import messages, update
from praeventionskette.languages.flaws import flaws

TRANSLATED = [language.code for language in others(LANGUAGES)]


@pytest.fixture(scope="session")
def template() -> object:
    return messages()


def test_there_are_twelve_with_the_names_and_directions_of_cldr() -> None:
    assert len(LANGUAGES) == 12
    for language in LANGUAGES.values():
        locale = Locale.parse(language.locale)
        assert locale.text_direction == language.direction
        if language.code != "einfach":
            own = locale.languages[locale.language]
            assert own.casefold() == language.name.casefold()


def test_every_catalogue_file_belongs_to_a_language() -> None:
    assert sorted(p.stem for p in FOLDER.iterdir()) == sorted(TRANSLATED)


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_message_is_missing_and_none_unused(code: str, template: object) -> None:
    """Byte for byte what ``scripts/messages.py`` would write."""
    path = FOLDER / f"{code}.po"
    assert path.read_bytes() == update(LANGUAGES[code], template)  # type: ignore[arg-type]


def test_the_words_of_the_program_are_found(template: object) -> None:
    found = {key(m) for m in template if m.id}  # type: ignore[attr-defined]
    assert {"Zum Inhalt springen", "%(n)s Angebot", "Gesundheit", "Link kopiert."} <= found


def flawed(german: object, own: object, plurals: int = 2) -> list[str]:
    return [kind for kind, _text in flaws(Message(german, own), plurals)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("german", "own", "kinds"),
    [
        ("Hallo", "Hello", []),
        ("Hallo", "", ["fehlt"]),
        ("Hallo", "  ", ["fehlt"]),
        ("%(n)s von %(m)s", "%(m)s: %(n)s", []),
        ("%(n)s von %(m)s", "%(n)s", ["platzhalter"]),
        ("%(n)s von %(m)s", "%(n)s / %(x)s", ["platzhalter"]),
        ("%(n)s da", "%(n) da", ["platzhalter"]),
        ("%(n)s da", "%(n)s %(n)s", ["platzhalter"]),
        ("Hallo", "100 %(n)s", ["platzhalter"]),
        ("Hallo", "<b>Hi</b>", ["markup"]),
        ("Hallo", "a &amp; b", ["markup"]),
        ("Hallo", "\u202eolleH", ["markup"]),
        ("Hallo", "x" * 200, ["lang"]),
        (("%(n)s Tag", "%(n)s Tage"), ("%(n)s day", "%(n)s days"), []),
        (("%(n)s Tag", "%(n)s Tage"), ("one day", "%(n)s days"), []),
        (("%(n)s Tag", "%(n)s Tage"), ("%(n)s day",), ["fehlt"]),
        (("%(n)s Tag", "%(n)s Tage"), ("%(n)s day", "%(m)s days"), ["platzhalter"]),
    ],
)
def test_what_a_translator_can_get_wrong(german: object, own: object, kinds: list[str]) -> None:
    assert flawed(german, own) == kinds


def test_a_broken_message_is_not_used_and_german_stands_in_its_place(tmp_path: Path) -> None:
    from praeventionskette.languages.catalogues import texts

    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "tr.po").write_text(
        f'{head}msgid "gut"\nmsgstr "iyi"\n\nmsgid "a %(x)s"\nmsgstr "<b>%(y)s"\n', "utf-8"
    )
    found = texts(LANGUAGES["tr"], tmp_path)
    assert found.single == {"gut": "iyi"}
    (tmp_path / "ar.po").write_bytes(b'msgid "a\nmsgstr \xff')
    assert texts(LANGUAGES["ar"], tmp_path).single == {}


def test_german_is_spoken_where_nothing_is_said_and_again_afterwards() -> None:
    assert current().language is GERMAN
    with speaking(LANGUAGES["ar"]):
        assert current().language.code == "ar"
        assert ltr("9:00–12:00") == "\u20669:00–12:00\u2069"
        with speaking(GERMAN):
            assert ltr("9") == "9"
    assert current().language is GERMAN
    assert _("Seite %(a)s", a=1) == "Seite 1"
    assert ngettext("%(n)s Angebot", "%(n)s Angebote", 1200) == "1.200\u00a0Angebote"
    assert listed(["a", "b", "c"]) == "a, b und c"
    assert code_word("Fantasie") == "Fantasie"


def test_a_value_that_is_markup_makes_everything_else_text() -> None:
    filled = _("%(a)s & %(b)s", a=Markup("<a>x</a>"), b="<script>")
    assert filled == Markup("<a>x</a> &amp; &lt;script&gt;")


def test_codes_are_sorted_as_in_the_table() -> None:
    assert [lang.code for lang in known(["tr", "en", "xx"])] == ["de", "en", "tr"]
    assert [lang.code for lang in others(["tr", "de"])] == ["tr"]


def test_a_fraction_takes_a_form_too() -> None:
    for language in LANGUAGES.values():
        with speaking(language):
            assert "2" in ngettext("%(n)s Jahr", "%(n)s Jahre", Decimal("2.5"))


def test_scripts_get_their_own_messages_alone() -> None:
    with speaking(LANGUAGES["einfach"]):
        found = script_texts()
    assert "Kein Treffer für „%(wort)s“" in found
    assert "Zum Inhalt springen" not in found
    with speaking(GERMAN):
        assert script_texts() == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_plural_forms_are_those_of_cldr(code: str) -> None:
    language = LANGUAGES[code]
    catalogue = read(FOLDER / f"{code}.po", language)
    assert catalogue.num_plurals == len(set(_categories(catalogue, language).values()))


@pytest.mark.parametrize(
    ("header", "expected"), [("nein", False), ("", False), ("2026-12-01", True)]
)
def test_whether_a_native_speaker_read_it_stands_in_the_file(
    tmp_path: Path, header: str, expected: bool
) -> None:
    from praeventionskette.languages.catalogues import texts

    head = f'msgid ""\nmsgstr ""\n"Language: tr\\n"\n"X-Geprueft: {header}\\n"\n'
    (tmp_path / "tr.po").write_text(f'{head}\nmsgid "gut"\nmsgstr "iyi"\n', "utf-8")
    assert texts(LANGUAGES["tr"], tmp_path).reviewed is expected
    kept = update(LANGUAGES["tr"], folder=tmp_path).decode()
    assert f'"X-Geprueft: {header}\\n"' in kept


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_day_fits_into_every_sentence_about_opening(code: str) -> None:
    """The browser puts the day into the sentence: no comma may meet another there."""
    own = {message.id: message.string for message in read(FOLDER / f"{code}.po", LANGUAGES[code])}
    days = [str(own[text]) for text in ("heute", "morgen, %(tag)s,", "am %(tag)s,")]
    sentences = [str(text) for german, text in own.items() if "%(wann)s" in german]
    assert len(sentences) == 7
    said = [text.replace("%(wann)s", day) for text in sentences for day in days]
    assert [text for text in said if re.search(r"[,،]\s*[,،]", text)] == []
