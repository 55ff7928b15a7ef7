"""Large tables: independent parts one by one, and blocks of a part where it is too large."""

from __future__ import annotations

import time
from collections.abc import Sequence

from praeventionskette.disclosure.suppress import NotProtectable, Pattern, Progress, solve
from praeventionskette.disclosure.task import Task

LARGE = 6000
"""Cells from which a part is solved in blocks."""
BLOCK = 1600
"""Cells of a block, about."""


def components(task: Task) -> list[list[int]]:
    """Groups of cells that no equation connects."""
    parent = list(range(len(task.values)))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for row in task.rows:
        first = root(row[0][0])
        for cell, _ in row[1:]:
            parent[root(cell)] = first
    groups: dict[int, list[int]] = {}
    for cell in range(len(task.values)):
        groups.setdefault(root(cell), []).append(cell)
    return list(groups.values())


def solve_all(
    task: Task,
    seconds: float,
    slices: Sequence[Sequence[int]] = (),
    progress: Progress | None = None,
) -> Pattern:
    """A safe pattern of the whole task.

    ``slices``: cells of each code of the dimension that large parts are cut along (quarters);
    cells in none of them (totals) belong to every block.
    """
    deadline = time.monotonic() + seconds
    found: set[int] = set()
    cost = bound = rounds = 0
    late = False
    groups = [g for g in components(task) if task.must & set(g)]
    sizes = [len(g) for g in groups]
    for n, group in enumerate(groups):
        left = max(deadline - time.monotonic(), 1.0) * sizes[n] / sum(sizes[n:])
        sub, keep = task.part(group)
        if len(group) > LARGE and slices:
            places = {old: new for new, old in enumerate(keep)}
            cut = [[places[c] for c in s if c in places] for s in slices]
            pattern = blocks(sub, left, cut, progress)
        else:
            try:
                pattern = solve(sub, left, progress)
            except NotProtectable as error:
                lost = tuple(keep[c] for c in error.cells)
                who = tuple(keep[c] for c in error.insider)
                raise NotProtectable(lost, who) from error
        found |= {keep[c] for c in pattern.cells}
        cost, bound = cost + pattern.cost, bound + pattern.bound
        rounds, late = rounds + pattern.rounds, late or pattern.timed_out
    return Pattern(frozenset(found), cost, bound, rounds, late)


def blocks(
    task: Task, seconds: float, slices: Sequence[Sequence[int]], progress: Progress | None = None
) -> Pattern:
    """Solve block after block of slices, all other slices being taken as published.

    Each block is safe for an attacker who knows all the others; so their union is safe. Totals
    that one block withheld are free to the next. A block that cannot be protected alone is tried
    again with the next slices.
    """
    deadline = time.monotonic() + seconds
    inside = {cell for s in slices for cell in s}
    shared = [c for c in range(len(task.values)) if c not in inside]
    per_slice = max(len(s) for s in slices)
    size = max((BLOCK - len(shared)) // max(per_slice, 1), 4)
    queue = [list(slices[n : n + size]) for n in range(0, len(slices), size)]
    done: set[int] = set()
    protected: set[int] = set()
    bound, late, first = len(task.primary), False, True
    while queue:
        block = queue.pop(0)
        cells = {c for s in block for c in s} | set(shared)
        left = max(deadline - time.monotonic(), 1.0) / (len(queue) + 1)
        sub, keep = _block(task, cells, shared, done, first)
        try:
            pattern = solve(sub, left)
        except NotProtectable as error:
            if not queue:
                raise NotProtectable(tuple(keep[c] for c in error.cells)) from error
            queue[0] = block + queue[0]
            continue
        first = False
        late = late or pattern.timed_out
        done |= {keep[c] for c in pattern.cells}
        protected |= cells
        if progress:
            share = len(protected) / len(task.values)
            progress(f"{len(done)} Zellen sicher, Block fertig", share)
    cost = task.price(done)
    return Pattern(frozenset(done) - task.hidden, cost, min(bound, cost), 0, late)


def _block(
    task: Task, cells: set[int], shared: Sequence[int], done: set[int], first: bool
) -> tuple[Task, list[int]]:
    """The task of one block: shared cells are protected once, and free if withheld before."""
    free = set(shared) & done
    weights = tuple(0 if c in free else w for c, w in enumerate(task.cost))
    primary = task.primary if first else task.primary - set(shared)
    hidden = task.hidden if first else task.hidden - set(shared)
    loose = Task(
        task.values,
        task.rows,
        primary,
        task.need,
        weights,
        hidden,
        task.fixed,
        tuple(i for i in task.insiders if set(i) & (primary | hidden)),
        task.insider_need,
    )
    return loose.part(cells)
