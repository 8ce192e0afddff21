"""The estimated part of the split: by cover alone, or by openings too; and what a scenario does to it."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.graph import Graph
from pathways.domain.levers import closing
from pathways.domain.placing import placed
from pathways.domain.scenario_changes import Completion, Module, Own, OwnOf, Scenario, Stay, Teach, Wanted, Why
from pathways.domain.scenarios import apply
from pathways.domain.supply import Lack
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import NOW, flow

COURSE, OTHER = n.ProgrammeId("course"), n.ProgrammeId("other")
ANALYST, CLERK = n.RoleId("analyst"), n.RoleId("clerk")
PEOPLE = tuple(
    each
    for programme in ("course", "other")
    for each in (
        *(flow("intake", year, 40, programme=programme) for year in range(2021, 2026)),
        flow("completion", 2025, 32, base=40, programme=programme),
        flow("elsewhere", 2025, 8, base=32, programme=programme),
    )
)


def opening(role, year, people):
    return n.Opening(role, n.OrganisationId("works"), year, n.Interval(people, people, people), b.STATED)


def world(openings=(), flows=PEOPLE, feeding=(("course", "analyst"), ("course", "clerk"), ("other", "clerk"))):
    """Two programmes of which a quarter goes away; nobody counted who goes to which role."""
    return Graph(
        b.facts(
            {"analyst": {"sql": 2}, "clerk": {"sql": 4}}, {"course": {"sql": 2}, "other": {"sql": 2}}, feeding,
            [("analyst", "works"), ("clerk", "works")], flows=flows, openings=openings,
        )
    )  # fmt: skip


def likely(given_, programme=COURSE):
    return {role: known.value.likely for (of, role), known in given_.shares.items() if of == programme}


def known(graph):
    return inputs(graph, (), NOW)


def look(graph, role=ANALYST, given_=None):
    scope = o.scope_of_role(graph, role)
    return o.outlook(graph, given_ or known(graph), scope, np.random.default_rng(1), 200)


def test_without_openings_the_rest_goes_by_cover_and_no_total_of_a_role_is_claimed():
    graph = world()
    found = known(graph)
    total = exp(1) + exp(0.5)
    assert likely(found) == pytest.approx({ANALYST: 0.75 * exp(1) / total, CLERK: 0.75 * exp(0.5) / total})
    assert found.only_by_cover == found.estimated == {(COURSE, ANALYST), (COURSE, CLERK), (OTHER, CLERK)}
    seen = look(graph)
    assert seen.supply is None
    assert (Lack.SHARE, COURSE, ANALYST) in {(one.lack, one.programme, one.role) for one in seen.missing}
    clerks = look(graph, CLERK)  # the other programme's estimate goes to no role but this: still nobody counted it
    assert clerks.supply is None
    assert {one.programme for one in clerks.missing if one.lack is Lack.SHARE} == {COURSE, OTHER}


def test_without_openings_the_town_still_has_its_total():
    graph = world()
    seen = o.outlook(graph, known(graph), o.scope_of_town(graph), np.random.default_rng(1), 200)
    assert seen.whole
    assert dict(zip(seen.supply.years, seen.supply.p50, strict=True))[2028] == pytest.approx(48, rel=0.15)


def test_some_roles_of_a_split_by_cover_have_no_total_and_all_of_them_have():
    """A family of two of the three roles that a programme's estimate is split over: what comes to it is a guess."""
    feeding = (("course", "analyst"), ("course", "clerk"), ("course", "tester"), ("other", "clerk"))
    facts = world().facts
    tester = b.facts({"tester": {"sql": 2}})
    graph = Graph(
        replace(
            facts,
            feeds=tuple(b.feeds(*link) for link in feeding),
            families=(*facts.families, b.label("two")),
            needs=(*facts.needs, *tester.needs),
            roles=(*facts.roles, replace(tester.roles[0], family="two")),
        )
    )
    given_ = known(graph)
    seen, town = (
        o.outlook(graph, given_, scope, np.random.default_rng(1), 200)
        for scope in (o.scope_of_family(graph, "family"), o.scope_of_town(graph))
    )
    assert not seen.whole
    assert {one.role for one in seen.missing if one.lack is Lack.SHARE and one.programme == COURSE} == {ANALYST, CLERK}
    assert seen.supply.p50[-1] == pytest.approx(24, rel=0.15)
    assert town.whole
    assert Lack.SHARE not in {one.lack for one in town.missing}


def test_with_openings_both_margins_hold_and_the_role_has_a_total():
    graph = world((opening(ANALYST, 2027, 6), opening(CLERK, 2027, 60)))
    found = known(graph)
    assert found.only_by_cover == frozenset()
    people = {link: share.value.likely * 32 for link, share in found.shares.items()}
    assert people[COURSE, ANALYST] + people[COURSE, CLERK] == pytest.approx(24)
    assert people[OTHER, CLERK] == pytest.approx(24)
    assert people[COURSE, ANALYST] < 6
    assert people[COURSE, CLERK] + people[OTHER, CLERK] < 60
    assert look(graph).whole
    assert all(one.basis is n.Basis.DERIVED for one in found.shares.values())


def test_more_people_than_are_wanted_are_not_made_to_fit():
    graph = world((opening(ANALYST, 2027, 1), opening(CLERK, 2027, 1)))
    assert likely(known(graph)) == pytest.approx(likely(known(world())))
    assert known(graph).only_by_cover == known(graph).estimated
    assert look(graph).supply is None


def test_openings_of_one_role_of_a_group_are_not_enough():
    assert known(world((opening(ANALYST, 2027, 60),))).only_by_cover == known(world()).estimated


def test_a_role_whose_openings_are_known_has_its_total_whatever_is_unknown_of_another_group():
    graph = world((opening(ANALYST, 2027, 60),), feeding=(("course", "analyst"), ("other", "clerk")))
    assert known(graph).only_by_cover == {(OTHER, CLERK)}


def test_openings_hold_nothing_where_nobody_knows_how_many_finish():
    unknown = tuple(each for each in PEOPLE if each.kind != "completion" or each.programme != "other")
    found = known(world((opening(ANALYST, 2027, 60), opening(CLERK, 2027, 60)), flows=unknown))
    assert found.only_by_cover == found.estimated
    assert likely(found) == pytest.approx(likely(known(world())))


def test_a_role_that_can_no_longer_be_judged_pulls_as_one_of_which_nothing_is_taught():
    feeding, both = [("course", "analyst"), ("course", "clerk")], {"sql": 2, "law": 2}
    facts = b.facts({"analyst": {"sql": 2}, "clerk": {"law": 2}}, {"course": both}, feeding, flows=PEOPLE[:7])
    without_sql = Graph(replace(facts, outcomes=(b.outcome("course", "law"),)))
    found = placed(without_sql, known(Graph(facts)))
    total = exp(0) + exp(1)
    assert likely(found) == pytest.approx({ANALYST: 0.75 * exp(0) / total, CLERK: 0.75 * exp(1) / total})


def test_openings_of_this_year_are_used_already():
    assert not known(world((opening(ANALYST, 2026, 60), opening(CLERK, 2026, 60)))).only_by_cover


def test_a_split_is_no_better_known_than_the_openings_that_hold_it():
    openings = (opening(ANALYST, 2027, 60), replace(opening(CLERK, 2027, 60), evidence=b.ASSUMED))
    assert {one.basis for one in known(world(openings)).shares.values()} == {n.Basis.ASSUMED}


def test_openings_of_a_year_that_holds_no_split_say_nothing_of_how_sure_it_is():
    openings = (opening(ANALYST, 2027, 60), opening(CLERK, 2027, 60))
    later = replace(opening(CLERK, 2028, 60), evidence=b.ASSUMED)
    assert known(world((*openings, later))).shares == known(world(openings)).shares


def test_openings_of_the_past_are_not_used():
    assert known(world((opening(ANALYST, 2025, 60), opening(CLERK, 2025, 60)))).only_by_cover


def test_those_who_were_counted_take_their_places_first():
    pinned = flow("employment", 2025, 16, base=32, role=CLERK, pinned=True, programme="other")
    graph = world((opening(ANALYST, 2027, 30), opening(CLERK, 2027, 20)), flows=(*PEOPLE, pinned))
    found = known(graph)
    assert found.estimated == {(COURSE, ANALYST), (COURSE, CLERK)}
    assert likely(found, OTHER) == {CLERK: 0.5}
    assert likely(found)[CLERK] * 32 <= 20 - 16 + 1e-6
    assert likely(found)[CLERK] > 0.05
    assert found.only_by_cover == frozenset()


def test_where_more_were_counted_than_are_wanted_nobody_else_has_a_place():
    pinned = flow("employment", 2025, 24, base=32, role=CLERK, pinned=True, programme="other")
    graph = world((opening(ANALYST, 2027, 30), opening(CLERK, 2027, 5)), flows=(*PEOPLE, pinned))
    assert likely(known(graph)) == pytest.approx({ANALYST: 0.75, CLERK: 0})


def test_those_who_finish_are_as_many_as_were_counted_where_they_were():
    """Eighty instead of the 32 that intakes promise: half of them take every place that clerks have."""
    pinned = flow("employment", 2025, 16, base=32, role=CLERK, pinned=True, programme="other")
    finishing = flow("completion", 2027, 80, programme="other")
    openings = (opening(ANALYST, 2027, 30), opening(CLERK, 2027, 40))
    foreseen, counted = (known(world(openings, (*PEOPLE, pinned, *more))) for more in ((), (finishing,)))
    assert likely(foreseen)[CLERK] > 0.05
    assert likely(counted) == pytest.approx({ANALYST: 0.75, CLERK: 0})


def test_who_comes_uncounted_by_an_unknown_way_leaves_the_openings_unused():
    without = tuple(each for each in PEOPLE if each.kind != "completion" or each.programme != "other")
    pinned = flow("employment", 2025, 16, base=32, role=CLERK, pinned=True, programme="other")
    graph = world((opening(ANALYST, 2027, 30), opening(CLERK, 2027, 90)), flows=(*without, pinned))
    assert known(graph).only_by_cover == {(COURSE, ANALYST), (COURSE, CLERK)}


@settings(max_examples=60, deadline=None)
@given(wanted=st.tuples(st.integers(0, 90), st.integers(0, 90)), taught=st.integers(1, 4))
def test_everyone_is_placed_and_placing_again_changes_nothing(wanted, taught):
    graph = world((opening(ANALYST, 2027, wanted[0]), opening(CLERK, 2027, wanted[1])))
    found = apply(Scenario("", (Teach("course", "sql", taught),)), graph, known(graph))
    for programme in (COURSE, OTHER):
        assert sum(likely(found.inputs, programme).values()) == pytest.approx(0.75, abs=1e-3)
    again = placed(found.graph, found.inputs)
    assert again.only_by_cover == found.inputs.only_by_cover
    for link, share in again.shares.items():
        assert share.value.likely == pytest.approx(found.inputs.shares[link].value.likely, abs=1e-3)
        assert share.value.low <= share.value.likely <= share.value.high


class TestScenarios:
    def test_another_level_moves_the_split_and_says_whose(self):
        graph = world()
        applied = apply(Scenario("", (Teach("course", "sql", 4),)), graph, known(graph))
        assert likely(applied.inputs) == pytest.approx({ANALYST: 0.375, CLERK: 0.375})
        assert applied.touched == {COURSE}

    @pytest.mark.parametrize("rebuild", [True, False], ids=["a scenario", "a lever"])
    def test_a_lever_moves_the_split_as_the_scenario_of_it_does(self, rebuild):
        graph = world()
        applied = apply(Scenario("", (Module("course", 2027, (("sql", 4),)),)), graph, known(graph), rebuild=rebuild)
        assert likely(applied.inputs) == pytest.approx({ANALYST: 0.375, CLERK: 0.375})

    def test_a_lever_counts_those_whom_it_sends_to_other_roles(self):
        """Where more finish the other programme, fewer places are left for clerks from the course."""
        graph = world((opening(ANALYST, 2029, 40), opening(CLERK, 2029, 60)))
        given_, scope = known(graph), o.scope_of_role(graph, CLERK)
        levers = closing(graph, given_, scope, np.random.default_rng(1), 200)
        (lever,) = [one for one in levers if one.change == Completion("other", 90.0)]
        applied = apply(Scenario("", (lever.change,)), graph, given_)
        assert COURSE in applied.touched
        sides = [look(graph, CLERK, each) for each in (given_, applied.inputs)]
        (before, after) = ({one.year: one for one in side.shortages}[lever.year] for side in sides)
        assert lever.remains.p50 == pytest.approx(after.p50)
        assert lever.remains.p50 < before.p50
        assert not [
            one
            for one in closing(graph, given_, scope, np.random.default_rng(1), 200, may=OTHER.__eq__)
            if one.change == lever.change
        ]

    def test_other_openings_move_it_too(self):
        graph = world((opening(ANALYST, 2027, 12), opening(CLERK, 2027, 60)))
        change = Wanted("analyst", 2027, 2027, 20, in_percent=False)
        applied = apply(Scenario("", (change,)), graph, known(graph))
        assert likely(applied.inputs)[ANALYST] > likely(known(graph))[ANALYST]
        assert applied.touched == {COURSE}

    def test_a_split_that_no_longer_rests_on_cover_alone_says_whose(self):
        """Openings that leave each share as it is still bring the role a total that it had not."""
        graph = world(feeding=(("course", "analyst"),))
        wanted = Own(OwnOf.OPENINGS, "", "analyst", n.Interval(60, 60, 60), 2027, 2030)
        applied = apply(Scenario(changes=(wanted,)), graph, known(graph))
        assert likely(applied.inputs) == pytest.approx(likely(known(graph)))
        assert applied.touched == {COURSE}

    def test_how_many_stay_is_kept_when_the_split_moves(self):
        graph = world()
        applied = apply(Scenario("", (Stay("course", 60), Teach("course", "sql", 4))), graph, known(graph))
        assert likely(applied.inputs) == pytest.approx({ANALYST: 0.3, CLERK: 0.3})

    def test_what_was_counted_does_not_move(self):
        pins = [flow("employment", 2025, 12, base=32, role=role, pinned=True) for role in (ANALYST, CLERK)]
        graph = world(flows=(*PEOPLE, *pins))
        applied = apply(Scenario("", (Teach("course", "sql", 4),)), graph, known(graph))
        assert applied.inputs.shares == known(graph).shares
        assert applied.touched == frozenset()

    def test_an_estimate_may_be_replaced_by_an_assumption_of_ones_own(self):
        graph = world()
        mine = Own(OwnOf.SHARE, "course", "analyst", n.Interval(40, 45, 45))
        applied = apply(Scenario("", (mine,)), graph, known(graph))
        assert applied.problems == ()
        assert likely(applied.inputs)[ANALYST] == 0.45
        assert applied.inputs.shares[COURSE, ANALYST].own
        assert look(applied.graph, given_=applied.inputs).supply is not None

    def test_other_estimates_share_what_an_assumption_leaves(self):
        """A quarter goes away, which was counted: whoever goes to the one role is not there for the other."""
        graph = world()
        for percent in (0, 30, 45, 75):
            mine = Own(OwnOf.SHARE, "course", "analyst", n.Interval(percent, percent, percent))
            shares = likely(apply(Scenario("", (mine,)), graph, known(graph)).inputs)
            assert shares == pytest.approx({ANALYST: percent / 100, CLERK: 0.75 - percent / 100})

    def test_the_only_estimate_of_a_programme_may_be_assumed_and_no_other_moves(self):
        graph = world()
        mine = Own(OwnOf.SHARE, "other", "clerk", n.Interval(30, 30, 30))
        found = apply(Scenario("", (mine,)), graph, known(graph)).inputs
        assert likely(found, OTHER) == {CLERK: 0.3}
        assert likely(found, COURSE) == pytest.approx(likely(known(graph), COURSE))

    def test_no_more_may_be_assumed_than_is_estimated(self):
        mine = Own(OwnOf.SHARE, "course", "analyst", n.Interval(80, 80, 80))
        (problem,) = apply(Scenario("", (mine,)), world(), known(world())).problems
        assert (problem.field, problem.why, problem.right) == ("percent", Why.TOO_MUCH, "75")


def test_nothing_is_estimated_in_the_two_towns_of_today(real_facts, example_facts):
    for facts in (real_facts, example_facts):
        assert inputs(Graph(facts), (), NOW).estimated == frozenset()


def test_a_world_without_estimates_is_left_as_it_is():
    given_ = replace(known(world()), estimated=frozenset())
    assert placed(world(), given_) is given_
