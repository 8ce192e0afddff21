"""The outlook: cohorts, shares and openings drawn into supply, openings and what is short; and what is left unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.outlook_known import Quantity
from pathways.domain.supply import (
    Cohort,
    Dice,
    Fan,
    Inputs,
    Known,
    Lack,
    Stream,
    fan,
    finishers,
    is_complete,
    quantiles,
)
from pathways.domain.supply_inputs import inputs, known_of
from pathways.domain.wilson import wilson
from tests import builders as b

if TYPE_CHECKING:
    from pathways.domain.outlook import Outlook

NOW = 2026
FINE = 100_000
"""A quantile is right to this part of what lies between the least and the most."""
COURSE, OTHER, ANALYST = n.ProgrammeId("course"), n.ProgrammeId("other"), n.RoleId("analyst")


def flow(kind: str, year: int, people: float, *, programme: str = "course", **more: object) -> n.Flow:
    base = n.Flow(
        id="-".join(filter(None, (programme, kind, str(year), str(more.get("role") or "")))),
        programme=n.ProgrammeId(programme), kind=kind, what=b.text("people"), role=None, organisation=None, onward=None,
        people=n.Interval(people, people, people), base=None, share=None, year=str(year), pinned=False, here=False,
        note=None, evidence=b.STATED,
    )  # fmt: skip
    return replace(base, **more)


def opening(year: int, low: float, likely: float, high: float, organisation: str = "works") -> n.Opening:
    return n.Opening(ANALYST, n.OrganisationId(organisation), year, n.Interval(low, likely, high), b.STATED)


INTAKES = tuple(flow("intake", year, 40 + year - 2021) for year in range(2021, 2026))
FINISHED = (flow("completion", 2025, 32, base=40),)
TAKEN_ON = (flow("employment", 2025, 16, base=32, role=ANALYST, pinned=True),)
NEEDS = (b.need("analyst", "sql"), b.need("clerk", "sql"))
OPENINGS = tuple(opening(year, 20, 24, 28) for year in (2026, 2027, 2028))


def world(
    flows: tuple[n.Flow, ...] = (*INTAKES, *FINISHED, *TAKEN_ON),
    openings: tuple[n.Opening, ...] = OPENINGS,
    **changes: object,
) -> Graph:
    facts = b.facts(
        {"analyst": {"sql": 2}}, {"course": {"sql": 2}}, [("course", "analyst")], [("analyst", "works")],
        flows=flows, openings=openings,
    )  # fmt: skip
    return Graph(replace(facts, **changes))


def sure(likely: float) -> Known:
    """A quantity that is certain."""
    return Known(n.Interval(likely, likely, likely), n.Basis.STATED)


def look(graph: Graph, seed: int = 1, draws: int = 2_000) -> Outlook:
    scope = o.scope_of_role(graph, "analyst")
    return o.outlook(graph, inputs(graph, (), NOW), scope, np.random.default_rng(seed), draws)


def test_a_counted_year_is_the_count_times_the_share() -> None:
    supply = look(world()).supply
    assert supply
    assert supply.years[0] == 2025
    assert supply.p50[0] == pytest.approx(16, rel=0.03)


def test_a_year_to_come_is_its_cohort_times_finishing_times_share() -> None:
    supply = look(world(), draws=20_000).supply
    assert supply
    drawn = dict(zip(supply.years, supply.p50, strict=True))
    assert drawn[2026] == pytest.approx(41 * 0.8 * 0.5, rel=0.05)
    assert drawn[2028] == pytest.approx(43 * 0.8 * 0.5, rel=0.05)


@pytest.mark.parametrize(("years", "finishes"), [(3.0, 2026), (3.5, 2027), (4.0, 2027), (0.5, 2024)])
def test_a_cohort_finishes_when_the_whole_length_has_passed(years: float, finishes: int) -> None:
    graph = world(programmes=(b.programme(years=years),))
    (cohort,) = [each for each in inputs(graph, (), NOW).streams[COURSE].cohorts if each.intake == 2023]
    assert cohort.finishes == finishes


@given(length=st.floats(0.1, 8), intake=st.integers(2020, 2026), people=st.integers(1, 500))
@settings(max_examples=50)
def test_no_supply_before_its_duration_has_passed(length: float, intake: int, people: int) -> None:
    flows = (flow("intake", intake, people), flow("completion", 2019, 8, base=10), *TAKEN_ON)
    graph = world(flows, programmes=(b.programme(years=length),))
    stream = inputs(graph, (), NOW).streams[COURSE]
    years = list(range(2020, 2036))
    drawn = finishers(stream, years, Dice(np.random.default_rng(0), 50))
    for year, row in zip(years, drawn, strict=True):
        assert (row == 0).all() or year - intake >= length


def test_intakes_to_come_are_as_lately_assumed_and_not_begun() -> None:
    cohorts = inputs(world(), (), NOW).streams[COURSE].cohorts
    (next_one,) = [cohort for cohort in cohorts if cohort.intake == 2027]
    assert not next_one.begun
    assert next_one.started.basis is n.Basis.ASSUMED
    assert next_one.started.value == n.Interval(40, 42, 44)


@pytest.mark.parametrize(
    "counted",
    [
        pytest.param((2024, 2025), id="two counts are no habit"),
        pytest.param((2020, 2021, 2022, 2023), id="three years old is not lately"),
    ],
)
def test_intakes_that_nobody_can_know_are_not_assumed(counted: tuple[int, ...]) -> None:
    graph = world((*(flow("intake", year, 40) for year in counted), *FINISHED, *TAKEN_ON))
    assert all(cohort.begun for cohort in inputs(graph, (), NOW).streams[COURSE].cohorts)


def test_intakes_to_come_are_as_the_last_five() -> None:
    """Ten years ago many more started; that is no habit of today."""
    long_ago = tuple(flow("intake", year, 400) for year in range(2014, 2021))
    cohorts = inputs(world((*long_ago, *INTAKES, *FINISHED, *TAKEN_ON)), (), NOW).streams[COURSE].cohorts
    (next_one,) = [cohort for cohort in cohorts if cohort.intake == 2027]
    assert next_one.started.value == n.Interval(40, 42, 44)


def test_an_intake_that_a_source_announces_has_not_begun_before_its_year() -> None:
    graph = world((*INTAKES, flow("intake", 2026, 50), flow("intake", 2027, 60)))
    cohorts = inputs(graph, (), NOW).streams[COURSE].cohorts
    assert [cohort.begun for cohort in cohorts if cohort.intake in {2025, 2026, 2027}] == [True, True, False]
    assert [cohort.started.value.likely for cohort in cohorts if cohort.intake == 2027] == [60]


def test_the_finishing_share_comes_from_counted_cohorts_with_a_wilson_interval() -> None:
    finishing = inputs(world(), (), NOW).streams[COURSE].finishing
    assert finishing
    assert finishing.value.likely == 0.8
    assert (round(finishing.value.low, 3), round(finishing.value.high, 3)) == (0.652, 0.895)
    assert finishing.basis is n.Basis.DERIVED


def test_the_finishing_share_is_no_narrower_than_the_cohorts_it_comes_from() -> None:
    ends = (flow("completion", 2024, 600, base=1000), flow("completion", 2025, 800, base=1000))
    finishing = inputs(world((*INTAKES, *ends, *TAKEN_ON)), (), NOW).streams[COURSE].finishing
    assert finishing
    assert finishing.value == n.Interval(0.6, 0.7, 0.8)


def test_starters_of_the_year_less_the_length_are_the_base_where_the_source_gives_none() -> None:
    flows = (flow("intake", 2021, 50), flow("completion", 2025, 40))
    finishing = inputs(world(flows), (), NOW).streams[COURSE].finishing
    assert finishing
    assert finishing.value.likely == 0.8
    assert {each.year for each in finishing.flows} == {"2021", "2025"}


@pytest.mark.parametrize(
    "flows",
    [
        pytest.param((flow("completion", 2025, 40),), id="no starters"),
        pytest.param((flow("completion", 2025, 60, base=50),), id="more than started"),
        pytest.param((replace(flow("completion", 2025, 60, base=70), people=None),), id="nobody counted"),
        pytest.param((flow("intake", 2021, 50),), id="nobody finished"),
    ],
)
def test_a_finishing_share_that_nobody_counted_is_unknown(flows: tuple[n.Flow, ...]) -> None:
    assert inputs(world(flows), (), NOW).streams[COURSE].finishing is None


def test_a_programme_of_unknown_length_has_no_cohorts() -> None:
    graph = world((flow("intake", 2025, 40), flow("completion", 2025, 30)), programmes=(b.programme(years=None),))
    stream = inputs(graph, (), NOW).streams[COURSE]
    assert not stream.cohorts
    assert stream.finishing is None
    assert Lack.LENGTH in {each.lack for each in look(graph).missing}


def test_a_year_in_words_is_no_cohort() -> None:
    graph = world((replace(flow("intake", 2020, 5), year="2020/21"),))
    assert not inputs(graph, (), NOW).streams[COURSE].cohorts


def test_a_share_is_the_count_by_its_base_with_a_wilson_interval() -> None:
    share = inputs(world(), (), NOW).shares[COURSE, ANALYST]
    assert share.value.likely == 0.5
    assert (round(share.value.low, 3), round(share.value.high, 3)) == (0.336, 0.664)
    assert share.basis is n.Basis.DERIVED


def test_a_count_that_is_an_interval_gives_a_wider_share() -> None:
    wide = replace(TAKEN_ON[0], people=n.Interval(10, 16, 22))
    share = inputs(world((*INTAKES, *FINISHED, wide)), (), NOW).shares[COURSE, ANALYST]
    assert (share.value.low, share.value.likely, share.value.high) == (wilson(10, 32).low, 0.5, wilson(22, 32).high)


def test_those_whom_one_employer_took_on_are_no_share_of_a_role() -> None:
    at_one = replace(TAKEN_ON[0], id="at-works", organisation=n.OrganisationId("works"))
    assert not inputs(world((*INTAKES, *FINISHED, at_one)), (), NOW).shares
    both = inputs(world((*INTAKES, *FINISHED, *TAKEN_ON, replace(at_one, people=n.Interval(9, 9, 9)))), (), NOW)
    assert both.shares[COURSE, ANALYST].value.likely == 0.5


def test_a_count_without_its_base_is_no_share() -> None:
    graph = world((*INTAKES, *FINISHED, replace(TAKEN_ON[0], base=None)))
    assert not inputs(graph, (), NOW).shares


def test_a_link_that_nobody_counted_gets_the_rest_by_cover_where_it_is_known_who_went_away() -> None:
    away = flow("elsewhere", 2025, 8, base=32)
    graph = world(
        (*INTAKES, *FINISHED, *TAKEN_ON, away),
        roles=(b.role(), b.role("clerk")),
        needs=NEEDS,
        feeds=(b.feeds("course", "analyst"), b.feeds("course", "clerk")),
    )
    share = inputs(graph, (), NOW).shares[COURSE, n.RoleId("clerk")]
    assert share.value.likely == pytest.approx(1 - 0.5 - 0.25)
    assert share.basis is n.Basis.DERIVED
    assert (COURSE, n.RoleId("clerk")) not in inputs(world(feeds=graph.facts.feeds, roles=graph.facts.roles,
                                                           needs=NEEDS), (), NOW).shares  # fmt: skip


def test_a_flow_without_people_cannot_be_known() -> None:
    with pytest.raises(ValueError, match="counts nobody"):
        known_of(replace(INTAKES[0], people=None))


@given(seed=st.integers(0, 10_000), spread=st.integers(0, 10))
@settings(max_examples=25)
def test_p10_p50_p90_rise_and_the_same_seed_gives_the_same_figures(seed: int, spread: int) -> None:
    graph = world(openings=tuple(opening(year, 20 - spread, 20, 20 + spread) for year in (2026, 2027)))
    one, two = look(graph, seed, 300), look(graph, seed, 300)
    assert one == two
    for each in (one.supply, one.openings):
        assert each
        assert all(low <= mid <= high for low, mid, high in zip(each.p10, each.p50, each.p90, strict=True))
    assert all(short.p10 <= short.p50 <= short.p90 and 0 <= short.chance <= 1 for short in one.shortages)


def test_eight_of_ten_futures_lie_between_p10_and_p90() -> None:
    futures = np.random.default_rng(1).permutation(np.arange(1001.0))[None, :]
    found = fan((2027,), futures)
    assert (*found.p10, *found.p50, *found.p90) == pytest.approx((100, 500, 900), abs=1000 / FINE)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 400), least=st.integers(-50, 50), span=st.integers(0, 5_000))
@settings(max_examples=50)
def test_quantiles_are_those_of_the_futures_put_in_order(seed: int, count: int, least: int, span: int) -> None:
    futures = least + span * np.random.default_rng(seed).random((3, count))
    before, places = futures.copy(), [round(part * (count - 1)) for part in (0.1, 0.5, 0.9)]
    found, exact = quantiles(futures), np.sort(futures, axis=1)[:, places].T
    assert found == pytest.approx(exact, abs=max(span / FINE, 1e-9))
    assert (np.diff(found, axis=0) >= 0).all()
    assert (futures == before).all(), "what was handed over stays as it was"


def test_quantiles_of_what_is_certain_and_of_a_half_are_exact() -> None:
    assert quantiles(np.full((2, 7), 12.5)).tolist() == [[12.5] * 2] * 3
    assert quantiles(np.array([[1.0, 2.0, 3.0], [-3.0, 0.0, 3.0]])).tolist() == [[1, -3], [2, 0], [3, 3]]
    assert quantiles(np.array([[0.0, 0.25, 0.5]])).tolist() == [[0], [0.25], [0.5]], "less than one between them"


def test_what_is_drawn_of_one_thing_says_nothing_of_another_and_the_same_of_itself() -> None:
    """Were all drawn alike, sums of several programmes would be far too unsure."""
    dice, wide = Dice(np.random.default_rng(1), 4_000, 7), n.Interval(0, 50, 100)
    one, same, other = (dice.of(name).draw(wide) for name in ("course", "course", "other"))
    assert (one == same).all()
    assert (dice.of("other").of("course").draw(wide) == one).all(), "whoever hands the dice on"
    assert abs(float(np.corrcoef(one, other)[0, 1])) < 0.06


def test_what_is_exactly_filled_is_not_short() -> None:
    graph = world((flow("completion", 2026, 40), *TAKEN_ON), (opening(2026, 20, 20, 20),))
    given_ = inputs(graph, (), NOW)
    share = replace(given_.shares[COURSE, ANALYST], value=n.Interval(0.5, 0.5, 0.5))
    exact = replace(given_, shares={(COURSE, ANALYST): share})
    found = o.outlook(graph, exact, o.scope_of_role(graph, "analyst"), np.random.default_rng(1), 50)
    (short,) = [one for one in found.shortages if one.year == 2026]
    assert (short.p50, short.chance) == (0, 0)


def test_no_year_is_looked_at_that_is_more_than_ten_ahead() -> None:
    found = look(world(openings=(opening(2030, 20, 24, 28), opening(2040, 20, 24, 28))))
    assert found.openings
    assert found.openings.years == (2030,)
    assert found.supply
    assert found.supply.years[-1] <= NOW + 10


def test_only_those_who_finish_from_now_on_are_an_intake_that_is_known() -> None:
    graph = world((flow("intake", 2019, 40), flow("intake", 2020, 40), *FINISHED, *TAKEN_ON))
    assert Lack.INTAKE in {one.lack for one in look(graph).missing}


def test_openings_of_years_gone_by_say_nothing_of_those_to_come() -> None:
    assert Lack.OPENINGS in {one.lack for one in look(world(openings=(opening(2024, 20, 24, 28),))).missing}
    assert Lack.OPENINGS not in {one.lack for one in look(world(openings=(opening(2026, 20, 24, 28),))).missing}


def test_a_shortage_is_openings_less_supply_where_both_are_known() -> None:
    found = look(world(), draws=20_000)
    assert found.supply
    assert found.openings
    assert [short.year for short in found.shortages] == [2026, 2027, 2028]
    for short in found.shortages:
        supply = found.supply.p50[found.supply.years.index(short.year)]
        wanted = found.openings.p50[found.openings.years.index(short.year)]
        assert short.p50 == pytest.approx(wanted - supply, abs=0.5)
        assert short.chance > 0.9


def test_the_layers_add_up_to_the_middle_of_supply() -> None:
    marine = b.programme("other", "M1", n.Kind.MARINE)
    more = (
        *(flow("intake", year, 10, programme="other") for year in range(2021, 2026)),
        flow("completion", 2025, 8, base=10, programme="other"),
        flow("employment", 2025, 4, base=8, role=ANALYST, pinned=True, programme="other"),
    )
    graph = world(
        (*INTAKES, *FINISHED, *TAKEN_ON, *more),
        programmes=(b.programme(), marine),
        feeds=(b.feeds("course", "analyst"), b.feeds("other", "analyst")),
    )
    found = look(graph)
    assert found.supply
    assert [layer.kind for layer in found.layers] == [n.Kind.MARINE, n.Kind.ENGINEERING]
    for at in range(len(found.supply.years)):
        assert sum(layer.people[at] for layer in found.layers) == pytest.approx(found.supply.p50[at])
    begun = dict(zip(found.supply.years, found.layers[1].begun, strict=True))
    assert begun[2025]
    assert begun[2029]
    assert not begun[2030]


LEFT_OUT = {
    "intake": (*FINISHED, *TAKEN_ON),
    "finishing": (*INTAKES, *TAKEN_ON),
    "share": (*INTAKES, *FINISHED),
}


@pytest.mark.parametrize("lack", LEFT_OUT)
def test_what_is_unknown_is_named_with_who_could_say_and_nothing_is_short(lack: str) -> None:
    school = b.organisation("college", kind="institution")
    graph = world(
        LEFT_OUT[lack],
        programmes=(b.programme(institution=school.id),),
        organisations=(b.organisation("works"), school),
    )
    found = look(graph)
    (missing,) = [each for each in found.missing if each.lack is Lack(lack)]
    assert (missing.programme, missing.who) == (COURSE, school.id)
    if lack != "intake":  # finishers that were counted are known all the same
        assert found.supply is None
        assert not found.whole
    assert not [short for short in found.shortages if short.year > 2025]


def test_a_programme_that_is_unknown_leaves_an_at_least_and_no_shortage() -> None:
    graph = world(
        programmes=(b.programme(), b.programme("other", "D2")),
        feeds=(b.feeds("course", "analyst"), b.feeds("other", "analyst")),
    )
    found = look(graph)
    assert found.supply
    assert not found.whole
    assert not found.shortages


def test_without_openings_there_is_no_shortage_and_the_employer_could_say() -> None:
    found = look(world(openings=()))
    assert found.supply
    assert found.openings is None
    assert not found.shortages
    assert [(each.lack, each.who) for each in found.missing] == [(Lack.OPENINGS, "works")]


def test_openings_say_at_least_while_an_employer_is_silent() -> None:
    jobs = (b.workplace("analyst", "works"), b.workplace("analyst", "mill"))
    graph = world(workplaces=jobs, organisations=(b.organisation("works"), b.organisation("mill")))
    found = look(graph)
    assert found.openings
    assert not found.openings_whole
    assert [(each.lack, each.who) for each in found.missing] == [(Lack.OPENINGS, "mill")]


def test_a_role_that_nobody_has_lacks_openings_of_nobody() -> None:
    found = look(world(openings=(), workplaces=()))
    assert [(each.lack, each.who) for each in found.missing] == [(Lack.OPENINGS, None)]


def test_a_role_that_nothing_feeds_has_no_supply_and_no_shortage() -> None:
    found = look(world(feeds=()))
    assert found.supply is None
    assert not found.whole
    assert found.openings
    assert not found.shortages


def test_a_scope_of_several_roles_has_openings_only_when_all_have() -> None:
    graph = world(
        roles=(b.role(), b.role("clerk")), needs=NEEDS, feeds=(b.feeds("course", "analyst"), b.feeds("course", "clerk"))
    )
    scope = o.scope_of_family(graph, "family")
    found = o.outlook(graph, inputs(graph, (), NOW), scope, np.random.default_rng(1), 100)
    assert scope.roles == ("analyst", "clerk")
    assert found.openings is None
    assert found.supply is None  # of nobody is it known how many go to clerk


def test_nobody_goes_to_two_roles_at_once() -> None:
    both = (flow("employment", 2025, 28, base=32, role=ANALYST, pinned=True),
            flow("employment", 2025, 28, base=32, role=n.RoleId("clerk"), pinned=True))  # fmt: skip
    graph = world(
        (*INTAKES, *FINISHED, *both),
        roles=(b.role(), b.role("clerk")),
        needs=NEEDS,
        feeds=(b.feeds("course", "analyst"), b.feeds("course", "clerk")),
    )
    found = o.outlook(graph, inputs(graph, (), NOW), o.scope_of_town(graph), np.random.default_rng(1), 500)
    assert found.supply
    assert found.supply.p90[0] <= 32


def test_announcements_stand_beside_and_in_no_sum() -> None:
    def told(id: str, organisation: str, kind: str, year: str | None) -> n.Announcement:
        return n.Announcement(
            id, n.OrganisationId(organisation), kind, b.text("more"), 900, None, year, None, None, b.STATED
        )

    events = (
        told("late", "works", "jobs", "2028"),
        told("early", "works", "investment", "2025"),
        told("size", "works", "headcount", "2025"),
        told("far", "mill", "jobs", "2025"),
        told("undated", "works", "jobs", None),
    )
    graph = world(announcements=events, organisations=(b.organisation("works"), b.organisation("mill")))
    found = look(graph)
    assert [event.id for event in found.events] == ["early", "late"]
    assert replace(found, events=()) == replace(look(world()), events=())
    town = o.outlook(graph, inputs(graph, (), NOW), o.scope_of_town(graph), np.random.default_rng(1), 50)
    assert [event.id for event in town.events] == ["early", "far", "late"]


def test_what_leads_on_to_a_feeding_programme_is_told_too() -> None:
    exam = b.programme("exam", "N1", n.Kind.UPPER_SECONDARY, years=3.0)
    way = n.Admission(COURSE, exam.id, None, None, None, None, n.Pace.FULL_TIME, None, b.STATED)
    graph = world((flow("intake", 2024, 100, programme="exam"),), programmes=(b.programme(), exam), admissions=(way,))
    found = look(graph)
    assert [(cohort.programme, cohort.finishes) for cohort in found.onward] == [("exam", 2027)]
    assert not found.finishing


def test_a_stream_without_cohorts_is_never_complete() -> None:
    assert not is_complete(Stream(COURSE, (), None), (2026,))


def test_a_year_is_complete_where_a_cohort_of_known_finishing_share_finishes_or_somebody_counted() -> None:
    cohorts = (Cohort(COURSE, 2022, sure(30), 2026, begun=True),)
    assert is_complete(Stream(COURSE, cohorts, sure(0.5)), (2026,))
    assert not is_complete(Stream(COURSE, cohorts, sure(0.5)), (2026, 2027))
    assert not is_complete(Stream(COURSE, cohorts, None), (2026,)), "nobody knows how many of them finish"
    assert is_complete(Stream(COURSE, cohorts, None, {2026: sure(20)}), (2026,))


def test_cohorts_that_finish_in_one_year_add_up() -> None:
    cohorts = tuple(Cohort(COURSE, year, sure(people), 2026, begun=True) for year, people in ((2022, 30), (2023, 10)))
    drawn = finishers(Stream(COURSE, cohorts, sure(0.5)), [2026], Dice(np.random.default_rng(1), 5))
    assert (drawn == 20).all()


@given(
    ends=st.tuples(*[st.floats(0, 1) | st.floats(0, 500)] * 2).map(sorted),
    part=st.sampled_from([0.0, 1.0]) | st.floats(0, 1),
    seed=st.integers(0, 100),
)
@settings(max_examples=50)
def test_a_quantity_falls_as_often_in_each_part_of_its_triangle_as_numpy_has_it(
    ends: list[float], part: float, seed: int
) -> None:
    low, high = ends[0], ends[1] + 0.01
    likely = low + part * (high - low)
    drawn = Dice(np.random.default_rng(seed), 20_000).draw(n.Interval(low, likely, high))
    theirs = np.random.default_rng(seed + 1).triangular(low, likely, high, 20_000)
    assert ((low <= drawn) & (drawn <= high)).all()
    for each in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
        assert abs((drawn <= np.quantile(theirs, each)).mean() - each) < 0.025, each


def test_a_whole_number_that_is_certain_can_be_divided_like_any_other_draw() -> None:
    drawn = Dice(np.random.default_rng(1), 5).draw(n.Interval(5, 5, 5))
    drawn /= 2
    assert drawn == 2.5


def test_a_count_of_another_year_is_in_no_year_that_is_asked_for() -> None:
    stream = Stream(COURSE, (), None, {2020: known_of(INTAKES[0])})
    assert (finishers(stream, [2026], Dice(np.random.default_rng(1), 5)) == 0).all()


def test_somebodys_own_assumption_is_drawn_like_any_other_figure() -> None:
    own = Known(n.Interval(10, 10, 10), n.Basis.ASSUMED, own=True)
    sure = Known(n.Interval(1, 1, 1), n.Basis.ASSUMED, own=True)
    given_ = Inputs(
        NOW, {COURSE: Stream(COURSE, (Cohort(COURSE, 2026, own, 2029, begun=False),), sure)},
        {(COURSE, ANALYST): sure}, {},
    )  # fmt: skip
    graph = world((), ())
    found = o.outlook(graph, given_, o.scope_of_role(graph, "analyst"), np.random.default_rng(1), 10)
    assert found.supply == fan([2029], np.full((1, 10), 10.0))


SURE = Known(n.Interval(1, 1, 1), n.Basis.ASSUMED, own=True)


def certain(people: float) -> Known:
    return Known(n.Interval(people, people, people), n.Basis.ASSUMED, own=True)


def finishing(programme: n.ProgrammeId, people: dict[int, float]) -> Stream:
    """Everybody who starts finishes, and so many do in these years."""
    cohorts = tuple(Cohort(programme, year - 3, certain(one), year, begun=False) for year, one in people.items())
    return Stream(programme, cohorts, SURE)


def foretold(graph: Graph, streams: tuple[Stream, ...], openings: dict[n.RoleId, dict[int, float]]) -> Outlook:
    """The outlook where all who finish go to the roles that their programme feeds, and nothing is unsure."""
    wanted = {
        role: {year: {n.OrganisationId("works"): certain(people)} for year, people in by_year.items()}
        for role, by_year in openings.items()
    }
    given_ = Inputs(
        NOW, {one.programme: one for one in streams},
        {(link.programme, link.role): SURE for link in graph.facts.feeds}, wanted,
    )  # fmt: skip
    return o.outlook(graph, given_, o.scope_of_town(graph), np.random.default_rng(1), 10)


def sure_fan(people: dict[int, float]) -> Fan:
    return fan(list(people), np.array([[one] * 10 for one in people.values()], float))


def two_lines() -> Graph:
    return world(
        programmes=(b.programme(), b.programme("other", "M1", n.Kind.MARINE)),
        feeds=(b.feeds("course", "analyst"), b.feeds("other", "analyst")),
    )


def test_each_year_is_shared_out_among_the_lines_by_what_each_gives_in_it() -> None:
    course, other = finishing(COURSE, {2027: 10, 2028: 30, 2029: 0}), finishing(OTHER, {2027: 0.5, 2028: 10, 2029: 0})
    found = foretold(two_lines(), (course, other), {})
    assert found.supply
    assert found.supply.years == (2027, 2028, 2029)
    assert {layer.kind: layer.people for layer in found.layers} == {
        n.Kind.MARINE: pytest.approx((0.5, 10, 0)),
        n.Kind.ENGINEERING: pytest.approx((10, 30, 0)),
    }


def test_a_year_in_which_less_than_one_comes_is_shared_out_too() -> None:
    found = foretold(two_lines(), (finishing(COURSE, {2027: 0.25}), finishing(OTHER, {2027: 0.5})), {})
    assert [layer.people for layer in found.layers] == [pytest.approx((0.5,)), pytest.approx((0.25,))]


def test_those_wanted_in_several_roles_are_added_up() -> None:
    clerk = n.RoleId("clerk")
    graph = world(roles=(b.role(), b.role("clerk")), needs=NEEDS, feeds=(b.feeds("course", "analyst"),))
    found = foretold(graph, (finishing(COURSE, {2027: 10}),), {ANALYST: {2027: 6, 2028: 9}, clerk: {2027: 5}})
    assert found.openings == sure_fan({2027: 11})
    assert found.shortages == (o.Shortage(2027, 1, 1, 1, 1.0),), "short of one, in every future"


def test_nothing_is_short_in_a_year_that_only_one_side_knows() -> None:
    found = foretold(world(), (finishing(COURSE, {2027: 10}),), {ANALYST: {2028: 6}})
    assert found.supply
    assert found.openings
    assert found.shortages == ()


def test_nothing_is_short_where_no_year_of_a_programme_is_near() -> None:
    found = foretold(world(), (finishing(COURSE, {2060: 10}),), {ANALYST: {2028: 6}})
    assert (found.supply, found.whole, found.shortages) == (None, True, ())


def test_an_outlook_reaches_from_four_years_back_to_where_the_last_who_have_begun_finish() -> None:
    counted = tuple(flow("completion", year, 30, base=40) for year in range(2018, 2026))
    found = look(world((*INTAKES, *counted, *TAKEN_ON), programmes=(b.programme(years=6.0),)))
    assert found.supply
    assert (found.supply.years[0], found.supply.years[-1]) == (2022, 2031)
    assert [(cohort.intake, cohort.finishes) for cohort in found.finishing] == [
        (year, year + 6) for year in range(2021, 2026)
    ]


def test_programmes_that_feed_a_scope_stand_by_line() -> None:
    graph = world(
        programmes=(b.programme("academy", "D2"), b.programme()),
        feeds=(b.feeds("academy", "analyst"), b.feeds("course", "analyst")),
    )
    assert list(o.feeding_of(graph, o.scope_of_role(graph, "analyst"))) == ["course", "academy"]


def test_an_area_holds_its_roles() -> None:
    assert o.scope_of_area(world(), "area") == o.Scope(o.ScopeKind.AREA, "area", (ANALYST,))


@pytest.mark.parametrize("scope_of", [o.scope_of_role, o.scope_of_family, o.scope_of_area])
def test_an_unknown_scope_is_named(scope_of: object) -> None:
    with pytest.raises(UnknownId):
        scope_of(world(), "nowhere")  # type: ignore[operator]  # three functions of one shape


def test_on_the_real_catalogue_nothing_is_drawn_and_every_role_says_what_is_missing(real_graph: Graph) -> None:
    known = inputs(real_graph, (), NOW)
    for role in real_graph.roles:
        found = o.outlook(real_graph, known, o.scope_of_role(real_graph, role), np.random.default_rng(1), 10)
        assert found.supply is None
        assert not found.layers
        assert not found.shortages
        assert found.missing


def test_the_real_architects_of_2023_finish_in_2026(real_graph: Graph) -> None:
    found = o.outlook(
        real_graph, inputs(real_graph, (), NOW), o.scope_of_role(real_graph, "urban-planner"), np.random.default_rng(1)
    )
    (cohort,) = [each for each in found.onward if each.programme == "kglakademi-ba-arkitektur"]
    assert (cohort.intake, cohort.started.value.likely, cohort.finishes) == (2023, 35, 2026)
    assert cohort.started.evidence[0].as_of == "2023"


def test_in_the_invented_town_everything_is_known(example_facts: n.Facts) -> None:
    graph = Graph(example_facts)
    known = inputs(graph, (), NOW)
    for role in graph.roles:
        found = o.outlook(graph, known, o.scope_of_role(graph, role), np.random.default_rng(1), 100)
        assert (found.whole, found.openings_whole, found.missing) == (True, True, ())
        assert [short.year for short in found.shortages] == [2026, 2027, 2028]
        assert {each.quantity for each in found.used} == set(Quantity)
