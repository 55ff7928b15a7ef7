"""The list: facets, free text, nearness, no hits, keyboard, and the same without scripts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.published import CHOICES, Offers, offers, table

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
Choice = dict[str, list[str]]

APPLY = """
query => new Promise((done, fail) => {
  const number = el => Number(el.textContent.replace(/^.*\\(/, '').replace(/[^0-9]/g, ''));
  const all = selector => [...document.querySelectorAll(selector)];
  document.addEventListener('pk:auswahl', event => {
    const zahlen = {quartier: {}};
    all('[data-filter] input[type=checkbox][name]').forEach(box => {
      const zahl = box.closest('label').querySelector('[data-zahl]');
      if (zahl) (zahlen[box.name] ??= {})[box.value] = number(zahl);
    });
    all('#f-quartier option[data-name]').forEach(o => { zahlen.quartier[o.value] = number(o); });
    const {treffer, loadParts, offer} = event.detail;
    const shown = {
      zahlen,
      stand: document.querySelector('[data-treffer]').textContent,
      schwanger: number(document.querySelector('[data-zahl-schwanger]')),
    };
    loadParts(treffer)  // names of offers lie in parts, which a page loads as it shows them
      .then(() => done({...shown, ids: treffer.map(i => offer(i).id).join(' ')}), fail);
  }, {once: true});
  history.pushState(null, '', location.pathname + (query ? '?' + query : ''));
  dispatchEvent(new PopStateEvent('popstate'));
})
"""
"""Go to a query as the back button does; answers with what the page then shows."""


@pytest.fixture
def base(neuss_site: Path, serve: Callable[..., str]) -> str:
    return serve(neuss_site)


def query(choice: Choice) -> str:
    return "&".join(f"{name}={value}" for name, values in choice.items() for value in values)


def choices(known: Offers, number: int, seed: int) -> list[Choice]:
    """Random combinations of up to four facets, one or two values each, with and without an age."""
    chance = random.Random(seed)
    values = known.values
    out: list[Choice] = [{}]
    while len(out) < number:
        names = chance.sample(CHOICES, chance.choice([0, 1, 1, 2, 2, 3, 4]))
        choice = {}
        for n in names:
            most = 1 if n == "quartier" else chance.choice([1, 1, 2])
            choice[n] = chance.sample(values[n], min(len(values[n]), most))
        if chance.random() < 0.4:
            choice["alter"] = [
                chance.choice(["schwanger", "8m", "0m", "0", "2,5", "4", "14", "26"])
            ]
        if "quartier" in choice and chance.random() < 0.5:
            choice["stadtweit"] = ["ja"]
        out.append(choice)
    return out


@pytest.mark.parametrize(("name", "number"), [("neuss_site", 60), ("generated_site", 200)])
def test_the_counts_of_every_facet_equal_a_group_by_on_the_csv(
    page: Opens, serve: Callable[..., str], request: pytest.FixtureRequest, name: str, number: int
) -> None:
    site: Path = request.getfixturevalue(name)
    known = offers(site)
    tab = page()
    tab.goto(serve(site) + "angebote/")
    seen = 0
    for choice in choices(known, number, seed=3):
        shown: dict[str, Any] = tab.evaluate(APPLY, query(choice))
        masks = known.masks(choice)
        fits = known.passing(masks)
        assert set(shown["ids"].split()) == set(known.frame["id"][fits]), choice
        assert shown["stand"].split()[0].replace(".", "") == str(int(fits.sum())), choice
        for facet in CHOICES:
            counted = known.counts(choice, masks, facet)
            for value, n in shown["zahlen"].get(facet, {}).items():
                assert n == counted.get(value, 0), (choice, facet, value)
        pregnant = known.passing(masks, but="alter") & (known.frame["schwangerschaft"] == "ja")
        assert shown["schwanger"] == int(pregnant.sum()), choice
        seen += 1
    assert seen == number


def test_each_filter_can_be_removed_singly_and_the_count_is_announced(
    page: Opens, base: str
) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/?bereich=gesundheit&phase=0-3&q=Beratung")
    status = tab.locator('[role="status"]')
    expect(tab.locator("[data-chips] li")).to_have_count(4)
    tab.get_by_role("button", name=re.compile("^Gesundheit – Filter entfernen")).click()
    expect(tab).to_have_url(re.compile(r"\?q=Beratung&phase=0-3$"))
    expect(tab.locator("[data-chips] li")).to_have_count(3)
    n = tab.locator("[data-angebot]:visible").count()
    assert (status.text_content() or "").split()[0] == str(n)
    tab.get_by_role("button", name="Alle Filter löschen").click()
    expect(tab).to_have_url(re.compile(r"/angebote/$"))
    tab.go_back()
    expect(tab.locator("[data-chips] li")).to_have_count(3)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hebamme", "Öffentliches Hebammenregister"),  # part of a compound
        ("hebame", "Öffentliches Hebammenregister"),  # a letter short
        ("Familenzentren", "Familienzentrum Marienburg"),  # plural with a letter short
        ("Jugendtreffs", "Offener Jugendtreff Barbaraviertel"),  # inflected
        ("Buecherei", "Evangelische Öffentliche Bücherei Neuss-Süd"),  # typed without umlauts
        ("bucherei", "Evangelische Öffentliche Bücherei Neuss-Süd"),
        ("Schwangershaft", "esperanza Schwangerschaftsberatung"),
        ("beratung für schwangere", "esperanza Schwangerschaftsberatung"),
    ],
)
def test_free_text_forgives(page: Opens, base: str, words: str, name: str) -> None:
    tab = page()
    tab.goto(base + "angebote/")
    tab.get_by_label("Suchwort").fill(words)
    tab.get_by_role("search", name="Angebote filtern").get_by_role("button", name="Suchen").click()
    expect(tab.locator("[data-chips] li")).to_have_count(1)
    assert name in tab.locator("[data-angebot]:visible h2").all_inner_texts()


def test_a_word_that_nobody_uses_finds_nothing(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "angebote/?q=Xylophonquartett")
    expect(tab.locator('[role="status"]')).to_have_text("0 Angebote")
    assert not tab.locator("[data-angebot]:visible").count()


def test_no_hit_says_what_to_loosen_and_whom_to_call(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/?q=Elternschule&kosten=kostenlos&quartier=erfttal")
    expect(tab.locator('[role="status"]')).to_have_text("0 Angebote")
    help_ = tab.locator("[data-leer]")
    assert help_.get_by_role("link", name="Nummern, die sofort helfen").is_visible()
    ways = help_.locator("[data-lockern] button")
    assert ways.count() >= 1
    promised = int(re.findall(r"(\d+)\s*Angebote?$", ways.first.inner_text())[0])
    ways.first.click()
    expect(tab.locator('[role="status"]')).to_have_text(re.compile(rf"^{promised}\s"))
    assert tab.evaluate("document.activeElement.dataset.treffer") is not None


def test_a_town_with_a_telephone_gives_its_number(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    tab = page()
    tab.goto(serve(musterstadt_site, at="/praevention/") + "angebote/?q=zzzzzz")
    call = tab.locator("[data-leer] a[href^='tel:']")
    expect(call).to_have_text("030 23125 000")


def test_unknown_costs_are_offered_where_only_free_ones_are_asked(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "angebote/?kosten=kostenlos&phase=0-3")
    n = int((tab.locator('[role="status"]').text_content() or "").split()[0])
    hint = tab.locator("[data-hinweise]")
    more = int(re.findall(r"Bei (\d+)\sweiteren", hint.inner_text())[0])
    hint.get_by_role("button", name="Auch zeigen").click()
    expect(tab).to_have_url(re.compile("kosten=kostenlos&kosten=unbekannt"))
    expect(tab.locator('[role="status"]')).to_have_text(re.compile(rf"^{n + more}\s"))


def test_a_value_that_does_not_exist_is_shown_and_can_be_removed(page: Opens, base: str) -> None:
    tab = page()
    tab.goto(base + "angebote/?bereich=<b>quatsch</b>&alter=x")
    expect(tab.locator('[role="status"]')).to_have_text("0 Angebote")
    assert "<b>quatsch</b>" in tab.locator("[data-chips]").inner_text()
    tab.get_by_role("button", name="Alle Filter löschen").click()
    expect(tab.locator("[data-angebot]:visible")).to_have_count(70)


def test_near_a_quarter_says_which_is_which(page: Opens, base: str) -> None:
    tab = page(width=360)
    tab.goto(base + "angebote/?nah=erfttal")
    first = tab.locator("[data-angebot]").first
    assert "Erfttal" in first.inner_text()
    lines = tab.locator("[data-angebot] .pk-karte__nah").all_text_contents()
    assert len(lines) == 70
    assert lines[-1] == "ohne festen Ort"
    assert "nach dem Quartier" in tab.locator("[data-hinweise]").inner_text()


def test_the_location_is_asked_on_a_click_only_and_goes_nowhere(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    here = {"latitude": 54.6421, "longitude": 6.6171}  # beside "Treff Nordring"
    tab = page(width=360, geolocation=here, permissions=["geolocation"])
    tab.add_init_script(
        "window.asked = 0; const place = navigator.geolocation;"
        "const ask = place.getCurrentPosition.bind(place);"
        "place.getCurrentPosition = (...a) => { window.asked += 1; ask(...a); };"
    )
    requests: list[str] = []
    tab.on("request", lambda r: requests.append(r.url + (r.post_data or "")))
    tab.goto(serve(musterstadt_site, at="/praevention/") + "angebote/?nah=standort")
    assert tab.evaluate("window.asked") == 0
    tab.locator("[data-mehr] > summary").click()
    tab.get_by_role("button", name="Meinen Standort nehmen").click()
    expect(tab.locator("[data-chips]")).to_contain_text("meinem Standort")
    cards = tab.locator("[data-angebot]")
    assert {"Jugendtreff Nordring", "Krabbelgruppe"} == set(
        cards.locator("h2").all_inner_texts()[:2]
    )
    lines = tab.locator(".pk-karte__nah").all_text_contents()
    assert lines[0] == "unter 1 km Luftlinie bis zum Ort"
    assert lines[-1] == "ohne festen Ort"
    assert "54.6" not in "".join(requests) + tab.url
    assert tab.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_a_refused_location_is_said(
    page: Opens, musterstadt_site: Path, serve: Callable[..., str]
) -> None:
    tab = page()
    tab.goto(serve(musterstadt_site, at="/praevention/") + "angebote/")
    tab.evaluate("() => { navigator.geolocation.getCurrentPosition = (a, b) => b({code: 1}); }")
    tab.get_by_role("button", name="Meinen Standort nehmen").click()
    expect(tab.get_by_role("alert")).to_contain_text("Wählen Sie stattdessen ein Quartier")


def test_a_long_list_shows_more_on_a_click(
    page: Opens, generated_site: Path, serve: Callable[..., str]
) -> None:
    tab = page(width=360)
    tab.goto(serve(generated_site) + "angebote/?kosten=kostenlos")
    cards = tab.locator("[data-angebot]:visible")
    expect(cards).to_have_count(100)
    tab.locator("[data-weitere]").click()
    expect(cards).to_have_count(200)
    focused = tab.evaluate("document.activeElement.closest('[data-angebot]').dataset.angebot")
    assert focused == cards.nth(100).get_attribute("data-angebot")
    expect(cards.nth(150).locator(".pk-karte__text")).to_contain_text("Erfunden: ")
    cards.nth(150).get_by_role("link").click()
    expect(tab.locator("h1")).to_be_visible()


def test_what_it_costs_at_5000_offers(generated_site: Path, chromium: Browser) -> None:
    import _browser  # scripts/, found by the fixture

    figures = _browser.figures(generated_site, chromium)
    bytes_ = {k: v for k, v in figures.items() if v[1] == "KB"}
    assert len(bytes_) == 4
    assert not {k: v for k, v in bytes_.items() if v[0] > v[2]}


@pytest.mark.parametrize("name", ["neuss_site", "generated_site"])
def test_without_scripts_the_whole_list_and_ready_lists_are_there(
    request: pytest.FixtureRequest, name: str
) -> None:
    site: Path = request.getfixturevalue(name)
    known = offers(site)

    def listed(folder: str) -> list[str]:
        found, next_ = [], site / folder / "index.html"
        while True:
            html = next_.read_text(encoding="utf-8")
            found += re.findall(r'data-angebot="([^"]+)"', html)
            link = re.search(r'rel="next" href="([^"]+)"', html)
            if not link:
                return found
            next_ = (next_.parent / link[1] / "index.html").resolve()

    assert sorted(listed("angebote")) == sorted(known.frame["id"])
    for facet in ("bereich", "phase", "quartier"):
        folders = {p.name for p in (site / "angebote" / facet).iterdir()}
        ids = set(
            table(site, {"bereich": "bereiche", "phase": "lebensphasen"}.get(facet, "quartiere"))[
                "id"
            ]
        )
        assert folders == ids
        for value in folders:
            wanted = known.frame["id"][known.frame[facet].map(lambda v, w=value: w in v)]
            assert sorted(listed(f"angebote/{facet}/{value}")) == sorted(wanted)
