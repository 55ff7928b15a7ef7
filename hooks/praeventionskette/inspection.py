"""Everything that stands between the data and the public: the checks, then the audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from . import origin, packages, problems, store
from .catalogue import Catalogue
from .packages import Checked
from .problems import Problem


def inspect(path: Path) -> Checked:
    """Check a town from its ``mkdocs.yml`` on, and audit what it would publish.

    The audit sees the present packages and every version that is still published; it runs only
    over data that passed the checks, since a spoilt table says nothing about what can be derived.
    Never raises on bad input.
    """
    checked = packages.check(path)
    catalogue = checked.loaded.catalogue
    if catalogue is None:
        return checked
    earlier = [past.catalogue for past in catalogue.past]
    seen = (catalogue.town, [origin.read(one) for one in (catalogue, *earlier)])
    found = store.clean("geheimhaltung", seen, lambda: _audit(catalogue, earlier))
    return replace(checked, problems=problems.ordered((*checked.problems, *found)))


def _audit(catalogue: Catalogue, earlier: list[Catalogue]) -> tuple[Problem, ...]:
    from .disclosure import audit  # brings numpy and a solver: not for a check that failed

    return audit(catalogue, earlier)
