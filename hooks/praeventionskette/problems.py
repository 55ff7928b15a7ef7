"""Problems as people read them: one record, one place that formats it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a person has to mend (or, as an open point, may supply).

    file: path as shown to the editor, relative to the town's folder, with forward slashes.
    line: physical line in the file, counted from 1; 0 where the whole file is meant.
    column: name of the column, or "" where no single column is meant.
    rule: id of the rule, a key of ``messages.RULES``.
    text: German, says what is wrong and what to do.
    severity: "fehler" stops the build; "offen" is an open point that is only listed.
    """

    file: str
    line: int
    column: str
    rule: str
    text: str
    severity: str = "fehler"
