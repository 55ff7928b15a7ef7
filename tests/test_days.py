"""Public and school holidays of the town's state, and where that knowledge ends."""

from __future__ import annotations

import datetime as dt

from praeventionskette.catalogue import Catalogue, Town
from praeventionskette.days import Days, days
from praeventionskette.times import Ferienzeit

D = dt.date
DAY = D(2026, 11, 24)


def of(ags: str, *ferien: Ferienzeit) -> Days:
    return days(Catalogue(Town("Stadt", ags=ags), (), ferien=ferien, stichtag=DAY))


def test_public_holidays_are_those_of_the_state() -> None:
    nrw, hamburg, nowhere = of("05162024"), of("02000000"), of("")
    assert nrw.feiertag(D(2026, 11, 1)) == "Allerheiligen"
    assert nrw.feiertag(D(2026, 6, 4)) == "Fronleichnam"
    assert nrw.feiertag(D(2026, 10, 31)) == ""
    assert hamburg.feiertag(D(2026, 10, 31)) == "Reformationstag"
    assert nowhere.feiertag(D(2026, 6, 4)) == ""
    assert nowhere.feiertag(D(2026, 12, 25)) == "Erster Weihnachtstag"
    assert nrw.jahre == (D(2025, 1, 1), D(2028, 12, 31))


def test_school_holidays_of_nrw_are_those_of_the_ministry() -> None:
    """Read on schulministerium.nrw: summer holidays until 2030; others from its order."""
    found = {(f.name, f.von, f.bis) for f in of("05162024").ferien}
    assert ("Sommerferien", D(2026, 7, 20), D(2026, 9, 1)) in found
    assert ("Sommerferien", D(2027, 7, 19), D(2027, 8, 31)) in found
    assert ("Sommerferien", D(2028, 7, 10), D(2028, 8, 22)) in found
    assert ("Osterferien", D(2027, 3, 22), D(2027, 4, 3)) in found
    assert ("Weihnachtsferien", D(2026, 12, 23), D(2027, 1, 6)) in found


def test_what_is_not_known_is_not_called_a_school_day() -> None:
    nrw, nowhere = of("05162024"), of("")
    assert nrw.schulferien(D(2026, 12, 24)) is True
    assert nrw.schulferien(DAY) is False
    assert nrw.schulferien(D(2031, 12, 24)) is None
    assert nowhere.schulferien(D(2026, 12, 24)) is None


def test_the_towns_own_table_adds_days() -> None:
    own = Ferienzeit("rosen", "Rosenmontag", D(2027, 2, 8), D(2027, 2, 8))
    assert of("05162024", own).schulferien(D(2027, 2, 8)) is True
    alone = of("", own, Ferienzeit("x", "Sommer", D(2027, 7, 1), D(2027, 8, 1)))
    assert alone.schulferien(D(2027, 3, 1)) is False  # between two known times
    assert alone.schulferien(D(2027, 9, 1)) is None
    assert alone.schulferien(D(2027, 1, 1)) is None
