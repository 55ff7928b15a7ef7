"""The help page and the messages are one: the same rules, the same words, an anchor each."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from praeventionskette import messages
from praeventionskette.views import rules

HTML = rules.page().html
TEXT = unescape(re.sub(r"<[^>]+>", " ", HTML))
ALL = {**messages.RULES, **messages.TOOLS}


@pytest.mark.parametrize("rule", ALL.values(), ids=list(ALL))
def test_each_rule_has_its_anchor_its_title_and_its_help(rule: messages.Rule) -> None:
    assert HTML.count(f'<h3 id="{rule.id}">') == 1
    assert f'<a href="#{rule.id}">' in HTML
    assert f"{rule.title} " in TEXT
    assert rule.help in TEXT
    assert rule.address == f"mitmachen/regeln/#{rule.id}"


@pytest.mark.parametrize("rule", ALL.values(), ids=list(ALL))
def test_each_sentence_stands_there_without_names_of_code(rule: messages.Rule) -> None:
    for sentence in rule.sentences.values():
        shown = rules.with_gaps(sentence)
        assert shown in TEXT
        assert not re.search(r"\{[a-z_]+\}", shown)


def test_nothing_stands_there_that_is_no_rule() -> None:
    assert set(re.findall(r'<h3 id="([^"]+)">', HTML)) == set(ALL)
    assert len(ALL) == len(messages.RULES) + len(messages.TOOLS)


def test_ids_are_anchors() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule) for rule in ALL)


def test_the_page_lies_where_reports_say() -> None:
    page = rules.page()
    assert page.src_uri.removesuffix(".md") + "/" == messages.HELP


def test_the_editors_guide_leads_there() -> None:
    guide = Path(__file__).resolve().parents[2] / "content" / "mitmachen" / "daten-aendern.md"
    assert "Name der Regel. " in guide.read_text(encoding="utf-8")
    assert "(regeln.md)" in guide.read_text(encoding="utf-8")
