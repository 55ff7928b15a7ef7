"""The server of the preview: it never shows a page that is half new, and sees a change at once.

MkDocs' own server computes the path of a file, waits for the build, and then looks for the file in
a folder that the build has removed; and it looks for changes each half second. Here a request waits
first, pages that stand ready are handed out while the rest is still being built, and the tables of
the town are looked at ten times a second.
"""

from __future__ import annotations

import io
import os
import posixpath
import re
import time
import wsgiref.util
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer, _timestamp

Pages = Callable[[str], bytes | None]
"""Path of a file of the site → its bytes, or None where they do not stand ready."""

OFTEN, SELDOM = 0.1, 0.5
"""Seconds between two looks at the tables, and at everything else."""
QUIET = 0.04
"""Seconds without a change after which a file counts as written."""
FIXED = re.compile(r"assets(-[0-9a-f]{8})?/")
"""Files of the theme, as published under their hash and under their own name: no table changes
them, and a page that a browser is to show at once names them."""
TABLES = (".csv",)
SCRIPT = re.compile(r"/livereload/([0-9]+)/([0-9]+)\.js")


class Server(LiveReloadServer):
    """``builder`` is called with the paths that changed, in the main thread."""

    def __init__(self, host: str, port: int, root: Path, mount_path: str, seen: Seen) -> None:
        super().__init__(lambda: None, host, port, str(root), mount_path)
        self.seen = seen
        """The files as they were before the first build began."""
        self._watched_paths = dict.fromkeys(seen.watched, 1)  # so that pages reload
        self.changed: Callable[[frozenset[Path]], None] = lambda paths: None
        self.listening: Callable[[], None] = lambda: None
        """Called once pages can be asked for."""
        self.matters: Callable[[Path], bool] = lambda path: True
        """Whether a changed file asks for anything."""
        self.ready: Pages | None = None
        """Pages that are newer than ``root``, where the rest is not built yet."""
        self.waiting = False
        """Whether everything but ``ready`` and the theme's files waits for a build."""
        self.given: dict[str, bytes] = {}
        """What was handed out of ``ready``."""

    def show(self, root: Path | None, ready: Pages | None, *, waiting: bool, tell: bool) -> None:
        """Show other pages from now on. root: None for that of before. tell: reload browsers."""
        with self._epoch_cond:
            self.root = str(root) if root else self.root
            self.ready, self.waiting, self.given = ready, waiting, {}
            if tell:
                self._wanted_epoch = self._visible_epoch = _timestamp()
            self._epoch_cond.notify_all()

    def _build_loop(self) -> None:
        self.listening()
        seen, looked = self.seen, time.monotonic()
        while not self._shutdown:
            time.sleep(OFTEN)
            everything = time.monotonic() - looked > SELDOM
            changed = {p for p in seen.changed(everything=everything) if self.matters(p)}
            looked = time.monotonic() if everything else looked
            while changed:
                time.sleep(QUIET)
                more = {p for p in seen.changed(everything=everything) if self.matters(p)}
                changed |= more
                if not more:
                    break
            if changed:
                self._wanted_epoch = _timestamp()  # from now on requests wait
                self.changed(frozenset(changed))
                with self._epoch_cond:
                    self._visible_epoch = self._wanted_epoch
                    self._epoch_cond.notify_all()

    def _serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if script := SCRIPT.fullmatch(path):
            code = _SCRIPT_TEMPLATE.substitute(epoch=script[1], request_id=script[2]).encode()
            return _answer(start_response, "application/javascript", code)
        if path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        name = posixpath.normpath("/" + path.removeprefix(self.mount_path)).lstrip("/")
        if path.endswith("/"):
            name = posixpath.join(name, "index.html")
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            ready, epoch = self.ready, self._visible_epoch
        page = ready(name) if ready else None
        if page is None:
            with self._epoch_cond:
                self._epoch_cond.wait_for(lambda: not self.waiting or FIXED.match(name))
                root = self.root
            answer = super()._serve_request(environ, start_response)
            if answer is None and self.root != root:  # a build was swapped in while it looked
                answer = super()._serve_request(environ, start_response)
            return answer
        self.given[name] = page
        return _answer(start_response, "text/html", self._inject_js_into_html(page, epoch))

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """A file and no script in the page: the page's own policy would refuse that."""
        before, end, after = content.rpartition(b"</body>")
        script = b'<script src="/livereload/%d/%d.js"></script>' % (epoch, _timestamp())
        return before + script + end + after


def _answer(start_response: Any, kind: str, content: bytes) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
    return wsgiref.util.FileWrapper(io.BytesIO(content))


class Seen:
    """What the watched files and folders looked like when they were last looked at."""

    def __init__(self, watched: Iterable[Path]) -> None:
        self.watched = [os.path.abspath(path) for path in watched]  # noqa: PTH100
        self.files = dict(_stamps(self.watched))

    def changed(self, *, everything: bool) -> set[Path]:
        """The files that are new, gone or otherwise since the last look; else the tables alone."""
        if everything:
            now = dict(_stamps(self.watched))
        else:
            now = dict(self.files)
            for path in [p for p in self.files if p.endswith(TABLES)]:
                now[path] = _stamp(path)
        before, self.files = self.files, now
        paths = {p for p in before.keys() | now.keys() if before.get(p) != now.get(p)}
        return {Path(path) for path in paths}


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds of files, many times
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _stamps(paths: Iterable[str]) -> Iterator[tuple[str, tuple[int, int, int] | None]]:
    for top in paths:
        if os.path.isfile(top):  # noqa: PTH113
            yield top, _stamp(top)
        for folder, inside, names in os.walk(top):
            inside[:] = [n for n in inside if n != "__pycache__" and not n.startswith(".")]
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118
                yield path, _stamp(path)
