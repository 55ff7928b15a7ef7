"""Build the website: checks the data, builds into a new folder, swaps it in; or serves it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shlex
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from _env import ensure_environment
from _lock import say


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Baut die Website. Bei jedem Fehler bleibt die vorige, wie sie war."
    )
    parser.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("-d", "--site-dir", type=Path, help="Zielordner (sonst der der mkdocs.yml)")
    parser.add_argument("--pdf", action="store_true", help="macht auch den Bericht als PDF")
    parser.add_argument("--ordner", action="store_true",
                        help="zum Öffnen ohne Server, etwa von einem Stick")  # fmt: skip
    parser.add_argument("--strict", action="store_true", help="Warnungen zählen als Fehler")
    parser.add_argument("--serve", action="store_true", help="Vorschau, die Änderungen nachzieht")
    parser.add_argument("--port", type=int, default=8000, help="Port der Vorschau")
    options = parser.parse_args()
    ensure_environment("site", PYTHONHASHSEED="0", PYTHONUTF8="1")

    import _mkdocs

    config_file = _config_file(options.config_file)
    if not config_file.is_file():
        say(f"{options.config_file} gibt es nicht: Nenne die mkdocs.yml der Stadt mit -f.")
        return 1
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_mkdocs.commit_time(config_file.parent)))
    if options.pdf:
        if importlib.util.find_spec("typst") is None:
            say("Für --pdf fehlt typst. Baue ohne --pdf und drucke die Seite /bericht/.")
            return 1
        os.environ["PK_PDF"] = "1"
    if options.ordner:
        os.environ["PK_ORDNER"] = "1"
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _stop)
    try:
        if options.serve:
            from _serve import serve

            return serve(config_file, options.strict, options.port)
        return _build(config_file, options)
    except KeyboardInterrupt:
        say("Abgebrochen; eine vorige Website blieb, wie sie war.")
        return 130


def _build(config_file: Path, options: argparse.Namespace) -> int:
    import _mkdocs
    import _target

    log = _mkdocs.attach()
    target: Path | None = None
    try:
        print("Baue die Website …", flush=True)
        config = _mkdocs.load(config_file, options.strict, "build")
        log.note("Einrichtung lesen", time.monotonic() - log.started)
        target = (options.site_dir or Path(config.site_dir)).resolve()
        _target.check(target, [config_file, Path(config.docs_dir), Path(__file__)])
        with _target.staged(target) as fresh:
            begun, known = time.monotonic(), len(log.stages)
            _mkdocs.build(config, fresh)
            config.plugins.on_shutdown()
            stages = log.stages[known:]
            hooks = sum(seconds for name, seconds in stages if not name.endswith(_mkdocs.BESIDE))
            log.note("Seiten schreiben (MkDocs)", max(0.0, time.monotonic() - begun - hooks))
            pages, files, size = _target.measure(fresh)
            swapping = time.monotonic()
        log.note("Einwechseln", time.monotonic() - swapping)
    except _target.TargetError as error:
        say(str(error))
    except Exception as error:
        _mkdocs.explain(error)
    else:
        megabytes = _mkdocs.german(size / 1e6)
        print(f"  {'zusammen':<28}{_mkdocs.german(time.monotonic() - log.started):>8} s\n")
        print(f"Gebaut: {pages} Seiten, {files} Dateien, {megabytes} MB in {_shown(target)}")
        town = (
            ""
            if options.config_file == Path("mkdocs.yml")
            else f" -f {shlex.quote(str(options.config_file))}"
        )
        print(f"Öffnen: {_shown(target / 'index.html')}")
        print(f"Ansehen wie im Netz: python3 scripts/build.py --serve{town}", flush=True)
        return 0
    kept = "; die vorige blieb, wie sie war" if target is None or target.exists() else ""
    say(f"Die Website wurde nicht gebaut{kept}.")
    return 1


def _config_file(given: Path) -> Path:
    """The named file; the default is that of this repository, wherever the script is called."""
    if given == Path("mkdocs.yml") and not given.exists():
        given = Path(__file__).resolve().parent.parent / given
    return given.resolve()


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _stop(number: int, frame: FrameType | None, parent: int = os.getpid()) -> None:
    if os.getpid() != parent:  # a worker that was forked has nothing to tidy up
        os._exit(128 + number)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
