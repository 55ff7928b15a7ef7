"""How a cell is worked out, in words: „Stadt − 27 andere Quartiere = 3“."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from praeventionskette import messages
from praeventionskette.disclosure.model import COUNT, Link, System

if TYPE_CHECKING:
    from praeventionskette.disclosure.interval import Narrow

FEW = 3


def equation(system: System, narrow: Narrow) -> messages.Shown:
    """The shortest derivation that we can say."""
    links = [system.links[n] for n in narrow.because]
    result = _range(narrow)
    for link in links:
        cells = [c for c, _ in link.terms]
        alone = all(c == narrow.cell or system.cells[c].value is not None for c in cells)
        if narrow.cell in cells and alone:
            return messages.Shown(f"{_said(system, link, narrow.cell)} = {result}")
    near = [link for link in links if narrow.cell in [c for c, _ in link.terms]]
    if len(links) == 1 and near and (said := _together(system, near[0])):
        return messages.Shown(said)
    words = list(dict.fromkeys(link.words for link in _connected(links, narrow.cell)))
    shown = "; ".join(words[:FEW]) + (
        f" und {len(words) - FEW} weitere" if len(words) > FEW else ""
    )
    return messages.Shown(f"aus {shown} folgt {result}")


def _range(narrow: Narrow) -> str:
    same = narrow.low == narrow.high
    return str(narrow.low) if same else f"{narrow.low} bis {narrow.high}"


def _connected(links: Sequence[Link], cell: int) -> list[Link]:
    """The links that lead to the cell, nearest first."""
    reached, rest = {cell}, list(links)
    order: list[Link] = []
    while True:
        near = [link for link in rest if any(c in reached for c, _ in link.terms)]
        if not near:
            return order or list(links)
        order += near
        rest = [link for link in rest if link not in near]
        reached |= {c for link in near for c, _ in link.terms}


def _said(system: System, link: Link, cell: int) -> str:
    """One link, solved for the cell."""
    totals = [c for c, f in link.terms if f == -1]
    is_sum = link.low == link.high == 0 and len(totals) == 1
    if link.share or not is_sum or any(abs(f) != 1 for _, f in link.terms):
        return link.words
    noun = "Quartiere" if "Quartier" in link.words else "Teile"
    others = [c for c, f in link.terms if f == 1 and c != cell]
    names = [_short(system, c) for c in others]
    if cell == totals[0]:
        return " + ".join(names) if len(names) <= FEW else f"Summe der {len(names)} {noun}"
    start = _short(system, totals[0])
    if len(names) > FEW:
        return f"{start} − {len(names)} andere {noun}"
    return " − ".join([start, *names])


def _together(system: System, link: Link) -> str:
    """A sum of which several parts are withheld: what these make together."""
    totals = [c for c, f in link.terms if f == -1]
    if len(totals) != 1 or system.cells[totals[0]].value is None or link.low != 0 or link.high != 0:
        return ""
    parts = [c for c, f in link.terms if f == 1]
    dark = [_short(system, c) for c in parts if system.cells[c].value is None]
    shown = [c for c in parts if system.cells[c].value is not None]
    if len(dark) > FEW or len(parts) != len(link.terms) - 1:
        return ""
    value = (system.cells[totals[0]].value or 0) - sum(system.cells[c].value or 0 for c in shown)
    noun = "Quartiere" if "Quartier" in link.words else "Teile"
    start = _short(system, totals[0])
    rest = f" − {len(shown)} andere {noun}" if shown else ""
    return f"{start}{rest} = {value}, so viel wie {' und '.join(dark)} zusammen"


def _short(system: System, cell: int) -> str:
    return system.cells[cell].short or f"„{system.cells[cell].words}“"


def also(system: System, narrow: Narrow) -> messages.Shown:
    """What to withhold besides: the smallest published count of an equation that was used."""
    best: tuple[int, str] | None = None
    for number in narrow.because:
        totals = {c for c, f in system.links[number].terms if f < 0}
        for cell, _ in system.links[number].terms:
            entry = system.cells[cell]
            if entry.value and entry.kind == COUNT and cell not in totals and cell != narrow.cell:
                candidate = (entry.value, _short(system, cell))
                best = min(best, candidate) if best else candidate
    if best is None:
        return messages.Shown("die Summe oder den Anteil")
    return messages.Shown(best[1] if best[1].startswith("„") else f"„{best[1]}“")


def contradiction(system: System, numbers: Sequence[int]) -> messages.Shown:
    """The links that cannot hold together."""
    said = []
    for number in numbers[:FEW]:
        link = system.links[number]
        known = [
            f"{_short(system, c)} {system.cells[c].value}"
            for c, _ in link.terms
            if system.cells[c].value is not None
        ]
        said.append(f"{link.words} [{', '.join(known[:6])}{' …' if len(known) > 6 else ''}]")
    return messages.Shown("; ".join(said) + (" …" if len(numbers) > FEW else ""))
