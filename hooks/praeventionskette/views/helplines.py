"""Nationwide numbers of the help page in other languages.

They are the ones of ``content/hilfe/notfall.md`` that hold in all of Germany, with their sources
there; a test compares them. Local ones stand on the German page alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import N_

PAGE = "hilfe/notfall.md"
"""A town that has no such page of its own shows none in other languages either."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number with what it is for (a message) and whether it is an emergency."""

    nummer: str
    wofuer: str


GROUPS = (
    (
        N_("Wenn jemand in Gefahr ist"),
        (
            Helpline("112", N_("Rettungsdienst und Feuerwehr")),
            Helpline("110", N_("Polizei")),
        ),
    ),
    (
        N_("Wenn Sie eine Ärztin oder einen Arzt brauchen"),
        (Helpline("116 117", N_("Ärztlicher Bereitschaftsdienst: Die Praxis ist zu")),),
    ),
    (
        N_("Wenn Sie reden möchten"),
        (
            Helpline("0800 111 0550", N_("Elterntelefon, für alle, die Kinder erziehen")),
            Helpline("116 111", N_("Kinder- und Jugendtelefon")),
            Helpline("0800 111 0 111", N_("Telefonseelsorge, Tag und Nacht")),
        ),
    ),
    (
        N_("Wenn Sie Gewalt erleben"),
        (
            Helpline(
                "116 016",
                N_("Hilfetelefon „Gewalt gegen Frauen“, Tag und Nacht, in vielen Sprachen"),
            ),
        ),
    ),
    (
        N_("Wenn Sie schwanger sind und nicht weiterwissen"),
        (Helpline("0800 40 40 020", N_("Hilfetelefon „Schwangere in Not“, Tag und Nacht")),),
    ),
)
"""Heading (a message) and its numbers, in the order of the German page."""
