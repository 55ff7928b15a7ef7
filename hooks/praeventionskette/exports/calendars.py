"""iCalendar (RFC 5545) of the weekly times and single dates: one of the town, one of each offer.

An id of a row is for ever, so is the UID made of it. DTSTAMP is the day of the build. A weekly time
without end reaches to the end of the year after next, where public and school holidays are known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..catalogue import Angebot, Catalogue, Ort
from ..days import Days, days
from ..status import reference_day
from ..times import Termin, Zeit, by_offer, minutes

if TYPE_CHECKING:
    from icalendar import Timezone

Properties = Mapping[str, Any]
"""What a component says: name of the property → its value, which can be hashed."""

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
        events = [written("Event", event) for event in made]
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
        self.stamp = dt.datetime.combine(self.today, dt.time(), dt.UTC)
        self.off = lru_cache(maxsize=1024)(self._off_days)
        self.host = f"praeventionskette-{catalogue.town.ags or slug}"

    def calendar(self, name: str, events: Iterable[bytes]) -> bytes:
        """A whole calendar with its time zone. events: each as it is written.

        An event stands in two calendars, the zone in all: each is written once and joined here.
        """
        name = _line(name)
        head = written(
            "Calendar",
            {
                "PRODID": "-//Praeventionskette//Angebote//DE",
                "VERSION": "2.0",
                "CALSCALE": "GREGORIAN",
                "METHOD": "PUBLISH",
                "NAME": name,
                "X-WR-CALNAME": name,
                "X-WR-TIMEZONE": ZONE.key,
            },
        )
        end = b"END:VCALENDAR\r\n"
        return b"".join((head.removesuffix(end), _berlin(), *events, end))

    def events(
        self, offer: Angebot, weekly: Iterable[Zeit], single: Iterable[Termin]
    ) -> Iterator[Properties]:
        """The events of an offer: a series a slot, and each single date."""
        for zeit in weekly:
            if event := self.series(offer, zeit):
                yield event
        for termin in single:
            yield self.single(offer, termin)

    def series(self, offer: Angebot, zeit: Zeit) -> Properties | None:
        """A slot as weekly series without the days on which it is known not to take place."""
        horizon = dt.date(self.today.year + 2, 12, 31)
        begin = zeit.gueltig_von or dt.date(self.today.year, 1, 1)
        end = min(filter(None, (zeit.gueltig_bis, offer.endet_am, horizon)))
        first = begin + dt.timedelta((zeit.weekday - begin.weekday()) % 7)
        if first > end:
            return None
        off, never = self.off(first, end, zeit.feiertage == "nein", zeit.ferien == "nein")
        if never:
            return None
        event = self._event(offer, zeit, f"zeit-{zeit.id}", offer.name)
        self._when(event, first, zeit.von, zeit.bis)
        until: dt.date = end
        if zeit.von:
            night = dt.datetime.combine(end, dt.time(23, 59, 59), ZONE)
            until = night.astimezone(dt.UTC)
        event["RRULE"] = ("freq", "weekly"), ("until", until), ("byday", RULES[zeit.weekday])
        if off:
            event["EXDATE"] = _moments(off, zeit.von) if zeit.von else off
        return event

    def single(self, offer: Angebot, termin: Termin) -> Properties:
        """A single date; one that was called off stays, and says so."""
        off = termin.status == "abgesagt"
        name = f"{termin.titel}: {offer.name}" if termin.titel else offer.name
        title = f"Abgesagt: {name}" if off else name
        event = self._event(offer, termin, f"termin-{termin.id}", title)
        self._when(event, termin.datum, termin.von, termin.bis)
        event["STATUS"] = "CANCELLED" if off else "CONFIRMED"
        return event

    def _off_days(
        self, first: dt.date, end: dt.date, public: bool, school: bool
    ) -> tuple[tuple[dt.date, ...], bool]:
        """The days of a weekly series on which it does not take place, and whether that is all.

        public, school: whether it pauses on public holidays, and while there is no school.
        """
        every = [first + dt.timedelta(7 * n) for n in range((end - first).days // 7 + 1)]
        off = tuple(
            day
            for day in every
            if (public and self.days.feiertag(day)) or (school and self.days.schulferien(day))
        )
        return off, len(off) == len(every)

    def _event(self, offer: Angebot, entry: Zeit | Termin, uid: str, title: str) -> dict[str, Any]:
        title = _line(title)
        event: dict[str, Any] = {
            "UID": f"{uid}@{self.host}",
            "DTSTAMP": self.stamp,
            "SUMMARY": title if entry.von else f"{title} ({UNKNOWN})",
            "DESCRIPTION": "\n".join(_description(offer, entry)),
        }
        if place := self._place(offer, entry):
            event["LOCATION"] = _line(place)
        if self.site:
            event["URL"] = f"{self.site}/angebote/{offer.id}/"
        return event

    def _when(
        self, event: dict[str, Any], day: dt.date, start: str | None, end: str | None
    ) -> None:
        if not start:
            event.update(DTSTART=day, TRANSP="TRANSPARENT")
            return
        event["DTSTART"] = _moment(day, start)
        if end:
            event["DTEND"] = _moment(day, end)

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


def written(component: str, properties: Properties) -> bytes:
    """A component of icalendar ("Event") as ``to_ical()`` writes it, in its order.

    Each property is written once for each value: a town's events share days, hours and pauses.
    So a property must keep to one time zone: equal moments of two zones count as one value.
    """
    lines = [_property(component, name, properties[name]) for name in _order(component, properties)]
    mark = f"V{component.upper()}\r\n".encode()
    return b"".join((b"BEGIN:", mark, *lines, b"END:", mark))


def _order(component: str, properties: Properties) -> list[str]:
    import icalendar

    first = getattr(icalendar, component).canonical_order
    rest = sorted(name for name in properties if name not in first)
    return [*(name for name in first if name in properties), *rest]


@lru_cache(maxsize=8192)
def _property(component: str, name: str, value: Any) -> bytes:
    return whole(component, {name: value}).split(b"\r\n", 1)[1].rsplit(b"END:", 1)[0]


def whole(component: str, properties: Properties) -> bytes:
    """The same by icalendar alone: all properties in one, nothing kept."""
    import icalendar

    made = getattr(icalendar, component)()
    for name, value in properties.items():
        plain = dict(value) if name == "RRULE" else value
        made.add(name.lower(), list(plain) if isinstance(plain, tuple) else plain)
    return bytes(made.to_ical())


@lru_cache(maxsize=1024)
def _moments(days: tuple[dt.date, ...], clock: str) -> tuple[dt.datetime, ...]:
    return tuple(_moment(day, clock) for day in days)


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
