"""The shell is cut where the placeholders stand, and nothing else is touched."""

from __future__ import annotations

import pytest
from praeventionskette.views import splice
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
