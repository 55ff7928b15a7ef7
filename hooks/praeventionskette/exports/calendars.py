"""iCalendar (RFC 5545) of the weekly times and single dates: one of the town, one of each offer.

An id of a row is for ever, so is the UID made of it. DTSTAMP is the day of the build. A weekly time
without end reaches to the end of the year after next, where public and school holidays are known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..catalogue import Angebot, Catalogue, Ort
from ..days import Days, days
from ..status import reference_day
from ..times import Termin, Zeit, by_offer, minutes

if TYPE_CHECKING:
    from icalendar import Event, Timezone

ZONE = ZoneInfo("Europe/Berlin")
RULES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNKNOWN = "Uhrzeit nicht bekannt"
NOT_SURE = "Nicht bestätigt: Bitte vorher anrufen."


def files(catalogue: Catalogue, site_url: str = "") -> Iterator[tuple[str, bytes]]:
    """(site path, bytes) of each calendar; none for an offer, or a town, without any time.

    Every offer with a time gets one, as its page links to it, even where no day is left in it.
    """
    weekly, single = by_offer(catalogue.zeiten), by_offer(catalogue.termine)
    maker = Maker(catalogue, site_url)
    every: list[bytes] = []
    timed = [o for o in catalogue.aktuelle_angebote if o.id in weekly or o.id in single]
    for offer in timed:
        made = maker.events(offer, weekly.get(offer.id, ()), single.get(offer.id, ()))
        events = [event.to_ical() for event in made]
        every += events
        yield f"angebote/{offer.id}/kalender.ics", maker.calendar(offer.name, events)
    if timed:
        town = f"Angebote in {catalogue.town.name}"
        yield "angebote/kalender.ics", maker.calendar(town, every)


class Maker:
    """Makes events of one catalogue."""

    def __init__(self, catalogue: Catalogue, site_url: str) -> None:
        self.orte, self.site = catalogue.orte_by_id, site_url.rstrip("/")
        self.today = reference_day(catalogue)
        self.days: Days = days(catalogue)
        slug = re.sub(r"[^a-z0-9]+", "-", catalogue.town.name.lower()).strip("-") or "stadt"
        self.host = f"praeventionskette-{catalogue.town.ags or slug}"

    def calendar(self, name: str, events: Iterable[bytes]) -> bytes:
        """A whole calendar with its time zone. events: each as it is written.

        An event stands in two calendars, the zone in all: each is written once and joined here.
        """
        from icalendar import Calendar

        name = _line(name)
        calendar = Calendar()
        calendar.add("prodid", "-//Praeventionskette//Angebote//DE")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", ZONE.key)
        head, end = bytes(calendar.to_ical()), b"END:VCALENDAR\r\n"
        return b"".join((head.removesuffix(end), _berlin(), *events, end))

    def events(
        self, offer: Angebot, weekly: Iterable[Zeit], single: Iterable[Termin]
    ) -> Iterator[Event]:
        """The events of an offer: a series a slot, and each single date."""
        for zeit in weekly:
            if event := self.series(offer, zeit):
                yield event
        for termin in single:
            yield self.single(offer, termin)

    def series(self, offer: Angebot, zeit: Zeit) -> Event | None:
        """A slot as weekly series without the days on which it is known not to take place."""
        horizon = dt.date(self.today.year + 2, 12, 31)
        begin = zeit.gueltig_von or dt.date(self.today.year, 1, 1)
        end = min(filter(None, (zeit.gueltig_bis, offer.endet_am, horizon)))
        first = begin + dt.timedelta((zeit.weekday - begin.weekday()) % 7)
        if first > end:
            return None
        all_days = [first + dt.timedelta(7 * n) for n in range((end - first).days // 7 + 1)]
        off = [day for day in all_days if self._off(zeit, day)]
        if len(off) == len(all_days):
            return None
        event = self._event(offer, zeit, f"zeit-{zeit.id}", offer.name)
        self._when(event, first, zeit.von, zeit.bis)
        until: dt.date = end
        if zeit.von:
            last = dt.datetime.combine(end, dt.time(23, 59, 59), ZONE)
            until = last.astimezone(dt.UTC)
        event.add("rrule", {"freq": "weekly", "until": until, "byday": RULES[zeit.weekday]})
        if off:
            event.add("exdate", [_moment(day, zeit.von) if zeit.von else day for day in off])
        return event

    def single(self, offer: Angebot, termin: Termin) -> Event:
        """A single date; one that was called off stays, and says so."""
        off = termin.status == "abgesagt"
        name = f"{termin.titel}: {offer.name}" if termin.titel else offer.name
        title = f"Abgesagt: {name}" if off else name
        event = self._event(offer, termin, f"termin-{termin.id}", title)
        self._when(event, termin.datum, termin.von, termin.bis)
        event.add("status", "CANCELLED" if off else "CONFIRMED")
        return event

    def _off(self, zeit: Zeit, day: dt.date) -> bool:
        if zeit.feiertage == "nein" and self.days.feiertag(day):
            return True
        return zeit.ferien == "nein" and self.days.schulferien(day) is True

    def _event(self, offer: Angebot, entry: Zeit | Termin, uid: str, title: str) -> Event:
        from icalendar import Event

        event = Event()
        event.add("uid", f"{uid}@{self.host}")
        event.add("dtstamp", dt.datetime.combine(self.today, dt.time(), dt.UTC))
        title = _line(title)
        event.add("summary", title if entry.von else f"{title} ({UNKNOWN})")
        if place := self._place(offer, entry):
            event.add("location", _line(place))
        event.add("description", "\n".join(_description(offer, entry)))
        if self.site:
            event.add("url", f"{self.site}/angebote/{offer.id}/")
        return event

    def _when(self, event: Event, day: dt.date, start: str | None, end: str | None) -> None:
        if not start:
            event.add("dtstart", day)
            event.add("transp", "TRANSPARENT")
            return
        event.add("dtstart", _moment(day, start))
        if end:
            event.add("dtend", _moment(day, end))

    def _place(self, offer: Angebot, entry: Zeit | Termin) -> str:
        named = self.orte.get(entry.ort or "")
        only = self.orte.get(offer.orte[0]) if len(offer.orte) == 1 else None
        found: Ort | None = named or only
        if found is None:
            return ""
        town = " ".join(p for p in (found.plz, found.ort) if p)
        return ", ".join(p for p in (found.name, found.strasse, town) if p)


def _description(offer: Angebot, entry: Zeit | Termin) -> Iterator[str]:
    if offer.kurztext:
        yield offer.kurztext
    if offer.geprueft_am is None:
        yield NOT_SURE
    if entry.von and not entry.bis:
        yield "Das Ende ist nicht bekannt."
    if isinstance(entry, Zeit) and not {"ja", "nein"} >= {entry.ferien, entry.feiertage}:
        yield "In den Schulferien und an Feiertagen bitte vorher nachfragen."
    if offer.telefon:
        yield f"Telefon: {offer.telefon}"


def _line(text: str) -> str:
    """Text of one line: a cell may hold several."""
    return " ".join(text.split())


def _moment(day: dt.date, clock: str) -> dt.datetime:
    """An hour of a day in Germany; 24:00 is the beginning of the next."""
    naive = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes(clock))
    return naive.replace(tzinfo=ZONE)


@cache
def _berlin() -> bytes:
    return bytes(berlin().to_ical())


def berlin() -> Timezone:
    """The time zone as a rule: since 1996 the last Sundays of March and October, at 1:00 UTC."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE.key)
    winter, summer = dt.timedelta(hours=1), dt.timedelta(hours=2)
    for part, name, month, start, before, after in (
        (TimezoneDaylight(), "CEST", 3, dt.datetime(1996, 3, 31, 2), winter, summer),
        (TimezoneStandard(), "CET", 10, dt.datetime(1996, 10, 27, 3), summer, winter),
    ):
        part.add("dtstart", start)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone
