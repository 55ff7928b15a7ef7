"""Whether an offer is open now, on the cards of a list: computed in the browser from these data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalogue import Catalogue
from ..days import days
from . import times
from .offers import Offer

SCRIPT = "assets/javascripts/pk-zeiten.js"


@dataclass(frozen=True, slots=True)
class Opening:
    """What ``pk-zeiten.js`` computes from; without any times nothing, and no script either.

    daten: id of an offer → its times, :func:`times.machine`; tage: :func:`times.machine_days`.
    """

    daten: Mapping[str, dict[str, Any]]
    tage: Mapping[str, Any]

    @property
    def context(self) -> dict[str, Any]:
        """For templates that draw cards: ``karte_angebot`` and ``tage`` in ``macros.html``."""
        return {"jetzt_daten": self.daten, "tage": self.tage}

    @property
    def scripts(self) -> tuple[str, ...]:
        return (SCRIPT,) if self.daten else ()


def opening(catalogue: Catalogue, found: Sequence[Offer]) -> Opening:
    """The times of all offers that have any."""
    timed = (o for o in found if o.zeiten or o.termine)
    daten = {o.angebot.id: times.machine(o.zeiten, o.termine, catalogue.stichtag) for o in timed}
    return Opening(daten, times.machine_days(days(catalogue)) if daten else {})
