"""The certificate: tables that all fit what is published, and differ where something is withheld.

Checked with whole numbers only: this module needs neither a solver nor numpy. The tables are made
from published values alone (``certify.py``), so they tell nothing that a reader could not work out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from praeventionskette.disclosure.model import SIGNED, System

FORMAT = 1


@dataclass(frozen=True)
class Certificate:
    """``tables[k][j]`` is cell ``cells[j]`` in table k; ``pairs[j]`` names two tables."""

    need: int
    fingerprint: str
    cells: tuple[str, ...]
    tables: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int], ...]

    def dump(self) -> str:
        """The file: the first table in full, of the others only what differs from it."""
        first = self.tables[0] if self.tables else ()
        changes = [
            [[j, v] for j, (v, old) in enumerate(zip(t, first, strict=True)) if v != old]
            for t in self.tables[1:]
        ]
        data = {
            "format": FORMAT,
            "schwelle": self.need,
            "fingerabdruck": self.fingerprint,
            "zellen": self.cells,
            "tabelle": first,
            "abweichungen": changes,
            "paare": self.pairs,
        }
        lines = (f"  {json.dumps(k)}: {compact(v)}" for k, v in data.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"


def compact(value: object) -> str:
    """JSON on one line, umlauts as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Unreadable(ValueError):  # noqa: N818
    """The file is no certificate."""


def load(raw: bytes) -> Certificate:
    """Read a certificate; raises ``Unreadable`` with a German reason."""
    try:
        data: Mapping[str, Any] = json.loads(raw)
        if data["format"] != FORMAT:
            raise Unreadable(f"das Format {data['format']!r} ist unbekannt")
        first = _ints(data["tabelle"])
        tables = [first]
        for changes in data["abweichungen"]:
            table = list(first)
            for position, value in changes:
                (at,) = _ints([position])
                (table[at],) = _ints([value])
            tables.append(tuple(table))
        cells = tuple(str(c) for c in data["zellen"])
        pairs = tuple((int(a), int(b)) for a, b in data["paare"])
        need = _ints([data["schwelle"]])[0]
        fingerprint = str(data["fingerabdruck"])
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable("die Datei ist beschädigt oder unvollständig") from error
    if len(pairs) != len(cells) or any(len(t) != len(cells) for t in tables):
        raise Unreadable("Zellen, Tabellen und Paare passen nicht zusammen")
    if any(not 0 <= k < len(tables) for pair in pairs for k in pair):
        raise Unreadable("ein Paar nennt eine Tabelle, die es nicht gibt")
    return Certificate(need, fingerprint, cells, tuple(tables), pairs)


def _ints(values: Sequence[object]) -> tuple[int, ...]:
    if not all(type(v) is int for v in values):
        raise Unreadable("eine Tabelle enthält etwas anderes als ganze Zahlen")
    return tuple(v for v in values if isinstance(v, int))


def verify(system: System, certificate: Certificate, need: int) -> tuple[str, ...]:
    """What is wrong with the certificate, in German; empty if it proves the system safe.

    It proves: for every unknown cell of a table there are two tables of non-negative whole
    numbers that fit everything published and differ there by at least ``need``.
    """
    wrong: list[str] = []
    if certificate.need < need:
        wrong.append(f"es belegt nur die Schwelle {certificate.need}, verlangt ist {need}")
    unknown = system.unknown
    names = tuple(system.cells[i].key for i in unknown)
    if set(names) != set(certificate.cells) or len(names) != len(certificate.cells):
        wrong.append("es spricht von anderen Zellen als denen, die zurückgehalten sind")
        return tuple(wrong)
    place = {key: j for j, key in enumerate(certificate.cells)}
    column = {i: place[system.cells[i].key] for i in unknown}
    may_be_negative = {column[i] for i in unknown if system.cells[i].kind == SIGNED}
    used = sorted({k for pair in certificate.pairs for k in pair})
    for k in used:
        if any(v < 0 and j not in may_be_negative for j, v in enumerate(certificate.tables[k])):
            wrong.append(f"Tabelle {k + 1} enthält eine negative Zahl")
    for link, terms, known in system.open_links():
        moved = [(column[i], f) for i, f in terms]
        for k in used if moved else used[:1]:
            table = certificate.tables[k]
            total = known + sum(f * table[j] for j, f in moved)
            if (link.low is not None and total < link.low) or (
                link.high is not None and total > link.high
            ):
                wrong.append(f"Tabelle {k + 1} passt nicht zu: {link.words}")
                break
    for j, (a, b) in enumerate(certificate.pairs):
        if abs(certificate.tables[a][j] - certificate.tables[b][j]) < certificate.need:
            wrong.append(f"das Paar für „{certificate.cells[j]}“ unterscheidet sich zu wenig")
    if not wrong and certificate.fingerprint != system.fingerprint():
        wrong.append("es wurde für andere veröffentlichte Werte ausgestellt")
    return tuple(wrong)
