"""What is called best is surely best, and needs stand side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.comparing import Figure, akin, compared, contracts, least, most, shared_roles
from pathways.domain.cover import cover
from pathways.domain.graph import Graph
from pathways.domain.nouns import Importance, ProgrammeId
from tests import builders as b

figures = st.lists(
    st.builds(Figure, st.one_of(st.none(), st.integers(0, 4).map(float)), at_least=st.booleans()), max_size=4
)
more = st.integers(0, 5)


def truths(found, extra):
    """What the figures may really be: a bound may be more, an unknown one anything."""
    for figure, add in zip(found, extra, strict=False):
        yield float(add) if figure.value is None else figure.value + (add if figure.at_least else 0)


@given(figures, st.lists(more, min_size=4, max_size=4))
def test_what_is_surely_least_is_least_whatever_the_truth(found, extra):
    real = list(truths(found, extra))
    for at in least(found):
        assert real[at] == min(real)


@given(figures, st.lists(more, min_size=4, max_size=4))
def test_what_is_surely_most_is_most_of_what_is_known_whatever_the_truth(found, extra):
    real = list(truths(found, extra))
    for at in most(found):
        assert all(real[at] >= other for one, other in zip(found, real, strict=False) if one.value != found[at].value)


def test_nothing_is_best_where_all_are_alike_or_one_is_not_known():
    alike, unknown = [Figure(2.0), Figure(2.0)], [Figure(2.0), Figure(None)]
    assert not least(alike) | most(alike) | least(unknown) | most(unknown) | least([]) | most([])
    assert least([Figure(2.0), Figure(3.0)]) == {0}
    assert most([Figure(2.0), Figure(3.0), Figure(3.0)]) == {1, 2}
    assert not least([Figure(2.0, at_least=True), Figure(3.0)])
    assert not most([Figure(2.0, at_least=True), Figure(3.0)])


def test_nothing_is_more_than_the_limit():
    assert most([Figure(0.5, at_least=True), Figure(1.0)], limit=1.0) == {1}


def test_needs_stand_side_by_side_in_the_order_that_counts(real_graph):
    role = "bioprocess-development-scientist"
    ids = ("zealand-laborant", "absalon-beng-biotek", "dtu-msc-biomanufacturing")
    found = compared([cover(real_graph, (ProgrammeId(id),), role) for id in ids])
    assert {one.need.skill for one in found} == {need.skill for need in real_graph.needs_of(role)}
    weights = [(one.need.importance.value, -one.sides[0].weight) for one in found if one.sides[0]]
    assert weights == sorted(weights)
    for one in found:
        held = {min(side.held, one.need.level) for side in one.sides if side}
        assert one.differs == (len(held) > 1)


def school():
    """Jobs that ask for several skills, and who feeds them; nobody teaches `talk`."""
    facts = b.facts(
        {"analyst": {"sql": 1, "ml": 2, "talk": 4}, "clerk": {"sql": 1, "ml": 1, "gmp": 2}, "chief": {"gmp": 2}},
        {"short": {"sql": 1}, "long": {"ml": 2, "gmp": 2}, "night": {"gmp": 1}},
        feeding=[
            ("short", "analyst"), ("short", "clerk"), ("long", "analyst"), ("long", "clerk"), ("long", "chief"),
            ("night", "clerk"),
        ],
    )  # fmt: skip
    needs = tuple(
        replace(need, importance=Importance.PREFERRED if need.skill == "talk" else need.importance)
        for need in facts.needs
    )
    return Graph(replace(facts, needs=needs))


def test_each_need_stands_once_with_what_each_side_has_of_it():
    graph = school()
    covers = [cover(graph, (ProgrammeId(id),), "analyst") for id in ("short", "long")]
    found = compared(covers)
    assert [(one.need.skill, [side.held for side in one.sides], one.at_work) for one in found] == [
        ("ml", [0, 2], False), ("sql", [1, 0], False), ("talk", [0, 0], True),
    ]  # fmt: skip
    assert [one.need.skill for one in compared(covers[:1])] == ["ml", "sql", "talk"], "one side is enough"
    assert compared([]) == ()


def test_covers_of_two_roles_are_not_put_side_by_side():
    graph = school()
    with pytest.raises(ValueError, match="shorter"):
        compared([cover(graph, (ProgrammeId("long"),), role) for role in ("analyst", "chief")])


def test_shared_roles_are_those_that_all_feed():
    graph = school()
    short, long, night = (graph.programme(id) for id in ("short", "long", "night"))
    assert [role.id for role in shared_roles(graph, (short, long))] == ["analyst", "clerk"]
    assert [role.id for role in shared_roles(graph, (short, long, night))] == ["clerk"]
    assert shared_roles(graph, ()) == ()


def test_the_programme_that_shares_most_roles_is_most_akin():
    graph = school()
    assert [one.id for one in akin(graph, graph.programme("night"))] == ["short", "long"], "one role each: by line"
    assert [one.id for one in akin(graph, graph.programme("long"))] == ["short", "night"]


def test_a_side_of_which_nothing_can_be_said_makes_no_difference(real_graph):
    ids = ("other-univ-msc", "neg-eux-elektriker")
    covers = [cover(real_graph, (ProgrammeId(id),), "process-operator") for id in ids]
    assert covers[0].share is None
    found = compared(covers)
    assert all(one.sides[0] is None and not one.differs for one in found)


def test_a_need_that_one_side_teaches_and_of_which_the_other_is_not_known_is_partly_known(real_graph):
    told, unknown = (
        cover(real_graph, (ProgrammeId(id),), "process-operator") for id in ("neg-procesoperator", "other-univ-msc")
    )
    assert unknown.share is None
    for sides in ((told, unknown), (unknown, told)):
        found = compared(sides)
        assert [one.partly_known for one in found] == [any(side and side.held for side in one.sides) for one in found]
        assert any(one.partly_known for one in found)
    assert not any(one.partly_known for one in compared((told, told)))


def test_programmes_akin_feed_the_same_roles(real_graph):
    beng = real_graph.programme("absalon-beng-biotek")
    near = akin(real_graph, beng)
    assert len(near) == 3
    assert beng not in near
    counts = [len(shared_roles(real_graph, (beng, other))) for other in near]
    assert counts == sorted(counts, reverse=True)
    every = [len(shared_roles(real_graph, (beng, one))) for one in real_graph.programmes.values() if one is not beng]
    assert counts[0] == max(every)


def test_a_training_agreement_is_a_contract_of_a_vocational_programme_only(real_graph):
    with_one = {p.id for p in real_graph.programmes.values() if contracts(real_graph, p)}
    assert "neg-procesoperator" in with_one
    assert "dtu-msc-biomanufacturing" not in with_one
