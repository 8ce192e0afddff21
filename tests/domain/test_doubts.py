"""What is allowed but looks as if a figure were missing or a link wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.doubts import warnings
from pathways.domain.graph import Graph
from tests.builders import facts, label


def doubts(*args, **changes):
    return [(fault.table, fault.row, fault.index) for fault in warnings(Graph(facts(*args, **changes)))]


@pytest.mark.parametrize(
    ("needs", "programmes", "feeding", "expected"),
    [
        pytest.param({"a": 2}, {"p": {"a": 2}}, ["p"], [], id="a link with whole cover is not doubted"),
        pytest.param({"a": 4}, {"p": {"a": 1}}, ["p"], [], id="a cover of just a quarter is enough"),
        pytest.param(
            {"a": 2, "b": 2, "c": 2},
            {"p": {"a": 2, "b": 2}, "q": {"c": 2}},
            ["p", "q"],
            [],
            id="a third for the weaker of two feeders is enough",
        ),
        pytest.param(
            dict.fromkeys("abcde", 1),
            {"p": {"a": 1}, "q": dict.fromkeys("abcde", 1)},
            ["q", "p"],
            [("feeds", "p → analyst", 1)],
            id="a link with a fifth is",
        ),
        pytest.param(
            {"a": 2, "b": 2},
            {"p": {"a": 2}, "q": {"a": 2, "b": 1}},
            ["p"],
            [("roles", "analyst", 0)],
            id="a programme without a link that covers more casts doubt on the role",
        ),
        pytest.param({"a": 2}, {"p": {"a": 2}, "q": {"a": 2}}, ["p"], [], id="one that covers as much does not"),
        pytest.param(
            {"a": 2, "b": 2, "c": 2},
            {"p": {"a": 2}, "q": {"a": 1, "b": 1, "c": 1}, "z": {"a": 2, "b": 2}},
            ["p"],
            [("roles", "analyst", 0)],
            id="the doubt is told once, whichever of two covers more",
        ),
        pytest.param(
            {"a": 2}, {"p": {"a": 1}}, [], [("roles", "analyst", 0)], id="nor does a role nobody is linked to"
        ),
        pytest.param({"a": 2}, {"p": {}}, [], [], id="a role nobody teaches for is not doubted: nothing covers it"),
        pytest.param({"a": 2}, {"p": {}}, ["p"], [], id="a link to a role learnt at work says nothing"),
    ],
)
def test_doubts(needs, programmes, feeding, expected):
    assert doubts({"analyst": needs}, programmes, [(p, "analyst") for p in feeding]) == expected


def test_the_best_of_two_rivals_is_the_one_named():
    programmes = {"weak": {"a": 1, "b": 1, "c": 1}, "strong": {"a": 2, "b": 2}}
    [doubt] = warnings(Graph(facts({"analyst": {"a": 2, "b": 2, "c": 2}}, programmes)))
    assert doubt.problem == "strong covers 67% and has no link to it; no programme has."


@pytest.mark.parametrize(
    ("feeding", "table"),
    [
        pytest.param(["many", "other"], "feeds", id="as a feeder that covers an eighth"),
        pytest.param(["other"], "roles", id="as a rival that covers more"),
    ],
)
def test_a_programme_that_says_nothing_of_a_role_is_not_doubted(feeding, table):
    taught = {"many": {"a": 1} if table == "feeds" else {"a": 4, "b": 4}, "other": {"b": 4}}
    world = facts({"analyst": {"a": 4, "b": 4}}, taught, [(p, "analyst") for p in feeding])
    assert [doubt.table for doubt in warnings(Graph(world))] == [table]
    silent = replace(world.programmes[0], judged_families=("elsewhere",))
    families = (label("family"), label("elsewhere"))
    assert warnings(Graph(replace(world, programmes=(silent, world.programmes[1]), families=families))) == ()
