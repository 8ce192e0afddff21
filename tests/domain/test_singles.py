"""Single points: what only one programme feeds or teaches, by name, and what of it is an estimate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pathways.domain.graph import Graph
from pathways.domain.singles import single_roles, single_skills
from pathways.store.seeds import read_folder
from tests import builders as b

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def town(**changes):
    facts = b.facts(
        {"analyst": {"sql": 1, "r": 1}, "chief": {"sql": 2, "law": 1}, "guard": {"keys": 1}},
        {"college": {"sql": 2, "r": 1}, "night": {"sql": 1, "law": 1, "poetry": 2}},
        feeding=[("college", "analyst"), ("night", "analyst"), ("night", "chief")],
    )
    return replace(facts, **changes)


def test_a_role_that_one_programme_feeds_is_named():
    (found,) = single_roles(Graph(town()))
    assert (found.role.title.en, found.programme.title.en, found.estimated) == ("Chief", "Night", False)
    assert found.link.programme == "night"


def test_an_assumed_link_is_an_estimate():
    facts = town(feeds=(b.feeds("college", "guard", b.ASSUMED),))
    assert [(one.role.id, one.estimated) for one in single_roles(Graph(facts))] == [("guard", True)]


def test_skills_that_one_programme_teaches_are_named_where_a_role_asks():
    """Nobody asks for poetry, nobody teaches keys, and two teach sql."""
    found = single_skills(Graph(town()))
    assert [(one.skill.id, one.programme.id, [role.id for role in one.asking]) for one in found] == [
        ("law", "night", ["chief"]),
        ("r", "college", ["analyst"]),
    ]
    assert [(one.estimated, one.assumed, one.outcome.level) for one in found] == [(False, (), 1), (False, (), 1)]


def test_what_most_roles_ask_for_comes_first():
    facts = town()
    facts = replace(facts, needs=(*facts.needs, b.need("chief", "r"), b.need("guard", "r")))
    first, second = single_skills(Graph(facts))
    assert ([role.id for role in first.asking], second.skill.id) == (["analyst", "chief", "guard"], "law")


def test_estimates_are_told_apart():
    facts = town()
    outcomes = tuple(replace(one, evidence=b.ASSUMED) if one.skill == "law" else one for one in facts.outcomes)
    needs = tuple(replace(one, evidence=b.ASSUMED) if one.skill == "r" else one for one in facts.needs)
    law, r = single_skills(Graph(replace(facts, outcomes=outcomes, needs=needs)))
    assert (law.estimated, law.assumed) == (True, ())
    assert (r.estimated, [role.id for role in r.assumed]) == (False, ["analyst"])


@pytest.mark.parametrize(("complete", "proven"), [("college", ["law"]), ("night", ["r"]), ("", [])])
def test_only_whole_curricula_prove_that_no_other_teaches_it(complete, proven):
    facts = town()
    programmes = tuple(replace(one, complete=one.id == complete) for one in facts.programmes)
    found = single_skills(Graph(replace(facts, programmes=programmes)))
    assert [one.skill.id for one in found if one.proven] == proven


@pytest.mark.parametrize("seeds", ["kalundborg", "example-town"])
def test_both_towns_are_told_whole(seeds):
    graph = Graph(read_folder(SEEDS / seeds).facts)
    roles, skills = single_roles(graph), single_skills(graph)
    assert {one.role.id for one in roles} == {id for id in graph.roles if len(graph.feeds_to(id)) == 1}
    assert {one.skill.id for one in skills} == {
        id for id in graph.skills if len(graph.teachers_of(id)) == 1 and graph.askers_of(id)
    }
    assert roles
