"""Scenarios: what changes do to an outlook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.cover import cover
from pathways.domain.graph import Graph
from pathways.domain.publishing import Published
from pathways.domain.scenario_changes import (
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Scenario,
    Seats,
    Stay,
    Teach,
    Wanted,
)
from pathways.domain.scenario_cover import Moved, MovedBoard, moved_board, moved_cover
from pathways.domain.scenario_facts import Added
from pathways.domain.scenarios import apply
from pathways.domain.supply import Cohort, Known
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, NOW, OPENINGS, TAKEN_ON, flow, world
from tests.scenario_towns import DRAWS, by_year, certain, look, supposed, then, two_roles


def test_own_assumptions_make_an_outlook_out_of_nothing_and_are_marked() -> None:
    programmes = tuple(replace(one, years=None) for one in two_roles().facts.programmes)
    graph = Graph(replace(two_roles().facts, flows=(), openings=(), programmes=programmes))
    outlook = then(
        graph,
        Seats("course", 10, 2027),
        Own(OwnOf.INTAKE, "course", "", certain(40)),
        Own(OwnOf.LENGTH, "course", "", certain(3)),
        Own(OwnOf.COMPLETION, "course", "", certain(50)),
        Own(OwnOf.SHARE, "course", "analyst", certain(50)),
        Own(OwnOf.OPENINGS, "", "analyst", n.Interval(20, 25, 30), 2028, 2030),
    )
    assert by_year(outlook)[2029] == 10
    assert by_year(outlook)[2030] == 12.5
    assert {one.year for one in outlook.shortages} == {2028, 2029, 2030}
    assert all(one.known.own for one in outlook.used)


def test_an_assumed_length_makes_of_what_was_counted_what_a_known_one_would() -> None:
    """Starters get an end, and finishers without a base of their own the starters they came from."""
    counted = (*INTAKES, flow("completion", 2025, 32), *TAKEN_ON)
    unknown, known = (world(counted, programmes=(b.programme(years=years),)) for years in (None, 3.5))
    assert inputs(unknown, (), NOW) != inputs(known, (), NOW)
    assert supposed(unknown, Own(OwnOf.LENGTH, "course", "", certain(3.5))).inputs == inputs(known, (), NOW)


def test_an_assumed_intake_starts_every_year_that_was_not_counted_and_has_not_begun() -> None:
    """From those who are on their way to ten years ahead; a cohort that was counted stays as it is."""
    course = n.ProgrammeId("course")
    graph = world((flow("intake", 2024, 40), *FINISHED, *TAKEN_ON))
    mine = n.Interval(20, 25, 30)
    (counted,) = inputs(graph, (), NOW).streams[course].cohorts
    supposed_ = Known(mine, n.Basis.ASSUMED, own=True)
    assert supposed(graph, Own(OwnOf.INTAKE, "course", "", mine)).inputs.streams[course].cohorts == tuple(
        counted if year == 2024 else Cohort(course, year, supposed_, year + 4, begun=False)
        for year in range(2014, 2037)
    )


def test_no_change_is_today() -> None:
    graph = two_roles()
    applied = supposed(graph)
    assert applied.graph is graph
    assert applied.inputs == inputs(graph, (), NOW)
    assert look(applied.graph, applied.inputs) == look(graph, inputs(graph, (), NOW)) == then(graph)


def test_the_catalogue_is_never_written() -> None:
    graph = two_roles()
    before, known = graph.facts, inputs(graph, (), NOW)
    apply(Scenario("", (Teach("course", "sql", 4), Seats("course", 9, 2027))), graph, known)
    assert graph.facts == before
    assert known == inputs(graph, (), NOW)


@given(more=st.integers(1, 200), since=st.integers(NOW + 1, NOW + 8), length=st.sampled_from([0.5, 1, 2, 3.5, 6]))
@settings(max_examples=40)
def test_seats_give_no_supply_before_the_whole_length_and_never_less(more: int, since: int, length: float) -> None:
    graph = world(
        programmes=(b.programme(years=length),), flows=(*INTAKES, flow("completion", 2025, 32, base=40), *TAKEN_ON)
    )
    today, scenario = by_year(then(graph)), by_year(then(graph, Seats("course", more, since)))
    for year, before in today.items():
        assert scenario[year] >= before
        assert scenario[year] == before or year - since >= length
    assert all(scenario[year] > before for year, before in today.items() if year >= since + length)


@pytest.mark.parametrize("change", [Completion("course", 100), Stay("course", 100), Completion("course", 0)])
def test_no_share_of_a_scenario_is_less_than_nobody_or_more_than_all(change: Change) -> None:
    given_ = supposed(world(), change).inputs
    finishing = given_.streams[n.ProgrammeId("course")].finishing
    assert finishing
    for share in (finishing, *given_.shares.values()):
        assert 0 <= share.value.low <= share.value.likely <= share.value.high <= 1


def test_seats_of_an_intake_that_is_announced_can_be_changed() -> None:
    announced = world((*INTAKES, flow("intake", 2027, 60), *FINISHED, *TAKEN_ON))
    cohorts = supposed(announced, Seats("course", 10, 2027)).inputs.streams[n.ProgrammeId("course")].cohorts
    assert [one.started.value.likely for one in cohorts if one.intake == 2027] == [70]
    assert [one.started.value.likely for one in cohorts if one.intake == 2025] == [44]


def test_what_finishes_until_this_year_stays_as_it_is() -> None:
    graph = two_roles()
    today, scenario = by_year(then(graph)), by_year(then(graph, Completion("course", 20), Stay("course", 10)))
    assert {year: people for year, people in scenario.items() if year <= NOW} == {
        year: people for year, people in today.items() if year <= NOW
    }
    assert all(scenario[year] < people for year, people in today.items() if year > NOW)


@pytest.mark.parametrize("others", [(), (Completion("course", 5),)], ids=["alone", "with what moves who finishes"])
def test_who_is_wanted_this_year_counts_and_who_finishes_this_year_is_settled(others: tuple[Change, ...]) -> None:
    """What is short this year is what is wanted in the scenario less those who finish as they do."""
    today = look(world(), inputs(world(), (), NOW))
    found = then(world(), Wanted("analyst", NOW, NOW, 20, in_percent=False), *others)
    assert by_year(found)[NOW] == by_year(today)[NOW]
    before, after = ({one.year: one for one in side.shortages}[NOW] for side in (today, found))
    assert after.p50 == pytest.approx(before.p50 + 20)
    assert found.openings
    assert today.openings
    assert found.openings.p50[0] == pytest.approx(today.openings.p50[0] + 20)


def test_a_new_programme_gives_people_when_its_length_has_passed() -> None:
    graph = two_roles()
    fresh = NewProgramme(n.Kind.MASTERS, 1.5, 50, 2027, 80, (("analyst", 25.0),))
    outlook = then(graph, fresh)
    today, scenario = by_year(then(graph)), by_year(outlook)
    assert {year for year in today if scenario[year] > today[year]} == {year for year in today if year >= 2029}
    assert scenario[2029] == pytest.approx(today[2029] + 10, abs=1)
    assert [layer.kind for layer in outlook.layers] == [n.Kind.ENGINEERING, n.Kind.MASTERS]
    assert outlook.layers[1].programmes == ()
    assert outlook.layers[1].people[0] == 0


def test_a_module_leads_those_who_start_later_to_its_role() -> None:
    graph = two_roles()
    module = Module("course", 2027, (("sql", 4),), "clerk", 10)
    applied = supposed(graph, module)
    clerk = o.scope_of_role(applied.graph, "clerk")
    outlook = o.outlook(applied.graph, applied.inputs, clerk, np.random.default_rng(1), DRAWS)
    assert outlook.supply
    assert dict(zip(outlook.supply.years, outlook.supply.p50, strict=True))[2030] == 0
    cohorts = applied.inputs.streams[applied.added[0].id].cohorts
    assert min(cohort.finishes for cohort in cohorts) == 2031
    assert cover(applied.graph, (n.ProgrammeId("course"),), n.RoleId("clerk")).share == 1
    assert by_year(then(graph, module)) == by_year(then(graph))


def test_another_level_changes_the_cover_and_no_link() -> None:
    graph = Graph(b.facts({"analyst": {"sql": 4}}, {"course": {"sql": 2}}, [("course", "analyst")]))
    applied = supposed(graph, Teach("course", "sql", 4))
    role = n.RoleId("analyst")
    before, after = (cover(each, (n.ProgrammeId("course"),), role).share for each in (graph, applied.graph))
    assert (before, after) == (0.5, 1.0)
    assert applied.graph.facts.feeds == graph.facts.feeds


def test_openings_rise_in_people_and_in_per_cent() -> None:
    graph = two_roles()
    for change, expected in (
        (Wanted("analyst", 2028, 2028, 6, in_percent=False), 30),
        (Wanted("analyst", 2028, 2028, 50, in_percent=True), 36),
        (Wanted("analyst", 2028, 2028, -6, in_percent=False), 18),
    ):
        openings = then(graph, change).openings
        assert openings
        found = dict(zip(openings.years, openings.p50, strict=True))
        assert found[2027] == pytest.approx(24, abs=0.6)
        assert found[2028] == pytest.approx(expected, abs=0.6)


def test_programmes_are_added_in_the_order_of_the_scenario_and_come_last() -> None:
    """A module leads on those who start in the scenario, ten more of them, also where the seats are added later."""
    module = Module("course", 2027, (("sql", 3),), "clerk", 5)
    fresh = NewProgramme(n.Kind.MASTERS, 2, 30, 2027, 80, (("clerk", 5.0),))
    branch, new = Added(n.ProgrammeId("course-module-1"), n.ProgrammeId("course")), n.ProgrammeId("new-programme-2")
    assert supposed(two_roles(), module, fresh).added == (branch, Added(new, None))
    assert [one.of for one in supposed(two_roles(), fresh, module).added] == [None, "course"]
    applied = supposed(two_roles(), module, Seats("course", 10, 2027))
    assert {one.started.value.likely for one in applied.inputs.streams[branch.id].cohorts} == {52}


@pytest.mark.parametrize(
    "changes",
    [
        (Own(OwnOf.LENGTH, "course", "", certain(3)),),
        (Own(OwnOf.LENGTH, "course", "", certain(3)), Teach("course", "sql", 3)),
    ],
    ids=["a length", "a length and a level"],
)
def test_a_scenario_is_of_the_revision_that_it_was_made_from(changes: tuple[Change, ...]) -> None:
    facts = two_roles().facts
    unknown = tuple(replace(one, years=None) for one in facts.programmes)
    applied = supposed(Graph(replace(facts, programmes=unknown), 7), *changes)
    assert applied.problems == ()
    assert applied.graph.programmes[n.ProgrammeId("course")].years == 3
    assert applied.graph.revision == 7


def test_a_retired_programme_stands_for_its_successor() -> None:
    facts = two_roles().facts
    old = b.programme("old", "D9", successor=n.ProgrammeId("course"))
    graph = Graph(replace(facts, programmes=(*facts.programmes, old)))
    applied = supposed(graph, Seats("old", 10, 2027))
    assert [(one.old.id, one.new.id) for one in applied.replaced] == [("old", "course")]
    assert applied.used == ((0, Seats("course", 10, 2027)),)


def test_added_programmes_bear_ids_and_codes_of_their_own() -> None:
    facts = two_roles().facts
    taken = b.programme("course-module-1", "D7")
    graph = Graph(replace(facts, programmes=(*facts.programmes, taken)))
    applied = supposed(graph, Module("course", 2027, (("sql", 3),), "clerk", 5))
    (added,) = applied.added
    assert added.id not in graph.programmes
    assert applied.graph.programmes[added.id].code == "D8"


def test_more_are_wanted_of_companies_that_are_counted_together() -> None:
    pooled = SimpleNamespace(role="analyst", year=2028, organisation=None, people=certain(9), as_of=date(2026, 5, 1))
    known = inputs(two_roles(), [pooled], NOW)
    applied = apply(Scenario("", (Wanted("analyst", 2028, 2028, 4, in_percent=False),)), two_roles(), known)
    openings = applied.inputs.openings[n.RoleId("analyst")][2028]
    assert openings[n.OrganisationId("")].value == certain(13)
    assert openings[n.OrganisationId("")].own


def test_more_of_nobody_in_per_cent_is_nobody() -> None:
    none = tuple(replace(each, people=certain(0)) for each in OPENINGS)
    graph = Graph(replace(two_roles().facts, openings=none))
    for change in (
        Wanted("analyst", 2028, 2028, 50, in_percent=True),
        Wanted("analyst", 2028, 2028, -50, in_percent=True),
    ):
        openings = then(graph, change).openings
        assert openings
        assert set(openings.p50) == {0.0}


def test_assumed_openings_fill_only_the_years_that_are_unknown() -> None:
    openings = then(two_roles(), Own(OwnOf.OPENINGS, "", "analyst", certain(7), 2028, 2029)).openings
    assert openings
    found = dict(zip(openings.years, openings.p50, strict=True))
    assert found[2028] == pytest.approx(24, abs=0.6)
    assert found[2029] == 7


def test_levels_and_modules_say_which_gaps_they_close() -> None:
    graph = two_roles()
    applied = supposed(
        graph, Teach("course", "sql", 1), Module("course", 2027, (("sql", 2),)), Seats("course", 1, 2027)
    )
    assert moved_cover(graph, applied) == ()
    lower = supposed(graph, Teach("course", "sql", 1))
    course, analyst, clerk = n.ProgrammeId("course"), n.RoleId("analyst"), n.RoleId("clerk")
    assert moved_cover(graph, lower) == (Moved(course, analyst, 1.0, 0.5, ()),)
    bare = Graph(replace(graph.facts, outcomes=(b.outcome("course", "sql", 1),)))
    assert moved_cover(bare, supposed(bare, Module("course", 2027, (("sql", 2),), "clerk", 5))) == (
        Moved(course, analyst, 0.5, 1.0, (n.SkillId("sql"),)),
        Moved(course, clerk, 0.5, 1.0, (n.SkillId("sql"),)),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param((Teach("course", "sql", 4),), MovedBoard(1, (), ()), id="a higher level, and none was lacking"),
        pytest.param((Teach("course", "sql", 1),), MovedBoard(1, (), ("sql",)), id="a lower one leaves a white spot"),
        pytest.param((Teach("course", "sql", 2),), MovedBoard(0, (), ()), id="the level that there is"),
        pytest.param((Module("course", 2027, (("ml", 2),)),), MovedBoard(1, ("ml",), ()), id="a module closes one"),
        pytest.param(
            (Module("course", 2027, (("ml", 2),), "clerk", 5),),
            MovedBoard(1, ("ml",), ()),
            id="its branch is no column",
        ),
        pytest.param((Seats("course", 1, 2027),), None, id="seats teach nothing"),
    ],
)
def test_what_a_scenario_does_to_the_gap_board(changes: tuple[Change, ...], expected: MovedBoard | None) -> None:
    facts = two_roles().facts
    graph = Graph(
        replace(facts, skills=(*facts.skills, b.skill("ml")), needs=(*facts.needs, b.need("analyst", "ml"))),
    )
    applied = supposed(graph, *changes)
    assert applied.problems == ()
    assert moved_board(graph, applied, Published(date(2026, 11, 26), date(2026, 11, 1))) == expected
