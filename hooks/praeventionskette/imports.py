"""Imports that cost much and give nothing here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class _Refusing:
    """A finder of modules that refuses one. (None in ``sys.modules`` does not do for pyarrow:
    code that Cython made takes it for the module.)"""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, *_: object) -> None:
        if name == self.name:
            raise ImportError(name)


@contextmanager
def without(name: str) -> Iterator[None]:
    """Meanwhile nothing can import a module, so that a library takes its own way without it.

    Where the module is loaded already, nothing changes. Afterwards whoever wants it gets it.
    """
    finder = _Refusing(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
