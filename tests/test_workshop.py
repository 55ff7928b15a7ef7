"""Files made beside the build."""

from __future__ import annotations

import pytest
from praeventionskette import workshop
from praeventionskette.views import maps

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
FEATURE = {"type": "Feature", "id": "q", "properties": {"nummer": "1", "name": "Q"},
           "geometry": SQUARE}  # fmt: skip
TASK = workshop.Task("views.maps:base_script", ([FEATURE], True))


def test_a_process_makes_the_same_bytes_as_a_call() -> None:
    assert dict(workshop.start({"a.js": TASK}).files()) == {
        "a.js": maps.base_script([FEATURE], True)
    }


def test_a_task_that_fails_shows_its_traceback() -> None:
    broken = workshop.Task("views.maps:base_script", ([], True))
    with pytest.raises(RuntimeError, match="Traceback"):
        list(workshop.start({"a.js": broken}).files())


def test_nothing_to_do_is_no_process() -> None:
    assert workshop.start({}).processes == ()
