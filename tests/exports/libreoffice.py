"""By hand: do all downloads of a built site open in LibreOffice with the same values?

usage: .venv/bin/python tests/exports/libreoffice.py SITE

Needs ``soffice``; CI has none, so this is no test. Each .xlsx, .csv and .excel.csv is converted
to .ods and compared cell by cell with the canonical table. Exit status 1 where one differs.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

GERMAN, ENGLISH = "1031", "1033"


def ods(file: Path, out: Path, profile: Path, options: str = "") -> Path:
    """The file as LibreOffice reads it."""
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    command += [f"--infilter={options}"] if options else []
    command += ["--convert-to", "ods", "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return out / f"{file.stem}.ods"


def cells(file: Path) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(file))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def text(value: Any) -> str:
    """A cell as the canonical file would have it."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) else repr(value)
    return value.isoformat()[:10] if isinstance(value, dt.date | dt.datetime) else str(value)


def plain(value: str) -> str:
    """A number without the zeros at its end; any other text as it stands."""
    try:
        return text(float(value)) if value.strip("-.0123456789") == "" and value else value
    except ValueError:
        return value


def number_columns(table: Path) -> set[str]:
    """The number columns of a table, as its package describes them."""
    folder = table.parent if (table.parent / "datapackage.json").is_file() else table.parent.parent
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    name = table.name if folder == table.parent else "werte.csv"
    own = next(r for r in descriptor["resources"] if r["path"] == name)
    kinds = ("number", "integer", "year")
    return {f["name"] for f in own["schema"]["fields"] if f["type"] in kinds}


def main() -> int:
    """Compare all; print what differs."""
    site, wrong, count = Path(sys.argv[1]), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        out, profile = Path(folder) / "out", Path(folder) / "profile"
        for table in sorted(site.glob("daten/*/*.csv")):
            if table.name.endswith(".excel.csv"):
                continue
            expected = list(csv.reader(io.StringIO(table.read_text("utf-8"), newline="")))
            numbers = number_columns(table)
            # Separator, quote, UTF-8, first line; numbers by the language, all else as text.
            kinds = "/".join(
                f"{n}/{1 if c in numbers else 2}" for n, c in enumerate(expected[0], 1)
            )
            stem = table.with_suffix("")
            readings = (
                (stem.with_suffix(".xlsx"), ""),
                (table, f"CSV:44,34,76,1,{kinds},{ENGLISH},false,false"),
                (Path(f"{stem}.excel.csv"), f"CSV:59,34,76,1,{kinds},{GERMAN},false,false"),
            )
            for file, options in readings:
                found = cells(ods(file, out, profile, options))
                for line, row in enumerate(expected):
                    for column, value in enumerate(row):
                        have = found[line][column] if column < len(found[line]) else ""
                        count += 1
                        number = expected[0][column] in numbers and line > 0
                        want = plain(value) if number else value
                        got = text(have)
                        if want in ("ja", "nein") and have in (0.0, 1.0):
                            got = "ja" if have else "nein"  # what LibreOffice calls true
                        if number and value and not isinstance(have, float):
                            got = f"text {have}"
                        if got != want:
                            wrong += 1
                            print(f"{file.name}:{line + 1}:{expected[0][column]}: {want!r} {got!r}")
    print(f"{count} cells compared, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
