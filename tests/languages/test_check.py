"""A broken translation is a line of the check, in the words of the rules; no page breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from praeventionskette import problems
from praeventionskette.languages import LANGUAGES, speaking
from praeventionskette.languages.catalogues import FOLDER
from praeventionskette.packages import translations

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def said(folder: Path, content: bytes, code: str = "tr") -> list[str]:
    (folder / f"{code}.po").write_bytes(content)
    found = tuple(translations.check(("de", code), folder, folder))
    assert all(p.stops for p in found)
    return problems.report(found).split("\n\n")[0].splitlines()


@pytest.mark.parametrize(
    ("german", "own", "line"),
    [
        (
            "Seite %(seite)s",
            "Sayfa %(sayfa)s",
            (
                "tr.po:5: In „Sayfa %(sayfa)s“ stehen andere Platzhalter als im deutschen Text "
                "„Seite %(seite)s“. Schreibe jeden genau so wie dort. [uebersetzung]"
            ),
        ),
        (
            "Hallo",
            "<b>Merhaba</b>",
            (
                "tr.po:5: In „<b>Merhaba</b>“ stehen Zeichen, die kein Text sind. Entferne < und "
                ">, &…; und unsichtbare Zeichen. [uebersetzung]"
            ),
        ),
        (
            "Hallo",
            "M" * 90,
            (
                f"tr.po:5: Die Übersetzung „{'M' * 60}…“ ist viel länger als der deutsche Text "
                "„Hallo“. Kürze sie. [uebersetzung]"
            ),
        ),
    ],
)
def test_a_line_for_each_flaw(tmp_path: Path, german: str, own: str, line: str) -> None:
    text = f'{HEAD}msgid "{german}"\nmsgstr "{own}"\n'
    assert said(tmp_path, text.encode()) == [line]


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b'msgid "a', b"msgid a\nmsgstr b\n", b'msgstr "x"\nmsgid', b"\0" * 99],
)
def test_a_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    found = said(tmp_path, content)
    assert len(found) <= 1
    assert all("ist ab hier nicht zu lesen" in line for line in found)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert [p.rule for p in translations.check(("tr",), tmp_path, tmp_path)] == ["uebersetzung"]


def test_what_is_not_built_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "tr.po").write_text("kaputt", "utf-8")
    assert list(translations.check(("de",), tmp_path, tmp_path)) == []


def test_our_own_translations_are_sound() -> None:
    assert list(translations.check(tuple(LANGUAGES), FOLDER, FOLDER)) == []


@pytest.mark.parametrize("code", [c for c in LANGUAGES if c != "de"])
def test_every_language_is_whole(code: str) -> None:
    """100 %: nothing is left in German but what is German by intent."""
    from praeventionskette.languages.catalogues import read
    from praeventionskette.languages.flaws import flaws

    catalogue = read(FOLDER / f"{code}.po", LANGUAGES[code])
    wrong = [
        (kind, text)
        for message in catalogue
        if message.id
        for kind, text in flaws(message, catalogue.num_plurals)
    ]
    assert wrong == []


def test_a_cell_that_is_hostile_stays_text() -> None:
    from praeventionskette.languages import _
    from praeventionskette.views.render import environment

    with speaking(LANGUAGES["tr"]):
        template = environment().from_string("{{ _('Quartier %(name)s', name=n) }}{{ _(n) }}")
        html = template.render(n="<script>%(x)s")
        assert "<script>" not in html
        assert _("100 % <b>") == "100 % <b>"
