"""The words of the tools keep the rules of the words of the check, and each is in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from praeventionskette import messages

from tests import test_messages as words

ROOT = Path(__file__).resolve().parents[2]
CODE = "\n".join(
    path.read_text("utf-8")
    for folder in ("hooks/praeventionskette/editing", "scripts")
    for path in sorted((ROOT / folder).glob("*.py"))
)
SENTENCES = [
    (r.id, key, text) for r in messages.TOOLS.values() for key, text in r.sentences.items()
]


@pytest.mark.parametrize(("rule", "key", "text"), SENTENCES)
def test_sentences(rule: str, key: str, text: str) -> None:
    words.test_sentences_have_no_jargon(rule, key, text)
    words.test_sentences_say_what_to_do(rule, key, text)
    assert f'"{key}"' in CODE or (rule, key) in {("zelle", "telefon"), ("zelle", "zahl")}


@pytest.mark.parametrize("rule", messages.TOOLS.values(), ids=list(messages.TOOLS))
def test_help(rule: messages.Rule) -> None:
    words.test_help_is_short_and_has_an_example(rule)
    assert rule.id not in messages.RULES


def test_each_script_that_is_named_is_there() -> None:
    for rule in messages.TOOLS.values():
        for name in re.findall(r"scripts/\w+\.py", rule.help + " ".join(rule.sentences.values())):
            assert (ROOT / name).is_file() or name == "scripts/anonymise.py", name
