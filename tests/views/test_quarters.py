"""The profile of a quarter stays a page that an old phone can show, however many offers it has."""

from __future__ import annotations

import pytest
from praeventionskette.catalogue import Angebot, Catalogue
from praeventionskette.views import listing, quarters
from praeventionskette.views.offers import offers

from tests.views.town import town

ALL = "Angebote in Nord ansehen"


def many(count: int) -> Catalogue:
    return town(
        angebote=tuple(
            Angebot(f"a-{n}", f"Treff {n:03}", "bildung", "aktiv", "https://a.example/",
                    quartier="nord")
            for n in range(count)
        )
    )  # fmt: skip


def profile(catalogue: Catalogue) -> str:
    pages = {page.src_uri: page.html for page in quarters.pages(catalogue, frozenset())}
    return pages["quartiere/nord.md"]


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (150, 150), (151, 100)])
def test_very_many_offers_stand_on_the_pages_of_the_ready_list(count: int, shown: int) -> None:
    catalogue = many(count)
    html = profile(catalogue)
    assert html.count('<article class="pk-karte"') == shown
    assert (f'angebote/quartier/nord/">Alle {count} {ALL}' in html) == (count > shown)
    lists = [page.src_uri for page in listing.pages(catalogue, offers(catalogue), frozenset())]
    assert "angebote/quartier/nord/index.md" in lists
