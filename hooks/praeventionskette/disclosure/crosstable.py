"""A published cross table: what its descriptor declares, as cells and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from praeventionskette.disclosure.geometry import Dimension, Geometry, Key
from praeventionskette.disclosure.model import TABLE, Builder, Cell, System

PROPERTY = "geheimhaltung"
"""Custom property of a resource that declares its disclosure control."""
COUNT_COLUMN = "anzahl"
STATUS_COLUMN = "status"
WITHHELD = "geheim"
SHOWN = "gemessen"


class Undeclared(ValueError):  # noqa: N818
    """The declaration cannot be used; the text says why, in German."""


@dataclass(frozen=True)
class Declaration:
    """What ``geheimhaltung`` says of one resource."""

    geometry: Geometry
    threshold: int
    group_threshold: int
    features: tuple[str, ...]
    shares: tuple[tuple[str, str, int], ...] = ()
    """(column, dimension whose total is the denominator, decimals)"""
    certificate: str = ""

    def dump(self) -> dict[str, Any]:
        """As it stands in the descriptor."""
        return {
            "schwelle": self.threshold,
            "gruppen_schwelle": self.group_threshold,
            "merkmale": list(self.features),
            "dimensionen": [
                {
                    "spalte": d.name,
                    "codes": list(d.leaves),
                    **({"gesamt": d.total} if d.total is not None else {}),
                    **({"gruppen": {g: list(m) for g, m in d.groups}} if d.groups else {}),
                }
                for d in self.geometry.dimensions
            ],
            "anteile": [{"spalte": c, "von": d, "nachkommastellen": n} for c, d, n in self.shares],
            "zertifikat": self.certificate,
        }


def declared(data: Any, labels: Mapping[str, tuple[tuple[str, str], ...]]) -> Declaration:
    """The declaration of a descriptor; ``labels`` are the categories of its columns."""
    try:
        dimensions = tuple(
            Dimension(
                str(d["spalte"]),
                tuple(str(c) for c in d["codes"]),
                tuple((str(g), tuple(map(str, m))) for g, m in d.get("gruppen", {}).items()),
                d.get("gesamt"),
                labels=labels.get(str(d["spalte"]), ()),
            )
            for d in data["dimensionen"]
        )
        shares = tuple(
            (str(s["spalte"]), str(s["von"]), int(s["nachkommastellen"]))
            for s in data.get("anteile", ())
        )
        declaration = Declaration(
            Geometry(dimensions),
            int(data["schwelle"]),
            int(data.get("gruppen_schwelle", 20)),
            tuple(map(str, data.get("merkmale", ()))),
            shares,
            str(data.get("zertifikat", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Undeclared("Die Angaben unter „geheimhaltung“ sind unvollständig.") from error
    for dimension in dimensions:
        strange = {c for _, m in dimension.groups for c in m} - set(dimension.leaves)
        if strange or not dimension.leaves:
            raise Undeclared(f"Die Gruppen von „{dimension.name}“ nennen unbekannte Codes.")
    return declaration


@dataclass(frozen=True)
class CrossTable:
    """One published cross table."""

    file: str
    declaration: Declaration
    values: Mapping[Key, int | None]
    """Published count of each cell; None where it is withheld."""
    lines: Mapping[Key, int] = field(default_factory=dict)
    prefix: str = ""

    def system(self) -> System:
        """Cells and sums, as an attacker writes them down."""
        geometry = self.declaration.geometry
        builder = Builder()
        for key in geometry.keys:
            builder.add(
                Cell(
                    self.prefix + "|".join(key),
                    geometry.words(key),
                    self.values.get(key),
                    origin=TABLE,
                    file=self.file,
                    line=self.lines.get(key, 0),
                )
            )
        for total, parts in geometry.sums():
            place = geometry.position
            words = f"{geometry.words(total)} = Summe von {len(parts)} Teilen"
            builder.sum(place[total], [place[p] for p in parts], words)
        return builder.build()
