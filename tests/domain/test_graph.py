"""The catalogue as published: every way to look something up gives what the facts say, in their order, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from tests.worlds import whole_town

TOWN = whole_town()
COUNTED = replace(TOWN.flows[0], id="at-the-works", organisation=TOWN.organisations[0].id, pinned=False)
FACTS = replace(TOWN, flows=(*TOWN.flows, COUNTED))


@pytest.fixture
def graph():
    return Graph(FACTS)


@pytest.mark.parametrize(
    ("look_up", "table", "touches"),
    [
        ("outcomes_of", "outcomes", lambda row: [row.programme]),
        ("teachers_of", "outcomes", lambda row: [row.skill]),
        ("needs_of", "needs", lambda row: [row.role]),
        ("askers_of", "needs", lambda row: [row.skill]),
        ("feeds_from", "feeds", lambda row: [row.programme]),
        ("feeds_to", "feeds", lambda row: [row.role]),
        ("workplaces_of", "workplaces", lambda row: [row.role]),
        ("jobs_at", "workplaces", lambda row: [row.organisation]),
        ("admissions_to", "admissions", lambda row: [row.programme]),
        ("steps_from", "steps", lambda row: [row.origin]),
        ("steps_to", "steps", lambda row: [row.role]),
        ("flows_of", "flows", lambda row: [row.programme, *([row.organisation] if row.organisation else [])]),
        ("openings_of", "openings", lambda row: [row.role, row.organisation]),
        ("announcements_of", "announcements", lambda row: [row.organisation]),
        ("figures_of", "figures", lambda row: row.programmes),
        ("practicals_of", "practicals", lambda row: row.programmes),
        ("taught_by", "programmes", lambda row: [row.institution]),
    ],
)
def test_what_touches_a_noun_is_found_by_it(graph, look_up, table, touches):
    rows = getattr(FACTS, table)
    nouns = {noun for row in rows for noun in touches(row)}
    assert nouns, "the town has some of everything"
    for noun in nouns:
        assert getattr(graph, look_up)(noun) == tuple(row for row in rows for at in touches(row) if at == noun)
    assert getattr(graph, look_up)("nowhere") == ()


@pytest.mark.parametrize(
    ("look_up", "table", "called"),
    [
        ("programme", "programmes", "programme"),
        ("role", "roles", "role"),
        ("skill", "skills", "skill"),
        ("organisation", "organisations", "organisation"),
        ("family", "families", "role family"),
        ("focus_area", "focus_areas", "focus area"),
    ],
)
def test_one_noun_is_found_by_its_id_or_it_is_said_that_there_is_none(graph, look_up, table, called):
    for row in getattr(FACTS, table):
        assert getattr(graph, look_up)(row.id) is row
    with pytest.raises(UnknownId) as told:
        getattr(graph, look_up)("nowhere")
    assert (told.value.noun, told.value.id) == (called, "nowhere")


@pytest.mark.parametrize(
    "table",
    ["sources", "families", "focus_areas", "subjects", "requirements", "skill_groups", "skills", "organisations",
     "programmes", "starts", "roles", "interests"],
)  # fmt: skip
def test_nouns_stand_by_id_in_the_order_of_the_facts(graph, table):
    assert [*getattr(graph, table).items()] == [(row.id, row) for row in getattr(FACTS, table)]


def test_a_town_counts_people_where_a_source_does_along_a_link(graph):
    assert graph.counts_people is True
    nobody = replace(FACTS, flows=tuple(flow for flow in FACTS.flows if not flow.pinned))
    assert Graph(nobody).counts_people is False


def test_facts_that_were_never_edited_are_revision_0(graph):
    assert graph.revision == 0
