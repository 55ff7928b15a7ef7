"""Classes of a map. The method is the town's choice and stands in the data (``klassen``).

- ``quantile`` (default): about as many quarters in each class.
- ``jenks``: natural breaks, limits where the gaps between values are wide (jenkspy).
- ``0|5|10|20``: fixed lower limits, so that maps of several years or towns can be compared; with
  ``ab`` in front where the first is negative (``ab -10|0|10``), as a cell may not start with "-".

Limits come from published values or from the town's choice, never from a withheld value. A balance
(plus and minus) is classed on each side of zero; zero itself is neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST = 5
"""More steps of one colour cannot be told apart."""
SIDE = 3
"""Steps on each side of zero."""
COLOURS = {0: "", 1: "3", 2: "24", 3: "135", 4: "1245", 5: "12345"}
"""Few classes take colours that are far apart."""
METHODS = {
    "quantile": "Jede Farbe steht für etwa gleich viele Quartiere (Quantile).",
    "jenks": "Die Farben wechseln dort, wo zwischen den Zahlen große Lücken sind (Verfahren nach "
    "Jenks).",
    "fest": "Die Grenzen der Farben sind fest gewählt.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One class. ``name`` says its colour: "1" to "5", or "n3" … "n1", "z", "p1" … "p3"."""

    name: str
    low: Decimal | None
    high: Decimal | None
    open: bool = False
    """The upper limit itself belongs to the next class."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes from low to high."""

    steps: tuple[Step, ...]
    methode: str = "quantile"

    @property
    def ranges(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Both ends of each class; only for classes whose ends are values."""
        return tuple((s.low or Decimal(0), s.high or Decimal(0)) for s in self.steps)

    def of(self, value: Decimal) -> int:
        """The class of a value, counted from 1."""
        for i, step in enumerate(self.steps, start=1):
            if step.high is None or value < step.high or (value == step.high and not step.open):
                return i
        return len(self.steps)

    def name(self, value: Decimal) -> str:
        """The name of the class of a value."""
        return self.steps[self.of(value) - 1].name


Ranges = list[tuple[Decimal, Decimal]]


def _quantile_ranges(values: Sequence[Decimal], most: int) -> Ranges:
    ordered = sorted(values)
    count = max(1, min(most, len(set(ordered)), len(ordered) // 2 or 1))
    ranges: Ranges = []
    start = 0
    for i in range(count):
        end = round((i + 1) * len(ordered) / count)
        while 0 < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > start:
            ranges.append((ordered[start], ordered[end - 1]))
            start = end
    return ranges


def _jenks_ranges(values: Sequence[Decimal], most: int) -> Ranges:
    distinct = sorted(set(values))
    count = min(most, len(distinct), len(values) // 2 or 1)
    if count < 2:
        return _quantile_ranges(values, most)
    import jenkspy  # only where a town chose it

    limits = jenkspy.jenks_breaks([float(v) for v in sorted(values)], n_classes=count)[1:]
    ranges: Ranges = []
    for limit in limits:
        inside = [v for v in distinct if float(v) <= limit and not (ranges and v <= ranges[-1][1])]
        if inside:
            ranges.append((inside[0], inside[-1]))
    return ranges


def quantiles(values: Sequence[Decimal], most: int = MOST) -> Classes:
    """At most ``most`` classes with about equally many values; equal values share a class.

    Fewer values give fewer classes (about two values a class at least), so that a map of three
    quarters does not pretend five steps.
    """
    ranges = _quantile_ranges(values, most)
    return Classes(tuple(Step(str(i), *r) for i, r in enumerate(ranges, start=1)))


def limits(klassen: str | None) -> tuple[Decimal, ...]:
    """The fixed lower limits of ``klassen``, or () for a method that finds its own."""
    parts = (klassen or "").removeprefix("ab ").split("|")
    return tuple(Decimal(part) for part in parts) if len(parts) > 1 else ()


def build(values: Sequence[Decimal], klassen: str | None, *, balance: bool = False) -> Classes:
    """Classes of the published ``values`` by the method that the data names.

    balance: plus and minus have a meaning of their own, so the classes part at zero.
    """
    if fixed := limits(klassen):
        return Classes(_named(_fixed(values, fixed, balance), balance), "fest")
    method = "jenks" if klassen == "jenks" else "quantile"
    find: Callable[[Sequence[Decimal], int], Ranges]
    find = _jenks_ranges if method == "jenks" else _quantile_ranges
    if not balance:
        return Classes(_named([Step("", *r) for r in find(values, MOST)], False), method)
    steps = [Step("", *r) for r in find([v for v in values if v < 0], SIDE)]
    if any(v == 0 for v in values):
        steps.append(Step("", Decimal(0), Decimal(0)))
    steps += [Step("", *r) for r in find([v for v in values if v > 0], SIDE)]
    return Classes(_named(steps, True), method)


def _fixed(values: Sequence[Decimal], fixed: Sequence[Decimal], balance: bool) -> list[Step]:
    steps = [Step("", None, fixed[0], True)] if any(v < fixed[0] for v in values) else []
    for low, high in zip(fixed, [*fixed[1:], None], strict=True):
        if low == 0 and balance and any(v == 0 for v in values):
            steps.append(Step("", low, low))
        steps.append(Step("", low, high, high is not None))
    return steps


def _named(steps: Sequence[Step], balance: bool) -> tuple[Step, ...]:
    if not balance:
        names = COLOURS[min(len(steps), MOST)]
        return tuple(
            Step(name, s.low, s.high, s.open) for name, s in zip(names, steps, strict=False)
        )
    below = [
        s for s in steps if s.high is not None and s.high <= 0 and (s.low is None or s.low < 0)
    ]
    above = [
        s for s in steps if s not in below and s.low is not None and s.low >= 0 and s.high != 0
    ]
    out = []
    for s in steps:
        if s in below:
            name = f"n{min(SIDE, len(below) - below.index(s))}"
        elif s in above:
            name = f"p{min(SIDE, above.index(s) + 1)}"
        else:
            name = "z"
        out.append(Step(name, s.low, s.high, s.open))
    return tuple(out)
