"""What would change the answer: asked again with one thing changed, so what is said is what happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.changes import (
    MOST_STARTS,
    Lifted,
    counterfactuals,
    leading,
    leads_there,
    off_ramps,
    reachable,
    remedies,
)
from pathways.domain.conditions import Held, spell
from pathways.domain.entry import starting_points
from pathways.domain.graph import Graph
from pathways.domain.reach import Band
from pathways.domain.routes import Filters, Question, is_open, routes
from tests import builders as b
from tests.domain.worlds_of_routes import admission, start

SCIENTIST = "bioprocess-development-scientist"


def town(*ways, **taught):
    """Ways (origin, programme, condition) into programmes that feed the analyst, but for "aside" and what it feeds.

    The analyst needs brewing and cleaning at level 2; a programme teaches both, unless `taught` says what it does.
    """
    names = list(dict.fromkeys(programme for _, programme, _ in ways))
    levels = {name: taught.get(name, {"brewing": 2, "cleaning": 2}) for name in names}
    feeding = [(name, "chief" if name == "aside" else "analyst") for name in names]
    facts = b.facts({role: {"brewing": 2, "cleaning": 2} for role in ("analyst", "chief")}, levels, feeding)
    return Graph(
        replace(
            facts,
            programmes=tuple(b.programme(name, f"D{at}", first_intake=None) for at, name in enumerate(names, 1)),
            admissions=tuple(admission(*way) for way in ways),
            starts=(start("school"), start("abroad")),
            roles=tuple(replace(role, eqf=8) for role in facts.roles),
        )
    )


def would_open(graph):
    """What a counterfactual names, as spelled, and the keys of the routes it opens; from school, with nothing said."""
    question = Question("school")
    told = counterfactuals(graph, question, "analyst", routes(graph, question, "analyst"))
    return [([spell(one) for one in each.conditions], [route.key for route in each.opens]) for each in told]


def test_what_would_open_something_is_told_in_one_order():
    codes = ("pl", "da", "nl", "es", "fr", "en", "it", "de")
    ways = [("school", f"way-{code}", f"language {code}") for code in codes]
    assert [one for one, _ in would_open(town(*ways))] == [[f"language {code}"] for code in sorted(codes)]


def test_granting_a_counterfactual_opens_what_it_says(real_graph):
    for role in real_graph.roles:
        question = Question("neg-htx", Held({"mathematics": "A", "physics": "B"}))
        found = routes(real_graph, question, role)
        for one in counterfactuals(real_graph, question, role, found):
            granted = replace(question, granted=frozenset(one.conditions))
            now = {route.key for route in routes(real_graph, granted, role) if is_open(route)}
            assert {route.key for route in one.opens} <= now
            assert not {route.key for route in one.opens} & {route.key for route in found if is_open(route)}


def test_one_subject_short_of_everything_opens_by_itself(real_graph):
    held = Held({"mathematics": "A", "physics": "B"}, {"average": 7.0}, frozenset({("language", "en")}))
    question = Question("neg-htx", held)
    found = counterfactuals(real_graph, question, SCIENTIST, routes(real_graph, question, SCIENTIST))
    assert len(found[0].conditions) == 1
    assert {route.key for route in found[0].opens} == {
        "absalon-beng-biotek",
        "absalon-beng-biotek.ku-msc-biosolutions",
    }


def test_conditions_together_go_subjects_first_then_the_rest_and_alternatives_after_what_stands_alone() -> None:
    asked = "(language en or contract) and other motivation and (chemistry B or physics B) and average 4 and physics C"
    ((conditions, _),) = would_open(town(("school", "end", asked)))
    assert conditions == [
        "physics C",
        "chemistry B or physics B",
        "average 4",
        "other motivation",
        "language en or contract",
    ]


def test_of_conditions_as_many_those_that_open_most_routes_come_first() -> None:
    ways = [("school", "one", "physics B"), ("school", "other", "physics B"), ("school", "third", "chemistry A")]
    assert would_open(town(*ways)) == [(["physics B"], ["one", "other"]), (["chemistry A"], ["third"])]


SIX = "mathematics A and physics B and chemistry B and language en and other motivation and average 4"


@pytest.mark.parametrize(("asked", "named"), [(SIX, [6]), (f"{SIX} and contract", [])])
def test_six_conditions_may_be_named_together_and_seven_may_not(asked, named) -> None:
    assert [len(conditions) for conditions, _ in would_open(town(("school", "end", asked)))] == named


def test_off_ramps_are_fed_and_named_once(real_graph):
    for role in real_graph.roles:
        for route in routes(real_graph, Question("neg-procesoperator"), role):
            named = [one.id for ramp in off_ramps(real_graph, route) for one in ramp.roles]
            assert len(set(named)) == len(named)
            assert route.role.id not in named
            for ramp in off_ramps(real_graph, route):
                fed = {link.role for link in real_graph.feeds_from(ramp.programme.id)}
                assert {one.id for one in ramp.roles} <= fed


@pytest.mark.parametrize(
    ("filters", "lifted"),
    [
        (Filters(most_years=1), [(Lifted.MOST_YEARS,)]),
        (Filters(beside_job=True), [(Lifted.BESIDE_JOB,)]),
        (Filters(beside_job=True, most_years=1), [(Lifted.BESIDE_JOB, Lifted.MOST_YEARS)]),
    ],
)
def test_where_filters_leave_nothing_the_one_to_let_go_of_is_named(real_graph, filters, lifted):
    question = Question("neg-htx", filters=filters)
    assert routes(real_graph, question, SCIENTIST) == ()
    found = remedies(real_graph, question, SCIENTIST)
    assert [one.lifted for one in found] == lifted
    for one in found:
        freed = replace(filters, **{name.value: getattr(Filters(), name.value) for name in one.lifted})
        answer = routes(real_graph, replace(question, filters=freed), SCIENTIST)
        there = [route.key for route in answer if leads_there(real_graph, route)]
        assert (len(answer), there[0]) == (one.routes, one.quickest.key), "the shortest that leads there"


def test_where_a_start_leads_nowhere_others_that_do_are_named(real_graph):
    question = Question("kglakademi-ba-arkitektur")
    assert routes(real_graph, question, "process-operator") == ()
    found = remedies(real_graph, question, "process-operator")
    assert found
    for one in found:
        answer = routes(real_graph, replace(question, start=one.start.id), "process-operator")
        there = [route.key for route in answer if leads_there(real_graph, route)]
        assert (there[0], len(answer)) == (one.quickest.key, one.routes)


@pytest.mark.parametrize("start", ["kglakademi-ba-arkitektur", "absalon-td-biotek"])
def test_the_starts_named_are_the_nearest_of_all(real_graph, start) -> None:
    """Asked of every start, one after the other, and sorted as one would."""
    unled = [role for role in real_graph.roles if not routes(real_graph, Question(start), role)]
    assert unled
    for role in unled:
        told = []
        for other in starting_points(real_graph):
            answer = routes(real_graph, Question(str(other.id)), role)
            there = [route for route in answer if leads_there(real_graph, route)]
            if answer and other.id != start:
                told.append((not there, (there or answer)[0].years, other.id))
        nearest = sorted((one for one in told if one[0] == min(told)[0]), key=lambda one: one[1])[:MOST_STARTS]
        named = remedies(real_graph, Question(start), role)
        assert [(one.quickest.years, one.start.id) for one in named] == [one[1:] for one in nearest]


def test_a_start_from_which_routes_only_come_near_is_named_where_from_none_one_leads_there() -> None:
    graph = town(("school", "aside", "nothing"), ("abroad", "end", "nothing"))
    roles = tuple(replace(role, eqf=6) for role in graph.facts.roles)
    facts = replace(graph.facts, roles=roles, starts=(*graph.facts.starts, start("home")))

    def named(facts):
        found = remedies(Graph(facts), Question("home"), "analyst")
        return {one.start.id: leads_there(Graph(facts), one.quickest) for one in found}

    assert named(facts) == {"abroad": True}
    near = replace(facts, feeds=tuple(one for one in facts.feeds if one.role != "analyst"))
    assert named(near) == {"school": False, "abroad": False}


def test_where_only_another_start_without_filters_leads_there_it_is_named() -> None:
    graph = town(("school", "aside", "nothing"), ("abroad", "end", "nothing"))
    question = Question("school", filters=Filters(language="en"))
    (found,) = remedies(graph, question, "analyst")
    assert (found.lifted, found.start.id, found.quickest.key, found.routes) == ((), "abroad", "end", 1)


@pytest.mark.parametrize("less", [{"brewing": 1}, {}], ids=["a quarter", "nothing"])
def test_of_routes_as_near_and_as_quick_the_one_that_covers_most_is_told_of_first(less) -> None:
    ways = [("school", "little", "language en"), ("school", "much", "language en and other motivation")]
    graph = town(*ways, ("school", "aside", "nothing"), little=less, much={"brewing": 2})
    question = Question("school")
    assert {(route.band, route.years) for route in routes(graph, question, "analyst")} == {(Band.EFFORT, 3.5)}
    (become,) = (one for one in reachable(graph, question) if one.role.id == "analyst")
    (led,) = leading(graph, question, "analyst")
    assert (become.best.key, become.routes) == (led.best.key, led.routes) == ("much", 2)


def test_a_route_that_leads_there_is_told_of_before_a_quicker_one_that_only_comes_near() -> None:
    graph = town(("school", "aside", "language en"), ("aside", "end", "language en"), aside={"brewing": 2})
    graph = Graph(replace(graph.facts, roles=tuple(replace(role, eqf=6) for role in graph.facts.roles)))
    question = Question("school")
    found = {route.key: leads_there(graph, route) for route in routes(graph, question, "analyst")}
    assert found == {"aside": False, "aside.end": True}
    (become,) = (one for one in reachable(graph, question) if one.role.id == "analyst")
    led = {one.start.id: one.best.key for one in leading(graph, question, "analyst")}
    assert (become.best.key, become.best.band) == ("aside.end", Band.EFFORT)
    assert (led["school"], led["aside"]) == ("aside.end", "end")


def test_the_start_or_a_step_at_work_may_be_what_leads_there(example_facts):
    graph = Graph(example_facts)
    found = [
        route
        for programme in graph.programmes
        for role in graph.roles
        for route in routes(graph, Question(programme), role)
    ]
    straight = [route for route in found if not route.legs]
    assert {leads_there(graph, route) for route in straight} == {True, False}
    fed = {(link.programme, link.role) for link in graph.facts.feeds}
    assert all(leads_there(graph, one) is ((one.start.id, one.role.id) in fed) for one in straight)
    by_work = [route for route in found if any(leg.step for leg in route.legs)]
    assert by_work
    assert all(leads_there(graph, route) for route in by_work)


def test_what_one_can_become_is_nearest_first(real_graph):
    found = reachable(real_graph, Question("absalon-beng-biotek"))
    assert len({one.role.id for one in found}) == len(found)
    bands = [one.best.band for one in found]
    assert bands == sorted(bands, key=list(Band).index)
    fed = {link.role for link in real_graph.feeds_from("absalon-beng-biotek")}
    assert fed <= {one.role.id for one in found if one.best.band is Band.REALISTIC}


def test_what_leads_to_a_role_holds_every_start_with_a_route(real_graph):
    found = {one.start.id for one in leading(real_graph, Question(""), SCIENTIST)}
    assert {"neg-htx", "neg-procesoperator", "grundskole", "absalon-beng-biotek"} <= found
    assert "kglakademi-ba-arkitektur" not in found
