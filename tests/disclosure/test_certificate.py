"""A certificate proves what it says, and nothing that was tampered with."""

from __future__ import annotations

import ast
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from praeventionskette.disclosure import bench
from praeventionskette.disclosure import certificate as certificates
from praeventionskette.disclosure import certify as certifying
from praeventionskette.disclosure.certificate import Certificate, load, verify
from praeventionskette.disclosure.certify import certify
from praeventionskette.disclosure.crosstable import CrossTable, Declaration
from praeventionskette.disclosure.interval import Questioner
from praeventionskette.disclosure.model import Builder, Cell, System
from praeventionskette.disclosure.parts import solve_all

HOOKS = Path(certificates.__file__).resolve().parents[2]


def system(total: int = 100, first: int | None = 40) -> System:
    """A town of four quarters in two groups; three withheld."""
    builder = Builder()
    for key, value in (
        ("stadt", total),
        ("a", first),
        ("b", None),
        ("c", None),
        ("d", 10),
        ("ab", None),
    ):
        builder.add(Cell(key, key, value))
    builder.sum(0, [1, 2, 3, 4], "Stadt = Summe von 4 Quartieren")
    builder.sum(5, [1, 2], "Gruppe = Summe von 2 Quartieren")
    return builder.build()


@pytest.fixture(scope="module")
def good() -> Certificate:
    made, _ = certify(system(), 5)
    assert made is not None
    return made


def test_round_trip(good: Certificate) -> None:
    assert load(good.dump().encode()) == good
    assert verify(system(), good, 5) == ()


def test_it_stores_only_withheld_cells(good: Certificate) -> None:
    assert set(good.cells) == {"b", "c", "ab"}


def test_swapped_digit_in_a_margin(good: Certificate) -> None:
    assert verify(system(total=101), good, 5)


def test_published_cell_changed(good: Certificate) -> None:
    assert verify(system(first=41), good, 5)


@pytest.mark.parametrize("spoil", ["number", "negative", "pair", "cell", "need", "fingerprint"])
def test_spoilt_certificate(good: Certificate, spoil: str) -> None:
    first = list(good.tables[0])
    changed: dict[str, object] = {
        "number": {"tables": ((first[0] + 1, *first[1:]), *good.tables[1:])},
        "negative": {"tables": ((-1, *first[1:]), *good.tables[1:])},
        "pair": {"pairs": ((0, 0), *good.pairs[1:])},
        "cell": {"cells": ("x", *good.cells[1:])},
        "need": {"need": 3},
        "fingerprint": {"fingerprint": "0" * 64},
    }
    spoilt = dataclasses.replace(good, **changed[spoil])  # type: ignore[arg-type]
    assert verify(system(), spoilt, 5)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b"\xff", b'{"format": 2}', b'{"format": 1, "tabelle": [1.5]}', b"null"],
)
def test_unreadable_certificate(raw: bytes) -> None:
    with pytest.raises(certificates.Unreadable):
        load(raw)


def test_fractions_are_no_proof(good: Certificate) -> None:
    data = json.loads(good.dump())
    data["tabelle"][0] += 0.5
    with pytest.raises(certificates.Unreadable):
        load(json.dumps(data).encode())


def test_a_town_that_gives_it_away_gets_none() -> None:
    made, answer = certify(
        dataclasses.replace(
            system(), cells=(*system().cells[:2], Cell("b", "b", 7), *system().cells[3:])
        ),
        5,
    )
    assert made is None
    assert {n.cell for n in answer.narrow} == {3, 5}


def test_checker_uses_no_solver() -> None:
    code = (
        "import sys, praeventionskette.disclosure.certificate, praeventionskette.disclosure;"
        "bad = {'numpy', 'scipy', 'highspy', 'pandas'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(HOOKS)})
    tree = ast.parse(Path(certificates.__file__).read_text(encoding="utf-8"))
    names = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not any("polytope" in str(n) or "interval" in str(n) for n in names)


def test_a_large_table_is_certified_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves inside of parts serve nearly all cells, and the proof is of the whole table."""
    monkeypatch.setattr(certifying, "PART", 60)
    monkeypatch.setattr(certifying, "LONG", 20)
    case = bench.Case("", (24, 3, 3), 4, 9.0, 10)
    geometry, values, _, task = bench.task_of(case)
    pattern = solve_all(task, case.seconds)
    shown = {k: None if n in pattern.cells else values[k] for n, k in enumerate(geometry.keys)}
    table = CrossTable("", Declaration(geometry, 5, 20, ()), shown).system()
    questioner = Questioner(table)
    chunks = certifying.chunks(questioner)
    everything = set(range(len(questioner.unknown)))
    assert len(chunks) > 2
    assert set(chunks[-1]) == everything == set().union(*chunks[:-1])
    base = questioner.base()
    assert base is not None
    packed = certifying.Packed(base, 5)
    for chunk in chunks[:-1]:
        for target, move in certifying.Moves(questioner, packed, 5, chunk):
            assert set(move) <= set(chunk)
            packed.add(move, target)
    assert len(packed.place) > len(everything) / 2
    made, answer = certify(table, 5)
    assert made is not None, answer.narrow
    assert not verify(table, load(made.dump().encode()), 5)
