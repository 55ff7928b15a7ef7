"""The preview: serves on this machine alone and builds anew when a source changes.

MkDocs' own ``serve`` builds over the pages that it shows, and waits for ever once a build fails.
Here each build goes into a folder of its own, and only a good one is shown. Where tables alone have
changed, the offers' pages are drawn when they are asked for, while a process of its own builds the
whole site, with all checks (``_quick``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import _mkdocs
import _quick
from _lock import say

if TYPE_CHECKING:
    from _live import Seen, Server
    from mkdocs.config.defaults import MkDocsConfig

    Beside = tuple[subprocess.Popen[bytes], Path]

HOST = "127.0.0.1"


def serve(config_file: Path, strict: bool, port: int) -> int:
    """Serve until someone stops it; 1 if nothing could be built or the port is taken."""
    from _live import Server
    from mkdocs.livereload import _serve_url

    if not _is_free(port):
        say(f"Der Port {port} ist schon belegt: Nimm einen anderen, etwa --port {port + 1}.")
        return 1
    log = _mkdocs.attach()
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory(prefix="vorschau-") as base:
        preview = _Preview(config_file, strict, port, Path(base), log)
        config = preview.build()
        if config is None or preview.shown is None:
            return 1
        mount = urlsplit(config.site_url or "/").path
        assert preview.seen is not None
        server = Server(HOST, port, preview.shown, mount, preview.seen)

        def not_found(code: int) -> bytes | None:
            page = Path(server.root) / f"{code}.html"
            return page.read_bytes() if page.is_file() else None

        server.matters = preview.matters
        server.changed = lambda paths: preview.follow(server, paths)
        server.error_handler = not_found
        os.environ["PK_PROZESSE"] = "1"  # a process with threads, as the server's, must not split
        said = f"\nVorschau: {_serve_url(HOST, port, mount)}   (Strg+C beendet)"
        server.listening = lambda: print(said, flush=True)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            print("\nVorschau beendet.", flush=True)
        finally:
            preview.stop()
            server.shutdown(wait=True)
            config.plugins.on_shutdown()
    return 0


def sources(config: MkDocsConfig) -> list[Path]:
    """The files and folders whose change asks for a new build."""
    town = Path(config.config_file_path).parent
    wanted = [Path(config.docs_dir), Path(config.config_file_path)]
    wanted.append(town / str(config.extra.get("datapackages", "datapackages")))
    wanted += [(town / hook).parent for hook in config.hooks]
    wanted += [town / path for path in [config.theme.custom_dir, *config.watch] if path]
    return [path for path in dict.fromkeys(wanted) if path.exists()]


class _Preview:
    def __init__(self, file: Path, strict: bool, port: int, base: Path, log: _mkdocs.Log) -> None:
        self.file, self.strict, self.port, self.base, self.log = file, strict, port, base, log
        self.shown: Path | None = None
        self.processes = os.environ.get("PK_PROZESSE")
        self.count = 0
        self.folders: list[Path] = []
        self.code: dict[Path, float] = {}
        self.seen: Seen | None = None
        """The sources as they were before the first build; the server looks for what changes."""
        self.config: MkDocsConfig | None = None
        """Of the last good build in this process."""
        self.beside: Beside | None = None
        """The build that runs in a process of its own, and its folder."""
        self.deciding = threading.Lock()
        """Held while what that build gave is shown: nobody gives it up half-way."""

    def build(self) -> MkDocsConfig | None:
        """Build what the sources say now; None, with a message, if that fails."""
        from _live import Seen
        from mkdocs.livereload import _serve_url

        self.count += 1
        begun = time.monotonic()
        print(f"\n{time.strftime('%H:%M:%S')} Baue die Vorschau …", flush=True)
        fresh = self.base / str(self.count)
        try:
            self._forget_changed_code()
            config = _mkdocs.load(self.file, self.strict, "serve")
            self.folders = [folder for folder in sources(config) if any(folder.glob("*.py"))]
            self.code = self._code()
            self.seen = self.seen or Seen(sources(config))
            mount = urlsplit(config.site_url or "/").path
            _mkdocs.build(config, fresh, _serve_url(HOST, self.port, mount))
            self.config = config
        except Exception as error:
            _mkdocs.explain(error)
            shutil.rmtree(fresh, ignore_errors=True)
            if self.shown:
                say("Die vorige Fassung bleibt sichtbar, bis das behoben ist.")
            return None
        old, self.shown = self.shown, fresh
        if old:
            shutil.rmtree(old, ignore_errors=True)
        print(f"Fertig nach {_mkdocs.german(time.monotonic() - begun)} s.", flush=True)
        return config

    def matters(self, path: Path) -> bool:
        """Whether a build depends on a file that has changed."""
        return self.config is None or _quick.matters(self.config, path)

    def follow(self, server: Server, paths: frozenset[Path]) -> None:
        """Show what the sources say after these files have changed. Never raises."""
        assert self.config is not None
        quickly = _quick.tables_alone(self.config, paths)
        self.stop()
        if not quickly:
            if self.build() is not None:
                server.show(self.shown, None, waiting=False, tell=False)
            elif server.waiting:
                server.show(None, server.ready, waiting=False, tell=False)
            return
        begun = time.monotonic()
        print(f"\n{time.strftime('%H:%M:%S')} Prüfe die Änderung …", flush=True)
        try:
            pages = _quick.pages(self.config)
        except Exception as error:
            _mkdocs.explain(error)
            say("Die vorige Fassung bleibt sichtbar, bis das behoben ist.")
            server.show(None, server.ready, waiting=False, tell=False)
            return
        seconds = _mkdocs.german(time.monotonic() - begun)
        print(f"Geprüft nach {seconds} s: Angebote sind neu, alles andere folgt.", flush=True)
        server.show(None, pages, waiting=True, tell=False)
        self.beside = self._start()
        finish = threading.Thread(
            target=self._finish, args=(server, begun, *self.beside), daemon=True
        )
        finish.start()

    def stop(self) -> None:
        """Give up the build that runs beside, if there is one."""
        with self.deciding:
            running, self.beside = self.beside, None
        if running:
            if os.name == "posix":  # with all that it has started
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(running[0].pid, signal.SIGKILL)
            else:
                running[0].kill()
            running[0].wait()
            shutil.rmtree(running[1], ignore_errors=True)

    def _start(self) -> Beside:
        self.count += 1
        fresh = self.base / str(self.count)
        command = [sys.executable, __file__, str(self.file), str(fresh), str(self.port)]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        if self.processes is None:
            del environment["PK_PROZESSE"]  # that one has no threads
        process = subprocess.Popen(
            [*command, *["strict"] * self.strict], env=environment, start_new_session=True
        )
        return process, fresh

    def _finish(
        self, server: Server, begun: float, process: subprocess.Popen[bytes], fresh: Path
    ) -> None:
        good = process.wait() == 0
        with self.deciding:
            if self.beside is None or self.beside[0] is not process:
                return  # given up: a newer change has come
            self.beside = None
            if not good:
                say("Die vorige Fassung ist wieder sichtbar, bis das behoben ist.")
                server.show(None, None, waiting=False, tell=True)
                return
            drawn, old = server.given, self.shown
            same = all((fresh / name).read_bytes() == page for name, page in drawn.items())
            self.shown = fresh
            server.show(fresh, None, waiting=False, tell=not same)
        print(f"Fertig nach {_mkdocs.german(time.monotonic() - begun)} s.", flush=True)
        if old:
            shutil.rmtree(old, ignore_errors=True)

    def _code(self) -> dict[Path, float]:
        return {p: p.stat().st_mtime for folder in self.folders for p in folder.rglob("*.py")}

    def _forget_changed_code(self) -> None:
        """Python keeps what it imported; hooks that were edited have to be read again."""
        from mkdocs.config.config_options import Hooks

        if self._code() == self.code:
            return
        for name in [n for n in sys.modules if n.split(".")[0] == "praeventionskette"]:
            del sys.modules[name]
        Hooks._load_hook.cache_clear()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(sys.platform != "win32"))
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def _beside(config_file: Path, fresh: Path, port: int, strict: bool) -> int:
    """The whole build into ``fresh``, as a process beside the preview; 1 where it fails."""
    from mkdocs.livereload import _serve_url

    if hasattr(os, "nice"):
        os.nice(5)  # the pages that somebody asks for come first
    _mkdocs.attach()
    try:
        config = _mkdocs.load(config_file, strict, "serve")
        mount = urlsplit(config.site_url or "/").path
        _mkdocs.build(config, fresh, _serve_url(HOST, port, mount))
    except Exception as error:
        _mkdocs.explain(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_beside(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), len(sys.argv) > 4))
