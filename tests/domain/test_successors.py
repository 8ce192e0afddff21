"""What took the place of a retired programme, in the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.graph import Graph
from pathways.domain.successors import successor
from tests.builders import facts, programme


@pytest.mark.timeout(30)  # who walks round a circle never comes back
@pytest.mark.parametrize(
    ("followed_by", "last"),
    [
        pytest.param({}, "old", id="one that was not retired is its own"),
        pytest.param({"old": "new"}, "new", id="one that was retired once"),
        pytest.param({"old": "new", "new": "newest"}, "newest", id="one whose successor was retired as well"),
        pytest.param({"old": "new", "new": "newest", "newest": "old"}, "newest", id="a circle ends before it closes"),
        pytest.param({"old": "new", "new": "newest", "newest": "new"}, "newest", id="a circle that it only leads into"),
    ],
)
def test_what_succeeded_a_programme_in_the_end(followed_by, last):
    programmes = tuple(
        programme(id, f"D{number}", successor=followed_by.get(id))
        for number, id in enumerate(("old", "new", "newest"), 1)
    )
    graph = Graph(replace(facts(), programmes=programmes))
    assert successor(graph, graph.programmes["old"]) is graph.programmes[last]
