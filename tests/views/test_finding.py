"""List, facets, chain and points as pure functions: hostile data, edges of ages, stable bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from praeventionskette.catalogue import Catalogue, Field, Ort, Package, Quartier, Table, Town
from praeventionskette.views import cards, chain, facets, listing, points, wordlist
from praeventionskette.views.offers import Offer, offers
from praeventionskette.views.opening import opening
from praeventionskette.views.render import with_icons

from tests.views.town import HOSTILE, town

D = Decimal


def offer(**changes: object) -> Offer:
    catalogue = town()
    angebot = replace(catalogue.angebote[0], **changes)  # type: ignore[arg-type]
    return offers(replace(catalogue, angebote=(angebot,)))[0]


@pytest.mark.parametrize(
    ("low", "high", "months"),
    [
        (None, None, None),
        (D(0), D(2), (0, 36)),  # up to the third birthday
        (D("0.5"), D("2.5"), (6, 31)),  # up to 30 completed months
        (D(16), None, (192, None)),
        (None, D(0), (0, 12)),
    ],
)
def test_ages_become_months(low: Decimal | None, high: Decimal | None, months: object) -> None:
    assert facets.months(offer(alter_von=low, alter_bis=high)) == months


def test_an_offer_belongs_to_the_quarters_of_all_its_places() -> None:
    catalogue = town()
    catalogue = replace(
        catalogue,
        orte=(*catalogue.orte, Ort("zweit", "Zweit", quartier="sued")),
        angebote=(replace(catalogue.angebote[0], orte=("haus", "zweit")),),
    )
    assert [q.id for q in offers(catalogue)[0].quartiere] == ["nord", "sued"]


def test_only_what_is_for_the_town_or_names_no_quarter_counts_as_townwide() -> None:
    def one(**changes: object) -> bool:
        return facets.townwide(offer(**changes))

    assert not one()
    assert one(einzugsgebiet="stadt")
    assert one(orte=(), quartier=None)
    assert not one(orte=(), quartier=None, einzugsgebiet="quartier")


@pytest.mark.parametrize(
    ("stated", "answer"),
    [([], "unbekannt"), (["ja", "nein"], "ja"), (["nein", None], "unbekannt"), (["nein"], "nein")],
)
def test_access_is_never_guessed(stated: list[str | None], answer: str) -> None:
    places = tuple(Ort(f"o{i}", "Ort", stufenlos=s) for i, s in enumerate(stated))
    assert facets.stufenlos(replace(offer(), orte=places)) == answer


def test_data_in_the_page_is_no_markup_and_the_same_each_time() -> None:
    catalogue = town()
    found = offers(catalogue)
    first, second = (
        {p.src_uri: p for p in listing.pages(catalogue, found, frozenset())} for _ in range(2)
    )
    assert first == second
    page = first["angebote/index.md"]
    assert "<script>alert" not in page.html
    data = json.loads(page.assets["angebote/liste.json"])
    part = json.loads(page.assets["angebote/teil-0.json"])
    assert HOSTILE in part["namen"]
    assert data["anzahl"] == len(part["namen"]) == len(part["ids"]) == len(part["karten"])
    inline = json.loads(page.html.split('id="pk-daten">')[1].split("</script>")[0])
    assert inline["liste"] == data
    assert inline["teil"] == part
    assert set(first) == {
        "angebote/index.md",
        *(f"angebote/bereich/{b}/index.md" for b in ("gesundheit", "bildung")),
        *(f"angebote/phase/{p}/index.md" for p in ("schwangerschaft", "0-3", "3-6")),
        *(f"angebote/quartier/{q}/index.md" for q in ("nord", "sued")),
    }


def test_a_long_list_is_cut_and_every_offer_stands_on_one_page() -> None:
    catalogue = town()
    many = tuple(replace(catalogue.angebote[0], id=f"a-{i}") for i in range(251))
    catalogue = replace(catalogue, angebote=many)
    made = {p.src_uri: p for p in listing.pages(catalogue, offers(catalogue), frozenset())}
    pages = [made[f"angebote/{name}.md"].html for name in ("index", "seite/2", "seite/3")]
    assert "angebote/seite/4.md" not in made
    assert [html.count("data-angebot=") for html in pages] == [100, 100, 51]
    assert 'rel="next" href="../angebote/seite/2/"' in pages[0]
    assert 'rel="prev" href="../../../angebote/seite/2/"' in pages[2]
    assert 'id="pk-daten"' not in pages[0]


def test_the_cards_of_a_long_list_come_in_parts_that_hold_every_offer_once() -> None:
    catalogue = town()
    many = tuple(replace(catalogue.angebote[0], id=f"a-{i}") for i in range(1201))
    found = offers(replace(catalogue, angebote=many))
    now = opening(catalogue, found)
    made = listing.assets(catalogue, found, facets.facets(catalogue, found), now)
    parts = [json.loads(made[f"angebote/teil-{i}.json"]) for i in range(3)]
    assert "angebote/teil-3.json" not in made
    data = json.loads(made["angebote/liste.json"])
    assert (data["anzahl"], data["teil"]) == (1201, 500)
    assert [i for p in parts for i in p["ids"]] == [o.angebot.id for o in found]
    for part, start in zip(parts, range(0, 1201, 500), strict=True):
        for k, own in enumerate(part["karten"]):
            said = [part["tatsachen"][n][1] for n in own]
            assert said == [f.text for f in cards.facts(found[start + k])]


def test_icons_stand_once_on_a_page() -> None:
    catalogue = town()
    html = next(iter(listing.pages(catalogue, offers(catalogue), frozenset()))).html
    assert html.count('<symbol id="pk-i-map-marker-outline"') == 1
    assert html.count('href="#pk-i-map-marker-outline"') == 2
    assert with_icons("<p>x</p>") == "<p>x</p>"


def with_words(rows: tuple[dict[str, object], ...]) -> Catalogue:
    fields = (Field("wort", "", "", "string"), Field("suche", "", "", "list"))
    table = Table("stichworte", "", "", "stichworte.csv", fields, ("wort",), rows, b"")  # type: ignore[arg-type]
    return replace(town(), packages=(Package("angebote", "", "", "", {}, b"", (table,)),))


def test_words_are_weighted_by_where_they_stand_and_synonyms_are_held_too() -> None:
    catalogue = with_words(({"wort": "Doktor", "suche": ("ärztlich",)}, {"wort": None}))
    assert wordlist.synonyms(catalogue) == {"doktor": ("ärztlich",)}
    found = offers(catalogue)
    made = wordlist.index(found, wordlist.synonyms(catalogue))
    place = next(i for i, o in enumerate(found) if o.angebot.id == "a-1")
    held = dict(zip(made["woerter"], made["treffer"], strict=True))
    assert held["ärztliche"] == [place * 4 + wordlist.NAME]
    assert held["doktor"] == [place * 4 + wordlist.LONG]
    assert made["woerter"] == sorted(made["woerter"])
    assert wordlist.synonyms(town()) == {}


def test_a_quarter_without_a_point_is_estimated_from_the_tiles() -> None:
    def tile(name: str, row: int, column: int, point: tuple[str, str] | None) -> Quartier:
        lat, lon = (D(point[0]), D(point[1])) if point else (None, None)
        return Quartier(name, name, name, None, row, column, lat, lon)

    corner = [tile("a", 0, 0, ("51.2", "6.6")), tile("b", 0, 2, ("51.2", "6.8"))]
    quarters = (*corner, tile("c", 2, 0, ("51.0", "6.6")), tile("d", 1, 1, None))
    assert points.of_quarters(town(quartiere=quarters))["d"] == (51.1, 6.7)
    in_a_row = (*corner, tile("c", 0, 4, ("51.2", "7.0")), tile("d", 1, 1, None))
    assert "d" not in points.of_quarters(town(quartiere=in_a_row))
    assert points.of_quarters(town(quartiere=())) == {}


def test_the_chain_counts_offers_and_names_gaps() -> None:
    catalogue = town()
    found = offers(catalogue)
    rows = chain.matrix(catalogue, found, None, "https://x.example/")
    assert [[c.anzahl for c in r.felder] for r in rows] == [[0, 0], [1, 0], [0, 1]]
    north = chain.matrix(catalogue, found, catalogue.quartiere[0], "")
    assert [[c.anzahl for c in r.felder] for r in north] == [[0, 0], [1, 0], [0, 0]]
    assert rows[0].felder[0].melden.startswith("mailto:amt%40test.example?subject=Angebot%20melden")
    with_form = replace(catalogue, town=Town("Test", repository="https://git.example/o/r"))
    assert (
        "template=angebot-melden.yml"
        in chain.matrix(with_form, found, None, "")[0].felder[0].melden
    )
    for page in chain.pages(catalogue, found, frozenset(), ""):
        assert "<script>alert" not in page.html
