"""The words of our own code lists, so that translators find them.

A town's names of areas and phases come from its data; those that are named like ours are translated
(:func:`.speaking.code_word`), others stay as they are.
"""

from __future__ import annotations

from .speaking import N_

BEREICHE = (
    N_("Gesundheit"),
    N_("Bildung"),
    N_("Kinder- und Jugendhilfe"),
    N_("Soziales"),
)
LEBENSPHASEN = (
    N_("Schwangerschaft und Geburt"),
    N_("0 bis 3 Jahre"),
    N_("3 bis 6 Jahre"),
    N_("6 bis 10 Jahre"),
    N_("10 bis 16 Jahre"),
    N_("Übergang Schule–Beruf"),
)
"""``lebensphasen.name``"""
KURZNAMEN = (
    N_("Schwanger"),
    N_("0–3 Jahre"),
    N_("3–6 Jahre"),
    N_("6–10 Jahre"),
    N_("10–16 Jahre"),
    N_("16–27 Jahre"),
)
"""``lebensphasen.kurzname``"""
