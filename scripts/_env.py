"""The environment that the scripts run in: found, or made in ``.venv`` from hash-pinned locks.

Standard library only. Every script calls ``ensure_environment`` before it imports anything else.
``.venv`` belongs to these scripts: whatever does not match the locks is made anew. The package
comes in by a ``.pth`` file with a relative path and not by an editable install: that needs no
build backend (which no lock would pin), no network, and lets the folder be moved.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from _lock import locked, say

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 13)
SUPERSETS = {"site": ("site", "test"), "test": ("test",)}
"""Which locks satisfy a wish: the test lock holds the site lock."""
NETWORK = "index-url extra-index-url find-links no-index cert client-cert proxy trusted-host "
NETWORK += "timeout retries cache-dir no-cache-dir keyring-provider use-feature"
"""Settings of pip that say where packages come from; all others of the machine are left out."""


class SetupError(Exception):
    """What a person has to mend before a script can run; its text is German."""


def ensure_environment(extra: str = "site", **variables: str) -> None:
    """Return in an interpreter that holds the lock ``extra``, with ``variables`` in force.

    Starts the running script again with the right interpreter where this one is not it.
    Ends the process with one German sentence where that cannot be had.
    """
    try:
        _check_version()
        stale = [name for name, value in variables.items() if os.environ.get(name) != value]
        os.environ.update(variables)
        python = _find(extra) or _make(extra)
        _keep_what_was_made()
        if python != Path(sys.executable) or stale:
            _restart(python)
    except SetupError as problem:
        say(str(problem))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Abgebrochen. Der nächste Aufruf richtet die Umgebung fertig ein.")
        sys.exit(130)


def _keep_what_was_made() -> None:
    """``.cache`` holds what a build may use again; where Python shall write no bytecode beside
    the sources, that too: to compile all libraries anew takes longer than to check a town."""
    cache = ROOT / ".cache"
    os.environ.setdefault("PK_SPEICHER", str(cache / "praeventionskette"))
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = sys.pycache_prefix or str(cache / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.setdefault("PYTHONPYCACHEPREFIX", sys.pycache_prefix)


def _check_version() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise SetupError(
            "Hier wird Python 3.11, 3.12 oder 3.13 gebraucht, dies ist Python {}.{}.{}: "
            "Installiere eine dieser Fassungen und rufe das Skript damit auf, "
            "zum Beispiel „python3.13 {}“.".format(*sys.version_info[:3], sys.argv[0])
        )


def venv_python(venv: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _find(extra: str) -> Path | None:
    """The running interpreter if it suits, else that of ``.venv`` if that does."""
    venv = ROOT / ".venv"
    inside = Path(sys.prefix).resolve() == venv.resolve()
    if not inside and holds_lock(lock_file(extra)):
        _put_package_on_path()
        return Path(sys.executable)
    if is_stamped(venv, extra):
        return Path(sys.executable) if inside else venv_python(venv)
    return None


def lock_file(extra: str) -> Path:
    return ROOT / "scripts" / "locks" / f"{extra}.txt"


def _stamp_text(extra: str) -> str:
    # Line ends may differ between two checkouts of the same lock.
    digest = hashlib.sha256(lock_file(extra).read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return "{} {} {}.{}\n".format(extra, digest, *sys.version_info[:2])


def _stamp(venv: Path) -> Path:
    return venv / "praeventionskette.stamp"


def is_stamped(venv: Path, extra: str) -> bool:
    """Whether ``venv`` was made to the end for this lock and this Python, and is still there."""
    try:
        stamp = _stamp(venv).read_text(encoding="utf-8")
    except OSError:
        return False
    if not venv_python(venv).exists():
        return False
    return any(stamp == _stamp_text(name) for name in SUPERSETS[extra])


def holds_lock(lock: Path) -> bool:
    """Whether the running interpreter can import every entry of ``lock`` in just that version."""
    from importlib import metadata

    for name, version, marker in parse_lock(lock.read_text(encoding="utf-8")):
        try:
            if marker:
                from packaging.markers import Marker

                if not Marker(marker).evaluate():
                    continue
            if metadata.version(name) != version:
                return False
        except (ImportError, metadata.PackageNotFoundError):
            return False
    return True


def parse_lock(text: str) -> list[tuple[str, str, str]]:
    """(name, version, marker) of each entry of a lock file."""
    entry = re.compile(r"^([\w.-]+)==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?$", re.MULTILINE)
    return [(name, version, marker) for name, version, marker in entry.findall(text)]


def _put_package_on_path() -> None:
    """For an environment that is not ours: the package, here and in child processes."""
    hooks = str(ROOT / "hooks")
    if hooks not in sys.path:
        sys.path.insert(1, hooks)
    before = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    if hooks not in before:
        os.environ["PYTHONPATH"] = os.pathsep.join([hooks, *before])


def _make(extra: str) -> Path:
    venv = ROOT / ".venv"
    if Path(sys.prefix).resolve() == venv.resolve() and not is_stamped(venv, "site"):
        # It has to be replaced, and nobody can pull away the chair that they sit on.
        _restart(Path(getattr(sys, "_base_executable", sys.executable)))
    with locked(ROOT / ".venv.lock", "Eine andere Ausführung richtet die Umgebung ein; ich warte."):
        if is_stamped(venv, extra):  # the other run has made it
            return venv_python(venv)
        started = time.monotonic()
        say("Richte die Umgebung ein (einmalig, meist ein bis zwei Minuten) …")
        _fill(venv, extra)
        say(f"Die Umgebung steht in .venv ({time.monotonic() - started:.0f} s).")
    return venv_python(venv)


def _fill(venv: Path, extra: str) -> None:
    """Create ``venv`` or add to it; the stamp comes last, so a broken-off run leaves none."""
    keep = is_stamped(venv, "site")
    _stamp(venv).unlink(missing_ok=True)
    uv = shutil.which("uv")
    reason = _fill_with_uv(uv, venv, extra, keep) if uv else "fehlt"
    if uv and reason:
        say(f"  uv kam nicht durch ({reason}); weiter mit venv und pip.")
    if reason:
        _fill_with_pip(venv, extra, keep)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run(
        [str(venv_python(venv)), "-c", code], capture_output=True, text=True, encoding="utf-8"
    )
    packages = Path(done.stdout.strip())
    relative = os.path.relpath(ROOT / "hooks", packages)
    (packages / "praeventionskette.pth").write_text(relative + "\n", encoding="utf-8")
    _stamp(venv).write_text(_stamp_text(extra), encoding="utf-8")


def _fill_with_uv(uv: str, venv: Path, extra: str, keep: bool) -> str:
    """Why uv could not do it, or ""."""
    keys = "INDEX DEFAULT_INDEX EXTRA_INDEX_URL FIND_LINKS CACHE_DIR NO_CACHE HTTP NATIVE_TLS "
    keys += "SYSTEM_CERTS KEYRING INSECURE_HOST OFFLINE CONCURRENT LINK_MODE CONFIG_FILE"
    wanted = tuple("UV_" + key for key in keys.split())
    env = {k: v for k, v in os.environ.items() if not k.startswith("UV_") or k.startswith(wanted)}
    env.pop("VIRTUAL_ENV", None)
    try:
        if not keep:
            _remove(venv)
            base = getattr(sys, "_base_executable", sys.executable)
            _run([uv, "venv", "--quiet", "--no-project", "--python", base, str(venv)], env)
        command = [uv, "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        command += ["--python", str(venv_python(venv)), "-r", str(lock_file(extra))]
        _run(command, env)
    except SetupError as problem:
        return str(problem).splitlines()[-1].strip()
    return ""


def _fill_with_pip(venv: Path, extra: str, keep: bool) -> None:
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise SetupError(
            "Diesem Python fehlt das Modul venv: Installiere das Paket python{0}.{1}-venv oder "
            "python3-venv (Debian, Ubuntu: sudo apt install python{0}.{1}-venv) und rufe das "
            "Skript noch einmal auf.".format(*sys.version_info[:2])
        )
    env = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    env["PYTHONNOUSERSITE"] = "1"
    python = str(venv_python(venv))
    has_pip = [python, "-m", "pip", "--version"]  # an environment that uv made has none
    if not keep or subprocess.run(has_pip, capture_output=True, env=env).returncode:
        _remove(venv)
        _run([sys.executable, "-m", "venv", str(venv)], env)
    env.update(_network_of_pip(python))
    command = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    _run([*command, "-r", str(lock_file(extra))], env)


def _network_of_pip(python: str) -> Mapping[str, str]:
    """pip's settings on this machine, cut to where packages come from; no constraint, no target."""
    done = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True, encoding="utf-8"
    )
    settings = re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", done.stdout, re.MULTILINE)
    wanted = set(NETWORK.split())
    chosen = {
        "PIP_" + name.upper().replace("-", "_"): value.replace("\\n", " ")
        for name, value in settings
        if name in wanted
    }
    return {
        **chosen,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def _run(command: list[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()[-6:]
        raise SetupError(
            "Die Umgebung ließ sich nicht einrichten. Ist das Netz erreichbar? "
            "Versuche es noch einmal; das Werkzeug meldet:\n  " + "\n  ".join(lines)
        )


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise SetupError(
                f"Der Ordner {folder.name} lässt sich nicht löschen ({error.strerror}): "
                "Schließe Programme, die ihn benutzen, und rufe das Skript noch einmal auf."
            ) from error


def _restart(python: Path) -> NoReturn:
    """Run this very command again with ``python``; never returns."""
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__"):
        os.environ.pop(name, None)
    sys.stdout.flush()
    sys.stderr.flush()
    command = [str(python), *sys.orig_argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows knows no exec: a parent that ends first would free the terminal.
    child = subprocess.Popen(command)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue
