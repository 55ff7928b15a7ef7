"""A host of static files on this machine as towns have one: packed, with the site's own headers.

It answers below the path of the site's address, keeps connections open, and says 304 where the
browser already has the file. Everything is Python's own: it runs wherever the build runs.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import _static

PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".webmanifest"}
"""What a host packs on the way; the rest goes as it is."""
HEAD = 400
"""Bytes of a response's head, roughly: policy, tag, type, length."""
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


class Host(_static.Server):
    """base: where the site lies, with a slash at its end."""

    base = ""
    sent = 0
    """Bytes that went out, packed and with heads; a page's workers included."""


class _Handler(_static.Handler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def do_GET(self) -> None:  # noqa: N802 - so in http.server
        """One file: packed, or 304 where the browser names the tag that it has now."""
        path = Path(self.translate_path(self.path.split("?")[0]))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body, tag = _answer(path)
        same = self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else 200)
        self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        if not same:
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            if path.suffix in PACKED:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if not same:
            self.wfile.write(body)
        if isinstance(self.server, Host):
            self.server.sent += HEAD + (0 if same else len(body))


@functools.cache
def _answer(path: Path) -> tuple[bytes, str]:
    body = path.read_bytes()
    body = gzip.compress(body, 6, mtime=0) if path.suffix in PACKED else body
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


@contextmanager
def served(site: Path) -> Iterator[Host]:
    """Serve a built site for the while, at the path that its own address names."""
    known = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    at = (urlsplit(known[1]).path if known else "") or "/"
    asked = site / "_headers"
    wanted = asked.read_text(encoding="utf-8") if asked.is_file() else ""
    _answer.cache_clear()
    for path in (site / "angebote").glob("*.json"):
        _answer(path)  # a host keeps them packed
    handler = functools.partial(_Handler, directory=str(site), prefix=at, wanted=wanted)
    host = Host(("127.0.0.1", 0), handler)
    host.base = f"http://127.0.0.1:{host.server_port}{at}"
    thread = threading.Thread(target=host.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
        thread.join()
