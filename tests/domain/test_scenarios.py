"""Scenarios: what changes do to an outlook, what of them cannot be, and which single ones would close a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.at_best import AtBest, at_best
from pathways.domain.cover import cover
from pathways.domain.discretion import id_of, shown
from pathways.domain.graph import Graph
from pathways.domain.levers import closing, levers
from pathways.domain.outlook_view import view_of
from pathways.domain.publishing import Published
from pathways.domain.scenario_changes import (
    MOST_CHANGES,
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
    Why,
)
from pathways.domain.scenario_cover import Moved, MovedBoard, moved_board, moved_cover
from pathways.domain.scenario_facts import Added
from pathways.domain.scenario_outlook import best_then, seen, spliced, telling, until_now
from pathways.domain.scenario_text import build, fields_of, kind_of, read, read_scenario, written
from pathways.domain.scenario_then import ShortThen, read_then, write_then
from pathways.domain.scenarios import Applied, apply
from pathways.domain.supply import Cohort, Known
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, NOW, OPENINGS, TAKEN_ON, flow, world

if TYPE_CHECKING:
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.supply import Inputs

SEED = 7
DRAWS = 400

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
years = st.integers(1990, 2090)
percents = st.integers(0, 1000).map(lambda tenths: tenths / 10)
shares = st.integers(1, 160).map(lambda tenths: tenths / 10)
people = st.tuples(st.integers(0, 2500), st.integers(0, 2500)).map(
    lambda two: n.Interval(min(two), sum(two) / 2, max(two))
)
whole_signed = st.integers(-1000, 1000).filter(bool)


def pairs(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(ids, values, min_size=1, max_size=6).map(lambda found: tuple(found.items()))


def certain(value: float) -> n.Interval:
    return n.Interval(value, value, value)


def spell(first: int, more: int) -> tuple[int, int]:
    return first, first + more


spells = st.builds(spell, years, st.integers(0, 9))
wanted = st.one_of(
    st.builds(lambda role, when, by: Wanted(role, *when, float(by), in_percent=False), ids, spells, whole_signed),
    st.builds(
        lambda role, when, by: Wanted(role, *when, by / 10, in_percent=True),
        ids, spells, st.integers(-1000, 5000).filter(bool),
    ),
)  # fmt: skip
own = st.one_of(
    st.builds(lambda one, half: Own(OwnOf.LENGTH, one, "", certain(half / 2)), ids, st.integers(1, 20)),
    st.builds(lambda one, value: Own(OwnOf.INTAKE, one, "", value), ids, people),
    st.builds(lambda one, value: Own(OwnOf.COMPLETION, one, "", certain(value)), ids, percents),
    st.builds(lambda one, role, value: Own(OwnOf.SHARE, one, role, certain(value)), ids, ids, percents),
    st.builds(lambda role, when, value: Own(OwnOf.OPENINGS, "", role, value, *when), ids, spells, people),
)
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(Seats, ids, whole_signed, years),
    st.builds(Completion, ids, percents),
    st.builds(Stay, ids, percents),
    st.builds(Teach, ids, ids, st.integers(1, 4)),
    st.builds(Module, ids, years, pairs(st.integers(1, 4))),
    st.builds(Module, ids, years, pairs(st.integers(1, 4)), ids, shares),
    st.builds(
        NewProgramme, st.sampled_from(n.KINDS), st.integers(2, 20).map(lambda half: half / 2), st.integers(1, 1000),
        years, percents, pairs(shares),
    ),
    wanted,
    own,
)  # fmt: skip


def scope(graph: Graph) -> Scope:
    return o.scope_of_role(graph, "analyst")


def look(graph: Graph, given: Inputs, draws: int = DRAWS) -> Outlook:
    return o.outlook(graph, given, scope(graph), np.random.default_rng(SEED), draws)


def supposed(graph: Graph, *changes: Change) -> Applied:
    return apply(Scenario("", changes), graph, inputs(graph, (), NOW))


def then(graph: Graph, *changes: Change) -> Outlook:
    """The outlook of a scenario; every change of it can be made."""
    applied, given_ = supposed(graph, *changes), inputs(graph, (), NOW)
    assert applied.problems == ()
    until = until_now(look(graph, given_), applied, given_, partial(look, graph))
    return spliced(until, look(applied.graph, applied.inputs), graph)


def by_year(outlook: Outlook) -> dict[int, float]:
    assert outlook.supply
    return dict(zip(outlook.supply.years, outlook.supply.p50, strict=True))


@given(changes)
def test_a_change_is_read_as_it_was_written(change: Change) -> None:
    assert read(written(change), 0) == (change, ())


@given(changes)
def test_a_change_is_built_again_from_its_fields(change: Change) -> None:
    assert build(kind_of(change), fields_of(change), 0) == (change, ())


@given(st.text(max_size=80), st.lists(st.one_of(st.text(max_size=60), changes.map(written)), max_size=15))
def test_whatever_stands_in_a_link_is_read_or_named(name: str, lines: list[str]) -> None:
    scenario, places, problems = read_scenario(name, lines)
    assert len(scenario.changes) == len(places) <= MOST_CHANGES
    unread = {problem.place for problem in problems if problem.place is not None}
    assert unread.isdisjoint(places)
    assert unread | set(places) == set(range(min(len(lines), MOST_CHANGES)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("seats:course: 10:2028", Seats("course", 10, 2028), id="a plus that an address took for a space"),
        pytest.param("seats:course:−10:2028", Seats("course", -10, 2028), id="a long minus"),
        pytest.param("completion:course:82,5 %", Completion("course", 82.5), id="a comma and a sign for per cent"),
        pytest.param(
            "own-openings:analyst:2027–2029:10 - 20",
            Own(OwnOf.OPENINGS, "", "analyst", n.Interval(10, 15, 20), 2027, 2029),
            id="spaces and dashes between two numbers",
        ),
        pytest.param(
            "module:course:2028:sql=3", Module("course", 2028, (("sql", 3),)), id="a module that leads nowhere"
        ),
    ],
)
def test_what_people_type_is_understood(line: str, expected: Change) -> None:
    assert read(line, 0) == (expected, ())


@pytest.mark.parametrize(
    ("line", "field", "why"),
    [
        pytest.param("seats:course:a few:2028", "more", Why.NO_NUMBER, id="a few seats"),
        pytest.param("own-intake:course:a few", "people", Why.NO_NUMBER, id="a few people"),
        pytest.param("own-intake:course:-3", "people", Why.OUT_OF_RANGE, id="fewer people than nobody"),
        pytest.param("own-intake:course:1000000000", "people", Why.OUT_OF_RANGE, id="a thousand million people"),
        pytest.param("seats:course:1000000000:2028", "more", Why.OUT_OF_RANGE, id="a thousand million seats"),
        pytest.param("seats:course:0:2028", "more", Why.OUT_OF_RANGE, id="no seat more"),
        pytest.param("seats:course:2.5:2028", "more", Why.OUT_OF_RANGE, id="half a seat"),
        pytest.param("seats:course:10:soon", "since", Why.NO_NUMBER, id="soon is no year"),
        pytest.param("seats:course:10:28", "since", Why.OUT_OF_RANGE, id="a year of two digits"),
        pytest.param("seats::10:2028", "programme", Why.EMPTY, id="no programme"),
        pytest.param("completion:course:101", "percent", Why.OUT_OF_RANGE, id="a share of more than all"),
        pytest.param("stay:course:-1", "percent", Why.OUT_OF_RANGE, id="a share of less than none"),
        pytest.param("level:course:sql:5", "level", Why.OUT_OF_RANGE, id="a level 5"),
        pytest.param("level:course:<b>:2", "skill", Why.UNREADABLE, id="markup is no skill"),
        pytest.param("openings:analyst:2028:0", "by", Why.OUT_OF_RANGE, id="no opening more"),
        pytest.param("openings:analyst:2029-2028:+1", "period", Why.OUT_OF_RANGE, id="years that run backwards"),
        pytest.param("openings:analyst:2028:-200%", "by", Why.OUT_OF_RANGE, id="two hundred per cent fewer"),
        pytest.param("own-intake:course:9-3", "people", Why.OUT_OF_RANGE, id="from more to fewer"),
        pytest.param("module:course:2028:", "skills", Why.EMPTY, id="a module without a skill"),
        pytest.param("module:course:2028:,", "skills", Why.EMPTY, id="a comma is no skill"),
        pytest.param("module:course:2028:sql=1,sql=2", "skills", Why.TWICE, id="one skill at two levels"),
        pytest.param("module:course:2028:sql=2:analyst", "percent", Why.EMPTY, id="a role without a share"),
        pytest.param("module:course:2028:a=1,b=1,c=1,d=1,e=1,f=1,g=1", "skills", Why.TOO_MANY, id="seven skills"),
        pytest.param("programme:X:3:30:2028:80:analyst=50", "kind", Why.UNREADABLE, id="a kind that is none"),
        pytest.param("programme:D:0:30:2028:80:analyst=50", "years", Why.OUT_OF_RANGE, id="a programme of no length"),
        pytest.param("programme:D:3:30:2028:80:a=60,b=60", "feeds", Why.TOO_MUCH, id="shares of more than all"),
        pytest.param("nonsense", "change", Why.UNREADABLE, id="no change at all"),
        pytest.param("stay:course:10:20:30", "change", Why.UNREADABLE, id="more fields than there are"),
        pytest.param("seats:" + "x" * 900, "change", Why.TOO_LONG, id="a line without end"),
    ],
)
def test_what_cannot_be_typed_is_named_by_its_field(line: str, field: str, why: Why) -> None:
    change, problems = read(line, place=3)
    assert change is None
    assert (3, field, why) in [(problem.place, problem.field, problem.why) for problem in problems]


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("own-intake:course:5000", True), ("own-intake:course:5001", False), ("seats:course:-1000:2028", True),
        ("seats:course:-1001:2028", False), ("completion:course:100", True), ("completion:course:100.1", False),
        ("openings:analyst:2028:-100%", True), ("openings:analyst:2028:-100.1%", False),
    ],
)  # fmt: skip
def test_each_number_ends_where_its_message_says(line: str, fits: bool) -> None:
    change, problems = read(line, 0)
    assert (change is not None) is fits
    assert [one.why for one in problems] == ([] if fits else [Why.OUT_OF_RANGE])


@pytest.mark.parametrize(("last", "whys"), [(NOW + 10, []), (NOW + 11, [Why.TOO_FAR])])
def test_openings_are_looked_at_ten_years_ahead(last: int, whys: list[Why]) -> None:
    own = Own(OwnOf.OPENINGS, "", "analyst", certain(5), NOW + 5, last)
    assert [one.why for one in supposed(world(), own).problems] == whys


def test_ten_points_more_are_never_more_than_all() -> None:
    nearly = (*INTAKES, flow("completion", 2025, 38, base=40), flow("employment", 2025, 36, base=38, pinned=True,
              role=n.RoleId("analyst")))  # fmt: skip
    graph = world(nearly)
    tried = {type(one): one for one in levers(graph, inputs(graph, (), NOW), scope(graph))}
    assert (tried[Completion].percent, tried[Stay].percent) == (100, 100)


def test_all_problems_of_a_change_are_told_at_once() -> None:
    _, problems = read("programme:X:0:none:12:101:analyst", 0)
    assert [problem.field for problem in problems] == ["kind", "years", "seats", "since", "percent", "feeds"]


def test_twelve_changes_are_kept_and_the_rest_is_named() -> None:
    scenario, _, problems = read_scenario("", ["seats:course:+1:2028"] * 13)
    assert len(scenario.changes) == MOST_CHANGES
    assert [problem.why for problem in problems] == [Why.TOO_MANY]


def test_a_long_name_is_cut_and_named_and_control_signs_are_left_out() -> None:
    scenario, _, problems = read_scenario("x\n" * 100, [])
    assert scenario.name.startswith("x x")
    assert len(scenario.name) <= 80
    assert [problem.field for problem in problems] == ["name"]


GONE = [
    pytest.param(Seats("gone", 10, 2028), "programme", Why.GONE, id="a programme that was removed"),
    pytest.param(Wanted("gone", 2028, 2028, 5, in_percent=False), "role", Why.GONE, id="a role that was removed"),
    pytest.param(Teach("course", "gone", 2), "skill", Why.GONE, id="a skill that was removed"),
    pytest.param(
        Module("course", 2028, (("gone", 2),)), "skills", Why.GONE, id="a module with a skill that is no more"
    ),
    pytest.param(NewProgramme(n.Kind.MASTERS, 2, 30, 2028, 80, (("gone", 5),)), "feeds", Why.GONE, id="feeds no role"),
    pytest.param(Seats("course", 10, 2026), "since", Why.PAST, id="an intake that has begun"),
    pytest.param(Module("course", 1999, (("sql", 2),)), "since", Why.PAST, id="a module in the past"),
    pytest.param(Seats("course", 10, 2090), "since", Why.TOO_FAR, id="an intake beyond all planning"),
    pytest.param(Wanted("analyst", 2025, 2027, 5, in_percent=False), "period", Why.PAST, id="openings of last year"),
    pytest.param(
        Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2028, 2060), "period", Why.TOO_FAR, id="openings beyond planning"
    ),
    pytest.param(Seats("course", -60, 2028), "more", Why.BELOW_NOBODY, id="fewer seats than none"),
    pytest.param(
        Wanted("analyst", 2027, 2028, -90, in_percent=False), "by", Why.BELOW_NOBODY, id="fewer wanted than none"
    ),
    pytest.param(
        Wanted("analyst", 2031, 2031, 5, in_percent=False), "period", Why.UNKNOWN, id="more of what is unknown"
    ),
    pytest.param(
        Module("course", 2028, (("sql", 2),), "analyst", 5), "role", Why.LINKED, id="a role it leads to already"
    ),
    pytest.param(Module("course", 2028, (("sql", 2),), "clerk", 60), "percent", Why.TOO_MUCH, id="more go than finish"),
    pytest.param(Own(OwnOf.LENGTH, "course", "", certain(3)), "programme", Why.KNOWN, id="a length that is known"),
    pytest.param(Own(OwnOf.INTAKE, "course", "", certain(30)), "programme", Why.KNOWN, id="an intake that is known"),
    pytest.param(Own(OwnOf.COMPLETION, "course", "", certain(80)), "programme", Why.KNOWN, id="a known completion"),
    pytest.param(Own(OwnOf.SHARE, "course", "analyst", certain(9)), "role", Why.KNOWN, id="a share that is known"),
    pytest.param(Own(OwnOf.SHARE, "course", "clerk", certain(9)), "role", Why.NO_LINK, id="a share where no link is"),
    pytest.param(Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2027, 2028), "period", Why.KNOWN, id="known openings"),
]


def two_roles() -> Graph:
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}}, [("course", "analyst")],
        [("analyst", "works")], flows=(*INTAKES, *FINISHED, *TAKEN_ON), openings=OPENINGS,
    )  # fmt: skip
    return Graph(facts)


@pytest.mark.parametrize(("change", "field", "why"), GONE)
def test_what_cannot_be_is_named_and_the_rest_is_still_computed(change: Change, field: str, why: Why) -> None:
    graph = two_roles()
    sound = Completion("course", 90)
    applied = supposed(graph, change, sound)
    assert [(one.place, one.field, one.why) for one in applied.problems] == [(0, field, why)]
    assert applied.used == ((1, sound),)
    assert applied.inputs == supposed(graph, sound).inputs


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        pytest.param(Seats("course", 10, 2028), OwnOf.INTAKE, id="seats on top of an unknown intake"),
        pytest.param(Completion("course", 90), OwnOf.COMPLETION, id="another share where none is known"),
        pytest.param(Stay("course", 90), OwnOf.SHARE, id="more stay where nobody knows how many do"),
        pytest.param(Module("course", 2028, (("sql", 2),), "clerk", 5), OwnOf.INTAKE, id="a module for unknown people"),
        pytest.param(
            Wanted("analyst", 2028, 2028, 5, in_percent=True), OwnOf.OPENINGS, id="a share of unknown openings"
        ),
    ],
)
def test_a_change_of_something_unknown_says_what_to_assume_first(change: Change, missing: OwnOf) -> None:
    graph = Graph(replace(two_roles().facts, flows=(), openings=()))
    (problem,) = supposed(graph, change).problems
    assert (problem.why, problem.right) == (Why.UNKNOWN, missing)


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


def test_two_modules_of_a_programme_may_not_take_more_than_finish() -> None:
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}, "guard": {"sql": 2}}, {"course": {"sql": 2}},
        [("course", "analyst")], [("analyst", "works")], flows=(*INTAKES, *FINISHED, *TAKEN_ON),
    )  # fmt: skip
    first, second = (Module("course", 2027, (("sql", 2),), role, 30) for role in ("clerk", "guard"))
    assert [one.why for one in supposed(Graph(facts), first, second).problems] == [Why.TOO_MUCH]


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


def test_problems_and_changes_are_told_in_the_order_of_the_scenario_whichever_is_made_first() -> None:
    """One's own assumptions are made first, wherever they stand; what is wrong with each change is all told."""
    own, seats = Own(OwnOf.LENGTH, "course", "", certain(3)), Seats("gone", 9, 2027)
    assert [(one.place, one.why) for one in supposed(two_roles(), seats, own).problems] == [
        (0, Why.GONE), (1, Why.KNOWN),
    ]  # fmt: skip
    later = (Seats("course", 9, 2027), Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2029, 2030))
    assert supposed(two_roles(), *later).used == tuple(enumerate(later))


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


def short_town() -> Graph:
    """A role that is short of people, fed by one programme; another comes near it."""
    facts = b.facts(
        {"analyst": {"sql": 2}}, {"course": {"sql": 2}, "near": {"sql": 1}}, [("course", "analyst")],
        [("analyst", "works")],
        flows=(
            *INTAKES, *FINISHED, *TAKEN_ON,
            *(flow("intake", year, 30, programme="near") for year in range(2021, 2026)),
            flow("completion", 2025, 20, programme="near", base=25),
        ),
        openings=tuple(
            n.Opening(n.RoleId("analyst"), n.OrganisationId("works"), year, n.Interval(30, 34, 38), b.STATED)
            for year in (2026, 2027, 2028, 2031)
        ),
    )  # fmt: skip
    return Graph(facts)


def test_levers_equal_a_run_of_their_own() -> None:
    graph = short_town()
    known, here = inputs(graph, (), NOW), scope(graph)
    found = closing(graph, known, here, np.random.default_rng(SEED), DRAWS)
    assert {kind_of(lever.change) for lever in found} == {"seats", "completion", "stay", "module"}
    for lever in found:
        applied = apply(Scenario("", (lever.change,)), graph, known)
        outlook = spliced(look(graph, known), look(applied.graph, applied.inputs), graph)
        year = lever.first if lever.too_late else lever.year
        (short,) = [one for one in outlook.shortages if one.year == year]
        assert lever.remains
        assert (lever.remains.p10, lever.remains.p50, lever.remains.p90) == pytest.approx(
            (short.p10, short.p50, short.p90)
        )
        assert lever.effect.p10 <= lever.effect.p50 <= lever.effect.p90


def test_levers_come_in_the_order_of_their_effect_and_the_late_ones_last() -> None:
    graph = short_town()
    found = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    assert [lever.too_late for lever in found] == sorted(lever.too_late for lever in found)
    for late in (True, False):
        effects = [lever.effect.p50 for lever in found if lever.too_late is late]
        assert effects == sorted(effects, reverse=True)
    again = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    assert found == again


def test_a_lever_says_when_its_first_people_come() -> None:
    graph = world(openings=tuple(replace(each, people=n.Interval(40, 44, 48)) for each in OPENINGS))
    found = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    (seats,) = [lever for lever in found if isinstance(lever.change, Seats)]
    assert (seats.intake, seats.length, seats.first, seats.year, seats.too_late) == (2027, 3.5, 2031, 2026, True)
    assert seats.effect.p50 == pytest.approx(10 * 0.8 * 0.5, rel=0.1)
    assert seats.remains is None


@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(world(openings=()), id="no openings are known"),
        pytest.param(world(flows=()), id="no supply is known"),
        pytest.param(
            world(openings=tuple(replace(each, people=n.Interval(1, 2, 3)) for each in OPENINGS)), id="nobody is short"
        ),
        pytest.param(
            world(openings=tuple(replace(each, year=2024) for each in OPENINGS[:1])), id="openings of the past only"
        ),
    ],
)
def test_there_is_no_lever_where_no_shortage_is_likely(graph: Graph) -> None:
    assert closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS) == ()


def test_a_lever_that_may_not_be_told_is_left_out() -> None:
    graph = short_town()
    found = closing(
        graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(1), 50, may=lambda one: one != "course"
    )
    assert {lever.programme for lever in found} == {"near"}


GUESSED = n.Evidence(n.Basis.ASSUMED, (), "2024-05")


def few_town(evidence: n.Evidence) -> Graph:
    """Two programmes feed a role: one brings twenty, of the other three people were counted."""
    facts = b.facts(
        {"analyst": {"sql": 2}}, {"course": {"sql": 2}, "small": {"sql": 2}},
        [("course", "analyst"), ("small", "analyst")], [("analyst", "works")],
        flows=(
            *(flow("intake", year, 60) for year in range(2021, 2026)), flow("completion", 2025, 45, base=60),
            flow("employment", 2025, 30, base=45, role=n.RoleId("analyst"), pinned=True),
            *(flow("intake", year, 30, programme="small") for year in range(2021, 2026)),
            flow("completion", 2025, 30, programme="small", base=30),
            flow("employment", 2025, 3, programme="small", base=30, role=n.RoleId("analyst"), pinned=True,
                 evidence=evidence),
        ),
        openings=tuple(replace(each, people=n.Interval(30, 34, 38)) for each in OPENINGS),
    )  # fmt: skip
    return Graph(facts)


def seen_of(graph: Graph, *changes: Change) -> tuple[bool, bool]:
    """Whether supply and openings of a scenario are shown."""
    known = inputs(graph, (), NOW)
    today_seen = shown(graph, known)
    told = telling(graph, known, today_seen)
    applied = apply(Scenario("", changes), graph, known)
    assert applied.problems == ()
    today = look(graph, known)
    outlook = spliced(today, look(applied.graph, applied.inputs), graph)
    chosen = seen(told, scope(graph), today, outlook, now=(graph, known), applied=applied)
    view = view_of(outlook, chosen)
    assert bool(view.supply) <= (id_of(scope(graph)) in today_seen.supply or today.supply is None)
    return bool(view.supply), bool(view.openings)


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


def test_own_shares_add_up_to_all_at_most() -> None:
    facts = two_roles().facts
    graph = Graph(replace(facts, feeds=(*facts.feeds, b.feeds("course", "clerk"))))
    for percent, whys in ((50, []), (60, [Why.TOO_MUCH])):
        problems = supposed(graph, Own(OwnOf.SHARE, "course", "clerk", certain(percent))).problems
        assert [one.why for one in problems] == whys


@pytest.mark.parametrize(
    ("flows", "change", "missing"),
    [
        pytest.param(
            INTAKES,
            Module("course", 2027, (("sql", 2),), "clerk", 5),
            OwnOf.COMPLETION,
            id="a module, of whom who finish?",
        ),
        pytest.param((), Own(OwnOf.INTAKE, "course", "", certain(30)), OwnOf.LENGTH, id="an intake without an end"),
    ],
)
def test_what_must_be_assumed_first_is_named(flows: tuple[n.Flow, ...], change: Change, missing: OwnOf) -> None:
    years = None if missing is OwnOf.LENGTH else 3.5
    programmes = tuple(replace(one, years=years) for one in two_roles().facts.programmes)
    graph = Graph(replace(two_roles().facts, flows=flows, programmes=programmes))
    (problem,) = supposed(graph, change).problems
    assert (problem.why, problem.right) == (Why.UNKNOWN, missing)


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


@given(st.integers(1990, 2090), st.none() | st.integers(-99_999, 99_999), st.sampled_from(["2026", "2026-11-23"]))
def test_what_was_short_is_read_as_it_was_written(year: int, short: int | None, day: str) -> None:
    then = ShortThen(day, year, short)
    assert read_then(write_then(then)) == then


@pytest.mark.parametrize(
    "line", ["", "2026", "2026-11-23;2028", "x;2028;3", "2026-;2028;3", "2026;2028;a few", "2026;28;1"]
)
def test_what_no_link_of_ours_says_was_short_is_not_read(line: str) -> None:
    assert read_then(line) is None


def levers_in(graph: Graph, here: Scope | None = None) -> set[str]:
    found = closing(graph, inputs(graph, (), NOW), here or scope(graph), np.random.default_rng(SEED), DRAWS)
    return {kind_of(lever.change) for lever in found}


def test_nothing_is_tried_that_cannot_be_more() -> None:
    """All finish and all stay, so that only seats are left; where starters are unknown not even these."""
    full = (*INTAKES, flow("completion", 2025, 40, base=40), replace(TAKEN_ON[0], people=certain(40), base=40))
    many = tuple(replace(each, people=n.Interval(80, 90, 99)) for each in OPENINGS)
    assert levers_in(world(full, many)) == {"seats"}
    counted = (flow("completion", 2026, 8, base=10), replace(TAKEN_ON[0], people=certain(4), base=8))
    assert levers_in(world(counted, many)) == set()


def test_a_lever_that_brings_nobody_is_not_told() -> None:
    few = (
        *(replace(each, people=certain(2)) for each in INTAKES), flow("completion", 2025, 5, base=10),
        replace(TAKEN_ON[0], people=certain(1), base=100),
    )  # fmt: skip
    assert levers_in(world(few)) == set()


def test_modules_are_looked_for_in_few_roles_only() -> None:
    facts = short_town().facts
    more = b.facts({f"role-{at}": {"sql": 2} for at in range(12)})
    links = tuple(b.feeds("course", str(one.id)) for one in more.roles)
    share = TAKEN_ON[0]
    flows = tuple(replace(share, id=f"to-{one.id}", role=one.id, people=certain(1), base=32) for one in more.roles)
    openings = tuple(replace(facts.openings[0], role=one.id, year=year) for one in more.roles for year in (2026, 2027))
    graph = Graph(
        replace(
            facts, roles=(*facts.roles, *more.roles), needs=(*facts.needs, *more.needs),
            feeds=(*facts.feeds, *links), flows=(*facts.flows, *flows), openings=(*facts.openings, *openings),
        )
    )  # fmt: skip
    assert "module" in levers_in(graph)
    assert "module" not in levers_in(graph, o.scope_of_town(graph)) != set()


def test_only_programmes_that_come_near_a_role_and_lack_something_get_a_module() -> None:
    facts = short_town().facts
    far = tuple(one for one in facts.outcomes if one.programme != "near")
    assert "module" not in levers_in(Graph(replace(facts, outcomes=far)))
    outcomes = tuple(replace(one, level=n.Level.LEADS) for one in facts.outcomes)
    assert "module" not in levers_in(Graph(replace(facts, outcomes=outcomes)))


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
