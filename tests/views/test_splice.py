"""The shell is cut where the placeholders stand, and nothing else is touched."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from _generate import generate
from praeventionskette.inspection import inspect
from praeventionskette.views import site, splice
from praeventionskette.views.parts import Cut, Printer
from praeventionskette.views.site import OfferPage

SHELL = (
    f"<title>{splice.TITLE} – X</title><meta content='{splice.DESCRIPTION}'>"
    f"<link href='https://x.example/{splice.SHELL_URL}'><main>{splice.BODY}</main>"
)


def test_title_and_description_are_escaped_and_the_body_is_not() -> None:
    pages = [OfferPage("angebote/a/", "<A & B>", '"q"', "<p>body</p>")]
    ((path, html),) = splice.splice(splice.cut(SHELL), pages)
    assert path == "angebote/a/index.html"
    assert html == (
        "<title>&lt;A &amp; B&gt; – X</title><meta content='&#34;q&#34;'>"
        "<link href='https://x.example/angebote/a/'><main><p>body</p></main>"
    )


def test_a_placeholder_in_data_is_not_filled_again() -> None:
    page = OfferPage("angebote/a/", splice.BODY, splice.TITLE, splice.DESCRIPTION)
    ((_, html),) = splice.splice(splice.cut(SHELL), [page])
    assert html.count(splice.BODY) == 1
    assert html.count(splice.TITLE) == 1


@pytest.mark.parametrize("name", [splice.TITLE, splice.DESCRIPTION, splice.BODY])
def test_a_theme_that_lost_a_placeholder_stops_the_build(name: str) -> None:
    with pytest.raises(splice.ShellError, match=name):
        splice.cut(SHELL.replace(name, ""))


def test_pages_printed_in_one_piece_are_those_put_into_the_shell(tmp_path: Path) -> None:
    made = inspect(generate(tmp_path / "stadt", 60, seed=7)).loaded.catalogue
    assert made is not None
    town = dataclasses.replace(made, stichtag=dt.date(2026, 6, 1))
    pages, found = site.offer_drawing(town, "https://x.example/", frozenset())
    slow, _ = site.offer_drawing(town, "https://x.example/", frozenset(), keep=False)
    shell = splice.cut(SHELL)
    spliced = [
        (path, html.encode()) for path, html in splice.splice(shell, site.drawn(slow, found))
    ]
    assert len(spliced) > 50
    assert list(splice.printed(shell, pages, found)) == spliced


def test_one_page_goes_around_another_at_any_place() -> None:
    outer = Cut(("a", "b", "c"), ("x", "y"))
    values = {"x": "1", "y": "ä", "z": "<3>"}
    for place, inner in (("x", Cut(("(", ")"), ("z",))), ("y", Cut(("(-)",), ()))):
        both = outer.around(place, inner)
        assert both.filled(values) == outer.filled({**values, place: inner.filled(values)})
        assert Printer(both)(values) == both.filled(values).encode()
