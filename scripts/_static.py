"""Serves a built site on this machine as a host of static files does, with the headers it asks for.

``_headers`` in the site names them; so whoever tests a site here tests it under its own policy.
"""

from __future__ import annotations

import fnmatch
import functools
import http.server
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def rules(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """(pattern of a path, headers) of a ``_headers`` file; None takes a header off again."""
    found: list[tuple[str, list[tuple[str, str | None]]]] = []
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            found.append((line.strip(), []))
        elif line.strip().startswith("!"):
            found[-1][1].append((line.strip()[1:].strip(), None))
        elif line.strip() and ":" in line:
            name, _, value = line.strip().partition(":")
            found[-1][1].append((name, value.strip()))
    return found


def headers_for(path: str, text: str) -> dict[str, str]:
    """The headers of a path ("/einbetten/x/"), later rules over earlier ones."""
    out: dict[str, str] = {}
    for pattern, headers in rules(text):
        if fnmatch.fnmatchcase(path, pattern):
            for name, value in headers:
                out.pop(name, None)
                if value is not None:
                    out[name] = value
    return out


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files as Pages serves them: UTF-8 text, 404.html, perhaps below a sub-folder."""

    extensions_map = {  # noqa: RUF012 - so in the class above
        "": "application/octet-stream",
        ".atom": "application/atom+xml",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".geojson": "application/geo+json",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".ics": "text/calendar; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".ttl": "text/turtle; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }

    def __init__(
        self, *args: Any, prefix: str = "/", wanted: str = "", slow: float = 0, **kwargs: Any
    ) -> None:
        self.prefix, self.wanted, self.slow = prefix, wanted, slow
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        """The file of an address; outside of the prefix there is none."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "outside-of-the-prefix")
        return super().translate_path("/" + path[len(self.prefix) :])

    def end_headers(self) -> None:
        """Adds what the site asks for."""
        path = "/" + self.path.split("?")[0].removeprefix(self.prefix)
        headers = headers_for(path, self.wanted)
        if self.slow:
            headers["Cache-Control"] = "no-store"
        for name, value in headers.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """On a slow line a page comes in two halves, and what it asks for after it."""
        if not self.slow:
            super().copyfile(source, outputfile)
            return
        body: bytes = source.read()
        page = self.path.split("?")[0].endswith(("/", ".html"))
        half = len(body) // 2 if page else 0
        outputfile.write(body[:half])
        outputfile.flush()
        time.sleep(self.slow / 2 if page else self.slow)
        outputfile.write(body[half:])

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """No host of a public site shows what lies in a folder."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class Server(http.server.ThreadingHTTPServer):
    """One thread a request; a browser that hangs up is no fault."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show faults of ours alone."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path, at: str = "/", slow: float = 0) -> Iterator[str]:
    """The address of a folder, served below a path of this machine for the while.

    slow: seconds that each file of a page keeps it waiting, each time anew; 0 is no slow line.
    """
    asked = site / "_headers"
    wanted = asked.read_text(encoding="utf-8") if asked.is_file() else ""
    handler = functools.partial(Handler, directory=str(site), prefix=at, wanted=wanted, slow=slow)
    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{at}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
