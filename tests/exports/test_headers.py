"""One policy in the page and in every server's file."""

from __future__ import annotations

import re
from pathlib import Path

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
