"""The preview: serves on this machine alone and builds anew when a source changes.

MkDocs' own ``serve`` builds over the pages that it shows, and waits for ever once a build fails.
Here each build goes into a folder of its own, and only a good one is shown.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import _mkdocs
from _lock import say

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

HOST = "127.0.0.1"


def serve(config_file: Path, strict: bool, port: int) -> int:
    """Serve until someone stops it; 1 if nothing could be built or the port is taken."""
    from mkdocs.livereload import LiveReloadServer, _serve_url

    if not _is_free(port):
        say(f"Der Port {port} ist schon belegt: Nimm einen anderen, etwa --port {port + 1}.")
        return 1
    log = _mkdocs.attach()
    sys.dont_write_bytecode = True  # files written beside watched ones would start a new build
    with tempfile.TemporaryDirectory(prefix="vorschau-") as base:
        preview = _Preview(config_file, strict, port, Path(base), log)
        config = preview.build()
        if config is None or preview.shown is None:
            return 1
        mount = urlsplit(config.site_url or "/").path
        server = LiveReloadServer(
            builder=lambda: None,
            host=HOST,
            port=port,
            root=str(preview.shown),
            mount_path=mount,
        )

        def rebuild() -> None:
            # Never raises: the server would stop answering until the next good build.
            preview.build()
            server.root = str(preview.shown)

        def not_found(code: int) -> bytes | None:
            page = Path(server.root) / f"{code}.html"
            return page.read_bytes() if page.is_file() else None

        server.builder = rebuild
        server.error_handler = not_found
        server = config.plugins.on_serve(server, config=config, builder=rebuild)
        for path in sources(config):
            server.watch(str(path))
        print(f"\nVorschau: {_serve_url(HOST, port, mount)}   (Strg+C beendet)", flush=True)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            print("\nVorschau beendet.", flush=True)
        finally:
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
        self.count = 0
        self.folders: list[Path] = []
        self.code: dict[Path, float] = {}

    def build(self) -> MkDocsConfig | None:
        """Build what the sources say now; None, with a message, if that fails."""
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
            mount = urlsplit(config.site_url or "/").path
            _mkdocs.build(config, fresh, _serve_url(HOST, self.port, mount))
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
