"""The report of an anonymisation, in German. It may be published: it names no raw value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from praeventionskette.disclosure import primary
from praeventionskette.disclosure.geometry import Key
from praeventionskette.disclosure.plan import Plan
from praeventionskette.disclosure.suppress import Pattern

REASONS = {
    primary.SMALL: "kleine Zahl",
    primary.COMPLEMENT: "fast alle: nur wenige gehören nicht dazu",
    primary.GROUP: "keiner oder alle in einer kleinen Gruppe",
}


def summary(pattern: Pattern) -> str:
    """One line."""
    proof = (
        "das ist nachweislich das Minimum"
        if pattern.proven
        else f"nachweislich nötig sind mindestens {pattern.bound}"
    )
    return f"{pattern.cost} Zellen geheim; {proof}"


def write(
    plan: Plan,
    values: Mapping[Key, int],
    found: primary.Primary,
    pattern: Pattern,
    merged: Pattern | None,
) -> str:
    """The report in Markdown. Counts by reason are rounded up to a multiple of five, so that they
    say nothing of a single cell."""
    reasons = Counter(found.reasons.values())
    second = len(pattern.cells) - len(found.reasons)
    cells = len(values)
    shown = sum(values.values())
    lost = sum(values[plan.geometry.keys[c]] for c in pattern.cells)
    share = round(100 * lost / shown) if shown else 0
    lines = [
        f"# Bericht zur Geheimhaltung: {plan.title}",
        "",
        f"- Zellen der Tabelle mit allen Summen: {cells}",
        f"- davon geheim: {len(pattern.cells)} ({100 * len(pattern.cells) / cells:.0f} %)",
    ]
    lines.append(
        f"- Schwelle: Zahlen unter {plan.threshold}; wer von außen rechnet, kann jede geheime Zahl "
        f"höchstens auf einen Bereich eingrenzen, der mindestens {plan.threshold} breit ist"
    )
    if plan.features:
        lines.append(
            f"- Gruppen unter {plan.group_threshold} Personen: "
            "weder „keiner“ noch „alle“ ist zu lesen"
        )
    insider = {
        "schwelle": "auch wer selbst eine geheime Eins ist, kann keine andere eingrenzen",
        "genau": "auch wer selbst eine geheime Eins ist, errechnet keine andere genau",
        "aus": "nicht geprüft (im Plan abgeschaltet)",
    }[plan.insider]
    lines += [
        f"- Mitwisser: {insider}",
        "",
        "## Warum",
        "",
        "| Grund | Zellen (auf Fünfer gerundet) |",
        "|---|---|",
    ]
    lines += [
        f"| {text} | {_five(reasons[key])} |" for key, text in REASONS.items() if reasons[key]
    ]
    lines += [
        f"| Schutz der anderen: sonst wäre eine geheime Zahl zu errechnen | {_five(second)} |",
        "",
        "## Was es kostet",
        "",
        f"- Rund {share} % der Summe aller Zahlen stehen in geheimen Zellen.",
        f"- {summary(pattern)}.",
    ]
    if pattern.timed_out:
        gap = 100 * (pattern.cost - pattern.bound) / pattern.cost
        lines.append(
            f"- Das Zeitlimit war erreicht. Das Muster ist sicher; ein besseres könnte höchstens "
            f"{gap:.0f} % weniger verbergen."
        )
    if plan.merges:
        lines += ["", "## Was Zusammenlegen spart", ""]
        count = (
            "der Zusammenlegung"
            if len(plan.merges) == 1
            else f"den {_word(len(plan.merges))} Zusammenlegungen"
        )
        lines.append(
            f"- Mit {count} wären es {len(merged.cells)} statt {len(pattern.cells)} geheime Zellen."
            if merged is not None
            else f"- Mit {count} ließe sich die Tabelle nicht schützen."
        )
    return "\n".join(lines) + "\n"


def _five(number: int) -> str:
    return f"bis {-(-number // 5) * 5}" if number else "0"


def _word(number: int) -> str:
    words = ("null", "einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    return words[number] if number < len(words) else str(number)
