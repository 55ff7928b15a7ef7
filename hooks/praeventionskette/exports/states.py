"""Which offers were confirmed, as a table of its own: it depends on the day, the data does not.

``angebote.csv`` is published byte for byte as it was checked. So what follows from it on a day
stands beside it, with that day in each row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ..catalogue import Catalogue
from ..status import WORDS, due, stand

PATH = "daten/angebote/angebote_status.csv"
COLUMNS = (
    "id",
    "name",
    "status",
    "geprueft_am",
    "pruefintervall_monate",
    "gilt_bis",
    "bestaetigung",
    "bestaetigung_text",
    "stichtag",
)


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of the table; nothing for a town without offers."""
    if not catalogue.angebote:
        return
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for a in catalogue.angebote:
        found = stand(a, catalogue.stichtag)
        table.writerow(
            (
                a.id,
                a.name,
                a.status,
                a.geprueft_am or "",
                a.pruefintervall_monate or "",
                due(a) or "",
                found.art,
                WORDS[found.art],
                catalogue.stichtag or "",
            )
        )
    yield PATH, out.getvalue().encode()
