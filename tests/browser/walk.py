"""A walk through the kinds of pages, for browsers that playwright does not drive."""

from __future__ import annotations

import time
from typing import Any, Protocol

SECONDS = 30.0
"""How long a page may take to show something: the machine may do other work, too."""
HITS = "[...document.querySelectorAll('[data-angebot]')].filter(e => e.checkVisibility()).length"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PLANTED = """<!doctype html><meta charset="utf-8"><title>Fehler</title>
<img src="http://anderswo.example/x.png" alt=""><script src="http://anderswo.example/x.js"></script>
<script src="fehler.js"></script><script>throw new Error("fremd")</script>"""
"""Breaks the policy three times; ``fehler.js`` throws."""


class Engine(Protocol):
    """A real browser with one tab."""

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""

    def ask(self, script: str) -> Any:
        """What a script in the page returns (``return …``)."""

    def size(self, width: int, height: int) -> None:
        """Set the window's outer size in CSS pixels."""

    def faults(self) -> list[str]:
        """Errors, breaches of the policy and foreign requests since the last call."""


def until(browser: Engine, question: str, wanted: Any) -> None:
    """Wait until an expression in the page has a value."""
    end = time.monotonic() + SECONDS
    script = f"try {{ return {question} }} catch {{ return null }}"  # the page may be half there
    while (answer := browser.ask(script)) != wanted:
        assert time.monotonic() < end, f"{question}: {answer!r} instead of {wanted!r}"
        time.sleep(0.05)


def click(browser: Engine, selector: str) -> None:
    """Click the first element that is wanted."""
    browser.ask(f"document.querySelector({selector!r}).click()")


def finds(browser: Engine, base: str) -> None:
    """The list with its filter, an offer, the visitor's own list, and back."""
    browser.go(base + "angebote/")
    until(browser, HITS, 9)
    click(browser, "input[name=phase][value='0-3']")
    until(browser, HITS, 3)
    until(browser, "location.search", "?phase=0-3")
    until(browser, "parseInt(document.querySelector('[role=status]').textContent)", 3)
    browser.go(base + "angebote/ms-jugendtreff/")
    until(browser, "document.querySelector('h1').textContent", "Jugendtreff Nordring")
    until(browser, "document.querySelectorAll('a[href^=\"tel:\"]').length > 0", True)
    click(browser, "[data-merken]")
    browser.go(base + "merkliste/")
    until(browser, "document.querySelector('.pk-merkblatt h2')?.textContent.trim()",
          "Jugendtreff Nordring")  # fmt: skip
    browser.ask("localStorage.clear()")


def looks(browser: Engine, base: str) -> None:
    """Search, map, an indicator, other languages; nothing is wider than a small window."""
    browser.go(base + "suche/?q=Krabbelgruppe")
    until(browser, "document.querySelectorAll('[data-funde] li').length > 0", True)
    browser.go(base + "karte/")
    until(browser, "document.querySelectorAll('.pk-plan path.leaflet-interactive').length", 6)
    for path, direction in (("tr/angebote/", "ltr"), ("ar/angebote/", "rtl")):
        browser.go(base + path)
        until(browser, HITS, 9)
        until(browser, "getComputedStyle(document.body).direction", direction)
        assert browser.ask("return document.documentElement.lang") == path.split("/")[0]
    browser.size(450, 800)
    for path in ("", "angebote/", "kette/", "monitoring/", "daten/", "ar/angebote/ms-jugendtreff/"):
        browser.go(base + path)
        assert browser.ask(f"return {WIDER}") == 0, path
    browser.size(1280, 900)
