"""The outlook of a scenario beside today's: what has begun is as today, and no change tells what is kept back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.discretion import id_of, shown
from pathways.domain.graph import Graph
from pathways.domain.scenario_changes import (
    Change,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Scenario,
    Seats,
    Wanted,
)
from pathways.domain.scenario_outlook import best_then, rests_on_shown, seen, spliced, telling, until_now
from pathways.domain.scenarios import apply
from pathways.domain.supply import Cohort, Fan, Known
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import NOW, flow, world

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.at_best import AtBest
    from pathways.domain.discretion import Shown
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.supply import Inputs

COURSE, OTHER = n.ProgrammeId("course"), n.ProgrammeId("other")
ANALYST, CLERK = n.RoleId("analyst"), n.RoleId("clerk")
GUESSED = n.Evidence(n.Basis.ASSUMED, (), "2024-05")


def certain(value: float) -> n.Interval:
    return n.Interval(value, value, value)


def sure(by_year: Mapping[int, float]) -> Fan | None:
    """A fan that has one future."""
    people = tuple(map(float, by_year.values()))
    return Fan(tuple(by_year), people, people, people) if by_year else None


def drawn(
    lines: Mapping[n.Kind, Mapping[int, float]], wanted: Mapping[int, float], *, begun: bool, whole: bool = True
) -> Outlook:
    """An outlook with these people by line and year, and wanted by year; two are short in each year of both."""
    years = next(iter(lines.values()), {})
    supply = sure({year: sum(line[year] for line in lines.values()) for year in years})
    layers = tuple(
        o.Layer(kind, (COURSE,), tuple(map(float, line.values())), (begun,) * len(line)) for kind, line in lines.items()
    )
    return o.Outlook(
        scope=o.Scope(o.ScopeKind.ROLE, "analyst", (ANALYST,)), this_year=NOW, supply=supply, layers=layers,
        whole=whole, openings=sure(wanted), openings_whole=True,
        shortages=tuple(o.Shortage(year, 2, 2, 2, 1) for year in years if year in wanted),
        finishing=(), onward=(), used=(), missing=(), events=(),
    )  # fmt: skip


TODAY = {
    n.Kind.VOCATIONAL: {2025: 0, 2026: 0, 2027: 0},
    n.Kind.MARINE: {2025: 1, 2026: 2, 2027: 3},
    n.Kind.ENGINEERING: {2025: 10, 2026: 11, 2027: 12},
}
THEN = {
    n.Kind.VOCATIONAL: {2026: 0, 2027: 0, 2028: 0},
    n.Kind.ENGINEERING: {2026: 50, 2027: 60, 2028: 70},
    n.Kind.MASTERS: {2026: 4, 2027: 5, 2028: 6},
}


def test_years_that_have_begun_are_as_today_and_those_to_come_as_in_the_scenario() -> None:
    today = drawn(TODAY, {2025: 5, 2026: 6, 2027: 7}, begun=True)
    then = drawn(THEN, {2025: 50, 2026: 60, 2027: 70}, begun=False)
    found = spliced(today, replace(then, shortages=tuple(replace(one, p50=9) for one in then.shortages)), world())
    assert found.supply == sure({2025: 11, 2026: 13, 2027: 65, 2028: 76})
    assert found.openings == sure({2025: 5, 2026: 6, 2027: 70})
    assert [(one.year, one.p50) for one in found.shortages] == [(2025, 2), (2026, 2), (2027, 9)]


def test_a_line_has_nobody_in_the_years_in_which_it_is_not_in_the_sum() -> None:
    """The marine line ends with this year, the masters begin with the next; one that brings nobody is left out."""
    found = spliced(drawn(TODAY, {}, begun=True), drawn(THEN, {}, begun=False), world())
    assert [(layer.kind, layer.people, layer.begun) for layer in found.layers] == [
        (n.Kind.MARINE, (1, 2, 0, 0), (True, True, True, True)),
        (n.Kind.ENGINEERING, (10, 11, 60, 70), (True, True, False, False)),
        (n.Kind.MASTERS, (0, 0, 5, 6), (True, True, False, False)),
    ]


def test_the_supply_of_today_is_left_out_where_it_is_of_other_programmes() -> None:
    """Today's says "at least"; the scenario assumes what is unknown, so that the two are different sums."""
    today = drawn(TODAY, {2026: 30, 2027: 30}, begun=True, whole=False)
    found = spliced(today, drawn(THEN, {2026: 60, 2027: 70}, begun=False), world())
    assert found.supply == sure({2027: 65, 2028: 76})
    assert [one.year for one in found.shortages] == [2027]
    ended = {kind: {2026: line[2026]} for kind, line in THEN.items()}
    none_left = spliced(today, drawn(ended, {}, begun=False), world())
    assert (none_left.supply, none_left.layers) == (None, ())


def test_where_nothing_is_known_nothing_is_put_together() -> None:
    found = spliced(drawn({}, {}, begun=True), drawn({}, {}, begun=False), world())
    assert (found.supply, found.openings, found.layers, found.shortages) == (None, None, (), ())


@pytest.mark.parametrize("wrong", ["people", "begun", "both", "p90", "more people"])
def test_an_outlook_with_a_year_too_few_or_too_many_is_refused_and_never_cut_short(wrong: str) -> None:
    today = drawn({n.Kind.ENGINEERING: TODAY[n.Kind.ENGINEERING]}, {}, begun=True)
    assert today.supply
    (layer,), p90 = today.layers, today.supply.p90
    people = {"people": layer.people[:-1], "both": layer.people[:-1], "more people": (*layer.people, 9.0)}
    begun = layer.begun[:-1] if wrong in {"begun", "both"} else layer.begun
    bent = replace(
        today,
        supply=replace(today.supply, p90=p90[:-1] if wrong == "p90" else p90),
        layers=(replace(layer, people=people.get(wrong, layer.people), begun=begun),),
    )
    with pytest.raises(ValueError, match=r"zip\(\) argument"):
        spliced(bent, drawn(THEN, {}, begun=False), world())


def test_today_is_drawn_again_only_where_others_are_wanted_this_year() -> None:
    graph, here = world(), o.scope_of_role(world(), "analyst")
    given = inputs(graph, (), NOW)
    today = o.outlook(graph, given, here, np.random.default_rng(1), 20)
    asked: list[Inputs] = []

    def again(other: Inputs) -> Outlook:
        asked.append(other)
        return today

    for year in (NOW + 1, NOW):
        applied = apply(Scenario("", (Wanted("analyst", year, year, 9, in_percent=False),)), graph, given)
        assert until_now(today, applied, given, again) is today
        assert [one.openings for one in asked] == ([applied.inputs.openings] if year == NOW else [])


FEW = Known(certain(3), n.Basis.ASSUMED, (GUESSED,), (flow("intake", 2025, 3, evidence=GUESSED),))


@pytest.mark.parametrize("place", ["started", "finished", "finishing", "share", "another role"])
def test_one_count_that_is_kept_back_is_enough_to_keep_the_whole_way_back(place: str) -> None:
    """Whichever of the counts behind a way it is; the way to a role that is not looked at is another one."""
    graph, given = world(), inputs(world(), (), NOW)
    here = o.scope_of_role(graph, "analyst")
    assert rests_on_shown(graph, given, here, COURSE)
    stream, shares = given.streams[COURSE], dict(given.shares)
    match place:
        case "started":
            stream = replace(stream, cohorts=(Cohort(COURSE, 2020, FEW, 2024, begun=True), *stream.cohorts))
        case "finished":
            stream = replace(stream, finished={2024: FEW, **stream.finished})
        case "finishing":
            stream = replace(stream, finishing=FEW)
        case "share":
            shares[COURSE, ANALYST] = FEW
        case _:
            shares[COURSE, CLERK] = FEW
    few = replace(given, streams={COURSE: stream}, shares=shares)
    assert rests_on_shown(graph, few, here, COURSE) is (place == "another role")


def counted(
    programme: str, *, to: Mapping[n.RoleId, float], started: float = 64, guessed: bool = False
) -> list[n.Flow]:
    """Flows of a programme of whose starters half finish; of these so many took work in each role."""
    evidence = GUESSED if guessed else b.STATED
    return [
        *(flow("intake", year, started, programme=programme, evidence=evidence) for year in range(2021, 2026)),
        flow("completion", 2025, started / 2, base=started, programme=programme, evidence=evidence),
        *(
            flow("employment", 2025, people, base=started / 2, role=role, pinned=True, programme=programme,
                 evidence=evidence)
            for role, people in to.items()
        ),
    ]  # fmt: skip


def two_by_two(to: Mapping[str, Mapping[n.RoleId, float]]) -> Graph:
    """Programmes of different lines that send so many of 32 to analysts and clerks, guessed by us."""
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {id: {"sql": 2} for id in to},
        [(programme, role) for programme, roles in to.items() for role in roles],
        [("analyst", "works"), ("clerk", "works")],
        flows=tuple(one for id, roles in to.items() for one in counted(id, to=roles, guessed=True)),
    )  # fmt: skip
    kinds = (n.Kind.ENGINEERING, n.Kind.MASTERS)
    programmes = tuple(b.programme(id, f"{kind}1", kind) for id, kind in zip(to, kinds, strict=False))
    return Graph(replace(facts, programmes=programmes))


def settled(graph: Graph) -> tuple[Inputs, Shown]:
    given = inputs(graph, (), NOW)
    return given, shown(graph, given)


def test_a_part_of_a_sum_that_is_shown_may_move_where_it_tells_no_small_count() -> None:
    """Three of the first programme became clerks, so analysts are not shown beside the town, nor is any part of them.

    What comes from each programme to both roles together is no small number, and may be told.
    """
    graph = two_by_two({"course": {ANALYST: 16, CLERK: 3}, "other": {ANALYST: 16}})
    given, today = settled(graph)
    wide = [o.scope_of_town(graph), o.scope_of_area(graph, "area"), o.scope_of_family(graph, "family")]
    assert today.supply == {id_of(scope) for scope in wide}
    told = telling(graph, given, today)
    assert told.parts == {(id_of(scope), programme) for scope in wide for programme in (COURSE, OTHER)}
    assert told.may_move(given, wide[0], graph, COURSE)
    assert not rests_on_shown(graph, given, wide[0], COURSE)
    assert not told.may_move(given, o.scope_of_role(graph, "clerk"), graph, COURSE)


def seen_in(graph: Graph, scope: Scope, *changes: Change) -> Shown:
    """What is shown of a scenario of which every change can be made."""
    given, shown_today = settled(graph)
    applied = apply(Scenario("", changes), graph, given)
    assert applied.problems == ()
    today = o.outlook(graph, given, scope, np.random.default_rng(1), 50)
    then = o.outlook(applied.graph, applied.inputs, scope, np.random.default_rng(1), 50)
    told = telling(graph, given, shown_today)
    return seen(told, scope, today, spliced(today, then, graph), now=(graph, given), applied=applied)


def test_lines_that_are_one_today_stay_one_and_a_new_line_stands_by_itself() -> None:
    graph = two_by_two({"course": {ANALYST: 16}, "other": {ANALYST: 3}})
    here = o.scope_of_role(graph, "analyst")
    together = frozenset({n.Kind.ENGINEERING, n.Kind.MASTERS})
    assert seen_in(graph, here, Seats("course", 9, 2027)).lines == {id_of(here): (together,)}
    fresh = NewProgramme(n.Kind.MARINE, 1, 40, 2027, 80, (("analyst", 50.0),))
    assert seen_in(graph, here, fresh).lines == {id_of(here): (together, frozenset({n.Kind.MARINE}))}


def test_a_scope_whose_supply_is_hidden_today_stays_hidden() -> None:
    graph = two_by_two({"course": {ANALYST: 3}, "other": {CLERK: 16}})
    here = o.scope_of_role(graph, "analyst")
    fresh = NewProgramme(n.Kind.MARINE, 1, 40, 2027, 80, (("analyst", 50.0),))
    chosen = seen_in(graph, here, fresh)
    assert chosen.supply == frozenset()
    assert chosen.lines == {id_of(here): (frozenset({n.Kind.MARINE}), frozenset({n.Kind.ENGINEERING}))}


@pytest.mark.parametrize("guessed", [False, True])
def test_a_module_tells_no_more_of_a_programme_than_seats_would(guessed: bool) -> None:
    """Four start each year, which is hidden or printed; all that come to the new role come from them."""
    facts = two_by_two({"course": {ANALYST: 3}}).facts
    flows = tuple(counted("course", to={ANALYST: 1}, started=4, guessed=guessed))
    graph = Graph(replace(facts, flows=flows))
    clerk = o.scope_of_role(graph, "clerk")
    chosen = seen_in(graph, clerk, Module("course", 2027, (("sql", 2),), "clerk", 10))
    assert chosen.supply == (frozenset() if guessed else {id_of(clerk)})
    fresh = NewProgramme(n.Kind.MARINE, 1, 40, 2027, 80, (("clerk", 50.0),))
    assert seen_in(graph, clerk, fresh).supply == {id_of(clerk)}


def test_a_sum_that_an_assumption_makes_known_is_hidden_with_a_hidden_part_of_it() -> None:
    """Of the one programme nobody knows who finishes; of the other three of 32 became analysts, which is hidden."""
    graph = two_by_two({"course": {ANALYST: 16}, "other": {ANALYST: 3}})
    flows = tuple(one for one in graph.facts.flows if (one.programme, one.kind) != ("course", "completion"))
    graph = Graph(replace(graph.facts, flows=flows))
    here = o.scope_of_role(graph, "analyst")
    today = drawn({}, {}, begun=True)
    given, shown_today = settled(graph)
    applied = apply(Scenario("", (Own(OwnOf.COMPLETION, "course", "", certain(50)),)), graph, given)
    told = telling(graph, given, shown_today)
    assert told.may_move(given, here, graph, COURSE)
    chosen = seen(told, here, today, today, now=(graph, given), applied=applied)
    assert chosen.supply == frozenset()


def best_of(graph: Graph, *changes: Change) -> AtBest | None:
    given, today = settled(graph)
    return best_then(telling(graph, given, today), graph, given, apply(Scenario("", changes), graph, given))


def wanted(role: n.RoleId, people: float, organisation: str = "works") -> n.Opening:
    return n.Opening(role, n.OrganisationId(organisation), 2028, certain(people), b.STATED)


def test_the_best_case_counts_every_employer_and_every_role() -> None:
    """Sixteen analysts and sixteen clerks finish; analysts are wanted by two employers, a few by each, and clerks."""
    facts = two_by_two({"course": {ANALYST: 16}, "other": {CLERK: 16}}).facts
    graph = Graph(
        replace(
            facts, organisations=(*facts.organisations, b.organisation("mill")),
            workplaces=(*facts.workplaces, b.workplace("analyst", "mill")),
            flows=(*counted("course", to={ANALYST: 3}), *counted("other", to={CLERK: 16})),
            openings=(wanted(ANALYST, 4), wanted(ANALYST, 4, "mill"), wanted(CLERK, 99)),
        )
    )  # fmt: skip
    found = best_of(graph)
    assert found
    assert [(one.roles, one.wanted) for one in found.narrow] == [((CLERK,), 99), ((ANALYST,), 8)]


def test_the_best_case_counts_who_would_come_by_a_module_or_a_new_programme() -> None:
    """Their people are told as those of the programme that the module belongs to; a new one keeps nothing back."""
    facts = two_by_two({"course": {ANALYST: 16}}).facts
    graph = Graph(
        replace(
            facts, flows=tuple(counted("course", to={ANALYST: 16})), openings=(replace(wanted(CLERK, 99), year=2034),)
        )
    )
    module = Module("course", 2027, (("sql", 2),), "clerk", 25)
    fresh = NewProgramme(n.Kind.MARINE, 1, 40, 2027, 80, (("clerk", 50.0),))
    for changes, finishing in (((), 0), ((module,), 8), ((fresh,), 16), ((module, fresh), 24)):
        found = best_of(graph, *changes)
        assert found
        assert [(one.roles, one.wanted, one.finishing) for one in found.narrow] == [((CLERK,), 99, finishing)]
