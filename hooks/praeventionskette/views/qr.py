"""QR codes of many addresses, as inline SVG.

The slow way is segno's and draws one symbol; the fast way gives the same bytes many times quicker
(tests/views/test_qr.py holds them equal). It rests on ISO/IEC 18004: with version, level and mask
fixed, each module is a sum modulo 2 of bits of the text and a constant, for Reed-Solomon is a
linear code and the mask is added. So a text that differs from another of its length in some bits
has its symbol, with what these bits change added. A bit changes the same in all texts of a version.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import xor
from typing import Any

from markupsafe import Markup

BORDER = 4
"""Light modules around a symbol (ISO/IEC 18004, 6.3.8)."""
STROKE = re.compile("[0\n]*1+")


def drawn(address: str) -> Markup:
    """One symbol: one path in the colour of the text, no style, no script.

    The mask is fixed: any of the eight is valid, and weighing them all is most of the cost.
    """
    return _svg(_made(address))


class Symbols:
    """Draws like :func:`drawn`, and learns by the way what the bits of a text change.

    To learn a bit costs a symbol. As many may be learnt as were drawn the slow way, so that a few
    addresses cost at most twice what they would, and thousands hardly more than their paths.
    """

    def __init__(self) -> None:
        self.texts: dict[int, _Text] = {}
        self.versions: dict[int, _Version] = {}

    def __call__(self, address: str) -> Markup:
        """The symbol of an address."""
        if not address.isascii():
            return drawn(address)
        text = self.texts.get(len(address))
        if text is None:
            return self._first(address)
        version, signs = text.version, address.encode("ascii")
        bits = [
            (i, a ^ b) for i, (a, b) in enumerate(zip(signs, text.signs, strict=True)) if a != b
        ]
        new = [many for many in bits if many not in version.changes]
        if new and not version.learn(text, new):
            version.earned += 1
            return drawn(address)
        modules = text.modules
        for many in bits:
            modules ^= version.changes[many]
        return version.svg(modules)

    def _first(self, address: str) -> Markup:
        """The first address of a length is what the others of this length are compared with."""
        code = _made(address)
        svg, size = _svg(code), len(code.matrix)
        version = self.versions.setdefault(size, _Version(size, *_around(svg)))
        version.earned += 1
        self.texts[len(address)] = _Text(version, address.encode("ascii"), _number(code.matrix))
        return svg


@lru_cache(maxsize=1)
def symbols() -> Symbols:
    """What all pages of all languages of a build draw with."""
    return Symbols()


@dataclass(slots=True)
class _Version:
    """Symbols of one size. changes: (place, bits) of a text → the modules that they turn over."""

    size: int
    head: str
    tail: str
    changes: dict[tuple[int, int], int] = field(default_factory=dict)
    earned: int = 0
    strokes: _Strokes = field(init=False)

    def __post_init__(self) -> None:
        self.strokes = _Strokes(self.size)

    def learn(self, text: _Text, new: Sequence[tuple[int, int]]) -> bool:
        """Learn what these bits change, if that is no more than was earned."""
        single = [[(place, 1 << n) for n in range(7) if bits >> n & 1] for place, bits in new]
        unknown = {one for ones in single for one in ones} - self.changes.keys()
        if len(unknown) > self.earned:
            return False
        self.earned -= len(unknown)
        for place, bit in unknown:
            signs = bytearray(text.signs)
            signs[place] ^= bit
            self.changes[place, bit] = _number(_made(signs.decode("ascii")).matrix) ^ text.modules
        for many, ones in zip(new, single, strict=True):
            self.changes[many] = reduce(xor, (self.changes[one] for one in ones))
        return True

    def svg(self, modules: int) -> Markup:
        bits, size = f"{modules:0{self.size**2}b}", self.size
        rows = "\n".join(bits[i : i + size] for i in range(0, len(bits), size))
        path = "".join(map(self.strokes.__getitem__, STROKE.findall(rows)))
        return Markup(f"{self.head}{path}{self.tail}")


@dataclass(frozen=True, slots=True)
class _Text:
    """The first text of a length with its symbol."""

    version: _Version
    signs: bytes
    modules: int


class _Strokes(dict[str, str]):
    """Light modules, ends of rows and then dark modules → how the pen moves and draws, as segno
    writes it. The first dark module of a symbol is its corner, where the pen already is."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def __missing__(self, key: str) -> str:
        light, dark, rows = key.count("0"), key.count("1"), key.count("\n")
        move = f"m{light - rows * self.size} {rows}" if light or rows else ""
        made = self[key] = f"{move}h{dark}"
        return made


def _made(address: str) -> Any:
    import segno

    return segno.make_qr(address, error="m", mode="byte", boost_error=False, mask=2)


def _svg(code: Any) -> Markup:
    svg = code.svg_inline(border=BORDER, omitsize=True, lineclass=None, svgclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _around(svg: str) -> tuple[str, str]:
    """What stands before and behind the strokes of a path."""
    start = svg.index("h", svg.index(' d="M'))
    return svg[:start], svg[svg.index('"', start) :]


def _number(matrix: Sequence[Sequence[int]]) -> int:
    """The modules as one number, row by row, dark as 1."""
    return int("".join("".join(map(str, row)) for row in matrix), 2)
