#!/usr/bin/env python3
"""A filled issue form → a proposal: the changed tables, and what the check says about them.

Reads the event that GitHub wrote into a file, touches no network, runs nothing of what it reads.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _town import parser, utf8

if TYPE_CHECKING:
    from praeventionskette.editing.forms import Proposal

FORMS = Path(__file__).resolve().parent.parent / ".github" / "ISSUE_TEMPLATE"
MOST = 50_000
"""Signs of a comment; GitHub allows some 65,000."""


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    made = parser("Macht aus einem ausgefüllten Formular einen Vorschlag mit Prüfergebnis.")
    made.add_argument("--event", type=Path, required=True, help="Ereignis von GitHub (JSON)")
    made.add_argument("--out", type=Path, required=True, help="Vorschlag hierher (JSON)")
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Always 0 for a form, whatever stands in it: the proposal says what came of it."""
    options = arguments(argv)
    from praeventionskette.editing import forms, workplace

    issue: dict[str, Any] = json.loads(options.event.read_text(encoding="utf-8"))["issue"]
    number = int(issue["number"])
    config = options.config_file.resolve()
    place = workplace.open_workplace(config)
    result: dict[str, Any] = {"issue": number}
    try:
        form, values = forms.read(str(issue.get("body") or ""), forms.forms(FORMS))
        made = forms.propose(form, values, place)
    except forms.NoFormError:
        pass  # somebody wrote freely: nothing to answer
    except forms.FormError as error:
        result["kommentar"] = f"Daraus ist von selbst kein Vorschlag entstanden. {error}"
    else:
        for name, raw in made.files.items():
            workplace.replace(place.base / name, raw)
        comment = f"{_table(made)}\n\n{_checked(config, set(made.files))}"
        result |= {
            "zweig": f"formular/{number}",
            "titel": f"Vorschlag aus dem Formular #{number}",
            "text": f"Aus dem Formular in #{number}. Bitte prüfen, ob die Quelle das sagt.",
            "dateien": {name: raw.decode("utf-8") for name, raw in made.files.items()},
            "kommentar": comment,
        }
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _table(made: Proposal) -> str:
    """The cells that change, as a Markdown table."""
    from praeventionskette.messages import show
    from praeventionskette.problems import escape

    lines = ["| Tabelle | Zeile | Spalte | Wert |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(escape(show(cell, 300)) for cell in row)} |" for row in made.cells]
    return "\n".join(["### Das ändert sich", "", *lines[:200]])


def _checked(config: Path, changed: set[str]) -> str:
    """What the check says about the changed files."""
    from praeventionskette import inspection, packages, problems

    checked = inspection.inspect(config)
    wrong = [p for p in checked.problems if p.stops]
    here = [p for p in wrong if p.file in changed]
    if not wrong:
        return "### Die Prüfung\n\nAlles in Ordnung."
    site = packages.published_at(config)
    text = problems.report(here or wrong, "markdown", site)
    if len(text) > MOST:
        text = text[:MOST].rsplit("\n", 1)[0] + "\n\nHier ist der Bericht gekürzt."
    return f"### Die Prüfung\n\n{text}"


if __name__ == "__main__":
    from _env import ensure_environment

    ensure_environment("site", PYTHONUTF8="1")
    utf8()
    sys.exit(main())
