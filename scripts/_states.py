"""States of a page that a visitor can bring about: menus, popups, filled and empty lists.

A state says by itself on which pages it exists; so a new page with a map has its popup looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

WAIT = 20_000
"""Milliseconds a script of the page may take."""


class NotHereError(Exception):
    """The page cannot be in this state after all, as a map of a town without places."""


@dataclass(frozen=True, slots=True)
class State:
    """name: German, for the report. there: CSS of what a page must hold. reach: brings it about.

    plain: only shows or hides what the page holds, so the next state needs no fresh page.
    """

    name: str
    there: str
    reach: Callable[[Page], None]
    plain: bool = False


def _all_open(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def _all_closed(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false; })")


def _popup(tab: Page) -> None:
    tab.wait_for_selector("[data-klassen][data-treffer]", timeout=WAIT)
    # The points are drawn on a canvas: no element that could be clicked stands for one.
    opened = tab.evaluate(
        "(p => p && (p.openPopup(), true))(pkKarte.punkte.find(p => p.getPopup()))"
    )
    if not opened:
        raise NotHereError
    tab.wait_for_selector(".leaflet-popup-content li a", timeout=WAIT)


WORD = """async () => {
  const list = await (await fetch(new URL('../angebote/', location.href))).text();
  const name = new DOMParser().parseFromString(list, 'text/html').querySelector('[data-angebot] a');
  const words = name.textContent.match(/\\p{L}{5,}/gu) || [name.textContent.trim()];
  return words.sort((a, b) => b.length - a.length)[0];
}"""
"""A word that finds something: the longest in the name of the first offer, in any language."""
FOUND = "[data-funde] a, [data-chips]:not([hidden]) button"
NOTHING = "[data-suche-hilfe]:not([hidden]), [data-leer]:not([hidden])"
"""What the scripts of search and list show last; no words, which each language has its own of."""


def _asked(words: str, shown: str) -> Callable[[Page], None]:
    """words: to be searched for, or none for some that find something. shown: CSS of the answer."""

    def reach(tab: Page) -> None:
        # By the address, as a link would. A form that is sent before its script is there leads to
        # the list instead, and rightly so.
        query = urlencode({"q": words or tab.evaluate(WORD)})
        tab.goto(re.sub(r"[?#].*", "", tab.url) + "?" + query)
        tab.wait_for_selector(shown, state="attached", timeout=WAIT)

    return reach


def _kept(tab: Page) -> None:
    tab.locator("[data-merken]").first.click()


def _kept_and_shown(tab: Page) -> None:
    here = tab.url
    offer = tab.evaluate(
        """async () => {
          const root = document.querySelector('.pk-marke').href;
          const page = await (await fetch(new URL('angebote/', root))).text();
          const first = new DOMParser().parseFromString(page, 'text/html');
          return new URL('angebote/' +
            first.querySelector('[data-angebot]').dataset.angebot + '/', root).href;
        }"""
    )
    tab.goto(offer)
    _kept(tab)
    tab.goto(here)
    tab.wait_for_selector(".pk-merkblatt h2", timeout=WAIT)


def _wrong_input(tab: Page) -> None:
    """A field that must be filled and is not, or an error that a script announces."""
    tab.evaluate(
        "document.querySelectorAll('main [role=alert]').forEach("
        "e => { e.hidden = false; if (!e.textContent) e.textContent = 'Das hat nicht geklappt.'; })"
    )


STATES = (
    State("wie geladen", "body", lambda tab: None, plain=True),
    State("alles aufgeklappt", "details", _all_open, plain=True),
    State("alles zugeklappt", "details[open]", _all_closed, plain=True),
    State("Blase der Karte", "[data-klassen]", _popup),
    State("Suche mit Treffern", "[data-suche], [data-filter]", _asked("", FOUND)),
    State("Suche ohne Treffer", "[data-suche], [data-filter]", _asked("Xyzzyqqq", NOTHING)),
    State("gemerkt", "[data-merken]", _kept),
    State("gefüllte Merkliste", "[data-merkliste]", _kept_and_shown),
    State("Fehlermeldung", "main [role=alert]", _wrong_input),
)

EVERYWHERE = ("wie geladen", "alles aufgeklappt")
"""States of nearly every page; the others belong to a few."""


def states(tab: Page) -> Iterator[State]:
    """The states that the open page can be in."""
    for state in STATES:
        if tab.locator(state.there).count():
            yield state
