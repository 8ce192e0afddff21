"""What would change an answer, against brute force: what is said to open does, and nothing that would is left out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from pathways.domain.changes import (
    Lifted,
    counterfactuals,
    leading,
    off_ramps,
    reachable,
    remedies,
)
from pathways.domain.conditions import Amount, SomeOf, distinct
from pathways.domain.entry import starting_points
from pathways.domain.reach import Band
from pathways.domain.routes import Filters, is_open, open_routes, routes
from tests.domain.brute_routes import all_walks, best_walks, having, told_apart
from tests.domain.worlds_of_routes import ROLES, TARGET, asked

NOT_SAYABLE = "unseen"
MOST_TOGETHER, MOST_STARTS = 6, 5
"""Conditions that one counterfactual names, and other starts that are offered, at most; not those of the code."""


def sayable(condition):
    return getattr(condition, "of", None) != NOT_SAYABLE


def open_by_force(one, question):
    """The keys of the best routes on which nothing is open."""
    return {walk.key for walk in best_walks(one.graph, question, TARGET) if not walk.open}


@settings(max_examples=100, deadline=None)
@given(asked())
def test_a_counterfactual_opens_the_routes_it_says_and_they_were_not_open(one):
    found = routes(one.graph, one.question, TARGET)
    already = {route.key for route in found if is_open(route)}
    before = {(walk.key, walk.doors): walk.open for walk in all_walks(one.graph, one.question, TARGET)}
    told = counterfactuals(one.graph, one.question, TARGET, found)
    event(f"counterfactuals: {min(len(told), 3)}")
    for change in told:
        granted = replace(one.question, granted=one.question.granted | set(change.conditions))
        assert {route.key for route in change.opens} == open_by_force(one, granted) - already
        assert change.opens
        assert all(map(sayable, change.conditions))
        for route in change.opens:
            doors = tuple(leg.admission for leg in route.legs if leg.kind == "study")
            assert before.get((route.key, doors)), "something is open on it as things are"


@settings(max_examples=100, deadline=None)
@given(asked())
def test_routes_without_an_open_condition_are_found_without_the_others(one):
    some = tuple(route for route in routes(one.graph, one.question, TARGET) if is_open(route))
    event(f"open: {min(len(some), 2)}")
    assert open_routes(one.graph, one.question, TARGET) == some


@settings(max_examples=100, deadline=None)
@given(asked())
def test_every_single_condition_that_opens_something_is_told(one):
    found = routes(one.graph, one.question, TARGET)
    already = {route.key for route in found if is_open(route)}
    told = {change.conditions: change for change in counterfactuals(one.graph, one.question, TARGET, found)}
    asked_for = distinct(gate.condition for route in found for gate in route.open)
    for condition in filter(sayable, asked_for):
        granted = replace(one.question, granted=one.question.granted | {condition})
        opens = open_by_force(one, granted) - already
        assert {route.key for route in told[condition,].opens} == opens if opens else (condition,) not in told


@settings(max_examples=100, deadline=None)
@given(asked())
def test_every_route_that_something_stands_on_is_opened_by_part_or_all_of_that(one):
    found = routes(one.graph, one.question, TARGET)
    already = {route.key for route in found if is_open(route)}
    told = counterfactuals(one.graph, one.question, TARGET, found)
    opens = {frozenset(change.conditions): {route.key for route in change.opens} for change in told}
    for route in found:
        asked_for = {gate.condition for gate in route.open}
        if route.key not in already and len(asked_for) <= MOST_TOGETHER and all(map(sayable, asked_for)):
            assert any(conditions <= asked_for for conditions in opens)
    assert not [more for more in opens for fewer in opens if fewer < more and opens[more] <= opens[fewer]]


@settings(max_examples=100, deadline=None)
@given(asked())
def test_to_have_what_a_counterfactual_names_is_what_it_says(one):
    """But for experience, which counts only at the first door, and for alternatives, which nobody has as such."""
    question = replace(one.question, granted=frozenset())
    found = routes(one.graph, question, TARGET)
    already = {route.key for route in found if is_open(route)}
    for change in counterfactuals(one.graph, question, TARGET, found):
        if any(isinstance(one, SomeOf) or _is_experience(one) for one in change.conditions):
            continue
        has = replace(question, held=having(question.held, change.conditions))
        now = {route.key for route in routes(one.graph, has, TARGET) if is_open(route)}
        assert {route.key for route in change.opens} == now - already


def _is_experience(condition):
    return isinstance(condition, Amount) and condition.of == "experience"


strict = st.builds(
    Filters,
    language=st.sampled_from((None, "en")),
    beside_job=st.booleans(),
    most_years=st.sampled_from((1.0, None, 0.5)),
    stay_here=st.booleans(),
    without=st.frozensets(st.sampled_from(("alpha", "bravo", "charlie")), max_size=2),
)


def possible(one, question):
    return list(best_walks(one.graph, question, TARGET))


def lifting(question, names):
    plain = Filters()
    return replace(
        question, filters=replace(question.filters, **{name.value: getattr(plain, name.value) for name in names})
    )


@settings(max_examples=120, deadline=None)
@given(asked(strict))
def test_where_nothing_is_possible_each_change_offered_opens_what_it_says(one):
    assume(not routes(one.graph, one.question, TARGET))
    offered = remedies(one.graph, one.question, TARGET)
    helpful = [(name,) for name in used(one.question) if possible(one, lifting(one.question, [name]))]
    together = possible(one, replace(one.question, filters=Filters()))
    if helpful:
        event("a single filter")
        assert [remedy.lifted for remedy in offered] == helpful
    elif together and len(used(one.question)) > 1:
        event("all filters together")
        assert [remedy.lifted for remedy in offered] == [used(one.question)]
    else:
        event("another start" if offered else "nothing helps")
        assert all(remedy.lifted == () for remedy in offered)
        assert [remedy.start.id for remedy in offered] == other_starts(one)
    for remedy in offered:
        _opens_what_it_says(one, remedy)


def used(question):
    plain = Filters()
    return tuple(name for name in Lifted if getattr(question.filters, name.value) != getattr(plain, name.value))


def other_starts(one):
    """The other starting points that lead to the role, quickest first: with the filters, or else without any."""
    for filters in (one.question.filters, Filters()):
        quickest = {}
        for place in starting_points(one.graph):
            walks = possible(one, replace(one.question, start=place.id, filters=filters))
            if walks and place.id != one.question.start:
                there = [walk.years for walk in walks if ends_there(one, place.id, walk)]
                quickest[place.id] = (not there, min(there or [walk.years for walk in walks]))
        if quickest:
            only = min(near for near, _years in quickest.values())
            return sorted((id for id in quickest if quickest[id][0] == only), key=quickest.get)[:MOST_STARTS]
    return []


def ends_there(one, start, walk):
    """Whether what is finished at the end of a walk, or a step at work, is known to lead to the role."""
    fed = {link.programme for link in one.graph.facts.feeds if link.role == TARGET}
    return bool(fed & {start, *walk.line}) or f"@{TARGET}" in walk.key.split(".")


def _opens_what_it_says(one, remedy):
    question = lifting(one.question, remedy.lifted)
    if remedy.start is not None:
        question = replace(question, start=remedy.start.id)
    walks = possible(one, question) or possible(one, replace(question, filters=Filters()))
    assert remedy.routes == told_apart(walks)
    there = [walk for walk in walks if ends_there(one, question.start, walk)]
    assert remedy.quickest.years == min(walk.years for walk in there or walks)
    assert remedy.quickest.key in {walk.key for walk in walks}


@settings(max_examples=100, deadline=None)
@given(asked())
def test_a_way_off_is_fed_by_what_is_finished_by_then_and_none_is_left_out(one):
    for route in routes(one.graph, one.question, TARGET):
        ends = [(leg.programme.id, leg.ends) for leg in route.legs if leg.kind == "study"]
        finished = [(route.start.id, 0.0), *ends] if route.start.id in one.graph.programmes else ends
        wanted = {}
        for programme, after in finished:
            for link in one.graph.facts.feeds:
                if link.programme == programme and link.role != TARGET:
                    wanted.setdefault(link.role, (programme, after))
        ramps = off_ramps(one.graph, route)
        assert {role.id: (ramp.programme.id, ramp.after) for ramp in ramps for role in ramp.roles} == wanted
        assert sum(len(ramp.roles) for ramp in ramps) == len(wanted)
        assert [ramp.after for ramp in ramps] == sorted(ramp.after for ramp in ramps)


@settings(max_examples=40, deadline=None)
@given(asked())
def test_what_one_can_become_and_from_where_is_what_has_a_route(one):
    count = {role: told_apart(best_walks(one.graph, one.question, role)) for role in ROLES}
    becoming = reachable(one.graph, one.question)
    assert {found.role.id: found.routes for found in becoming} == {role: n for role, n in count.items() if n}
    places = [place.id for place in starting_points(one.graph)]
    from_there = [(place, told_apart(possible(one, replace(one.question, start=place)))) for place in places]
    sources = leading(one.graph, one.question, TARGET)
    assert [(source.start.id, source.routes) for source in sources] == [(id, n) for id, n in from_there if n]
    bands = list(Band)
    for found in (*becoming, *sources):
        start = getattr(found, "start", None) or found.best.start
        answer = routes(one.graph, replace(one.question, start=start.id), found.best.role.id)
        assert bands.index(found.best.band) == min(bands.index(route.band) for route in answer)
