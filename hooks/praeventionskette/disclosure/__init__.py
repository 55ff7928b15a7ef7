"""Statistical disclosure control: suppression, audit and certificate."""

from __future__ import annotations

from collections.abc import Iterable

from praeventionskette.catalogue import Catalogue
from praeventionskette.problems import Problem

__all__ = ["audit"]


def audit(catalogue: Catalogue, earlier: Iterable[Catalogue] = ()) -> tuple[Problem, ...]:
    """Every finding about what the catalogue would make recoverable; empty if it may go out."""
    from praeventionskette.disclosure import audit as stage

    return stage.audit(catalogue, earlier)
