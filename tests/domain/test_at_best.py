"""The best case of a town: the year, the names of what stands in the way, and only numbers that may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pathways.domain.at_best import AtBest, Narrow, Worth, at_best, of_scope
from pathways.domain.discretion import finishing_by_year, middle, shown
from pathways.domain.graph import Graph
from pathways.domain.nouns import (
    Basis,
    Evidence,
    Interval,
    Kind,
    Opening,
    OrganisationId,
    ProgrammeId,
    RoleId,
    SourceId,
)
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_discretion import counted

if TYPE_CHECKING:
    from pathways.domain.nouns import Facts

OURS = Evidence(Basis.DERIVED, (SourceId("invented-employer-round"),), "2026")


def best_of(facts):
    graph = Graph(facts)
    given = inputs(graph, (), 2026)
    return at_best(graph, given, shown(graph, given))


def opening(role: str, people: float, organisation: str = "lighthouse-enzymes", year: int = 2027) -> Opening:
    return Opening(RoleId(role), OrganisationId(organisation), year, Interval(people, people, people), OURS)


def test_no_openings_no_best_case(real_facts):
    assert best_of(real_facts) is None


def test_the_bottleneck_of_the_example_town_adds_up(example_facts):
    best = best_of(example_facts)
    assert best.year == 2028
    (narrow,) = best.narrow
    assert best.unmet == narrow.wanted - narrow.finishing == 11
    assert best.helped is not None
    assert [worth.finisher for worth in best.worths] == sorted((w.finisher for w in best.worths), reverse=True)
    for worth in best.worths:
        assert 0 <= worth.starter.low <= worth.starter.likely <= worth.starter.high <= worth.finisher <= 1


@pytest.mark.parametrize(
    ("openings", "narrow", "unmet"),
    [
        pytest.param([opening("tank-operator", 200)], 1, 130, id="more are wanted than finish"),
        pytest.param([opening("harbour-planner", 30)], 1, None, id="who finishes would tell of a small number"),
        pytest.param([opening("harbour-planner", 5)], 0, 0, id="all can be filled"),
    ],
)
def test_one_role(example_facts, openings, narrow, unmet):
    best = best_of(replace(example_facts, openings=tuple(openings)))
    assert len(best.narrow) == narrow
    assert bool(best.worths) == bool(narrow)
    assert best.unmet == (None if unmet is None else pytest.approx(unmet, abs=10))


def test_where_nobody_knows_who_finishes_nothing_is_said_to_be_filled(example_facts):
    wanted = (opening("tank-operator", 1), opening("harbour-planner", 1))
    known = best_of(replace(example_facts, openings=wanted))
    assert (known.judges, known.narrow) == (True, ())
    unknown = best_of(replace(example_facts, openings=wanted, flows=()))
    assert (unknown.judges, unknown.narrow) == (False, ())
    assert not of_scope(known, (), ()).judges, "nothing is wanted at all"


def test_years_gone_by_are_not_looked_at(example_facts):
    assert best_of(replace(example_facts, openings=(opening("harbour-planner", 9, year=2025),))) is None


def test_openings_under_5_keep_their_number_to_themselves(example_facts):
    """Nobody finishes for a role that none feeds: 3 are wanted, derived by us."""
    feeds = tuple(link for link in example_facts.feeds if link.role != "harbour-planner")
    best = best_of(replace(example_facts, feeds=feeds, openings=(opening("harbour-planner", 3),)))
    (narrow,) = best.narrow
    assert (narrow.roles, narrow.programmes, narrow.wanted) == (("harbour-planner",), (), None)
    assert (best.unmet, best.helped) == (None, None)


def small_world(people: int, *openings: Opening) -> Facts:
    """Of thirty who finish a course, so many become analysts, and none a clerk, though they come near it."""
    return b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}}, [("course", "analyst")],
        [("analyst", "works"), ("clerk", "works")], flows=counted("course", 30, people),
        openings=tuple(replace(each, evidence=replace(OURS, sources=(b.SOURCE.id,))) for each in openings),
    )  # fmt: skip


@pytest.mark.parametrize(("people", "is_told"), [(3, False), (20, True)])
def test_what_effort_would_help_tells_no_small_count(people, is_told):
    best = best_of(small_world(people, opening("clerk", 40, "works"), opening("analyst", 0, "works")))
    assert best.unmet == 40
    assert (best.helped is not None) is is_told


def test_a_part_of_a_person_is_told_only_beside_what_is_short():
    """One more would fill a part: so much is short, which with who finishes tells how many are wanted."""
    for people, is_told in ((3, False), (20, True)):
        facts = small_world(people, opening("analyst", 0, "works"))
        likely = inputs(Graph(facts), (), 2026)
        finish = finishing_by_year(likely.streams["course"])[2027] * middle(likely.shares["course", "analyst"].value)
        wanted = replace(facts.openings[0], people=Interval(finish + 0.5, finish + 0.5, finish + 0.5))
        best = best_of(replace(facts, openings=(wanted,)))
        assert len(best.narrow) == 1
        assert [worth.finisher for worth in best.worths] == ([pytest.approx(0.5, abs=0.01)] if is_told else [])


@pytest.mark.parametrize("short", [0.2, 0.5, 0.8, 1.3, 1.6, 2.4])
def test_what_is_short_is_what_a_reader_counts_from_the_numbers_that_are_shown(short):
    facts = small_world(20, opening("analyst", 0, "works"))
    likely = inputs(Graph(facts), (), 2026)
    finish = finishing_by_year(likely.streams["course"])[2027] * middle(likely.shares["course", "analyst"].value)
    people = Interval(finish + short, finish + short, finish + short)
    best = best_of(replace(facts, openings=(replace(facts.openings[0], people=people),)))
    (narrow,) = best.narrow
    assert best.unmet == narrow.wanted - narrow.finishing >= 1
    assert best.unmet == pytest.approx(short, abs=1)


@pytest.mark.parametrize(("people", "kept"), [(3, True), (20, False)])
def test_what_a_seat_is_worth_is_kept_back_where_it_tells_a_small_count(people, kept):
    (worth,) = best_of(small_world(people, opening("analyst", 60, "works"))).worths
    assert (worth.finisher, worth.kept, worth.starter is None) == (1, kept, kept)


def test_a_role_fed_by_a_programme_of_which_too_little_is_known_is_not_judged(example_facts):
    flows = tuple(flow for flow in example_facts.flows if flow.programme != "ba-architecture")
    best = best_of(replace(example_facts, flows=flows, openings=(opening("harbour-planner", 30),)))
    assert (best.unjudged, best.narrow) == (("harbour-planner",), ())


def test_a_programme_of_which_one_share_is_unknown_could_send_any_number():
    """Thirty finish, three became analysts, and nobody counted the clerks: any of the others may be an analyst."""
    facts = small_world(3, opening("analyst", 60, "works"))
    best = best_of(replace(facts, feeds=(*facts.feeds, b.feeds("course", "clerk"))))
    assert (best.unjudged, best.narrow) == (("analyst",), ())


def test_what_one_seat_is_worth_is_unknown_where_nobody_counted_who_starts(example_facts):
    kept = tuple(
        replace(flow, base=None) if flow.kind == "completion" and flow.programme == "ba-architecture" else flow
        for flow in example_facts.flows
        if flow.kind != "intake" or flow.programme != "ba-architecture"
    )
    finished = [f for f in kept if f.kind == "completion" and f.programme == "ba-architecture" and f.year == "2025"]
    more = replace(finished[0], id="completion-later", year="2027")
    best = best_of(replace(example_facts, flows=(*kept, more), openings=(opening("harbour-planner", 30),)))
    assert [(worth.programme, worth.starter) for worth in best.worths] == [("ba-architecture", None)]


def test_a_part_of_the_town_keeps_what_is_about_it(example_facts):
    best = best_of(example_facts)
    part = of_scope(best, [RoleId("tank-operator")], [])
    assert part.narrow == best.narrow
    assert part.worths == ()
    assert part.wanting == ("tank-operator",)
    nothing = of_scope(best, [], [])
    assert (nothing.narrow, nothing.unmet, nothing.helped) == ((), None, None)
    assert Kind.ARCHITECTURE in {Graph(example_facts).programmes[worth.programme].kind for worth in best.worths}


def test_effort_helps_as_many_as_finish_and_come_near_and_no_more():
    """Some twenty finish, are wanted nowhere, and come near a clerk; one that teaches nothing is far."""
    facts = small_world(20, opening("clerk", 40, "works"), opening("analyst", 0, "works"))
    likely = inputs(Graph(facts), (), 2026)
    finish = finishing_by_year(likely.streams["course"])[2027] * middle(likely.shares["course", "analyst"].value)
    best = best_of(facts)
    assert (best.unmet, best.helped) == (40, round(finish))
    assert best_of(replace(facts, outcomes=())).helped == 0


def test_the_year_is_the_last_of_those_in_which_most_roles_are_known():
    both, one = (opening("clerk", 9, "works"), opening("analyst", 9, "works")), opening("clerk", 9, "works", year=2028)
    assert best_of(small_world(20, *both, one)).year == 2027
    assert best_of(small_world(20, *both, one, opening("analyst", 9, "works", year=2028))).year == 2028
    assert best_of(small_world(20, opening("clerk", 9, "works", year=2026))).year == 2026


def test_a_part_of_the_town_has_the_sums_only_where_it_holds_every_bottleneck():
    planner, clerk, guard = (RoleId(id) for id in ("planner", "clerk", "guard"))
    course, other = (Worth(ProgrammeId(id), 1.0, None) for id in ("course", "other"))
    whole = AtBest(
        year=2028, narrow=(Narrow((planner,), (course.programme,), 9, 2), Narrow((clerk,), (), 4, 0)), unmet=11,
        helped=3, worths=(course, other), unjudged=(guard,), wanting=(planner, clerk, guard),
    )  # fmt: skip
    assert of_scope(whole, [planner, clerk, guard], ["course", "other"]) == whole
    part = replace(whole, narrow=whole.narrow[:1], unmet=None, helped=None, worths=(course,))
    assert of_scope(whole, [planner, guard], ["course"]) == replace(part, wanting=(planner, guard))
    assert of_scope(whole, [planner], ["course"]) == replace(part, unjudged=(), wanting=(planner,))
