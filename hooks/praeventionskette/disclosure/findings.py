"""The audit: is any small count recoverable from all that would be published together?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from praeventionskette import messages, problems
from praeventionskette.catalogue import Catalogue
from praeventionskette.disclosure import direct, explain, links, tables
from praeventionskette.disclosure.model import COUNT, TABLE, Link, System
from praeventionskette.problems import Problem

THRESHOLD = 5


def audit(catalogue: Catalogue, earlier: Iterable[Catalogue] = ()) -> tuple[Problem, ...]:
    """Every finding about the catalogue; ``earlier`` are releases that the public has seen."""
    releases = tuple(earlier)
    threshold = declared_threshold(catalogue)
    found = list(direct.check(catalogue, releases, threshold))
    found += tables.check(catalogue, releases)
    if catalogue.werte:
        found += _values(catalogue, releases, threshold)
    return problems.ordered(found)


def declared_threshold(catalogue: Catalogue) -> int:
    """The highest threshold that a package with indicator values declares; at least 5."""
    values = [THRESHOLD]
    for package in catalogue.packages:
        entry = package.descriptor.get("geheimhaltung")
        if isinstance(entry, dict) and isinstance(entry.get("schwelle"), int):
            values.append(entry["schwelle"])
    return max(values)


def _values(
    catalogue: Catalogue, earlier: tuple[Catalogue, ...], threshold: int
) -> Iterator[Problem]:
    """Findings that follow from indicator values by their links."""
    rows = links.known(catalogue, earlier)
    maker = links.Links(catalogue, rows)
    system = maker.build().build()
    told = {p.cell for p in _insiders(system, threshold)}
    yield from (p.problem for p in _insiders(system, threshold))
    yield from findings(system, threshold, frozenset(maker.optional), told)


def findings(
    system: System,
    threshold: int,
    optional: frozenset[int] = frozenset(),
    told: Iterable[int] = (),
) -> Iterator[Problem]:
    """What can be worked out. ``optional``: links that only names imply; they fall where the
    numbers contradict them (then the names meant something else)."""
    from praeventionskette.disclosure.interval import ask

    system, optional = _relevant(system, optional)
    if not system.links:  # without a link nothing can be worked out
        return
    answer = ask(system, threshold)
    while answer.contradictions:
        doubtful = set(answer.contradictions) & optional
        if not doubtful:
            break
        kept = [n for n in range(len(system.links)) if n not in doubtful]
        optional = frozenset(kept.index(n) for n in optional - doubtful)
        system = replace(system, links=tuple(system.links[n] for n in kept))
        answer = ask(system, threshold)
    if answer.contradictions:
        cells = [c for n in answer.contradictions for c, _ in system.links[n].terms]
        shown = [system.cells[c] for c in cells if system.cells[c].line] or [system.cells[cells[0]]]
        yield problems.found(
            "geheim-widerspruch", "summe", file=shown[0].file, line=shown[0].line, column="wert",
            gleichung=explain.contradiction(system, answer.contradictions),
        )  # fmt: skip
        return
    skip = set(told)
    for narrow in answer.narrow:
        if narrow.cell in skip:
            continue
        cell = system.cells[narrow.cell]
        rate = any(system.links[n].share for n in narrow.because)
        rule = "geheim-anteil" if rate else "geheim-differenz"
        exact = narrow.low == narrow.high
        yield problems.found(
            rule, ("anzahl" if rate else "genau") if exact else "bereich",
            file=cell.file, line=cell.line, column="wert" if cell.line else "",
            zelle=messages.Shown(cell.words), von=narrow.low, bis=narrow.high,
            gleichung=explain.equation(system, narrow), auch=explain.also(system, narrow),
        )  # fmt: skip


def _relevant(system: System, optional: frozenset[int]) -> tuple[System, frozenset[int]]:
    """Without links that cannot matter: those of parts where nothing is withheld or implied."""
    matters = [
        n
        for n, (link, terms, known) in enumerate(system.open_links())
        if terms or not _holds(link, known)
    ]
    places = {old: new for new, old in enumerate(matters)}
    kept = tuple(system.links[n] for n in matters)
    moved = frozenset(places[n] for n in optional if n in places)
    return replace(system, links=kept), moved


def _holds(link: Link, value: int) -> bool:
    above = link.low is None or value >= link.low
    return above and (link.high is None or value <= link.high)


class _Told:
    """A finding with its cell."""

    def __init__(self, cell: int, problem: Problem) -> None:
        self.cell, self.problem = cell, problem


def _insiders(system: System, threshold: int) -> Iterator[_Told]:
    """Two withheld counts in one sum: whoever is one of them alone knows the other."""
    for link, terms, known in system.open_links():
        if len(terms) != 2 or link.low != link.high or link.low is None:
            continue
        (a, first), (b, second) = terms
        both = all(
            system.cells[c].kind == COUNT and system.cells[c].origin == TABLE for c in (a, b)
        )
        if not both or first != second:
            continue
        together = (link.low - known) // first
        if together - 1 == threshold - 1:  # smaller sums are found as narrow intervals
            cell = system.cells[a]
            yield _Told(
                a,
                problems.found(
                    "geheim-mitwisser", "rest", file=cell.file, line=cell.line, column="wert",
                    zelle=messages.Shown(cell.words), andere=messages.Shown(system.cells[b].words),
                    summe=together, rest=together - 1,
                ),
            )  # fmt: skip
