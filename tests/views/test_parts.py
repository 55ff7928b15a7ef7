"""A piece that is drawn once makes the same pages as one that is drawn each time anew."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from _generate import generate
from markupsafe import Markup
from praeventionskette.catalogue import Catalogue
from praeventionskette.inspection import inspect
from praeventionskette.languages import LANGUAGES, speaking
from praeventionskette.views import listing, site
from praeventionskette.views.offers import offers
from praeventionskette.views.opening import opening
from praeventionskette.views.parts import pieces, shapes

from tests.views.town import HOSTILE


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A generated town whose offers have all columns, times and dates."""
    config = generate(tmp_path_factory.mktemp("stadt") / "stadt", 150, seed=5)
    made = inspect(config).loaded.catalogue
    assert made is not None
    return dataclasses.replace(made, stichtag=dt.date(2026, 6, 1))


@pytest.mark.parametrize("code", ["de", "einfach", "ar"])
def test_pages_are_the_same_with_and_without_kept_pieces(invented: Catalogue, code: str) -> None:
    prose = frozenset({"mitmachen/fehler-melden.md"})
    with speaking(LANGUAGES[code]):
        kept = list(site.offer_pages(invented, "https://x.example/", prose))
        anew = list(site.offer_pages(invented, "https://x.example/", prose, keep=False))
    assert len(kept) > 100
    assert kept == anew


@pytest.mark.parametrize("code", ["de", "einfach", "ar"])
def test_cards_are_the_same_with_and_without_kept_pieces(invented: Catalogue, code: str) -> None:
    with speaking(LANGUAGES[code]):
        found = offers(invented)
        now = opening(invented, found)
        kept = listing._cards(found, now)
        anew = listing._cards(found, now, keep=False)
    assert len(kept) > 100
    assert any("data-zeiten" in card for card in kept.values())
    assert kept == anew


def test_texts_of_a_shape_are_escaped_and_not_cut_again() -> None:
    shared = {"wurzel": "../", "oben": "../"}
    _, fresh = pieces("macros.html", **shared)
    shaped, anew = shapes(fresh), shapes(fresh, keep=False)
    for texts in (("a", "b/", "n", "k", "f", ""), (HOSTILE, "\x000\x00", "", HOSTILE, "1", "")):
        assert shaped("karte", texts, 2, True) == anew("karte", texts, 2, True)
        assert HOSTILE not in shaped("karte", texts, 2, True)
    assert Markup("<b>") in shaped("karte", ("a", "b", "n", "", Markup("<b>"), ""), 2, True)


def test_equal_arguments_are_drawn_once_and_escaped() -> None:
    shared = {"wurzel": "../", "oben": "../", "prosa": (), "meldestelle": False}
    kept, fresh = pieces("angebot_teile.html", **shared)
    first = kept("anrufen", HOSTILE)
    assert kept("anrufen", HOSTILE) is first
    assert first == fresh.anrufen(HOSTILE)
    assert HOSTILE not in first
