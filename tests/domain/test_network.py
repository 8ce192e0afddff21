"""The programmes as a network: what can be taken after what, in which order, and what doors are about."""

from __future__ import annotations

from hypothesis import given, settings

from pathways.domain import nouns as n
from pathways.domain.conditions import atoms, distinct, subject_of
from pathways.domain.graph import Graph
from pathways.domain.network import Network, lengths, network
from tests import builders as b
from tests.domain.test_distances import on_a_circle, reached, town
from tests.domain.worlds_of_routes import admission, towns


@settings(max_examples=100, deadline=None)
@given(towns())
def test_what_can_be_taken_after_a_programme_is_known_circles_and_all(facts):
    net = Network(Graph(facts))
    places = range(len(net.programmes))
    assert [{other for other in places if net.reach[at] >> other & 1} for at in places] == [
        reached(net, at) for at in places
    ]
    assert net.circular == any(on_a_circle(net, at) for at in places)


def test_a_circle_need_not_run_through_the_first_programme():
    ways = (admission("before", "one"), admission("one", "two"), admission("two", "one"))
    assert town(*ways, years={"before": 1.0, "one": 2.0, "two": 3.0}).circular
    assert not town(*ways[:2], years={"before": 1.0, "one": 2.0, "two": 3.0}).circular


@settings(max_examples=100, deadline=None)
@given(towns())
def test_every_programme_has_its_turn_after_those_it_leads_on_to(facts):
    net = Network(Graph(facts))
    order = net.children_first
    assert sorted(order) == list(range(len(net.programmes)))
    for at in order:
        for door in net.onward[at]:
            if at not in reached(net, door.programme) and at != door.programme:
                assert order.index(door.programme) < order.index(at)


@settings(max_examples=100, deadline=None)
@given(towns())
def test_a_subject_is_mentioned_by_the_clauses_that_are_about_it_and_no_others(facts):
    net = Network(Graph(facts))
    about = [{subject_of(atom) for atom in atoms(clause)} for clause in net.clauses]
    for subject in set().union(*about):
        expected = sum(1 << at for at, subjects in enumerate(about) if subject in subjects)
        assert net.mentioning([subject]) == expected
    assert net.mentioning([("subject", "sorcery")]) == 0


@settings(max_examples=100, deadline=None)
@given(towns())
def test_conditions_are_counted_the_same_however_often_they_are_asked_for(facts):
    net = Network(Graph(facts))
    every = [0, *(1 << at for at in range(len(net.clauses))), (1 << len(net.clauses)) - 1]
    expected = [len(distinct(net.named(bits))) for bits in every]
    assert [net.count(bits) for bits in every] == expected
    assert [net.count(bits) for bits in every] == expected


def test_a_length_that_no_source_gives_is_the_shortest_known_of_its_kind():
    kinds = {"first": (n.Kind.MASTERS, 2.0), "shorter": (n.Kind.ENGINEERING, 3.5), "longer": (n.Kind.ENGINEERING, 4.0),
             "unknown": (n.Kind.ENGINEERING, None), "alone": (n.Kind.VOCATIONAL, None)}  # fmt: skip
    programmes = [b.programme(id, kind=kind, years=years) for id, (kind, years) in kinds.items()]
    assert lengths(programmes) == ((2.0, True), (3.5, True), (4.0, True), (3.5, False), (0.0, False))


def test_a_network_is_laid_out_once():
    graph = Graph(b.facts())
    assert network(graph) is network(graph)
