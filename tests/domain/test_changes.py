"""What would change the answer: asked again with one thing changed, so what is said is what happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.changes import Lifted, counterfactuals, leading, off_ramps, reachable, remedies
from pathways.domain.conditions import Held
from pathways.domain.reach import Band
from pathways.domain.routes import Filters, Question, is_open, routes

SCIENTIST = "bioprocess-development-scientist"


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
        assert (len(answer), answer[0].key) == (one.routes, one.quickest.key)


def test_where_a_start_leads_nowhere_others_that_do_are_named(real_graph):
    question = Question("kglakademi-ba-arkitektur")
    assert routes(real_graph, question, "process-operator") == ()
    found = remedies(real_graph, question, "process-operator")
    assert found
    for one in found:
        answer = routes(real_graph, replace(question, start=one.start.id), "process-operator")
        assert answer[0].key == one.quickest.key


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
