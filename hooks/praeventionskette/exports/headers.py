"""What a server should say with every page, ready for the usual servers, from one policy.

Sources: W3C CSP Level 3; RFC 6797 (HSTS); Fetch standard (nosniff); W3C Referrer Policy and
Permissions Policy; RFC 9111 and RFC 8246 (caching). Embed pages alone may be framed by others;
the theme's files alone, whose folder carries their hash, are kept without asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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

ASK = "no-cache"
"""The browser keeps it and asks each time whether it is still the same (304, without a body)."""
FOR_EVER = "public, max-age=31536000, immutable"
PACKED = (
    "text/css",
    "text/csv",
    "text/javascript",
    "text/plain",
    "text/turtle",
    "text/xml",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/geo+json",
    "application/xml",
    "application/atom+xml",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)
"""What a server packs on the way, beside text/html, which nginx always does."""

LEVEL = 5
"""Of nginx' gzip: a tenth less than its own 1, and more costs time for next to nothing."""

SENSORS = ("camera", "microphone", "payment", "usb", "browsing-topics")


def policy(framed_by: str | None = None) -> str:
    """The Content-Security-Policy; ``framed_by`` adds frame-ancestors, which a header alone may."""
    parts = [f"{name} {value}" for name, value in POLICY]
    if framed_by is not None:
        parts.append(f"frame-ancestors {framed_by}")
    return "; ".join(parts)


def headers(framed_by: str = NOBODY, cache: str = ASK) -> dict[str, str]:
    """Header name → value for a page, or with another ``cache`` for a file of the theme."""
    return {
        "Content-Security-Policy": policy(framed_by),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(
            [*(f"{name}=()" for name in SENSORS), "geolocation=(self)"]
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": cache,
    }


def files(site_url: str = "", assets: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
    """(site path, bytes): Apache's ``.htaccess``, nginx's include, ``_headers`` of static hosts.

    site_url: where the site will lie; its path tells a town's server which part of it is ours.
    assets: paths of files that never change under their name ("assets-1a2b3c4d/…").
    ``.htaccess`` speaks for its own folder, so those of embeds and assets need no path at all.
    """
    folders = sorted({asset.partition("/")[0] for asset in assets})
    path = (urlsplit(site_url).path.rstrip("/") if SAFE.fullmatch(site_url) else "") + "/"
    yield ".htaccess", _apache(path).encode()
    yield f"{EMBEDS}.htaccess", _apache_embeds().encode()
    for folder in folders:
        yield f"{folder}/.htaccess", _apache_assets().encode()
    yield "server/nginx.conf", _nginx(path).encode()
    yield "_headers", _static(folders).encode()


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
    lines += [
        # mod_deflate calls a packed file "…-gzip" and does not know that name when it is asked.
        "  RequestHeader edit* If-None-Match '-gzip\"' '\"'",
        "</IfModule>",
        "<IfModule mod_deflate.c>",
        f"  AddOutputFilterByType DEFLATE text/html {' '.join(PACKED)}",
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _apache_embeds() -> str:
    embed = _quoted(policy("*"))
    lines = [
        "# Nur diese Seiten dürfen andere Websites in einem Rahmen zeigen.",
        "<IfModule mod_headers.c>",
        f'  Header always set Content-Security-Policy "{embed}"',
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _apache_assets() -> str:
    lines = [
        "# Der Name des Ordners ändert sich mit seinem Inhalt: Browser dürfen ihn behalten.",
        "<IfModule mod_headers.c>",
        f'  Header always set Cache-Control "{FOR_EVER}"',
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _nginx(path: str) -> str:
    lines = ["# nginx: in den server-Block einfügen (include …/server/nginx.conf;)."]
    for match, said in (
        (f"^~ {path}{EMBEDS}", headers("*")),
        (f'~ "^{re.escape(path)}assets-[0-9a-f]{{8}}/"', headers(cache=FOR_EVER)),
        (path, headers()),
    ):
        # add_header is not inherited by a block that has one of its own: each says all.
        lines += [
            f"location {match} {{",
            "  charset utf-8;",
            "  index index.html;",
            "  gzip on;",
            f"  gzip_comp_level {LEVEL};",
            "  gzip_vary on;",
            f"  gzip_types {' '.join(PACKED)};",
            f"  error_page 404 {path}404.html;",
            *(f'  add_header {k} "{v}" always;' for k, v in said.items()),
            "}",
        ]
    lines.append(f"location ~ ^{re.escape(path)}(.*/)?\\.(?!well-known) {{ deny all; }}")
    return "\n".join(lines) + "\n"


def _static(folders: Iterable[str]) -> str:
    lines = ["/*", *(f"  {k}: {v}" for k, v in headers().items())]
    lines += [
        f"/{EMBEDS}*",
        "  ! Content-Security-Policy",
        f"  Content-Security-Policy: {policy('*')}",
    ]
    for folder in folders:
        lines += [f"/{folder}/*", "  ! Cache-Control", f"  Cache-Control: {FOR_EVER}"]
    return "\n".join(lines) + "\n"
