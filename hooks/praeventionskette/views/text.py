"""German wording of facts: ages, dates, numbers, addresses. Pure functions of their input."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from urllib.parse import quote, unquote

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "de_DE"
NBSP = "\u00a0"
MINUS = "\u2212"


def number(value: Decimal | int | None, places: int | None = None) -> str:
    """A number as German readers write it (CLDR): 7.023 or 12,7; "–" for None.

    places: decimal places to show; None shows those the value has.
    """
    if value is None:
        return "–"
    if places is None:
        exponent = Decimal(value).as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=LOCALE)).replace("-", MINUS)


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
        return str(format_date(dt.date(parts[0], parts[1], 1), "MMMM y", locale=LOCALE))
    return str(format_date(dt.date(*parts), "d. MMMM y", locale=LOCALE))


def full_date(value: dt.date | None) -> str:
    """ "24. November 2026", or "" for None."""
    return str(format_date(value, "d. MMMM y", locale=LOCALE)) if value else ""


def _age(value: Decimal) -> str:
    if value == value.to_integral_value():
        return str(int(value))
    months = value * 12
    if value < 2 and months == months.to_integral_value():
        return f"{int(months)}{NBSP}Monate"
    return number(value)


def ages(low: Decimal | None, high: Decimal | None, *, pregnancy: bool) -> str:
    """Ages in words, as a parent says them; both ends are completed years and included.

    >>> ages(Decimal(0), Decimal(2), pregnancy=True)
    'Schwangere und Kinder bis 2\xa0Jahre'
    """
    start = "Schwangere" if pregnancy else ""
    if low is None and high is None:
        return start
    if high is None:
        words = "jedes Alter" if not low else f"ab {_dative(low)}"
    elif not low:
        words = f"{_who(high)} bis {_years(high)}"
    elif low == high:
        words = f"Kinder mit {_years(low)}n" if low > 1 else f"Kinder mit {_years(low)}"
    else:
        words = f"{_age(low)} bis {_years(high)}"
    return f"{start} und {words}" if start else words


def _who(high: Decimal) -> str:
    """Whom a group from birth up to this age is called."""
    if high < CHILD_UNDER:
        return "Kinder"
    return "Kinder und Jugendliche" if high < YOUTH_UNDER else "junge Menschen"


CHILD_UNDER, YOUTH_UNDER = 14, 18
"""§ 7 SGB VIII: a child is under 14, a youth under 18, a young person under 27."""


def _years(value: Decimal) -> str:
    text = _age(value)
    if "Monate" in text:
        return text
    return f"{text}{NBSP}Jahr" if text == "1" else f"{text}{NBSP}Jahre"


def _dative(value: Decimal) -> str:
    text = _years(value)
    return f"{text}n" if text.endswith("e") else text


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
    """ "1 Angebot", "3 Angebote", "kein Angebot" is left to the caller."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def weekday_date(value: dt.date) -> str:
    """ "Samstag, 5. Dezember 2026"."""
    return str(format_date(value, "EEEE, d. MMMM y", locale=LOCALE))


def mail_href(address: str) -> str:
    """The ``mailto:`` address; anything but the parts of a plain address is escaped."""
    return f"mailto:{quote(address, safe='@+.-_')}"
