"""The way into a programme that asks least of somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.conditions import Held
from pathways.domain.doorway import nearest_way
from pathways.domain.graph import Graph
from tests import builders as b
from tests.worlds import admission

HARD = admission("master", "college", "mathematics A and physics B")
EASY = admission("master", "college", "chemistry C")
UNSEEN = admission("master", "college", note=b.text("Ask them"))
BEFORE = admission("master", "school", "nothing")
ELSEWHERE = admission("master", "abroad", "nothing")


def way(*ways, start="college", held=None):
    """The nearest way into the master's of somebody who came from school, by these ways into it."""
    facts = b.facts(programmes={"college": {}, "master": {}})
    starts = (*facts.starts, n.Start(n.StartId("abroad"), b.text("Abroad")))
    graph = Graph(replace(facts, starts=starts, admissions=(admission("college", "school"), *ways)))
    return nearest_way(graph, start, n.ProgrammeId("master"), held or Held())


@pytest.mark.parametrize(
    ("held", "nearest"),
    [
        pytest.param(Held(), EASY, id="nothing was said, and one thing is less than two"),
        pytest.param(Held(subjects={"mathematics": "A", "physics": "A"}), HARD, id="all of the longer list is met"),
        pytest.param(Held(subjects={"mathematics": "A"}), HARD, id="of equals the first"),
        pytest.param(Held(subjects={"mathematics": "A", "chemistry": "C"}), EASY, id="what is met counts for nothing"),
        pytest.param(Held(subjects={"mathematics": "A", "physics": "C"}), HARD, id="too low is no worse than not said"),
    ],
)
def test_the_nearest_way_is_the_one_with_the_fewest_conditions_not_met(held, nearest):
    assert way(HARD, EASY, held=held) == nearest


def test_a_way_of_which_no_condition_was_seen_has_one_that_is_not_met():
    assert way(HARD, UNSEEN) == UNSEEN
    assert way(UNSEEN, EASY, held=Held(subjects={"chemistry": "C"})) == EASY


def test_a_way_from_where_somebody_stood_before_counts_and_one_from_elsewhere_does_not():
    assert way(EASY, BEFORE) == BEFORE
    assert way(ELSEWHERE, EASY) == EASY
    assert way(ELSEWHERE) is None
    assert way(EASY, start="school") is None
    assert way(EASY, start="gone") is None
