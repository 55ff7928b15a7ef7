"""Rules that span columns, rows, tables and packages. Each is a function that yields problems.

The docstring is the rule, in one sentence; its words are in ``messages``. A rule uses a table or
column only where it exists: a town may leave out what it does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from praeventionskette.packages.model import Data
from praeventionskette.packages.rules import (
    geometry,
    goals,
    ids,
    monitoring,
    offers,
    places,
    publishing,
    texts,
    times,
    versions,
)
from praeventionskette.problems import Problem

ALL: tuple[Callable[[Data], Iterator[Problem]], ...] = (
    ids.safe,
    ids.distinct,
    places.pairs,
    places.inside_town,
    places.tiles,
    places.areas,
    places.areas_are_no_quarters,
    geometry.shapes,
    offers.ages,
    offers.phases,
    texts.of_offers,
    texts.of_searches,
    times.words,
    times.clocks,
    times.periods,
    times.overlaps,
    times.places,
    monitoring.gaps,
    monitoring.years,
    monitoring.once,
    monitoring.ranges,
    monitoring.population,
    monitoring.classes,
    monitoring.denominators,
    goals.targets,
    goals.serving,
    goals.above,
    goals.gaps,
    versions.forwards,
    versions.unchanged,
    versions.kept_well,
    versions.explained,
    versions.no_open_secret,
    publishing.licences,
    publishing.contacts,
    publishing.terms,
    publishing.collisions,
)
