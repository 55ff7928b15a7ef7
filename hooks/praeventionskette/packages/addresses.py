"""Web addresses, e-mail addresses and telephone numbers: what may stand in a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from praeventionskette.packages import cells

WEB_COLUMNS = ("website", "url", "homepage", "quelle", "quelle_liste")
PHONE_COLUMNS = ("telefon", "telefon_2", "fax")
EMAIL_COLUMNS = ("email", "e_mail")

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@([A-Za-z0-9äöüß]([A-Za-z0-9äöüß-]*[A-Za-z0-9äöüß])?\.)+[A-Za-z]{2,24}"
)
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/-]{2,29}")
_HOST = re.compile(r"([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]", re.UNICODE)
_PLAIN = re.compile(
    r"https?://([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,24}(/[A-Za-z0-9/_.~%?=&#+,:!-]*)?", re.ASCII
)
"""What most addresses look like: nothing in them needs a second look."""
_FORBIDDEN = re.compile(r"[\s<>\"'`{}|\\^\x00-\x20\x7f]")


def web(cell: str) -> str:
    """A complete address that begins with http:// or https://."""
    return cell if _PLAIN.fullmatch(cell) else _taken_apart(cell)


def _taken_apart(cell: str) -> str:
    scheme, colon, rest = cell.partition(":")
    if _FORBIDDEN.search(cell):
        raise cells.CellError("adresse", "zeichen", wert=cell)
    if cell.startswith("www.") or (not colon and _HOST.fullmatch(cell.split("/")[0])):
        raise cells.CellError("adresse", "ohne_http", wert=cell, besser=f"https://{cell}")
    if scheme.lower() not in ("http", "https") or not rest.startswith("//"):
        raise cells.CellError("adresse", "schema", wert=cell)
    try:
        parts = urlsplit(cell)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise cells.CellError("adresse", "rechner", wert=cell) from None
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise cells.CellError("adresse", "anmeldung", wert=cell)
    if not _HOST.fullmatch(host) or (port is not None and not 0 < port < 65536):
        raise cells.CellError("adresse", "rechner", wert=cell)
    return cell


def email(cell: str) -> str:
    """One e-mail address, without a name and without mailto:."""
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise cells.CellError("e-mail", "form", wert=cell)
    return cell


def phone(cell: str) -> str:
    """A number that can be dialled: digits, +, /, -, brackets and blanks."""
    if not _PHONE.fullmatch(cell) or sum(sign.isdigit() for sign in cell) < 3:
        raise cells.CellError("telefon", "form", wert=cell)
    return cell


def link(cell: str) -> str:
    """An address that a page may link to: web, mailto: or tel:."""
    scheme, _, rest = cell.partition(":")
    if scheme.lower() == "mailto":
        return email(rest) and cell
    if scheme.lower() == "tel":
        return phone(rest) and cell
    return web(cell)


def reader_for(name: str, format_: str) -> Callable[[str], str] | None:
    """The check for a text column, by the format of its schema or its usual name."""
    if name in EMAIL_COLUMNS or format_ == "email":
        return email
    if name in PHONE_COLUMNS:
        return phone
    if name in WEB_COLUMNS:
        return web
    return link if format_ == "uri" else None
