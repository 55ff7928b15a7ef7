"""Everything that stands between the data and the public: the checks, then the audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from . import packages, problems
from .packages import Checked


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
    from .disclosure import audit  # brings numpy and a solver: not for a check that failed

    found = audit(catalogue, [past.catalogue for past in catalogue.past])
    return replace(checked, problems=problems.ordered((*checked.problems, *found)))
