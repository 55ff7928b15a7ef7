"""Fetches one file of another town: bounded, without redirects, never from inside the network.

The connection goes to the very address that was looked at; only https is asked (and this machine,
for tests). What comes back is bytes to be checked, and nothing more.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from urllib.parse import quote, urlsplit

from _web import Manners, RefusedError, _public

AGENT = "Praeventionskette-Netzwerk/1 (holt veroeffentlichte Datenpakete auf Befehl)"


class FetchError(Exception):
    """Why a file could not be fetched; the text is German."""


class MissingError(FetchError):
    """The server says that there is no such file."""


def fetch(url: str, most: int, manners: Manners) -> bytes:
    """The bytes of a file. Raises FetchError; more than ``most`` bytes are never kept."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if not (secure or (parts.scheme == "http" and manners.local)) or not parts.hostname:
        raise FetchError(f"{url}: Nur Adressen mit https:// werden geholt.")
    port = parts.port or (443 if secure else 80)
    if port not in (80, 443) and not manners.local:
        raise FetchError(f"{url}: Die Adresse nennt einen ungewöhnlichen Anschluss.")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
        where = _public(host, port, manners.local)
        line = socket.create_connection(where, timeout=manners.timeout)
        connection = http.client.HTTPConnection(host, port, timeout=manners.timeout)
        try:
            if secure:
                line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
            connection.sock = line
            path = quote(parts.path or "/", safe="/%-._~")
            headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            if answer.status in (404, 410):
                raise MissingError(f"{url}: Die Datei gibt es dort nicht ({answer.status}).")
            if answer.status != 200:
                said = f"der Server antwortet mit {answer.status}"
                if 300 <= answer.status < 400:
                    said = "die Adresse leitet weiter; trage die neue Adresse ein"
                raise FetchError(f"{url}: Nicht geholt, {said}.")
            raw = answer.read(most + 1)
        finally:
            connection.close()
            line.close()
    except RefusedError as why:
        raise FetchError(f"{url}: Nicht geholt, {why}.") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise FetchError(f"{url}: Die Verbindung kam nicht zustande.") from None
    if len(raw) > most:
        raise FetchError(f"{url}: Die Datei ist größer als {most // 1_000_000} MB.")
    return raw
