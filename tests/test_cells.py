"""One cell: what is read, and what is said about the rest."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praeventionskette.catalogue import Cell, Field
from praeventionskette.packages import addresses, cells
from praeventionskette.packages.model import FieldSpec


def spec(kind: str = "string", name: str = "x", delimiter: str = "", **more: object) -> FieldSpec:
    field = Field(name=name, title="X", description="", type=kind, delimiter=delimiter)
    return FieldSpec(field=field, **more)  # type: ignore[arg-type]


def wrong(field: FieldSpec, cell: str) -> str:
    with pytest.raises(cells.CellError) as caught:
        cells.reader_for(field)(cell)
    return f"{caught.value.rule}/{caught.value.key}"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("string", "Haus – „der“ Familie", "Haus – „der“ Familie"),
        ("string", "erste Zeile\nzweite", "erste Zeile\nzweite"),
        ("string", "+49 2131 000000", "+49 2131 000000"),
        ("string", "-5", "-5"),
        ("integer", "-12", -12),
        ("integer", "007", 7),
        ("number", "2.50", Decimal("2.50")),
        ("date", "2024-02-29", dt.date(2024, 2, 29)),
        ("boolean", "true", True),
        ("geopoint", "1,2", "1,2"),
    ],
)
def test_cells_are_read(kind: str, cell: str, value: Cell) -> None:
    assert cells.reader_for(spec(kind))(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("string", "=1+1", "formel/anfang"),
        ("string", "-x", "formel/anfang"),
        ("string", "@x", "formel/anfang"),
        ("string", "\tx", "leerraum/rand"),
        ("string", "x\u200b", "unsichtbar/zeichen"),
        ("string", "x\ufeff", "unsichtbar/zeichen"),
        ("string", "x\U000e0041", "unsichtbar/zeichen"),
        ("integer", "1.0", "zahl/ganz"),
        ("integer", "1.000", "zahl/gruppen"),
        ("integer", "1 000", "zahl/gruppen"),
        ("integer", "٣", "zahl/keine"),
        ("number", "1,5", "zahl/komma"),
        ("number", "1.234,5", "zahl/komma"),
        ("number", "inf", "zahl/keine"),
        ("number", "1e5", "zahl/keine"),
        ("number", "9" * 5000, "zahl/lang"),
        ("date", "2023-02-29", "datum/kalender"),
        ("date", "0000-01-01", "datum/kalender"),
        ("date", "1.2.2024", "datum/deutsch"),
        ("date", "2024", "datum/tag"),
        ("boolean", "ja", "ja-nein/wort"),
    ],
)
def test_wrong_cells_are_told(kind: str, cell: str, said: str) -> None:
    assert wrong(spec(kind), cell) == said


@pytest.mark.parametrize("cell", ["2024", "2024-02", "2024-02-29"])
def test_partial_dates(cell: str) -> None:
    assert cells.reader_for(spec(name="quelle_stand"))(cell) == cell
    by_pattern = spec(constraints={"pattern": cells.PARTIAL_DATE})
    assert cells.reader_for(by_pattern)(cell) == cell
    assert wrong(by_pattern, "2024-13") == "datum/kalender"
    assert wrong(by_pattern, "02/2024") == "datum/teil"


def test_lists_are_split_and_each_item_is_checked() -> None:
    field = spec("list", delimiter="|", allowed=("de", "tr"))
    assert cells.reader_for(field)("de|tr") == ("de", "tr")
    assert wrong(field, "de|") == "liste/luecke"
    assert wrong(field, "de|de") == "liste/doppelt"
    assert wrong(field, "de|xx") == "auswahl/wert"
    assert wrong(field, "de| tr") == "leerraum/rand"


def test_constraints() -> None:
    assert wrong(spec(constraints={"pattern": "[0-9]{5}"}), "123456") == "muster/form"
    assert wrong(spec("number", constraints={"minimum": 0.5}), "0.4") == "grenze/klein"
    assert cells.reader_for(spec("number", constraints={"minimum": 0.5}))("0.5") == Decimal("0.5")
    assert (
        wrong(spec("date", constraints={"maximum": "2024-01-01"}), "2024-01-02") == "grenze/gross"
    )


GOOD = ["https://www.example.org/", "http://müller.de/a?b=c#d", "https://a-b.example.org:8080/x"]
BAD = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org/",
    "https:example.org",
    "https://",
    "https:///x",
    "https://user@example.org/",
    "https://user:pw@example.org/",
    "https://example.org/ x",
    "https://example.org/\n",
    "https://example.org/\u202e",
    'https://example.org/"onclick=',
    "https://example.org/<script>",
    "https://example.org\\@evil.example",
    "https://[::1]/",
    "https://[/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://example.org:99999/",
    "https://de.wikipedia.org./",
    "www.example.org",
    "example.org/x",
]


@pytest.mark.parametrize("cell", GOOD)
def test_web_addresses(cell: str) -> None:
    assert addresses.web(cell) == cell
    assert cells.reader_for(spec(name="website"))(cell) == cell
    assert cells.reader_for(spec(format="uri"))(cell) == cell


@pytest.mark.parametrize("cell", BAD)
def test_unsafe_web_addresses(cell: str) -> None:
    with pytest.raises(cells.CellError):
        cells.reader_for(spec(name="website"))(cell)
    with pytest.raises(cells.CellError):
        cells.reader_for(spec(format="uri"))(cell)


def test_links_may_be_mail_and_telephone() -> None:
    read = cells.reader_for(spec(format="uri"))
    assert read("mailto:info@example.org") == "mailto:info@example.org"
    assert read("tel:+49 2131 000000") == "tel:+49 2131 000000"
    assert wrong(spec(format="uri"), "mailto:a@b.de?bcc=c@d.de") == "e-mail/form"


@pytest.mark.parametrize("cell", ["info@example.org", "a.b+c@sub.example.org"])
def test_emails(cell: str) -> None:
    assert addresses.email(cell) == cell


@pytest.mark.parametrize(
    "cell", ["a@b", "a b@c.de", "a@b.de, c@d.de", "@b.de", "a@b..de", "A <a@b.de>"]
)
def test_wrong_emails(cell: str) -> None:
    with pytest.raises(cells.CellError):
        addresses.email(cell)


@pytest.mark.parametrize("cell", ["02131 000000", "+49 (2131) 00-00", "110", "(0 21 31) 00/11"])
def test_phone_numbers(cell: str) -> None:
    assert addresses.phone(cell) == cell


@pytest.mark.parametrize(
    "cell", ["", "auf Anfrage", "02131 0000 oder 0001", "---", "1" * 40, "+ab"]
)
def test_wrong_phone_numbers(cell: str) -> None:
    with pytest.raises(cells.CellError):
        addresses.phone(cell)


KINDS = ["string", "integer", "number", "date", "boolean", "list", "year", "any"]


@given(st.sampled_from(KINDS), st.text(min_size=1))
def test_any_cell_is_read_or_told(kind: str, cell: str) -> None:
    for name in ("x", "website", "email", "telefon", "stichtag"):
        read = cells.reader_for(spec(kind, name, delimiter="|" if kind == "list" else ""))
        with contextlib.suppress(cells.CellError):
            read(cell)


@given(st.from_regex(addresses._PLAIN, fullmatch=True))
def test_what_is_plain_at_first_sight_is_so_at_a_second(cell: str) -> None:
    assert addresses._taken_apart(cell) == cell
