"""Runs a built site behind Apache or nginx on this machine, with the files that the site brings."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import _chromium

NGINX = """daemon off; master_process off; pid {run}/pid; error_log {run}/fehler.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off; {more}
  client_body_temp_path {run}/a; proxy_temp_path {run}/b; fastcgi_temp_path {run}/c;
  uwsgi_temp_path {run}/d; scgi_temp_path {run}/e;
  server {{
    listen 127.0.0.1:{port};
    root "{root}";
    include "{site}/server/nginx.conf";
  }}
}}
"""
APACHE = """ServerRoot {run}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {run}/pid
ErrorLog {run}/fehler.log
Mutex file:{run}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
TypesConfig /etc/mime.types
DocumentRoot "{root}"
<Directory "{root}">
  AllowOverride All
  Require all granted
</Directory>
"""
MODULES = Path("/usr/lib/apache2/modules")
STARTS = 20.0
"""Seconds that a server may take to answer."""
KINDS = ("nginx", "apache2")


@contextlib.contextmanager
def behind(kind: str, root: Path, at: str, run: Path, more: str = "") -> Iterator[str]:
    """The address of the site that lies in ``root`` below ``at``, served by ``kind``.

    at: "/" or "/ordner/", as in the site's own address. run: an empty folder for the server.
    more: settings of nginx beside those that the site brings.
    Raises RuntimeError where the server is not to be had or says that a file of ours is wrong.
    """
    program = shutil.which(kind, path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None and _chromium.from_distribution(kind):
        program = shutil.which(kind, path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        raise RuntimeError(f"{kind} fehlt und ließ sich nicht installieren.")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    text = NGINX if kind == "nginx" else APACHE
    site = root / at.strip("/")
    config = run / "server.conf"
    config.write_text(
        text.format(run=run, port=port, root=root, site=site, modules=MODULES, more=more),
        encoding="utf-8",
    )
    front = ["-c"] if kind == "nginx" else ["-D", "FOREGROUND", "-f"]
    command = [program, *front, str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}{at}"
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Until somebody answers."""
    end = time.monotonic() + STARTS
    while time.monotonic() < end:
        if server.poll() is not None:
            said = server.stdout.read() if server.stdout else b""
            raise RuntimeError(said.decode("utf-8", "replace"))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("Der Server antwortet nicht.")
