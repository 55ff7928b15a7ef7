"""What a server should say with every page, ready for the usual servers, from one policy.

Sources: W3C CSP Level 3; RFC 6797 (HSTS); Fetch standard (nosniff); W3C Referrer Policy and
Permissions Policy. Embed pages alone may be framed by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

EMBEDS = "einbetten/"
"""Folder of the pages that other sites may show in a frame."""

SAFE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*/?")
"""An address whose path may stand in a server's file as it is; else the files are for the root."""

POLICY = (
    ("default-src", "'none'"),
    # Pagefind's search runs as WebAssembly; no other code is ever made from text.
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("font-src", "'self'"),
    ("manifest-src", "'self'"),
    ("worker-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)

NOBODY = "'none'"
"""Who may frame an ordinary page."""

SENSORS = ("camera", "microphone", "payment", "usb", "browsing-topics")


def policy(framed_by: str | None = None) -> str:
    """The Content-Security-Policy; ``framed_by`` adds frame-ancestors, which a header alone may."""
    parts = [f"{name} {value}" for name, value in POLICY]
    if framed_by is not None:
        parts.append(f"frame-ancestors {framed_by}")
    return "; ".join(parts)


def headers(framed_by: str = NOBODY) -> dict[str, str]:
    """Header name → value for a page."""
    return {
        "Content-Security-Policy": policy(framed_by),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(
            [*(f"{name}=()" for name in SENSORS), "geolocation=(self)"]
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def files(site_url: str = "") -> Iterator[tuple[str, bytes]]:
    """(site path, bytes): Apache's ``.htaccess``, nginx's include, ``_headers`` of static hosts.

    site_url: where the site will lie; its path tells a town's server which part of it is ours.
    ``.htaccess`` speaks for its own folder, so that of the embeds needs no path at all.
    """
    path = (urlsplit(site_url).path.rstrip("/") if SAFE.fullmatch(site_url) else "") + "/"
    yield ".htaccess", _apache(path).encode()
    yield f"{EMBEDS}.htaccess", _apache_embeds().encode()
    yield "server/nginx.conf", _nginx(path).encode()
    yield "_headers", _static().encode()


def _quoted(value: str) -> str:
    return value.replace('"', '\\"')


def _apache(path: str) -> str:
    lines = [
        "# Apache 2.4 mit mod_headers. Gilt für den Ordner, in dem diese Datei liegt.",
        "Options -Indexes",
        "DirectoryIndex index.html",
        f"ErrorDocument 404 {path}404.html",
        "AddDefaultCharset utf-8",
        "AddType text/calendar .ics",
        "AddType text/turtle .ttl",
        "AddType application/ld+json .jsonld",
        "AddType application/geo+json .geojson",
        "AddType application/wasm .wasm",
        '<FilesMatch "^\\.">',
        "  Require all denied",
        "</FilesMatch>",
        "<IfModule mod_headers.c>",
    ]
    lines += [f'  Header always set {k} "{_quoted(v)}"' for k, v in headers().items()]
    return "\n".join([*lines, "</IfModule>"]) + "\n"


def _apache_embeds() -> str:
    embed = _quoted(policy("*"))
    lines = [
        "# Nur diese Seiten dürfen andere Websites in einem Rahmen zeigen.",
        "<IfModule mod_headers.c>",
        f'  Header always set Content-Security-Policy "{embed}"',
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _nginx(path: str) -> str:
    common = {k: v for k, v in headers().items() if k != "Content-Security-Policy"}
    lines = ["# nginx: in den server-Block einfügen (include …/server/nginx.conf;)."]
    for match, framed_by in ((f"^~ {path}{EMBEDS}", "*"), (path, NOBODY)):
        lines += [
            f"location {match} {{",
            "  charset utf-8;",
            "  index index.html;",
            f"  error_page 404 {path}404.html;",
            f'  add_header Content-Security-Policy "{policy(framed_by)}" always;',
            *(f'  add_header {k} "{v}" always;' for k, v in common.items()),
            "}",
        ]
    lines.append(f"location ~ ^{re.escape(path)}(.*/)?\\.(?!well-known) {{ deny all; }}")
    return "\n".join(lines) + "\n"


def _static() -> str:
    lines = ["/*", *(f"  {k}: {v}" for k, v in headers().items())]
    lines += [
        f"/{EMBEDS}*",
        "  ! Content-Security-Policy",
        f"  Content-Security-Policy: {policy('*')}",
    ]
    return "\n".join(lines) + "\n"
