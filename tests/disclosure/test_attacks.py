"""Attacks on indicator values: each must be found; look-alikes must pass."""

from __future__ import annotations

import pytest
from praeventionskette import problems
from praeventionskette.disclosure import audit

from tests.disclosure import lookalikes
from tests.disclosure.attacks import ATTACKS, HARMLESS


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_found(name: str) -> None:
    rule, make = ATTACKS[name]
    catalogue, earlier = make()
    found = audit(catalogue, earlier)
    assert rule in {p.rule for p in found}, problems.report(found, "text")


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_passes(name: str) -> None:
    catalogue, earlier = HARMLESS[name]()
    found = audit(catalogue, earlier)
    assert not found, problems.report(found, "text")


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 25
    assert len(HARMLESS) >= 5


def test_equation_is_said_in_words() -> None:
    catalogue, _ = ATTACKS["town_minus_all_other_quarters"][1]()
    (finding,) = audit(catalogue)
    assert finding.text == (
        "„Kinder, Seeblick, 2024“ lässt sich ausrechnen: Stadt − 5 andere Quartiere = 3. "
        "Halte auch „Tannenhof“ zurück."
    )


def test_look_alikes_are_registered() -> None:
    assert lookalikes.changes_are_no_counts is None
