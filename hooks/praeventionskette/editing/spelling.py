"""One spelling for one value: text, dates, telephone numbers. What is not sure stays as it is."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from praeventionskette.packages import addresses, cells
from praeventionskette.packages.model import FieldSpec

Spell = Callable[[str], str]

MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
          "oktober", "november", "dezember")  # fmt: skip

_DAY_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})\. ?([^\W\d_]+) (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[./](\d{4})")
_MONTH_NAMED = re.compile(r"([^\W\d_]+) (\d{4})")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_PHONE = re.compile(r"[+0-9][0-9 ()/+-]*|\([0-9 ]+\)[0-9 ()/-]*")


def text(cell: str) -> str:
    """Any cell: composed signs (NFC), plain ends of lines, no blanks at the end of a line."""
    cell = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in cell.split("\n")).strip()


def date(cell: str) -> str:
    """A day as YYYY-MM-DD where it is written whole: 31.3.2024, 31. März 2024, 2024/3/31."""
    if match := _DAY_FIRST.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(cell):
        year, month, day = (int(match[n]) for n in (1, 3, 4))
    elif (match := _DAY_NAMED.fullmatch(cell)) and match[2].casefold() in MONTHS:
        day, month, year = int(match[1]), MONTHS.index(match[2].casefold()) + 1, int(match[3])
    else:
        return cell
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return cell


def partial_date(cell: str) -> str:
    """The same where month and day may be missing: 3/2024, 03.2024, März 2024."""
    if match := _MONTH_FIRST.fullmatch(cell):
        month, year = int(match[1]), match[2]
    elif (match := _MONTH_NAMED.fullmatch(cell)) and match[1].casefold() in MONTHS:
        month, year = MONTHS.index(match[1].casefold()) + 1, match[2]
    else:
        return date(cell)
    return f"{year}-{month:02d}" if 1 <= month <= 12 and year > "0000" else cell


def phone(cell: str) -> str:
    """A number after DIN 5008: a blank behind country and area code, a dash before an extension.

    Left alone is what is no single number: two of them, or a slash behind more than an area code.
    """
    plain = " ".join(_DASHES.sub("-", cell).split())
    if not _PHONE.fullmatch(plain) or plain.count("/") > 1:
        return cell
    plain = re.sub(r"^00(?=[1-9])", "+", plain)
    plain = re.sub(r"^(\+\d{1,3}) ?\( ?0 ?\) ?", r"\1 ", plain)
    if match := re.fullmatch(r"\((0[\d ]{2,8})\) ?([^()]+)", plain):
        plain = f"{match[1].replace(' ', '')} {match[2].lstrip(' /')}"
    if match := re.fullmatch(r"([+0][^/()-]*?) ?/ ?([^/()]+)", plain):
        area = _area(match[1])
        plain = f"{area} {match[2]}" if area else plain
    plain = re.sub(r"^\+49 ?(?=[1-9])", "+49 ", plain)
    plain = re.sub(r" ?- ?", "-", plain)
    return plain if dialled(plain) == dialled(cell) else cell


def _area(written: str) -> str:
    """An area code as it is written in one piece, or "" where this is more than one."""
    country = re.match(r"\+49 ?|", written)
    prefix = country[0] if country else ""
    groups = written[len(prefix) :].split(" ")
    digits = "".join(groups)
    if len(groups) > 1 and any(len(group) > 2 for group in groups):
        return ""  # 0 21 31 is one code, 02131 1 is more than that
    most = 5 if prefix else 6
    if not digits.isdigit() or not 2 <= len(digits) <= most or (not prefix and digits[0] != "0"):
        return ""
    return f"+49 {digits}" if prefix else digits


def dialled(cell: str) -> str:
    """The digits that a German telephone has to dial: +49 2131 … and 02131 … are the same."""
    kept = re.sub(r"^(\s*(?:\+|00)\s*\d{1,3}\s*)\(\s*0\s*\)", r"\1", cell)
    kept = re.sub(r"[^\d+]", "", kept)
    kept = re.sub(r"^00(?=[1-9])", "+", kept)
    return re.sub(r"^0(?=[1-9])", "+49", kept)


def speller(field: FieldSpec) -> Spell:
    """The spelling of a column's cells (not blank, :func:`text` already applied)."""
    if field.is_list:
        sign = field.field.delimiter
        return lambda cell: sign.join(item.strip() for item in cell.split(sign))
    if cells.is_partial_date(field):
        return partial_date
    if field.field.type == "date":
        return date
    return phone if field.name in addresses.PHONE_COLUMNS else str
