"""The bench of routes compares like with like: in a small country its rivals give the same answers."""

from __future__ import annotations

import pytest

from pathways.domain.graph import Graph
from pathways.domain.routes import routes, shortest
from tests.bench.nation import nation
from tests.bench.routes_bench import TOP, Paths, followed_to_the_end, questions
from tests.bench.test_nation import small


@pytest.fixture(scope="module")
def country():
    return Graph(nation(small(), programmes=60))


def test_networkx_gives_the_same_years(country):
    rival = Paths(country)
    asked = questions(country, count=10)
    for question, role in asked:
        rival.aim(rival.target(role))
        ours = shortest(country, question, role, TOP)
        assert [route.years for route in ours] == rival.shortest(question.start, role)
    assert len({role for _, role in asked}) > 5


def test_the_front_is_the_same_without_bounds(country):
    for question, role in questions(country, count=10):
        found = [route.key for route in routes(country, question, role)]
        assert found
        assert found == [route.key for route in routes(country, question, role, followed_to_the_end)]
