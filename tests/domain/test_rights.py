"""Whom an account can speak for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.rights import AccountKind, may_speak_for
from tests.builders import facts, organisation, programme

WORKS, HALL, ACADEMY, CLUB = map(n.OrganisationId, ("works", "hall", "academy", "club"))


@pytest.fixture(scope="module")
def graph():
    """Works that trains, a hall of learning without a programme, an academy with one, and a club that only meets."""
    return Graph(
        replace(
            facts(),
            organisations=(
                organisation(WORKS),
                organisation(HALL, kind="institution"),
                organisation(ACADEMY, kind="institution"),
                organisation(CLUB, kind="network"),
            ),
            programmes=(programme("trade", institution=WORKS), programme("degree", "D2", institution=ACADEMY)),
        )
    )


@pytest.mark.parametrize("kind", AccountKind)
def test_only_who_teaches_answers_for_programmes(graph, kind):
    teaching = {WORKS, HALL, ACADEMY}
    can = {id for id in graph.organisations if may_speak_for(kind, id, graph)}
    assert can == (teaching if kind is AccountKind.INSTITUTION else {*teaching, CLUB})


def test_in_the_real_town_every_school_does_and_no_company(real_graph):
    can = {id for id in real_graph.organisations if may_speak_for(AccountKind.INSTITUTION, id, real_graph)}
    assert {one.institution for one in real_graph.programmes.values() if one.institution} <= can
    assert not {"novonesis", "kalundborg-kommune", "kalundborg-symbiose"} & can
