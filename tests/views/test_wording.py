"""No word on a page about indicators or quarters that shames a place or its people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "hooks" / "praeventionskette" / "views"
FORBIDDEN = re.compile(
    r"\b(schlecht(e|er|es|en|este\w*)?|schlimm\w*|schlusslicht\w*|brennpunkt\w*|"
    r"problem(viertel|quartier|gebiet|kind|familie|bezirk)\w*|sozial schwach\w*|asozial\w*|"
    r"bildungsfern\w*|ghetto\w*|abgehängt\w*|verwahrlost\w*|auffällige (kinder|familien)|"
    r"versag\w*|verlierer\w*|gewinner\w*|spitzenreiter\w*|rote laterne|tabellenletzt\w*|"
    r"am schlechtesten|am besten|besser als|schlechter als|bestes quartier|sorgenkind\w*|"
    r"parallelgesellschaft\w*|überfremd\w*|ausländerviertel|hartz[- ]?iv|abgeschlagen\w*|"
    r"alarmierend\w*|dramatisch\w*|belastete\w* (quartier|stadtteil|kinder|familien)\w*)\b",
    re.I,
)
MEANT = ("Dunkel heißt nicht schlecht und hell nicht gut.",)
"""Sentences that take a word back."""


def found(text: str) -> list[str]:
    for sentence in MEANT:
        text = text.replace(sentence, "")
    return [m[0] for m in FORBIDDEN.finditer(text)]


@pytest.mark.parametrize("site", ["neuss_site", "musterstadt_site"])
def test_pages_about_quarters_shame_nobody(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    pages = [p for part in ("monitoring", "quartiere") for p in (root / part).rglob("*")]
    pages = [p for p in pages if p.suffix in {".html", ".svg"}]
    assert len(pages) > 15
    wrong = []
    for page in pages:
        text = re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))
        # Addresses and quoted headlines of sources are theirs, our words are ours.
        wrong += [
            f"{page.relative_to(root)}: {word}" for word in found(re.sub(r"\S+://\S+", "", text))
        ]
    assert not wrong


def test_the_words_are_found_in_sentences_and_templates_have_none() -> None:
    assert found("Das schlechteste Quartier ist ein Brennpunkt.") == ["schlechteste", "Brennpunkt"]
    for path in TEMPLATES.rglob("*"):
        if path.name in {"kennzahl.html", "monitoring.html", "quartier.html", "bild.html"}:
            assert not found(path.read_text(encoding="utf-8")), path
