"""One look over a finished site: what must not be in it, its links, and the sum of each file.

Three checks that each read every file: here a file is read once for all of them. Two processes
share the files. What is found is what ``artefacts.scan``, ``selfcheck.findings`` and
``buildinfo.sums`` find alone (tests/test_lookover.py holds them equal).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from . import beside, problems, selfcheck, sitefiles
from .catalogue import Catalogue
from .disclosure import extract
from .disclosure.artefacts import Scanner
from .disclosure.pictures import Drawn
from .exports import buildinfo
from .problems import Problem

STAGE = "Durchsicht"
PIECES = 200
"""Into so many pieces the files are cut: enough that no process waits long for the other."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found."""

    leaks: tuple[Problem, ...]
    """What shows a withheld value."""
    faults: list[str]
    """German lines about links and about what is loaded from elsewhere."""
    sums: bytes
    """The text of ``SHA256SUMS``."""


@dataclass(slots=True)
class _Found:
    """The same by file, as one process finds it."""

    leaks: list[Problem] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


def look(
    site: Path, catalogue: Catalogue, site_url: str, drawn: Mapping[str, Drawn] | None = None
) -> Looked:
    """Look a site over that is otherwise done. drawn: path → what a picture was drawn from."""
    names = sitefiles.names(site)
    pieces = list(_pieces(names))
    scanner = Scanner(catalogue, frozenset())
    check = selfcheck.Check(site, site_url, names)
    with beside.Heap(len(pieces)) as heap:
        share = partial(_share, site, scanner, check, pieces, heap)
        other = beside.Part(STAGE, share)
        around = list(scanner.around(site, drawn or {}))
        both = share(), other.result()
    digests = dict(sorted(chain.from_iterable(found.digests.items() for found in both)))
    return Looked(
        problems.ordered(chain(around, *(found.leaks for found in both))),
        selfcheck.in_order({name: lines for f in both for name, lines in f.faults.items()}),
        buildinfo.listing(digests.items()),
    )


def _pieces(names: list[str]) -> Iterable[list[str]]:
    """The names in pieces. First, in one, what has to be unpacked: it takes longest, and only one
    process then needs what is worked out for workbooks."""
    packed = [name for name in names if extract.suffix(name) in extract.PACKED]
    others = [name for name in names if extract.suffix(name) not in extract.PACKED]
    step = len(others) // PIECES + 1
    return [packed, *(others[n : n + step] for n in range(0, len(others), step))]


def _share(
    site: Path,
    scanner: Scanner,
    check: selfcheck.Check,
    pieces: list[list[str]],
    heap: Iterable[int],
) -> _Found:
    """Look at the files of the pieces that this process gets."""
    found = _Found()
    for name in chain.from_iterable(pieces[n] for n in heap):
        raw = sitefiles.read(site, name)
        found.digests[name] = buildinfo.digest(raw)
        if lines := list(check.faults(name, raw)):
            found.faults[name] = lines
        found.leaks += scanner.look(name, raw, site)
    return found
