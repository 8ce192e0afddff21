"""Where somebody stands: followed from start to start, and in circles of ways in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.standing import known_start, standing, standings
from tests import builders as b
from tests.domain.worlds_of_routes import admission, start


def town(ways, *ids):
    """Part-time programmes, for full-time ones may not lead in a circle."""
    programmes = tuple(b.programme(id, f"D{at}", pace=n.Pace.PART_TIME) for at, id in enumerate(ids, 1))
    return Graph(replace(b.facts(admissions=tuple(admission(*each) for each in ways)), programmes=programmes))


def test_what_a_start_counts_as_is_followed_to_the_end_nearest_first():
    starts = [start("any-school", "vocational"), start("vocational", "electrician"), start("trade", "electrician")]
    assert standings(starts)["electrician"] == ("vocational", "trade", "any-school")


def test_starts_that_name_each_other_are_one_place():
    assert standings([start("old", "new"), start("new", "old")]) == {"new": ("old",), "old": ("new",)}


def test_whoever_comes_out_of_a_circle_has_been_everywhere_in_it():
    """What is found while a circle is cut open holds there alone: asked again from outside, more is sure."""
    graph = town([("b", "a"), ("c", "b"), ("a", "c"), ("a", "x"), ("c", "x")], "a", "b", "c", "x")
    assert standing(graph, "x") == ("x", "a", "b", "c")


def test_where_nobody_can_stand_is_told():
    graph = town([], "a")
    assert known_start(graph, "a").id == "a"
    with pytest.raises(UnknownId) as told:
        known_start(graph, "nowhere")
    assert (told.value.noun, told.value.id) == ("start", "nowhere")
