"""Withheld values slipped into the files of a built site, and harmless texts that look like it."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

CELL = "Kinder unter 6 Jahren, Tannenhof, 2025"
ROW = "kinder-unter-6,tannenhof,2025,2025-12-31,"
DATA = "daten/monitoring"
PAGE = "monitoring/kinder-unter-6"
EMBED = "einbetten/monitoring/0.9.1"


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """A text in a file that is there once or more, put in another's place at the first."""

    def change(raw: bytes) -> bytes:
        text = raw.decode()
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


def pattern(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(raw: bytes) -> bytes:
        text, count = re.subn(old, new, raw.decode(), count=1, flags=re.DOTALL)
        assert count == 1, old
        return text.encode()

    return change


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Callable[[bytes], bytes]:
    def edit(raw: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(raw))
        change(book)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return edit


def visible(book: openpyxl.Workbook) -> None:
    rows = [r for sheet in book for r in sheet.iter_rows() if any(c.value == "mw-051" for c in r)]
    heads = [str(c.value) for c in next(iter(book)).iter_rows(max_row=1).__next__()]
    rows[0][heads.index("wert")].value = 5


def hidden(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("roh")
    sheet.sheet_state = "hidden"
    sheet.append(["Tannenhof", 5])


def listed(book: openpyxl.Workbook) -> None:
    book["Listen"]["Z1"] = 5


def parquet(raw: bytes) -> bytes:
    table = pq.read_table(io.BytesIO(raw))
    rows = table.to_pylist()
    for row in rows:
        if row["id"] == "mw-051":
            row["wert"] = type(next(r["wert"] for r in rows if r["wert"] is not None))(5)
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, table.schema), buffer)
    return buffer.getvalue()


def geojson(raw: bytes) -> bytes:
    data = json.loads(raw)
    feature = next(f for f in data["features"] if "tannenhof" in json.dumps(f))
    feature["properties"]["kinder-unter-6"] = 5
    return json.dumps(data).encode()


def difference(raw: bytes) -> bytes:
    data = json.loads(raw)
    cell = {"zeile": "mw-051", "spalte": "wert", "vorher": "5", "jetzt": ""}
    data["tabellen"][0]["zellen"].append(cell)
    return json.dumps(data).encode()


def member(raw: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, swap(ROW, ROW + "5")(content) if "werte.csv" in name else content)
    return buffer.getvalue()


def fragment(raw: bytes) -> bytes:
    change = swap('"content":"', '"content":"Kinder unter 6 Jahren in Tannenhof 2025: 5. ')
    return gzip.compress(change(gzip.decompress(raw)))


def other_number(raw: bytes) -> bytes:
    return gzip.compress(pattern(r"\d+ Personen", "55555 Personen")(gzip.decompress(raw)))


def by_size(raw: bytes) -> bytes:
    text = raw.decode()
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text, re.DOTALL)
    names = ("Mühlfeld", "Altmarkt", "Tannenhof", "Hafenkai", "Nordring", "Seeblick<")
    ordered = [next(r for r in rows if n in r and "/Tannenhof" not in r) for n in names]
    start, end = text.index(rows[0]), text.index(rows[-1]) + len(rows[-1])
    return (text[:start] + "\n".join(ordered) + text[end:]).encode()


def label(raw: bytes) -> bytes:
    shown = '<text x="8" y="230">TH Tannenhof</text><text x="312" y="230">5</text>'
    return swap("</svg>", shown + "</svg>")(raw)


def found_fragment(site: Path, url: str) -> str:
    for path in sorted((site / "pagefind" / "fragment").iterdir()):
        if f'"url":"{url}"'.encode() in gzip.decompress(path.read_bytes()):
            return path.relative_to(site).as_posix()
    raise AssertionError(url)


PLANTS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "table": (f"{DATA}/werte.csv", swap(ROW, ROW + "5"), CELL),
    "table of an earlier version": (f"{DATA}/0.9.0/werte.csv", swap(ROW, ROW + "5"), CELL),
    "table for spreadsheets": (
        f"{DATA}/werte.excel.csv",
        swap(ROW.replace(",", ";"), ROW.replace(",", ";") + "5"),
        CELL,
    ),
    "table of a page": (
        f"{PAGE}/kinder-unter-6.csv",
        swap("Tannenhof,2025,2025-12-31,", "Tannenhof,2025,2025-12-31,5"),
        CELL,
    ),
    "workbook": (f"{DATA}/werte.xlsx", workbook(visible), CELL),
    "hidden sheet": (f"{DATA}/kennzahlen.xlsx", workbook(hidden), "„roh“"),
    "sheet of lists": ("daten/angebote/vorlage.xlsx", workbook(listed), "„Listen“"),
    "parquet": (f"{DATA}/werte.parquet", parquet, CELL),
    "difference of versions": ("aenderungen/monitoring/0.9.1/unterschied.json", difference, CELL),
    "geojson": ("daten/quartiere/quartiere.geojson", geojson, "Kinder unter 6 Jahren, Tannenhof"),
    "cell of a table": (
        f"{PAGE}/index.html",
        pattern(r'(Tannenhof</a></th><td[^>]*data-wert=")(")', r"\g<1>5\2"),
        CELL,
    ),
    "sentence": (
        "quartiere/tannenhof/index.html",
        swap("31. Dezember 2025: geheim.", "31. Dezember 2025: 5 Personen."),
        CELL,
    ),
    "attribute of a map": (
        f"{EMBED}/kinder-unter-6/karte/index.html",
        pattern(r'("tannenhof": {"klasse": "geheim", "kurz": ")geheim', r"\g<1>5"),
        CELL,
    ),
    "title in a picture": (
        f"{PAGE}/karte.svg",
        swap("</svg>", "<g><title>Tannenhof: 5</title></g></svg>"),
        CELL,
    ),
    "label in a picture": (f"{PAGE}/vergleich.svg", label, CELL),
    "script of a map": (
        f"{EMBED}/kinder-unter-6/karte/karte.js",
        swap('"name": "Tannenhof"', '"wert": 5, "name": "Tannenhof"'),
        "Kinder unter 6 Jahren, Tannenhof",
    ),
    "script of all maps": (
        "assets/karten/quartiere.js",
        swap('"name": "Tannenhof"', '"kinder-unter-6": 5, "name": "Tannenhof"'),
        "Kinder unter 6 Jahren, Tannenhof",
    ),
    "limit in a legend": (
        "einbetten/monitoring/0.9.0/kinder-unter-6/karte/index.html",
        pattern(r"(pk-farbe--\d\"></span>)\d+ bis", r"\g<1>5 bis"),
        "Klassengrenze 5",
    ),
    "limit of a withheld value between published ones": (
        f"{EMBED}/kinder-unter-6/karte/index.html",
        pattern(r"(pk-farbe--\d\"></span>)\d+ bis", r"\g<1>33 bis"),
        "Klassengrenze 33",
    ),
    "order of a table": (f"{EMBED}/u8-anteil/karte/index.html", by_size, "sortierten Liste"),
    "feed": (
        "aenderungen/atom.xml",
        swap("</summary>", " Kinder unter 6 Jahren in Tannenhof 2025: 5.</summary>"),
        CELL,
    ),
    "catalogue of data": (
        "daten/data.json",
        swap('"titel": "', '"titel": "Kinder unter 6 Jahren in Tannenhof 2025 sind 5. '),
        CELL,
    ),
    "calendar": (
        "angebote/kalender.ics",
        swap("SUMMARY:", "SUMMARY:Kinder unter 6 Jahren\\, Tannenhof\\, 2025: 5 "),
        CELL,
    ),
    "page of the search": ("/quartiere/", fragment, CELL),
    "number in the search": ("/quartiere/seeblick/", other_number, "steht nicht auf der Seite"),
    "member of an archive": (f"{DATA}/monitoring.zip", member, CELL),
}
"""What is changed in which file of the built site, and what the finding must say."""

LOOKALIKES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "other number on the page": (
        "quartiere/seeblick/index.html",
        swap("</h1>", "</h1><p>Die Straße im Quartier ist 17 km lang, Postleitzahl 12345.</p>"),
    ),
    "published value": (
        "quartiere/nordring/index.html",
        swap(
            "</h1>",
            "</h1><p>Kinder unter 6 Jahren in Tannenhof 2024: 7, in Nordring 2025: 349.</p>",
        ),
    ),
    "age, price and telephone": (
        "impressum/index.html",
        swap(
            "</h1>",
            "</h1><p>Gruppe für Kinder unter 6 Jahren in Tannenhof, ab 3 Jahre, 5 €, um 9:30 Uhr, "
            "Telefon 02131 123456, am 3. Mai 2025.</p>",
        ),
    ),
    "reason": (
        "kette/tannenhof/index.html",
        swap("</h1>", "</h1><p>Kinder unter 6 Jahren in Tannenhof 2025: geheim, weil unter 5.</p>"),
    ),
    "code list in a hidden sheet": (
        "daten/angebote/bereiche.xlsx",
        workbook(lambda b: (hidden(b), b["roh"].delete_cols(2))[0]),
    ),
}
