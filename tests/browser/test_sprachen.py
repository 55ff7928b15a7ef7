"""The site in other languages, as a family uses it: find, read, call."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel import Locale
from playwright.sync_api import Page, expect
from praeventionskette.languages import LANGUAGES, ngettext, others, speaking

from tests.conftest import MUSTERSTADT_DAY, ROOT, build_site

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
TRANSLATED = others(LANGUAGES)


@pytest.fixture
def neuss(neuss_site: Path, serve: Callable[..., str]) -> str:
    return serve(neuss_site)


@pytest.fixture
def muster(musterstadt_site: Path, serve: Callable[..., str]) -> str:
    return serve(musterstadt_site)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """Musterstadt in German and English: a town names the languages that it wants."""
    folder = tmp_path_factory.mktemp("english")
    shutil.copytree(ROOT / "tests" / "musterstadt", folder / "stadt")
    config = folder / "stadt" / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("../../hooks", (ROOT / "hooks").as_posix())
    asked = "sprachen: [de, einfach, tr, ar]"
    assert asked in text
    config.write_text(text.replace(asked, "sprachen: [de, en]"), encoding="utf-8")
    return serve(build_site(config, folder / "site", MUSTERSTADT_DAY))


@pytest.mark.parametrize("code", ["en", "einfach", "tr", "ar"])
def test_a_parent_finds_a_free_offer_for_a_baby_in_a_quarter_and_calls(
    page: Opens, request: pytest.FixtureRequest, code: str
) -> None:
    """From the start page by what stands there, with words of the language alone."""
    muster = request.getfixturevalue("english" if code == "en" else "muster")
    language = LANGUAGES[code]
    tab = page(width=360)
    tab.goto(f"{muster}{code}/")
    with speaking(language):
        from praeventionskette.languages import _

        find, call, free = _("Angebot finden"), _("Anrufen"), _("kostenlos")
        year, when = ngettext("%(n)s Jahr", "%(n)s Jahre", 2), _("Wann")
    tab.get_by_role("link", name=find).first.click()
    expect(tab).to_have_url(re.compile(f"/{code}/angebote/"))
    tab.locator('[name="phase"][value="0-3"]').check()
    tab.locator("[data-mehr] > summary").click()
    tab.locator('[name="kosten"][value="kostenlos"]').check()
    tab.locator("#f-quartier").select_option("nordring")
    tab.locator("[data-filter] button[type=submit]").click()
    card = tab.locator('[data-angebot="ms-krabbelgruppe"]')
    expect(card).to_be_visible()
    expect(card.locator(".pk-fakten")).to_contain_text(free)
    card.locator("a").first.click()
    expect(tab).to_have_url(re.compile(f"/{code}/angebote/ms-krabbelgruppe/"))
    facts = tab.locator(".pk-angaben")
    expect(facts).to_contain_text(year if code != "ar" else "سنتان")
    expect(facts).to_contain_text(when)
    expect(facts).to_contain_text(re.compile("(9|٩)[:.](30|٣٠)"))
    phone = tab.locator(".pk-knopf--anruf")
    expect(phone).to_contain_text(call)
    assert phone.get_attribute("href") == "tel:+493023125300"
    number = phone.locator("bdi")
    assert number.get_attribute("dir") == "ltr"
    assert number.inner_text() == "030 23125 300"


def test_in_english_in_neuss(page: Opens, neuss: str) -> None:
    tab = page(width=360)
    tab.goto(neuss)
    tab.locator("[data-sprachen] > summary").click()
    tab.locator("[data-sprachen]").get_by_role("link", name="English").click()
    expect(tab.locator("h1")).to_contain_text("Help and offers for families in Neuss")
    tab.get_by_role("link", name="Find an offer").first.click()
    tab.locator('[name="phase"][value="0-3"]').check()
    tab.locator("[data-mehr] > summary").click()
    tab.locator('[name="kosten"][value="kostenlos"]').check()
    status = tab.locator("[data-treffer]")
    expect(status).to_have_text(re.compile(r"^\d+.offers?$"))
    card = tab.locator(".pk-karte").first
    expect(card.locator(".pk-fakten")).to_contain_text("free")
    name = card.locator("h2 [lang=de], h2 a[lang=de]").first
    expect(name).to_be_visible()  # cards of before the last click may still be on their way out
    expect(name).to_have_text(re.compile(r"\w"), use_inner_text=True)
    card.locator("a").first.click()
    expect(tab.locator("h1 [lang=de]")).to_have_text(re.compile(r"\w"))
    expect(tab.locator(".pk-angaben")).to_contain_text("For whom")
    expect(tab.locator("footer")).to_contain_text("not yet been checked by native speakers")


def test_the_switch_keeps_offer_facets_and_list(page: Opens, muster: str) -> None:
    tab = page()
    tab.goto(muster + "angebote/?phase=0-3&kosten=kostenlos")
    hits = tab.locator("[data-treffer]").inner_text().split("\u00a0")[0]
    tab.locator("[data-sprachen] > summary").click()
    tab.get_by_role("link", name="Türkçe").click()
    expect(tab).to_have_url(muster + "tr/angebote/?phase=0-3&kosten=kostenlos")
    expect(tab.locator("[data-treffer]")).to_have_text(f"{hits}\u00a0teklif")
    expect(tab.locator(".pk-chip").first).to_contain_text("0–3 yaş")
    tab.goto(muster + "tr/angebote/ms-krabbelgruppe/")
    tab.locator("[data-merken]").click()
    tab.locator("[data-sprachen] > summary").click()
    tab.get_by_role("link", name="العربية").click()
    expect(tab).to_have_url(muster + "ar/angebote/ms-krabbelgruppe/")
    tab.goto(muster + "ar/merkliste/")
    expect(tab.locator(".pk-merkblatt h2")).to_have_text("مجموعة الحبو")
    tab.goto(muster + "merkliste/")
    expect(tab.locator(".pk-merkblatt h2")).to_have_text("Krabbelgruppe")


def test_without_scripts_the_switch_opens_the_same_page(page: Opens, muster: str) -> None:
    tab = page(java_script_enabled=False)
    tab.goto(muster + "kette/hafenkai/")
    tab.locator("[data-sprachen] > summary").click()
    tab.get_by_role("link", name="Türkçe").click()
    expect(tab).to_have_url(muster + "tr/kette/hafenkai/")
    tab.goto(muster + "monitoring/")
    tab.locator("[data-sprachen] > summary").click()
    tab.get_by_role("link", name="Türkçe").click()
    expect(tab).to_have_url(muster + "tr/")


def test_a_translation_of_the_provider_is_used_and_its_status_told(
    page: Opens, muster: str
) -> None:
    tab = page()
    tab.goto(muster + "tr/angebote/ms-krabbelgruppe/")
    expect(tab.locator("h1")).to_have_text("Emekleme grubu")
    assert tab.locator("h1 [lang=de]").count() == 0
    expect(tab.locator("article")).to_contain_text("Bu çeviri teklifi sunan kurumdan geldi.")
    tab.goto(muster + "tr/angebote/ms-geburtsvorbereitung/")
    expect(tab.locator("article")).to_contain_text("Bu çeviri bir taslaktır.")
    expect(tab.locator(".pk-vorspann[lang=de]")).to_contain_text("Erfundener Kurs")
    tab.goto(muster + "einfach/angebote/ms-krabbelgruppe/")
    expect(tab.locator(".pk-vorspann")).to_contain_text("Hier treffen sich Eltern mit Babys.")


@pytest.mark.parametrize(
    ("code", "word"),
    [("tr", "doğum"), ("en", "pregnancy"), ("uk", "вагітність"), ("ar", "حمل"), ("fa", "بارداری"),
     ("ru", "беременность"), ("pl", "ciąża"), ("ro", "sarcină"), ("bg", "бременност"),
     ("fr", "grossesse"), ("einfach", "Geburt")],
)  # fmt: skip
def test_the_words_of_a_language_find_offers_for_pregnancy(
    page: Opens, neuss: str, code: str, word: str
) -> None:
    tab = page()
    tab.goto(f"{neuss}{code}/angebote/?phase=schwangerschaft")
    wanted = tab.locator(".pk-karte").evaluate_all("all => all.map(e => e.dataset.angebot)")
    tab.goto(f"{neuss}{code}/angebote/?q={word}")
    expect(tab.locator(".pk-chip").first).to_contain_text(word)
    found = tab.locator(".pk-karte").evaluate_all("all => all.map(e => e.dataset.angebot)")
    assert len(set(found) & set(wanted)) >= min(5, len(wanted))


@pytest.mark.parametrize(
    ("code", "word"), [("tr", "doğum"), ("uk", "вагітність"), ("ar", "حمل"), ("einfach", "Hebamme")]
)
def test_the_full_text_search_speaks_the_language_too(
    page: Opens, neuss: str, code: str, word: str
) -> None:
    tab = page()
    tab.goto(f"{neuss}{code}/suche/?q={word}")
    first = tab.locator("[data-funde] a").first
    expect(first).to_be_visible()
    assert f"/{code}/" in (first.get_attribute("href") or "")
    tab.goto(f"{neuss}{code}/suche/?q=Hebammen")
    expect(tab.locator("[data-funde] a").first).to_be_visible()


PAGES = ("", "angebote/", "angebote/ne-003/", "kette/", "merkliste/", "suche/", "hilfe/notfall/",
         "impressum/", "datenschutz/", "barrierefreiheit/", "angebote/phase/0-3/")  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_every_kind_of_page_says_its_language_and_has_no_barrier(
    page: Opens, neuss: str, language: object
) -> None:
    code, tag, direction = language.code, language.tag, language.direction  # type: ignore[attr-defined]
    assert direction == Locale.parse(language.locale).text_direction  # type: ignore[attr-defined]
    tab = page(width=360)
    few = PAGES if code in ("en", "tr", "ar", "einfach") else PAGES[:4]
    for path in few:
        tab.goto(f"{neuss}{code}/{path}")
        assert tab.get_attribute("html", "lang") == tag, path
        assert tab.get_attribute("html", "dir") == direction, path
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert tab.locator("h1").count() == 1, path
        assert tab.locator(f'link[rel=alternate][hreflang="{tag}"]').count() == 1, path
        assert tab.locator("footer").inner_text(), path
        result = Axe().run(tab)
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"


def test_only_what_comes_from_the_data_is_german(page: Opens, neuss: str) -> None:
    """Words of our own interface that were left unworded would stand outside of lang="de"."""
    german = re.compile(r"\b(und|oder|nicht|bitte|wird|Sie|für|keine?)\b")
    tab = page()
    for path in PAGES:
        tab.goto(f"{neuss}ar/{path}")
        text = tab.evaluate(
            """() => {
              const data = '[lang=de], [data-sprachen], .pk-marke, script, bdi';
              document.querySelectorAll(data).forEach(e => e.remove());
              return document.body.innerText;
            }"""
        )
        assert not german.search(text), f"{path}: {german.search(text)}"
