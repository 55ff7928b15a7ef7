"""One policy in the page and in every server's file."""

from __future__ import annotations

import re
from pathlib import Path

import _static
import pytest
from praeventionskette.exports import headers


def test_the_policy_is_strict() -> None:
    text = headers.policy()
    assert "unsafe-inline" not in text
    assert "unsafe-eval" not in text.replace("'wasm-unsafe-eval'", "")
    assert "http" not in text
    assert text.startswith("default-src 'none'")


def test_every_page_carries_the_policy_and_no_inline_code(neuss_site: Path) -> None:
    pages = list(neuss_site.rglob("*.html"))
    assert len(pages) > 120
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.count('http-equiv="Content-Security-Policy"') == 1, page
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)", text), page
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"", text), page


def test_servers_get_the_same_policy(neuss_site: Path) -> None:
    for names in ((".htaccess", "einbetten/.htaccess"), ("_headers",), ("server/nginx.conf",)):
        text = "".join((neuss_site / name).read_text(encoding="utf-8") for name in names)
        assert headers.policy("'none'") in text
        assert headers.policy("*") in text
        for header in headers.headers():
            assert header in text, (names, header)


def test_only_what_carries_its_hash_is_kept_without_asking(neuss_site: Path) -> None:
    (folder,) = neuss_site.glob("assets-*")
    said = (neuss_site / "_headers").read_text(encoding="utf-8")
    for path, wanted in {
        "/": headers.ASK,
        "/angebote/": headers.ASK,
        "/daten/katalog.ttl": headers.ASK,
        "/assets/karten/quartiere.js": headers.ASK,
        "/einbetten/angebote/1.0.0/karte/": headers.ASK,
        f"/{folder.name}/javascripts/pk.js": headers.FOR_EVER,
    }.items():
        found = _static.headers_for(path, said)
        assert found["Cache-Control"] == wanted, path
        assert found["X-Content-Type-Options"] == "nosniff", path
    said = (neuss_site / "server" / "nginx.conf").read_text(encoding="utf-8")
    assert (
        f'"{headers.FOR_EVER}"' in said.partition('"^/assets-[0-9a-f]{8}/"')[2].partition("}\n")[0]
    )
    kept = [p for p in neuss_site.rglob(".htaccess") if headers.FOR_EVER in p.read_text("utf-8")]
    assert kept == [folder / ".htaccess"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "/"),
        ("https://stadt.example/", "/"),
        ("https://stadt.example/praevention/", "/praevention/"),
        ("https://stadt.example/a/b", "/a/b/"),
        ("https://stadt.example/x{}/", "/"),
        ("https://stadt.example/a b;/", "/"),
    ],
)
def test_servers_are_told_where_the_site_lies(address: str, path: str) -> None:
    made = {name: raw.decode() for name, raw in headers.files(address)}
    assert f"location ^~ {path}einbetten/ {{" in made["server/nginx.conf"]
    assert f"ErrorDocument 404 {path}404.html\n" in made[".htaccess"]
    assert "{}" not in made["server/nginx.conf"]


def test_a_built_site_tells_its_server_its_own_folder(musterstadt_site: Path) -> None:
    text = (musterstadt_site / "server" / "nginx.conf").read_text(encoding="utf-8")
    assert "location /praevention/ {" in text
    assert "location / {" not in text
