"""Has a person confirmed an offer, and is it time to ask again? Pure functions of a given day.

The day is never read from a clock here: a build takes it from SOURCE_DATE_EPOCH, so that the same
input gives the same site, and the browser looks again with the visitor's own date.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .catalogue import Angebot, Catalogue, expired

INTERVAL = 12
"""Months after which to ask again, where the offer names none."""

GEPRUEFT = "geprueft"
ANRUFEN = "bitte-vorher-anrufen"
OFFEN = "nicht-bestaetigt"
VERBORGEN = "verborgen"

WORDS = {
    GEPRUEFT: "geprüft",
    ANRUFEN: "bitte vorher anrufen",
    OFFEN: "nicht bestätigt",
    VERBORGEN: "wird nicht gezeigt",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """How far an entry may be relied on.

    art: one of ``WORDS``. gilt_bis: the last day on which the check still counts; None where
    nobody ever checked.
    """

    art: str
    gilt_bis: dt.date | None = None


def due(angebot: Angebot) -> dt.date | None:
    """The last day on which the check of an offer still counts."""
    if angebot.geprueft_am is None:
        return None
    return add_months(angebot.geprueft_am, angebot.pruefintervall_monate or INTERVAL)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on; 31 January + 1 month is the last of February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = min(count // 12, 9999), count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def stand(angebot: Angebot, today: dt.date | None) -> Stand:
    """The state of an offer on a day. Without a day a check counts as it stands.

    An overdue entry stays visible; hidden are only those that ended or whose last day is over.
    """
    until = due(angebot)
    if angebot.status != "aktiv" or expired(angebot, today):
        return Stand(VERBORGEN, until)
    if until is None:
        return Stand(OFFEN)
    return Stand(ANRUFEN if today is not None and today > until else GEPRUEFT, until)


def day_of_epoch(seconds: str | None) -> dt.date | None:
    """The day in Germany at a SOURCE_DATE_EPOCH; None where it is not set or no number."""
    if not seconds or not seconds.strip().isdecimal():
        return None
    moment = dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC)
    return moment.astimezone(ZoneInfo("Europe/Berlin")).date()


def reference_day(catalogue: Catalogue) -> dt.date:
    """A day to count from that does not depend on a clock: the build's, else the package's."""
    if catalogue.stichtag is not None:
        return catalogue.stichtag
    package = catalogue.package("angebote")
    created = str(package.descriptor.get("created", ""))[:10] if package else ""
    try:
        return dt.date.fromisoformat(created)
    except ValueError:
        return dt.date(2026, 1, 1)
