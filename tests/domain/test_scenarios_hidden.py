"""What a scenario may not tell: small counts that nobody printed, and what follows from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.at_best import AtBest, at_best
from pathways.domain.discretion import id_of, shown
from pathways.domain.graph import Graph
from pathways.domain.scenario_changes import (
    Change,
    Completion,
    Module,
    Own,
    OwnOf,
    Scenario,
    Seats,
    Stay,
    Wanted,
    Why,
)
from pathways.domain.scenario_outlook import best_then, seen, telling
from pathways.domain.scenarios import apply
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, NOW, flow
from tests.scenario_towns import GUESSED, certain, few_town, seen_of, supposed, two_roles


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Completion("small", 0), id="had nobody of them finished"),
        pytest.param(Stay("small", 0), id="had nobody of them stayed"),
        pytest.param(Seats("small", 1000, 2027), id="a thousand seats tell the share"),
    ],
)
def test_a_scenario_does_not_tell_a_small_count_that_nobody_printed(change: Change) -> None:
    assert seen_of(few_town(GUESSED)) == (True, True)
    assert seen_of(few_town(GUESSED), change) == (False, True)
    assert seen_of(few_town(b.STATED), change) == (True, True)


def test_an_assumption_that_brings_a_hidden_share_into_a_sum_is_not_shown() -> None:
    """Nobody knows how many of a small programme finish: supposing that all do would tell the three of thirty."""
    for evidence, is_told in ((GUESSED, False), (b.STATED, True)):
        facts = few_town(evidence).facts
        flows = tuple(one for one in facts.flows if one.programme != "small" or one.kind != "completion")
        graph = Graph(replace(facts, flows=flows))
        assert seen_of(graph) == (True, True)
        assert seen_of(graph, Own(OwnOf.COMPLETION, "small", "", certain(100))) == (is_told, True)


def test_a_scenario_does_not_tell_pooled_openings() -> None:
    """Three roles; of one nobody printed how many are wanted, and they are few: a family's sum would tell them."""
    facts = two_roles().facts
    few = tuple(
        n.Opening(n.RoleId("clerk"), n.OrganisationId("works"), year, certain(2), GUESSED)
        for year in (2026, 2027, 2028)
    )
    graph = Graph(
        replace(
            facts, openings=(*facts.openings, *few),
            workplaces=(*facts.workplaces, b.workplace("clerk", "works")),
        )
    )  # fmt: skip
    known = inputs(graph, (), NOW)
    told = telling(graph, known, shown(graph, known))
    family = o.scope_of_family(graph, "family")
    today = o.outlook(graph, known, family, np.random.default_rng(1), 50)
    for change in (
        Wanted("clerk", 2026, 2028, -100, in_percent=True),
        Wanted("clerk", 2026, 2028, 400, in_percent=True),
    ):
        applied = apply(Scenario("", (change,)), graph, known)
        outlook = o.outlook(applied.graph, applied.inputs, family, np.random.default_rng(1), 50)
        chosen = seen(told, family, today, outlook, now=(graph, known), applied=applied)
        assert chosen.openings == frozenset()


@pytest.mark.parametrize(("by", "told"), [(-1000, False), (-1, False), (20, True)])
def test_fewer_wanted_than_are_hidden_do_not_tell_how_many_they_are(by: int, told: bool) -> None:
    """Three and four are hidden, and their sum is not: had none of the one been wanted, the sum would fall by three."""
    roles = ("analyst", "clerk", "tester")
    facts = b.facts(
        {role: {"sql": 2} for role in roles}, {"course": {"sql": 2}}, [("course", "analyst")],
        [(role, "works") for role in roles],
        openings=tuple(
            n.Opening(n.RoleId(role), n.OrganisationId("works"), 2028, certain(count), GUESSED)
            for role, count in zip(roles, (30, 3, 4), strict=True)
        ),
    )  # fmt: skip
    graph = Graph(facts)
    known = inputs(graph, (), NOW)
    today_seen, family = shown(graph, known), o.scope_of_family(graph, "family")
    assert id_of(family) in today_seen.openings
    today = o.outlook(graph, known, family, np.random.default_rng(1), 50)
    applied = supposed(graph, Wanted("clerk", 2028, 2028, by, in_percent=False))
    outlook = o.outlook(applied.graph, applied.inputs, family, np.random.default_rng(1), 50)
    chosen = seen(telling(graph, known, today_seen), family, today, outlook, now=(graph, known), applied=applied)
    assert (id_of(family) in chosen.openings) is told


def test_whether_hidden_people_would_fall_below_nobody_is_not_told() -> None:
    few = tuple(
        n.Opening(n.RoleId("analyst"), n.OrganisationId("works"), year, certain(2), GUESSED) for year in (2026, 2027)
    )
    graph = Graph(replace(two_roles().facts, openings=few))
    for fewer in (-1, -2, -3, -90):
        assert supposed(graph, Wanted("analyst", 2026, 2027, fewer, in_percent=False)).problems == ()


def test_the_shares_of_a_programme_are_not_told_by_what_is_too_much() -> None:
    """Whether a share fits beside those that are hidden would, asked often enough, tell what they are."""
    for evidence, whys in ((b.STATED, [Why.TOO_MUCH]), (GUESSED, [])):
        facts = few_town(evidence).facts
        clerk = b.facts({"clerk": {"sql": 2}})
        graph = Graph(
            replace(facts, roles=(*facts.roles, *clerk.roles), needs=(*facts.needs, *clerk.needs)),
        )
        problems = supposed(graph, Module("small", 2027, (("sql", 2),), "clerk", 95)).problems
        assert [one.why for one in problems] == whys


def best_of(graph: Graph, *changes: Change) -> AtBest | None:
    known = inputs(graph, (), NOW)
    today = shown(graph, known)
    told = telling(graph, known, today)
    return best_then(told, graph, known, apply(Scenario("", changes), graph, known))


def test_the_best_case_of_a_scenario_names_its_bottleneck() -> None:
    graph = few_town(b.STATED)
    known = inputs(graph, (), NOW)
    before = at_best(graph, known, shown(graph, known))
    after = best_of(graph, Seats("course", 90, 2027), Wanted("analyst", 2028, 2028, 30, in_percent=False))
    assert before
    assert after
    assert [(one.roles, one.wanted) for one in before.narrow] == [(("analyst",), 34)]
    assert [(one.roles, one.wanted) for one in after.narrow] == [(("analyst",), 64)]


def test_the_best_case_of_a_scenario_leaves_out_what_is_hidden() -> None:
    graph = few_town(GUESSED)
    found = best_of(graph, Stay("small", 0), Wanted("analyst", 2028, 2028, 90, in_percent=False))
    assert found
    assert (found.narrow, found.unjudged) == ((), ("analyst",))


@pytest.mark.parametrize("percent", [0, 5, 8, 12, 40])
def test_no_scenario_tells_by_where_a_bottleneck_begins_how_many_are_wanted(percent: float) -> None:
    """Four clerks are wanted, which is hidden: were it named whenever fewer stay than that, a few tries would tell."""
    facts = two_roles().facts
    few = n.Opening(n.RoleId("clerk"), n.OrganisationId("works"), 2028, certain(4), GUESSED)
    graph = Graph(
        replace(
            facts, openings=(few,), feeds=(b.feeds("course", "clerk"),), workplaces=(b.workplace("clerk", "works"),),
            flows=(*INTAKES, *FINISHED, flow("employment", 2025, 16, base=32, role=n.RoleId("clerk"), pinned=True)),
        )
    )  # fmt: skip
    known = inputs(graph, (), NOW)
    assert at_best(graph, known, shown(graph, known)) is not None
    assert telling(graph, known, shown(graph, known)).untold == ("clerk",)
    assert best_of(graph, Stay("course", percent)) is None


def test_the_best_case_of_what_may_be_told_has_its_numbers(example_facts: n.Facts) -> None:
    """Two roles of the invented town are left out; all others and who comes to them are told by themselves."""
    graph = Graph(example_facts)
    known = inputs(graph, (), NOW)
    today = shown(graph, known)
    at_best(graph, known, today)
    told = telling(graph, known, today)
    assert told.untold == ("harbour-planner", "project-lead")
    assert told.best
    (narrow,) = told.best.narrow
    assert len(narrow.roles) == 12
    assert narrow.wanted is not None
    assert narrow.finishing is not None
    assert told.best.unmet == narrow.wanted - narrow.finishing > 0


def test_there_is_no_best_case_where_nobody_is_wanted() -> None:
    assert best_of(Graph(replace(two_roles().facts, openings=()))) is None


def test_an_outlook_of_own_assumptions_is_shown_where_no_small_count_is_behind_it() -> None:
    bare = replace(two_roles().facts, flows=(*INTAKES, *FINISHED))
    own = Own(OwnOf.SHARE, "course", "analyst", certain(50))
    assert seen_of(Graph(bare), own) == (True, True)
    few = tuple(replace(each, people=certain(4), evidence=GUESSED) for each in INTAKES)
    assert seen_of(Graph(replace(bare, flows=(*few, *FINISHED))), own, Seats("course", 90, 2027)) == (False, True)


def test_openings_assumed_beside_hidden_ones_stay_hidden() -> None:
    """A family of two roles: of one few are wanted, which is hidden; the other is assumed, and their sum would tell."""
    facts = two_roles().facts
    few = tuple(
        n.Opening(n.RoleId("clerk"), n.OrganisationId("works"), year, certain(2), GUESSED) for year in (2027, 2028)
    )
    graph = Graph(replace(facts, openings=few, workplaces=(*facts.workplaces, b.workplace("clerk", "works"))))
    known = inputs(graph, (), NOW)
    family = o.scope_of_family(graph, "family")
    today = o.outlook(graph, known, family, np.random.default_rng(1), 50)
    applied = supposed(graph, Own(OwnOf.OPENINGS, "", "analyst", certain(50), 2027, 2028))
    outlook = o.outlook(applied.graph, applied.inputs, family, np.random.default_rng(1), 50)
    told = telling(graph, known, shown(graph, known))
    chosen = seen(told, family, today, outlook, now=(graph, known), applied=applied)
    assert outlook.openings
    assert chosen.openings == frozenset()
