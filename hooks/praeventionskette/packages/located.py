"""Strict JSON that remembers where each object stands."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from json.decoder import JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any


class Located(dict[str, Any]):
    """An object of a JSON file with the line on which it begins."""

    line: int = 0


class JsonError(Exception):
    """Why a text is no JSON that we accept: key of a sentence, line, column, the word found."""

    def __init__(self, key: str, line: int = 0, column: int = 0, word: str = "") -> None:
        super().__init__(key)
        self.key, self.line, self.column, self.word = key, line, column, word


def _constant(word: str) -> Any:
    raise JsonError("konstante", word=word)


def parse(text: str) -> Any:
    """The value of a JSON text. Raises JsonError for anything but strict JSON."""
    starts = [0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)

    def unique(pairs: list[tuple[str, Any]]) -> Located:
        result = Located(pairs)
        if len(result) != len(pairs):
            names = [name for name, _ in pairs]
            word = next(name for name in names if names.count(name) > 1)
            raise JsonError("doppelt", word=word)
        return result

    def read_object(position: tuple[str, int], *options: Any) -> tuple[Any, int]:
        line = bisect_right(starts, position[1] - 1)
        try:
            value, end = JSONObject(position, *options)
        except JsonError as problem:
            problem.line = problem.line or line
            raise
        value.line = line
        return value, end

    decoder = json.JSONDecoder(object_pairs_hook=unique, parse_constant=_constant)
    decoder.parse_object = read_object  # type: ignore[attr-defined]
    scan: Callable[..., Any] = py_make_scanner(decoder)
    decoder.scan_once = scan  # type: ignore[attr-defined]
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise JsonError("kaputt", error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("tief") from None
    except ValueError:
        raise JsonError("zahl") from None
