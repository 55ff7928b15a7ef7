"""Problems as people read them: one record, one place that formats it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from praeventionskette import messages

ANNOTATIONS = 9
"""GitHub shows ten annotations of a kind a step; the rest is in the summary of the run."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a person has to mend (or, as an open point, may supply).

    file: path as shown to the editor, relative to the town's folder, with forward slashes.
    line: physical line in the file, counted from 1; 0 where the whole file is meant.
    column: name of the column, or "" where no single column is meant.
    rule: id of the rule, known to ``messages.find``.
    text: German, says what is wrong and what to do.
    severity: "fehler" stops the build; "offen" is an open point that is only listed.
    """

    file: str
    line: int
    column: str
    rule: str
    text: str
    severity: str = "fehler"

    @property
    def stops(self) -> bool:
        """Whether the build has to stop."""
        return self.severity == "fehler"


def found(
    rule: str,
    key: str,
    *,
    file: str,
    line: int = 0,
    column: str = "",
    **values: object,
) -> Problem:
    """A problem in the words of ``messages``: sentence ``key`` of ``rule`` with its values."""
    return worded(rule, key, (file, line, column), values)


def worded(
    rule: str, key: str, place: tuple[str, int, str], values: Mapping[str, object]
) -> Problem:
    """The same with file, line and column together and the values in a mapping."""
    file, line, column = place
    text = messages.sentence(rule, key, values)
    return Problem(messages.visible(file), line, messages.show(column), rule, text)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once: what stops the build first, then by file, line and column."""
    return tuple(sorted(set(problems), key=lambda p: (not p.stops, p)))


def _place(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}" if problem.line else problem.file


def _sentence(problem: Problem) -> str:
    return f"{problem.column}: {problem.text}" if problem.column else problem.text


def _rules(problems: Iterable[Problem]) -> list[messages.Rule]:
    return [messages.find(rule) for rule in sorted({p.rule for p in problems})]


def _text(problems: tuple[Problem, ...], site: str) -> str:
    lines = [f"{_place(p)}: {_sentence(p)} [{p.rule}]" for p in problems]
    for rule in _rules(problems):
        lines += ["", f"[{rule.id}] {rule.title}", f"    {rule.help}"]
        lines += [f"    Mehr dazu: {site}{rule.address}"]
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _github(problems: tuple[Problem, ...], site: str) -> str:
    lines: list[str] = []
    for p in problems[:ANNOTATIONS]:
        rule = messages.find(p.rule)
        parts = [f"file={_property(p.file)}"]
        parts += [f"line={p.line}"] if p.line else []
        parts += [f"title={_property(rule.title)}"]
        text = f"{_sentence(p)}\nMehr dazu: {site}{rule.address}"
        lines.append(f"::{'error' if p.stops else 'notice'} {','.join(parts)}::{_data(text)}")
    rest = len(problems) - ANNOTATIONS
    if rest > 0:
        lines.append(f"Weitere Stellen: {rest}. Die Zusammenfassung des Laufs nennt sie alle.")
    return "\n".join(lines)


_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$])")


def escape(text: str) -> str:
    """Text that Markdown shows as it stands; a word joiner keeps @name from calling anybody."""
    return _MARKUP.sub(r"\\\1", text).replace("@", "@\u2060").replace("://", ":\u2060//")


def _markdown(problems: tuple[Problem, ...], site: str) -> str:
    lines: list[str] = []
    for title, stops in (("Bitte ändern", True), ("Offene Punkte", False)):
        group = [p for p in problems if p.stops is stops]
        if not group:
            continue
        lines += [f"### {title}", "", "| Datei | Zeile | Spalte | Was zu tun ist | Regel |"]
        lines += ["| --- | ---: | --- | --- | --- |"]
        for p in group:
            cells = (p.file, str(p.line or ""), p.column, p.text, p.rule)
            lines.append(f"| {' | '.join(escape(cell) for cell in cells)} |")
        lines.append("")
    for rule in _rules(problems):
        more = f"[{rule.address}]({site}{rule.address})" if site else f"`{rule.address}`"
        lines += [f"**{escape(rule.title)}** ({escape(rule.id)}): {escape(rule.help)}"]
        lines += [f"Mehr dazu: {more}", ""]
    return "\n".join(lines).rstrip("\n")


def _json(problems: tuple[Problem, ...], site: str) -> str:
    rows = [
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "rule": p.rule,
            "title": messages.find(p.rule).title,
            "severity": p.severity,
            "text": p.text,
            "help": f"{site}{messages.find(p.rule).address}",
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[tuple[Problem, ...], str], str]] = MappingProxyType(
    {"text": _text, "github": _github, "markdown": _markdown, "json": _json}
)


def report(problems: Iterable[Problem], fmt: str = "text", site: str = "") -> str:
    """All problems, sorted, in one of ``FORMATS``; "" (or an empty list) where there are none.

    site: address of the published site, with a slash at its end, that the help lies on; or "".
    """
    return FORMATS[fmt](ordered(problems), site)
