"""Hints for simple German: each kind found where it stands, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from praeventionskette.editing import plainness

ROOT = Path(__file__).resolve().parents[2]


def kinds(text: str) -> list[str]:
    return [kind for s in plainness.sentences(text) for kind, _what in plainness.found(s)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rufen Sie vorher an. Die Nummer steht auf der Seite.", []),
        ("- Alle Kinder werden groß.", []),
        ("Sie werden sehen: Es hilft.", []),
        ("Der Antrag wird vom Amt geprüft.", ["passiv"]),
        ("Die Kinder werden dort von Fachleuten beraten.", ["passiv"]),
        ("Kommen Sie z. B. am Montag.", ["kurz"]),
        ("Das sagt die DSGVO.", ["kurz"]),
        ("Die Schwangerschaftskonfliktberatung hilft.", ["wort"]),
        ("Die Schwangerschafts-Beratung hilft.", []),
        ("Wir helfen Ihnen, weil Sie ein Kind haben, das Hilfe braucht.", ["schachtel"]),
        ("Wir helfen Ihnen, weil Sie ein Kind haben.", []),
        (" ".join(["Wort"] * 16) + ".", ["satz"]),
        (" ".join(["Wort"] * 15) + ".", []),
        ("Hier steht mehr: [ein Link mit vielen Wörtern](../x.md).", []),
    ],
)
def test_each_kind(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_file_line_and_column_are_named_and_nothing_is_stopped(tmp_path: Path) -> None:
    pages, data = tmp_path / "content" / "einfach", tmp_path / "datapackages" / "angebote"
    pages.mkdir(parents=True)
    data.mkdir(parents=True)
    (pages / "a.md").write_text(
        "---\ntitle: DSGVO\n---\n\nDas wird geprüft bzw. gelesen.\n", "utf-8"
    )
    (data / "angebote.csv").write_text("id,kurztext_einfach\na,Gut.\nb,Kommt usw. vor.\n", "utf-8")
    found = plainness.hints(tmp_path / "content", data.parent, tmp_path)
    assert [(p.file, p.line, p.column, p.stops) for p in found] == [
        ("content/einfach/a.md", 5, "", False),
        ("content/einfach/a.md", 5, "", False),
        ("datapackages/angebote/angebote.csv", 3, "kurztext_einfach", False),
    ]


def test_a_broken_file_is_left_to_the_check(tmp_path: Path) -> None:
    pages = tmp_path / "content" / "einfach"
    pages.mkdir(parents=True)
    (pages / "a.md").write_bytes(b"\xff\xfe")
    assert plainness.hints(tmp_path / "content", tmp_path / "fehlt", tmp_path) == []


def test_our_own_pages_have_no_hint_and_never_claim_leichte_sprache() -> None:
    found = plainness.hints(ROOT / "content", ROOT / "datapackages", ROOT)
    assert [(p.file, p.line, p.text) for p in found] == []
    for page in (ROOT / "content" / "einfach").glob("*.md"):
        assert "Leichte" not in page.read_text(encoding="utf-8")
