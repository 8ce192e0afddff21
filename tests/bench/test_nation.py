"""The generated country is valid, the same for the same seed, and as uneven as a real town."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pathways.domain.graph import Graph
from pathways.domain.nouns import Kind, Pace
from tests.bench.beside import ESCO
from tests.bench.degrees import edges, table
from tests.bench.layers import LAYERS, START
from tests.bench.nation import PROGRAMMES, nation
from tests.bench.occupations import Occupation, Work, read_work

KEPT = Path(__file__).with_name("nation.txt")


def small(occupations: int = 60) -> Work:
    """Occupations in a ring, each sharing skills with its neighbours, in all major groups."""
    jobs = tuple(
        Occupation(f"job-{i}", f"Job {i}", f"http://data.europa.eu/esco/{i}", str(i % 10)) for i in range(occupations)
    )
    skills = {f"skill-{i}": (f"http://data.europa.eu/esco/s{i}", f"Skill {i}") for i in range(occupations)}
    asks = tuple((f"job-{i}", f"skill-{(i + j) % occupations}", j < 4) for i in range(occupations) for j in range(9))
    return Work(jobs, skills, asks)


@pytest.fixture(scope="module")
def country():
    return nation(small(), programmes=100)


def test_it_is_a_valid_graph(country):
    graph = Graph(country)
    assert len(graph.roles) == 60
    assert len(graph.programmes) == sum(max(1, layer.part // 10) for layer in LAYERS)
    assert {programme.kind for programme in graph.programmes.values()} == set(Kind)


def test_the_same_seed_makes_the_same_country(country):
    assert nation(small(), programmes=100) == country
    assert nation(small(), programmes=100, seed=1) != country


def test_a_programme_teaches_what_the_roles_it_feeds_ask_for(country):
    graph = Graph(country)
    for programme in graph.programmes:
        asked = {need.skill for link in graph.feeds_from(programme) for need in graph.needs_of(link.role)}
        if asked:
            assert {outcome.skill for outcome in graph.outcomes_of(programme)} <= asked


def test_every_programme_can_be_reached_from_somewhere_and_most_from_school(country):
    graph = Graph(country)
    assert all(graph.admissions_to(programme) for programme in graph.programmes)
    reached = {START}
    for _ in LAYERS:
        reached |= {way.programme for way in country.admissions if way.origin in reached}
    assert len(reached & set(graph.programmes)) > 0.9 * len(graph.programmes)


def test_it_knows_unknowns_and_work_beside_study(country):
    assert any(programme.years is None for programme in country.programmes)
    assert any(way.condition is None for way in country.admissions)
    assert {way.pace for way in country.admissions} == set(Pace)
    shared = Counter(way.condition for way in country.admissions)
    assert shared.most_common(1)[0][1] > 20


@pytest.mark.shared
@pytest.mark.slow
def test_the_whole_country_has_the_size_that_is_promised(real_facts):
    if not ESCO.is_dir():
        pytest.skip(f"no country without ESCO: {ESCO} is not there")
    facts = nation(read_work())
    Graph(facts)
    assert len(facts.programmes) == PROGRAMMES
    assert len(facts.roles) == 3007
    assert sum(edges(facts).values()) > 70_000
    assert KEPT.read_text() == table({"country": facts, "Kalundborg": real_facts}) + "\n", "see tests.bench.nation"
