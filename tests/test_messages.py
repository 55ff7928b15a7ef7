"""The words themselves: short, with an example, without jargon."""

from __future__ import annotations

import re

import pytest
from praeventionskette import messages
from praeventionskette.messages import RULES, TOOLS

BANNED = (
    "constraint error", "foreign key", "primary key", "string", "integer value", "float",
    "exception", "error", "traceback", "null pointer", "ungültig", "invalid", "failed", "none",
    "regex", "regulärer ausdruck", "parsen", "parser", "token", "syntax", "array", "objekt",
    "typeerror", "valueerror", "unicodedecodeerror", "frictionlessexception", "cellerror",
    "fremdschlüssel", "primärschlüssel", "datentyp", "dekodier", "encoding", "boolesch",
)  # fmt: skip
# Words of the file format itself, which a person finds in the file, in quotes or code.
QUOTED = re.compile(r"„[^“]*“|\"[^\"]*\"|\bstring \(Text\)|integer \(ganze Zahl\)|\{[^}]*\}")
EVERY = [*RULES.values(), *TOOLS.values()]
SENTENCES = [(rule.id, key, text) for rule in EVERY for key, text in rule.sentences.items()]


@pytest.mark.parametrize(("rule", "key", "text"), SENTENCES)
def test_sentences_have_no_jargon(rule: str, key: str, text: str) -> None:
    plain = QUOTED.sub(" ", text).casefold()
    assert [word for word in BANNED if re.search(rf"\b{word}", plain)] == []


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.id)
def test_help_is_short_and_has_an_example(rule: messages.Rule) -> None:
    plain = QUOTED.sub(" ", rule.help).casefold()
    assert [word for word in BANNED if re.search(rf"\b{word}", plain)] == []
    ends = re.findall(r"[.?!](?= [A-ZÄÖÜ„\"]|$)", QUOTED.sub("x", rule.help))
    assert 2 <= len(ends) <= 5
    assert re.search(r"[Zz]um Beispiel|Beispiel ist", rule.help)
    assert len(rule.title) <= 60
    assert not rule.title.endswith(".")


@pytest.mark.parametrize(("rule", "key", "text"), SENTENCES)
def test_sentences_say_what_to_do(rule: str, key: str, text: str) -> None:
    """At least two sentences or an imperative; German quotation marks in pairs."""
    do = (
        "schreib|änder|ergänz|lösch|speicher|prüf|leg|nimm|nenn|trag|tausch|ordne|vertausch|gib|"
        "kürz|setz|ersetz|beginn|fass|lass|gleich|starte|kopier|bericht|wähl|vergleich|zeichn|"
        "richte|teil|möglich|muss|besteht aus|halte|entfern|stell|erlaubt sind|führe|baue|\\{rat\\}"
    )
    assert re.search(do, text, re.IGNORECASE)
    assert text.count("„") == text.count("“")


def test_hidden_signs_are_written_out() -> None:
    assert messages.show("a\u202eb\x00c\ud800\u200b") == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+D800⟩⟨U+200B⟩"
    assert messages.show("eins\nzwei\u00a0drei") == "eins⏎zwei⍽drei"


def test_long_values_are_shortened() -> None:
    shown = messages.show("x" * 10_000_000)
    assert shown == "x" * 60 + "…"
    assert messages.show(messages.Shown("y" * 100)) == "y" * 100


def test_values_are_put_in_as_they_are() -> None:
    text = messages.sentence("zahl", "keine", {"wert": "{wert.__class__}"})
    assert "„{wert.__class__}“" in text


def test_nearest_known_value() -> None:
    assert messages.meant("Weckhofen", ["weckhoven", "norf"]) == " Meinst du „weckhoven“?"
    assert messages.meant("xyz", ["weckhoven", "norf"]) == ""
    assert messages.meant("w" * 1000, ["w" * 1000]) == ""


def test_lists_in_a_sentence() -> None:
    assert messages.listed(["a"]) == "„a“"
    assert messages.listed(["a", "b", "c"]) == "„a“, „b“ oder „c“"
    assert messages.listed("abcd", most=2) == "„a“, „b“ oder weitere"
