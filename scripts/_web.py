"""Asks a web server whether an address still leads somewhere: politely, briefly, and never inside.

Standard library only. Addresses come from data that anybody may have written: only ports 80 and
443 of addresses that are public are asked, and each redirect is looked at anew. The connection
goes to the very address that was looked at.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from praeventionskette.editing.keeping import GONE, MOVED, OK, UNSURE, Result

AGENT = "Praeventionskette-Linkpruefung/1 (einmal pro Woche; prueft nur, ob die Seite da ist)"
READ = 65_536
"""Bytes of an answer that are read at most."""
HOPS = 5
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
DEAD = {404: "die Seite fehlt (404)", 410: "die Seite ist gelöscht (410)"}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask. timeout and pause in seconds; local: also this machine (for tests)."""

    timeout: float = 15.0
    pause: float = 1.0
    local: bool = False


class RefusedError(Exception):
    """An address that is not asked; the text is German."""


def ask(url: str, manners: Manners) -> Result:
    """What came of an address. Never raises for what a server or the network does."""
    seen, permanent, current = [url], True, url
    for _ in range(HOPS + 1):
        try:
            status, target = _status(current, manners)
        except RefusedError as why:
            return Result(UNSURE, str(why))
        except ssl.SSLCertVerificationError:
            return Result(UNSURE, "das Zertifikat der Website ist abgelaufen oder falsch")
        except socket.gaierror:
            return Result(GONE, "diesen Namen gibt es im Netz nicht")
        except TimeoutError:
            return Result(UNSURE, "keine Antwort in der Zeit")
        except (OSError, http.client.HTTPException, ValueError):
            return Result(UNSURE, "die Verbindung kam nicht zustande")
        if status in REDIRECTS and target:
            permanent = permanent and status in PERMANENT
            current = urljoin(current, target)
            if current in seen:
                return Result(UNSURE, "die Adresse leitet im Kreis weiter")
            seen.append(current)
            continue
        if status in DEAD:
            return Result(GONE, DEAD[status])
        if status >= 400:
            return Result(UNSURE, f"der Server antwortet mit {status}")
        moved = permanent and current != url and not _same(url, current)
        return Result(MOVED, target=current) if moved else Result(OK)
    return Result(UNSURE, "die Adresse leitet zu oft weiter")


def _same(old: str, new: str) -> bool:
    """Whether two addresses differ only by https, www. or the slash at the end."""
    plain = [u.split("://", 1)[-1].removeprefix("www.").rstrip("/").casefold() for u in (old, new)]
    return plain[0] == plain[1]


def _status(url: str, manners: Manners) -> tuple[int, str]:
    """Status and new address. HEAD first; a server that dislikes it is asked with GET."""
    status, target = _request("HEAD", url, manners)
    if status >= 400:
        time.sleep(manners.pause)
        status, target = _request("GET", url, manners)
    return status, target


def _request(method: str, url: str, manners: Manners) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedError("sie führt zu keiner Website")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if port not in (80, 443) and not manners.local:
        raise RefusedError("sie nennt einen ungewöhnlichen Anschluss")
    host = parts.hostname.encode("idna").decode("ascii")
    address = _public(host, port, manners.local)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    connection = http.client.HTTPConnection(host, port, timeout=manners.timeout)
    line = socket.create_connection(address, timeout=manners.timeout)
    try:
        if secure:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection.sock = line
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        if method == "GET":
            answer.read(READ)
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()
        line.close()


def _public(host: str, port: int, local: bool) -> tuple[str, int]:
    """An address of the host that lies in the public network."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for _, _, _, _, where in found:
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if local or address.is_global:
            return str(where[0]), port
    raise RefusedError("sie führt in ein privates Netz")
