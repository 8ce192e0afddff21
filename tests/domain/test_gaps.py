"""What is missing for a role, and the fewest programmes that would close it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.cover import cover
from pathways.domain.errors import UnknownId
from pathways.domain.gaps import bridge, gaps, gaps_after
from pathways.domain.graph import Graph
from pathways.domain.nouns import Here, Importance
from tests import builders as b

SKILLS = tuple("abcdef")
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 4))


def world(needs, programmes):
    return Graph(b.facts({"analyst": needs}, programmes))


def test_gaps_come_by_weighted_shortfall_then_label():
    facts = b.facts({"analyst": {"a": 4, "b": 2, "c": 2}}, {"one": {"a": 2}, "other": {"b": 2, "c": 2}})
    needs = tuple(
        b.need("analyst", skill, level, Importance.PREFERRED if skill == "c" else Importance.ESSENTIAL)
        for skill, level in (("a", 4), ("b", 2), ("c", 2))
    )
    found = gaps_after(Graph(replace(facts, needs=needs)), ["one"], "analyst")
    assert [(gap.skill.id, gap.shortfall) for gap in found] == [("a", 4), ("b", 4), ("c", 2)]


def test_what_no_programme_teaches_is_learnt_at_work_and_no_gap():
    assert gaps_after(world({"a": 2, "b": 2}, {"one": {"a": 2}}), ["one"], "analyst") == ()


def test_a_bridge_says_what_each_programme_closes_and_what_is_left():
    graph = world({"a": 2, "b": 2, "c": 4}, {"one": {"a": 2}, "two": {"b": 3, "c": 2}, "base": {"c": 1}})
    missing = gaps_after(graph, ["base"], "analyst")
    found = bridge(graph, missing, "analyst")
    assert [programme.id for programme in found.programmes] == ["one", "two"]
    assert [[gap.skill.id for gap in closed] for closed in found.closes] == [["a"], ["b"]]
    assert [gap.skill.id for gap in found.leaves] == ["c"]


def test_nothing_missing_needs_no_bridge():
    graph = world({"a": 2}, {"one": {"a": 2}})
    found = bridge(graph, gaps(graph, cover(graph, ["one"], "analyst")), "analyst")
    assert (found.programmes, found.closes, found.leaves) == ((), (), ())


def bridged(needs, programmes, **bent):
    """The ids of a bridge from nothing; `bent` changes programmes by their id."""
    facts = b.facts({"analyst": needs}, programmes)
    changed = tuple(replace(one, **bent.get(one.id, {})) for one in facts.programmes)
    graph = Graph(replace(facts, programmes=changed))
    found = bridge(graph, gaps_after(graph, [], "analyst"), "analyst")
    return [programme.id for programme in found.programmes]


def test_one_programme_that_closes_both_gaps_is_taken_before_two_that_are_preferred():
    assert bridged({"a": 2, "b": 2}, {"one": {"a": 2}, "both": {"a": 2, "b": 2}, "other": {"b": 2}}) == ["both"]


def test_the_gap_that_fewest_close_is_closed_first():
    assert bridged({"a": 2, "b": 2}, {"one": {"a": 2}, "other": {"a": 2}, "only": {"b": 2}}) == ["only", "one"]


@pytest.mark.parametrize(
    ("bent", "first"),
    [
        pytest.param({}, "one", id="by line, where all else is equal"),
        pytest.param({"one": {"years": 4.0}}, "two", id="the shorter one"),
        pytest.param({"one": {"years": None}}, "two", id="one of known length"),
        pytest.param({"one": {"years": None}, "two": {"years": None}}, "one", id="by line, where no length is known"),
        pytest.param({"one": {"here": Here.NO, "years": 1.0}}, "two", id="the one here, though it is longer"),
    ],
)
def test_of_two_programmes_that_close_a_gap_the_bridge_takes(bent, first):
    assert bridged({"a": 2}, {"one": {"a": 2}, "two": {"a": 2}}, **bent) == [first]


def test_what_says_nothing_of_a_role_is_no_bridge_to_it():
    facts = b.facts({"analyst": {"a": 2}}, {"one": {"a": 2}, "two": {"a": 2}})
    more = replace(facts, families=(*facts.families, b.label("else")))
    judged = (replace(facts.programmes[0], judged_families=("else",)), facts.programmes[1])
    graph = Graph(replace(more, programmes=judged))
    assert [one.id for one in bridge(graph, gaps_after(graph, [], "analyst"), "analyst").programmes] == ["two"]


def test_there_is_no_bridge_to_an_unknown_role():
    with pytest.raises(UnknownId):
        bridge(world({"a": 2}, {"one": {"a": 2}}), (), "nowhere")


@given(LEVELS.filter(bool), st.dictionaries(st.sampled_from(("p", "q", "r", "s", "t")), LEVELS, min_size=1))
def test_no_smaller_set_closes_as_much(needs, programmes):
    graph = world(needs, programmes)
    missing = gaps_after(graph, [], "analyst")
    found = bridge(graph, missing, "analyst")
    closed = {
        name: {s for s, level in needs.items() if taught.get(s, 0) >= level} for name, taught in programmes.items()
    }
    closable = set().union(*closed.values()) & {gap.skill.id for gap in missing}
    smallest = next(
        size
        for size in range(len(programmes) + 1)
        if any(closable <= set().union(*(closed[name] for name in some)) for some in combinations(programmes, size))
    )
    assert len(found.programmes) == smallest
    assert {gap.skill.id for gap in found.leaves} == {gap.skill.id for gap in missing} - closable
    assert all(found.closes)
