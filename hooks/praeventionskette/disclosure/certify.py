"""Makes the certificate, from published values alone."""

from __future__ import annotations

import numpy as np

from praeventionskette.disclosure.certificate import Certificate
from praeventionskette.disclosure.interval import Answer, ask
from praeventionskette.disclosure.model import System
from praeventionskette.disclosure.polytope import Ints


def certify(system: System, need: int) -> tuple[Certificate | None, Answer]:
    """A certificate for a safe system; None with the findings for any other."""
    answer = ask(system, need)
    if answer.contradictions or answer.narrow:
        return None, answer
    keys = tuple(system.cells[i].key for i in system.unknown)
    tables, pairs = choose(answer.tables, len(keys), need)
    return Certificate(need, system.fingerprint(), keys, tables, pairs), answer


def choose(
    tables: list[Ints], size: int, need: int
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, int], ...]]:
    """Few tables that serve all cells, and a pair of them for each cell."""
    if not size:
        return (), ()
    stack = np.array(tables)
    chosen: list[int] = []
    place: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for column in range(size):
        values = stack[:, column]
        some = values[chosen]
        if chosen and some.max() - some.min() >= need:
            pairs.append((int(some.argmax()), int(some.argmin())))
            continue
        ends = (int(values.argmax()), int(values.argmin()))
        for table in ends:
            if table not in place:
                place[table] = len(chosen)
                chosen.append(table)
        pairs.append((place[ends[0]], place[ends[1]]))
    kept = tuple(tuple(int(v) for v in stack[k]) for k in chosen)
    return kept, tuple(pairs)
