"""Leaks in built files: each must be found; honest files must pass."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from praeventionskette import problems
from praeventionskette.disclosure.artefacts import scan

from tests.disclosure.town import QUARTERS, across, indicator, town

CATALOGUE = town(
    across("kinder", 2024, 40, 31, 36, "geheim", "geheim", 20)
    + across("quote", 2024, "12.3", "8.1", "geheim", "9.9", "7.0", "geheim"),
    indicator("kinder", name="Kinder unter 6"),
    indicator("quote", "anteil", name="Quote"),
)


def book(rows: list[list[Any]], hidden: list[list[Any]] | None = None, comment: str = "") -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if comment:
        from openpyxl.comments import Comment

        made.active["A1"].comment = Comment(comment, "x")
    if hidden is not None:
        sheet = made.create_sheet("roh")
        sheet.sheet_state = "hidden"
        for row in hidden:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def packed(name: str, raw: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, raw)
    return buffer.getvalue()


HEAD = "kennzahl,gebiet,jahr,wert,status\n"
ROWS = [["kennzahl", "gebiet", "jahr", "wert"], ["kinder", "altmarkt", 2024, 40]]
LEAK = [["kennzahl", "gebiet", "jahr", "wert"], ["kinder", "nordring", 2024, 3]]
FEATURE = {"type": "Feature", "properties": {"id": "nordring", "name": "Nordring", "kinder": 3}}
SORTED = ("altmarkt", "muehlfeld", "hafenkai", "nordring", "tannenhof")


def order(areas: tuple[str, ...], quarters: str = "kinder") -> bytes:
    values = {"altmarkt": 40, "hafenkai": 31, "muehlfeld": 36, "tannenhof": 20}
    lines = [f"{quarters},{a},2024,{values.get(a, '')},x\n" for a in areas]
    return (HEAD + "".join(lines)).encode()


LEAKS: dict[str, tuple[str, bytes]] = {
    "csv": ("daten/werte.csv", (HEAD + "kinder,nordring,2024,3,geheim\n").encode()),
    "csv for spreadsheets": (
        "daten/werte.excel.csv",
        (HEAD + "kinder,nordring,2024,3,x\n").replace(",", ";").encode(),
    ),
    "xlsx": ("daten/werte.xlsx", book(LEAK)),
    "xlsx hidden sheet": ("daten/werte.xlsx", book(ROWS, hidden=LEAK)),
    "xlsx hidden sheet without names": ("daten/werte.xlsx", book(ROWS, hidden=[["x", 1]])),
    "xlsx comment": ("daten/werte.xlsx", book(ROWS, comment="Kinder unter 6 Nordring 3")),
    "zip": (
        "daten/monitoring.zip",
        packed("werte.csv", (HEAD + "kinder,nordring,2024,3,x\n").encode()),
    ),
    "json": (
        "werte.json",
        json.dumps([{"kennzahl": "kinder", "gebiet": "nordring", "wert": 3}]).encode(),
    ),
    "json nested by indicator": (
        "monitoring/kinder/daten.json",
        json.dumps(
            {"kennzahl": "kinder", "werte": [{"gebiet": "nordring", "jahr": 2024, "n": 3}]}
        ).encode(),
    ),
    "json rows without names": (
        "monitoring/kinder/daten.json",
        json.dumps({"rows": [["nordring", 2024, 3]]}).encode(),
    ),
    "json unrounded rate": (
        "monitoring/quote/daten.json",
        json.dumps([{"gebiet": "altmarkt", "jahr": 2024, "wert": 12.345678}]).encode(),
    ),
    "geojson": ("monitoring/kinder/karte.geojson", json.dumps({"features": [FEATURE]}).encode()),
    "svg title": ("monitoring/kinder/karte.svg", b"<svg><g><title>Nordring: 3</title></g></svg>"),
    "svg label": (
        "monitoring/kinder/karte.svg",
        b'<svg><path aria-label="Nordring, 3 Kinder"/></svg>',
    ),
    "html table": (
        "monitoring/kinder/index.html",
        b"<table><tr><th>Nordring</th><td>2024</td><td>3</td></tr></table>",
    ),
    "html data attribute": (
        "monitoring/kinder/index.html",
        b'<td data-gebiet="nordring" data-wert="3">geheim</td>',
    ),
    "search index": (
        "pagefind/fragment/de_1.pf_fragment",
        gzip.compress(
            b'pagefind_dcd{"url":"/monitoring/kinder/","content":"Kinder unter 6 Nordring 3"}'
        ),
    ),
    "feed": (
        "feed.atom",
        b"<feed><entry><title>Kinder unter 6: Nordring jetzt 3</title></entry></feed>",
    ),
    "calendar or text": ("stand.txt", b"kinder nordring 2024: 3\n"),
    "class limit in json": (
        "monitoring/kinder/karte.json",
        json.dumps({"kennzahl": "kinder", "klassen": [3, 25, 40]}).encode(),
    ),
    "legend minimum": (
        "monitoring/kinder/karte.svg",
        b'<svg><g class="legend"><text>3</text><text>20</text><text>40</text></g></svg>',
    ),
    "sorted by size": ("monitoring/kinder/liste.csv", order(SORTED)),
    "sorted table": (
        "monitoring/kinder/index.html",
        b"<table>"
        + b"".join(
            f"<tr><td>{n}</td><td>{v}</td></tr>".encode()
            for n, v in (
                ("Altmarkt", 40),
                ("Mühlfeld", 36),
                ("Hafenkai", 31),
                ("Nordring", "geheim"),
                ("Tannenhof", 20),
            )
        )
        + b"</table>",
    ),
    "broken workbook": ("daten/werte.xlsx", b"PK no workbook"),
}

HONEST: dict[str, tuple[str, bytes]] = {
    "csv": (
        "daten/werte.csv",
        (HEAD + "kinder,nordring,2024,,geheim\nkinder,altmarkt,2024,40,x\n").encode(),
    ),
    "xlsx": ("daten/werte.xlsx", book(ROWS)),
    "json": (
        "werte.json",
        json.dumps(
            [{"kennzahl": "kinder", "gebiet": "nordring", "jahr": 2024, "wert": None}]
        ).encode(),
    ),
    "svg": ("monitoring/kinder/karte.svg", b"<svg><title>Nordring 2024: geheim</title></svg>"),
    "another indicator": ("monitoring/quote/index.html", b"<tr><td>Nordring</td><td>9,9</td></tr>"),
    "another year": (
        "monitoring/kinder/index.html",
        b"<tr><td>Nordring</td><td>2023</td><td>61</td></tr>",
    ),
    "order by name": ("monitoring/kinder/liste.csv", order(tuple(sorted(QUARTERS)))),
    "withheld at the end": (
        "monitoring/kinder/liste.csv",
        order(("altmarkt", "muehlfeld", "hafenkai", "tannenhof", "nordring")),
    ),
    "legend": (
        "monitoring/kinder/karte.svg",
        b'<g class="legend"><text>20</text><text>40</text></g>',
    ),
    "rounded rate": (
        "monitoring/quote/a.json",
        json.dumps([{"gebiet": "altmarkt", "jahr": 2024, "wert": 12.3}]).encode(),
    ),
    "explanation": (
        "monitoring/kinder/index.html",
        b"<p>Nordring: geheim, weil Zahlen unter 5 Menschen erkennbar machen.</p>",
    ),
    "postcode elsewhere": (
        "quartiere/nordring/index.html",
        b"<p>Nordring, 41460 Neuss, 5205 Menschen</p>",
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_leak_is_found(name: str) -> None:
    file, raw = LEAKS[name]
    found = scan({file: raw}, CATALOGUE)
    assert found, name
    assert {p.rule for p in found} == {"geheim-ausgabe"}


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_passes(name: str) -> None:
    file, raw = HONEST[name]
    found = scan({file: raw}, CATALOGUE)
    assert not found, problems.report(found, "text")


def test_fixed_limits_of_a_descriptor_pass() -> None:
    file, raw = LEAKS["class limit in json"]
    assert not scan({file: raw}, CATALOGUE, fixed=[Decimal(3), Decimal(25)])


def test_a_folder_is_read(tmp_path: Any) -> None:
    file, raw = LEAKS["json"]
    (tmp_path / "daten").mkdir()
    (tmp_path / "daten" / file).write_bytes(raw)
    assert [p.file for p in scan(tmp_path, CATALOGUE)] == [f"daten/{file}"]


def test_a_packed_copy_is_passed_over_only_where_the_file_itself_is_looked_at() -> None:
    file, leak = LEAKS["json"]
    both = scan({file: leak, f"{file}.gz": gzip.compress(leak)}, CATALOGUE)
    assert [p.file for p in both] == [file]
    other = scan({file: b"{}", f"{file}.gz": gzip.compress(leak)}, CATALOGUE)
    assert [p.file for p in other] == [file]
    assert scan({f"{file}.gz": gzip.compress(leak)}, CATALOGUE)


def test_text_that_ends_inside_a_tag_is_read() -> None:
    """A name that looks like markup is cut short in a picture; it is read again and again as it
    was, so there is an end to that."""
    cut = "&lt;script&gt;a&lt;/script&gt;&lt;img src=x …"
    leak = f"<svg><title>Kinder unter 6, 2024</title><text>{cut} Nordring: 3</text></svg>"
    assert "Nordring" in problems.report(scan({"a.svg": leak.encode()}, CATALOGUE), "text")
    clean = leak.replace("Nordring: 3", "Nordring")
    assert not scan({"a.svg": clean.encode()}, CATALOGUE)


def test_an_archive_with_broken_bytes_is_told_and_does_not_stop_the_audit() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEAD * 200)
    raw = bytearray(buffer.getvalue())
    raw[36:60] = b"\xff" * 24
    found = scan({"daten/kinder.zip": bytes(raw)}, CATALOGUE)
    assert "lässt sich nicht prüfen" in problems.report(found, "text")
