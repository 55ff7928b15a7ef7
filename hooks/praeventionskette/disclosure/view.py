"""What one record names: in its cells, in what it belongs to, in the path of its file."""

from __future__ import annotations

from collections.abc import Mapping

from praeventionskette.disclosure import extract, naming
from praeventionskette.disclosure.naming import Dimension, Family

FEW = 4
"""Words beside a name from which a cell is prose that mentions it."""


def folder(name: str) -> tuple[str, ...]:
    """The parts of a path that may be ids: folders, and the file's name up to its first point."""
    *above, last = name.casefold().strip("/").split("/")
    return (*above, last.split(".")[0])


class View:
    """What one record names, in the words of one family."""

    def __init__(
        self,
        family: Family,
        texts: list[tuple[str, str]],
        context: tuple[str, ...],
        around: tuple[str, ...],
        last: str,
        cells: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.family, self.texts, self.context = family, texts, context
        self.around, self.last, self.cells = around, last, cells
        self.whole = " | ".join(t for _, t in texts)
        self._general: dict[int, set[str]] = {}

    def label(self, numbers: Mapping[str, str]) -> None:
        """On a picture the number of a quarter stands for its name."""
        self.texts = [("gebiet", numbers[t]) if t in numbers else (k, t) for k, t in self.texts]
        self.whole = " | ".join(t for _, t in self.texts)

    def topics(self) -> set[str]:
        """Indicators that the record is about."""
        return self._all(0, self.family.dimensions[0])

    def _all(self, n: int, dimension: Dimension) -> set[str]:
        """Codes that the whole record, what it belongs to or its path names."""
        if n not in self._general:
            own = [t for k, t in self.texts if k == dimension.column]
            if own:
                codes = {dimension.codes.get(t, t) for t in own}
            else:
                codes = self._row(dimension)
                for text in self.context:
                    codes |= dimension.named(text)
                codes |= {p for p in self.around if p in dimension.words and len(p) > 2}
            self._general[n] = codes
        return self._general[n]

    def _row(self, dimension: Dimension) -> set[str]:
        """Codes that the record's cells name; where there are columns, not what prose mentions."""
        if len(self.texts) < 2 or not any(k for k, _ in self.texts):
            return dimension.named(self.whole)
        short = (t for _, t in self.texts if len(dimension.pattern.sub("", t).split()) < FEW)
        return dimension.named(" | ".join(short))

    def _years(self, part: str, alone: bool) -> set[str]:
        """The years of a text; else of its record, of what it belongs to, of its path."""
        times = [t for k, t in self.texts if k in extract.TIME]
        if times and not alone:
            return naming.years(" | ".join(times))
        own = naming.years(part) if alone else set()
        apart = naming.ABOUT | naming.VALUES
        rows = " | ".join(times or [t for k, t in self.texts if k not in apart])
        for text in (rows, *self.context, self.last):
            own = own or naming.years(text)
        return own

    def named(self, key: str, part: str, alone: bool) -> tuple[set[str] | None, ...] | None:
        """For each dimension the codes that are meant (None: any), or None if one is missing."""
        result: list[set[str] | None] = []
        hit = next((self.cells[t] for _, t in self.texts if t in self.cells), None)
        if hit:
            return tuple({code} for code in hit)
        for n, dimension in enumerate(self.family.dimensions):
            codes = dimension.named(key) if key else set()
            if not codes:
                timed = dimension.column == "jahr" and dimension.any
                codes = self._years(part, alone) if timed else self._all(n, dimension)
                codes = codes if timed else codes | dimension.named(part)
            if codes:
                result.append(codes)
            elif dimension.any:
                result.append(None)
            elif dimension.total is not None:
                result.append({dimension.total})
            else:
                return None
        return tuple(result)
