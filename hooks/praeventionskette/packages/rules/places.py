"""Points, tiles and areas of the town."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from praeventionskette import problems
from praeventionskette.messages import Shown
from praeventionskette.packages.model import Data, TableData
from praeventionskette.problems import Problem


def _with_points(data: Data) -> Iterator[TableData]:
    yield from (table for table in data.tables.values() if table.has("breite", "laenge"))


def pairs(data: Data) -> Iterator[Problem]:
    """A place has both coordinates or none."""
    for table in _with_points(data):
        for line, row in table.clean():
            blank = [name for name in ("breite", "laenge") if row[name] is None]
            if len(blank) == 1:
                yield problems.found(
                    "koordinaten", "halb", file=table.file, line=line, column=blank[0]
                )


def inside_town(data: Data) -> Iterator[Problem]:
    """A point lies inside the bounds that the town states in its mkdocs.yml."""
    if data.town.grenzen is None:
        return
    west, south, east, north = data.town.grenzen
    box = Shown(f"{south} bis {north} Grad Breite und {west} bis {east} Grad Länge")
    for table in _with_points(data):
        for line, row in table.clean():
            lat, lon = row["breite"], row["laenge"]
            if not isinstance(lat, Decimal | int) or not isinstance(lon, Decimal | int):
                continue
            if south <= lat <= north and west <= lon <= east:
                continue
            swapped = south <= lon <= north and west <= lat <= east
            column = "laenge" if south <= lat <= north else "breite"
            yield problems.found(
                "koordinaten", "vertauscht" if swapped else "ausserhalb", file=table.file,
                line=line, column=column, wert=f"{lat}, {lon}", kasten=box, ort=data.town.name,
            )  # fmt: skip


def tiles(data: Data) -> Iterator[Problem]:
    """A tile of the grid belongs to one quarter, and has both its row and its column."""
    table = data.table("quartiere/quartiere", "kachel_zeile", "kachel_spalte")
    first: dict[tuple[object, object], int] = {}
    for line, row in table.clean() if table else ():
        tile = row["kachel_zeile"], row["kachel_spalte"]
        if tile == (None, None) or not table:
            continue
        if None in tile:
            column = "kachel_zeile" if tile[0] is None else "kachel_spalte"
            yield problems.found("kachel", "halb", file=table.file, line=line, column=column)
        elif (before := first.setdefault(tile, line)) != line:
            yield problems.found(
                "kachel", "doppelt", file=table.file, line=line, column="kachel_zeile",
                zeile=tile[0], spalte=tile[1], vorher=before,
            )  # fmt: skip


def areas(data: Data) -> Iterator[Problem]:
    """A group of quarters lists exactly the quarters that name it as their group."""
    table = data.table("quartiere/gebiete", "id", "art", "quartiere")
    quarters = data.table("quartiere/quartiere", "id", "gruppe")
    if table is None or quarters is None or quarters.bad or not quarters.readable:
        return
    group_of = {str(row["id"]): row["gruppe"] for _, row in quarters.clean()}
    for line, row in table.clean():
        members = row["quartiere"]
        if row["art"] != "gruppe" or not isinstance(members, tuple):
            continue
        for quarter in (q for q in members if group_of.get(q, row["id"]) != row["id"]):
            other = group_of[quarter]
            yield problems.found(
                "gebiet", "fremd" if other else "fremd_ohne", file=table.file, line=line,
                column="quartiere", quartier=quarter, gruppe=row["id"], andere=other,
            )  # fmt: skip
        for quarter in (q for q, group in group_of.items() if group == row["id"]):
            if quarter not in members:
                yield problems.found(
                    "gebiet", "fehlt", file=table.file, line=line, column="quartiere",
                    quartier=quarter, gruppe=row["id"],
                )  # fmt: skip


def areas_are_no_quarters(data: Data) -> Iterator[Problem]:
    """An area and a quarter never share an id: values refer to either."""
    table = data.table("quartiere/gebiete", "id")
    quarters = data.table("quartiere/quartiere", "id")
    if table is None or quarters is None:
        return
    known = set(quarters.texts.get("id", ()))
    for line, row in table.clean():
        if row["id"] in known:
            yield problems.found(
                "gebiet", "kennung", file=table.file, line=line, column="id", wert=row["id"]
            )
