"""Wording of facts in the language being spoken: ages, dates, numbers, addresses."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote, unquote

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from ..languages import _, current, ngettext

NBSP = "\u00a0"
MINUS = "\u2212"


def number(value: Decimal | int | None, places: int | None = None) -> str:
    """A number as readers write it (CLDR; in German 7.023 or 12,7); "–" for None.

    places: decimal places to show; None shows those the value has.
    """
    if value is None:
        return "–"
    if places is None:
        exponent = Decimal(value).as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    locale = current().locale
    shown = format_decimal(value, format=pattern, locale=locale, numbering_system="latn")
    return str(shown).replace("-", MINUS)


def signed(value: Decimal | int | None, places: int | None = None) -> str:
    """Like :func:`number`, with a plus sign in front of a gain."""
    text = number(value, places)
    return f"+{text}" if value is not None and value > 0 else text


def quantity(value: Decimal | int | None, unit: str, *, sign: bool = False, places: int = 0) -> str:
    """A number with its unit behind a no-break space; a share carries "%"."""
    if value is None:
        return "–"
    text = signed(value, places) if sign else number(value, places)
    return f"{text}{NBSP}{unit}" if unit else text


def partial_date(value: str | None) -> str:
    """ "2021-06" → "Juni 2021", "2021-06-30" → "30. Juni 2021", "2021" → "2021", None → ""."""
    if not value:
        return ""
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 1:
        return value
    if len(parts) == 2:
        return _date(dt.date(parts[0], parts[1], 1), "yMMMM")
    return full_date(dt.date(*parts))


def full_date(value: dt.date | None) -> str:
    """ "24. November 2026", or "" for None."""
    return _date(value, "long") if value else ""


def _date(value: dt.date, form: str) -> str:
    """A day in one of CLDR's forms, or by the parts it shall show ("yMMMM")."""
    return _day(value, form, current().locale)


@lru_cache(maxsize=16384)
def _day(value: dt.date, form: str, locale: Locale) -> str:
    if form in ("long", "full"):
        return str(format_date(value, form, locale=locale))
    return str(format_skeleton(form, value, locale=locale))


def _months(value: Decimal) -> int | None:
    """A young age that is a whole number of months and no whole number of years."""
    months = value * 12
    whole = value == value.to_integral_value()
    return int(months) if not whole and value < 2 and months == int(months) else None


def _years(value: Decimal) -> str:
    """An age alone, with its unit: "1 Jahr", "3 Jahre", "18 Monate"."""
    months = _months(value)
    if months is not None:
        return ngettext("%(n)s Monat", "%(n)s Monate", months)
    return ngettext("%(n)s Jahr", "%(n)s Jahre", value)


def ages(low: Decimal | None, high: Decimal | None, *, pregnancy: bool) -> str:
    """Ages in words, as a parent says them; both ends are completed years and included.

    >>> ages(Decimal(0), Decimal(2), pregnancy=True)
    'Schwangere und Kinder bis 2\xa0Jahre'
    """
    exact = (str(low), str(high))  # equal numbers may show other places: 3 and 3.0
    return _ages(low, high, pregnancy, exact, current().language.code)


@lru_cache(maxsize=4096)
def _ages(
    low: Decimal | None, high: Decimal | None, pregnancy: bool, exact: tuple[str, str], code: str
) -> str:
    """:func:`ages` of a language."""
    if low is None and high is None:
        return _("Schwangere") if pregnancy else ""
    words = _from(low) if high is None else _span(low or Decimal(0), high)
    return _("Schwangere und %(alter)s", alter=words) if pregnancy else words


def _from(low: Decimal | None) -> str:
    if not low:
        return _("jedes Alter")
    months = _months(low)
    if months is not None:
        return ngettext("ab %(n)s Monat", "ab %(n)s Monaten", months)
    return ngettext("ab %(n)s Jahr", "ab %(n)s Jahren", low)


def _span(low: Decimal, high: Decimal) -> str:
    """Whole sentences and no pieces: a language bends the unit as the word before it asks."""
    months = _months(high)
    if low and low != high:
        if months is None and _months(low) is None:
            ends = {"von": number(low)}
            return ngettext("%(von)s bis %(n)s Jahr", "%(von)s bis %(n)s Jahre", high, **ends)
        return _("%(von)s bis %(bis)s", von=_years(low), bis=_years(high))
    if low and months is not None:
        return ngettext("Kinder mit %(n)s Monat", "Kinder mit %(n)s Monaten", months)
    if low:
        return ngettext("Kinder mit %(n)s Jahr", "Kinder mit %(n)s Jahren", low)
    if months is not None:
        return ngettext("Kinder bis %(n)s Monat", "Kinder bis %(n)s Monate", months)
    # § 7 SGB VIII: a child is under 14, a youth under 18, a young person under 27.
    if high < CHILD_UNDER:
        return ngettext("Kinder bis %(n)s Jahr", "Kinder bis %(n)s Jahre", high)
    if high < YOUTH_UNDER:
        return ngettext(
            "Kinder und Jugendliche bis %(n)s Jahr", "Kinder und Jugendliche bis %(n)s Jahre", high
        )
    return ngettext("junge Menschen bis %(n)s Jahr", "junge Menschen bis %(n)s Jahre", high)


CHILD_UNDER, YOUTH_UNDER = 14, 18


def tel_href(phone: str) -> str:
    """The ``tel:`` address of a German phone number (RFC 3966, global form).

    A national number loses its leading 0 and gains +49; the direct dialling dash goes.
    """
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+49" + digits[1:]
    return f"tel:{digits}"


@lru_cache(maxsize=4096)
def web_label(url: str) -> str:
    """The part of an address that a reader recognises: the host without "www."."""
    host = re.sub(r"^[a-z]+://", "", url).split("/")[0].split("?")[0]
    return host.removeprefix("www.")


NAME = 40
"""Signs up to which the last part of an address is taken for a name."""


def page_label(url: str) -> str:
    """Host and page, where many sources share a host: "de.wikipedia.org: Erfttal".

    The page is the last part of the path that has letters, read out. A long one is left out: it is
    a headline, and its words are not ours.
    """
    parts = unquote(re.sub(r"^[a-z]+://[^/?#]*", "", url).split("?")[0].split("#")[0]).split("/")
    named = next((part for part in reversed(parts) if re.search(r"[^\W\d_]{3}", part)), "")
    words = re.sub(r"[_\s]+", " ", named).strip()
    label = web_label(url)
    return f"{label}: {words}" if 0 < len(words) <= NAME else label


def plural(count: int, one: str, many: str) -> str:
    """German pages alone: "1 Angebot", "3 Angebote", "kein Angebot" is left to the caller."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def weekday_date(value: dt.date) -> str:
    """ "Samstag, 5. Dezember 2026"."""
    return _date(value, "full")


def mail_href(address: str) -> str:
    """The ``mailto:`` address; anything but the parts of a plain address is escaped."""
    return f"mailto:{quote(address, safe='@+.-_')}"
