"""The visitor's own list: kept only on a click, erasable, printed, shared, with what is gone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]


@pytest.fixture
def base(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site, at="/praevention/")


def stored(tab: Page) -> list[str]:
    return list(tab.evaluate("Object.values(localStorage)"))


def keep(tab: Page, base: str, *offers: str) -> None:
    for offer in offers:
        tab.goto(f"{base}angebote/{offer}/")
        tab.get_by_role("button", name="Auf die Merkliste").click()


def ready(tab: Page) -> None:
    tab.wait_for_selector('[data-merkliste][data-bereit="ja"]')


def sheets(tab: Page) -> list[str]:
    return tab.locator(".pk-merkblatt h2").all_inner_texts()


def test_nothing_is_kept_before_a_click_and_all_can_be_erased(page: Opens, base: str) -> None:
    tab = page(width=360)
    for path in ("", "angebote/", "angebote/ms-jugendtreff/", "merkliste/"):
        tab.goto(base + path)
        assert stored(tab) == []
    ready(tab)
    expect(tab.get_by_text("Sie haben noch nichts gemerkt.")).to_be_visible()
    keep(tab, base, "ms-jugendtreff", "ms-krabbelgruppe")
    assert len(stored(tab)) == 1
    assert tab.context.cookies() == []
    tab.get_by_role("link", name="Zur Merkliste (2 Angebote)").click()
    ready(tab)
    assert sheets(tab) == ["Jugendtreff Nordring", "Krabbelgruppe"]
    tab.get_by_role("button", name="Alles löschen").click()
    expect(tab.locator(".pk-merkblatt")).to_have_count(0)
    assert stored(tab) == []
    tab.get_by_role("button", name="Löschen rückgängig machen").click()
    expect(tab.locator(".pk-merkblatt")).to_have_count(2)
    tab.get_by_role("button", name="Alles löschen").click()
    expect(tab.locator(".pk-merkblatt")).to_have_count(0)
    tab.reload()
    ready(tab)
    assert stored(tab) == []


def test_a_click_before_the_script_is_loaded_is_not_lost(page: Opens, base: str) -> None:
    tab = page(width=360)
    held: list[Route] = []
    tab.route(re.compile(r"/pk-merkliste[^/]*\.js$"), lambda route: held.append(route))
    tab.goto(base + "angebote/ms-jugendtreff/", wait_until="commit")
    tab.wait_for_selector("html.pk-js", state="attached")
    tab.get_by_role("button", name="Auf die Merkliste").click()
    assert stored(tab) == []
    (script,) = held
    script.continue_()
    expect(tab.get_by_role("button", name="Von der Merkliste nehmen")).to_be_visible()
    assert "ms-jugendtreff" in stored(tab)[0]
    tab.get_by_role("button", name="Von der Merkliste nehmen").click()
    assert stored(tab) == []


def test_a_block_holds_contact_and_times(page: Opens, base: str) -> None:
    tab = page(width=360)
    keep(tab, base, "ms-krabbelgruppe")
    tab.clock.set_fixed_time(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
    tab.goto(f"{base}merkliste/")
    ready(tab)
    block = tab.locator(".pk-merkblatt")
    text = block.inner_text().replace("\u00a0", " ")
    assert "Dienstag: 9:30–11 und 15–16:30 Uhr; Donnerstag: 10–11:30 Uhr" in text
    assert "Samstag, 5. Dezember 2026, 9–11 Uhr, Adventsfrühstück" in text
    assert "Haus am Markt, Markt 1, 00001 Musterstadt" in text
    assert "Bitte vorher anrufen (geprüft am 10. März 2025)." in text
    link = block.get_by_role("link", name="030 23125 300")
    assert link.get_attribute("href") == "tel:+493023125300"
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints_as_a_booklet(page: Opens, base: str) -> None:
    tab = page()
    keep(tab, base, "ms-krabbelgruppe", "ms-jugendtreff", "ms-elternlinie")
    tab.goto(f"{base}merkliste/")
    ready(tab)
    assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True))) == 1
    tab.emulate_media(media="print")
    for gone in (".pk-kopf", "[data-merk-knoepfe]", ".pk-merkblatt button >> nth=0"):
        assert not tab.locator(gone).is_visible(), gone
    assert tab.locator(".pk-merkblatt").first.is_visible()


def test_a_link_shares_the_list_and_is_not_kept_until_wanted(page: Opens, base: str) -> None:
    sender = page()
    keep(sender, base, "ms-krabbelgruppe", "ms-elternlinie")
    sender.goto(f"{base}merkliste/")
    ready(sender)
    sender.get_by_role("button", name="Link zum Weitergeben").click()
    address = sender.get_by_label("Wer diesen Link öffnet").input_value()
    assert address.endswith("/praevention/merkliste/?ids=ms-krabbelgruppe,ms-elternlinie")
    friend = page(width=360)
    friend.goto(address)
    ready(friend)
    assert sheets(friend) == ["Krabbelgruppe", "Elternlinie"]
    assert stored(friend) == []
    friend.get_by_role("button", name="Auf meine Merkliste setzen").click()
    expect(friend).to_have_url(re.compile(r"/merkliste/$"))
    ready(friend)
    assert sheets(friend) == ["Krabbelgruppe", "Elternlinie"]
    assert len(stored(friend)) == 1


def test_unknown_ids_show_what_is_known_and_say_what_is_gone(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(
        f"{base}merkliste/?ids=ms-krabbelgruppe,ms-inselferien,gibt-es-nicht,"
        "<script>alert(1)</script>,../x,__proto__,constructor,,ms-krabbelgruppe," + "x" * 3000
    )
    ready(tab)
    assert sheets(tab) == ["Krabbelgruppe"]
    gone = tab.locator("[data-merk-weg] li").all_inner_texts()
    assert gone[0] == "„Ferien im Inselhaus“ – beendet"
    assert gone[1] == "„gibt-es-nicht“ – wir kennen es nicht (mehr)"
    assert gone[2].startswith("„<script>alert(1)</script>“")
    assert len(gone) == 7
    assert max(map(len, gone)) < 130
    expect(tab.get_by_role("status")).to_have_text("1 Angebot in dieser Liste, 7 sind weggefallen")
    assert stored(tab) == []
    tab.goto(f"{base}merkliste/?ids=")
    ready(tab)
    expect(tab.get_by_role("status")).to_have_text("Kein Angebot in dieser Liste")


@pytest.mark.parametrize("junk", ['{"a":1}', "[1,null,{}]", "nicht json", '[{"id":"../x"}]'])
def test_a_broken_store_counts_as_empty(page: Opens, base: str, junk: str) -> None:
    tab = page()
    tab.goto(base)
    tab.evaluate("junk => localStorage.setItem('pk-merkliste:/praevention/', junk)", junk)
    tab.goto(f"{base}merkliste/")
    ready(tab)
    assert sheets(tab) == []
    keep(tab, base, "ms-jugendtreff")
    tab.goto(f"{base}merkliste/")
    ready(tab)
    assert sheets(tab) == ["Jugendtreff Nordring"]


def test_an_offer_that_ended_since_can_be_taken_off(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base)
    entries = '[{"id":"ms-alt","name":"Altes Café"},{"id":"ms-jugendtreff","name":"x"}]'
    tab.evaluate("e => localStorage.setItem('pk-merkliste:/praevention/', e)", entries)
    tab.goto(f"{base}merkliste/")
    ready(tab)
    row = tab.locator("[data-merk-weg] li")
    expect(row).to_contain_text("„Altes Café“")
    row.get_by_role("button", name="Entfernen").click()
    expect(row).to_have_count(0)
    assert sheets(tab) == ["Jugendtreff Nordring"]
    assert "ms-alt" not in stored(tab)[0]


def test_a_browser_that_keeps_nothing_says_so(page: Opens, base: str) -> None:
    tab = page()
    tab.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('x', 'QuotaExceededError'); }"
    )
    keep(tab, base, "ms-jugendtreff")
    expect(tab.get_by_text("Ihr Browser speichert hier nichts.")).to_be_attached()
    expect(tab.get_by_role("button", name="Auf die Merkliste")).to_be_visible()


def press(tab: Page, key: str, until: Callable[[], bool], most: int = 60) -> int:
    """Press a key until something is so; how often that took."""
    for count in range(1, most + 1):
        tab.wait_for_load_state()  # keys may go through a page before anybody sees it
        tab.keyboard.press(key)
        if until():
            return count
    raise AssertionError(f"{key} does not lead there")


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.textContent || ''")).strip()


def test_the_keyboard_alone_keeps_removes_and_prints(page: Opens, base: str) -> None:
    tab = page()
    tab.add_init_script("window.print = () => { document.documentElement.dataset.druck = 'ja'; }")
    for offer in ("ms-jugendtreff", "ms-krabbelgruppe"):
        tab.goto(f"{base}angebote/{offer}/")
        press(tab, "Tab", lambda: focused(tab).startswith("Auf die Merkliste"))
        tab.keyboard.press("Enter")
        assert focused(tab).startswith("Von der Merkliste nehmen")
    expect(tab.locator("[aria-live].pk-nur-vorlesen")).to_have_text(
        "Gemerkt. 2 Angebote auf der Merkliste."
    )
    press(tab, "Tab", lambda: focused(tab).startswith("Zur Merkliste"))
    tab.keyboard.press("Enter")
    ready(tab)
    press(tab, "Tab", lambda: focused(tab).startswith("Entfernen: Jugendtreff"))
    tab.keyboard.press("Space")
    expect(tab.locator(".pk-merkblatt")).to_have_count(1)
    expect(tab.locator(".pk-merkblatt button")).to_be_focused()
    tab.keyboard.press("Space")
    expect(tab.locator(".pk-merkblatt")).to_have_count(0)
    expect(tab.get_by_role("status")).to_be_focused()
    keep(tab, base, "ms-elternlinie")
    tab.goto(f"{base}merkliste/")
    ready(tab)
    press(tab, "Tab", lambda: focused(tab) == "Drucken")
    tab.keyboard.press("Enter")
    assert tab.get_attribute("html", "data-druck") == "ja"


def test_the_keyboard_alone_leads_from_a_search_to_a_printed_list(
    page: Opens, neuss_site: Path, serve: Callable[..., str]
) -> None:
    tab = page()
    tab.add_init_script("window.print = () => { document.documentElement.dataset.druck = 'ja'; }")
    tab.goto(serve(neuss_site) + "angebote/")

    def on(selector: str) -> Callable[[], bool]:
        return lambda: bool(tab.evaluate("s => document.activeElement.matches(s)", selector))

    press(tab, "Tab", on("#f-q"))
    tab.keyboard.type("Jugendtreff")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"q=Jugendtreff"))
    expect(tab.get_by_role("status")).to_be_focused()  # the hits; the filter lies before them
    press(tab, "Shift+Tab", on('input[name="phase"][value="10-16"]'))
    tab.keyboard.press("Space")
    expect(tab).to_have_url(re.compile(r"phase=10-16"))
    press(tab, "Tab", on("[data-angebot] a"), most=200)
    name = focused(tab)
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text(name)
    press(tab, "Tab", on("[data-merken]"))
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-merken]")).to_contain_text("Von der Merkliste nehmen")
    press(tab, "Tab", on(".pk-merk-hinweis a"))
    tab.keyboard.press("Enter")
    ready(tab)
    assert sheets(tab) == [name]
    press(tab, "Tab", on("[data-merkliste] [data-drucken]"))
    tab.keyboard.press("Enter")
    assert tab.get_attribute("html", "data-druck") == "ja"
