"""What a band of a picture rests on, and how much of the catalogue each source carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.grounds import by_basis, grounds, uses
from pathways.domain.portraits import programme_view
from pathways.domain.views import Link
from tests import builders as b
from tests.domain.test_entry import admission

NEVER = n.Evidence(n.Basis.ASSUMED, (), "2019")
"""Behind a level that no role asks for."""


@pytest.fixture(scope="module")
def town():
    base = b.facts(
        {"operator": {"gmp": 2}}, {"trade": {"gmp": 2}, "degree": {"gmp": 3}},
        [("trade", "operator")], [("operator", "works")],
        admissions=(admission("degree", "trade"),),
    )  # fmt: skip
    outcomes = (b.outcome("trade", "gmp", 2, b.ASSUMED), b.outcome("degree", "gmp", 3))
    return Graph(replace(base, outcomes=outcomes))


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        pytest.param("p-trade", "r-operator", [b.STATED], id="a programme feeds a role"),
        pytest.param("r-operator", "o-works", [b.STATED], id="an employer has the role"),
        pytest.param("p-trade", "p-degree", [b.STATED], id="one may study on"),
        pytest.param("p-trade", "s-gmp", [b.ASSUMED], id="a programme teaches a skill"),
        pytest.param("s-gmp", "r-operator", [b.STATED], id="a role asks for a skill"),
        pytest.param("p-trade", "g-group", [b.ASSUMED], id="a programme teaches skills of a group"),
        pytest.param("g-group", "r-operator", [b.STATED], id="a role asks for skills of a group"),
        pytest.param("f-kind-E", "r-operator", [], id="a folded plate stands for many"),
        pytest.param("p-degree", "r-operator", [], id="no such link"),
    ],
)
def test_grounds(town, source, target, found):
    band = Link(source, target, n.Kind.VOCATIONAL, None, n.Basis.STATED, b.text("x"), ("p-trade",))
    assert list(grounds(town, band)) == found


def test_a_band_of_a_skill_group_is_no_surer_than_the_weakest_level_that_counts():
    base = b.facts({"operator": {"gmp": 2, "sop": 2}}, {"trade": {}}, [("trade", "operator")])
    taught = (b.outcome("trade", "gmp"), b.outcome("trade", "sop", 2, b.ASSUMED), b.outcome("trade", "law", 2, NEVER))
    skills = (*base.skills, b.skill("law"))
    graph = Graph(replace(base, skills=skills, outcomes=taught))
    (band,) = (link for link in programme_view(graph, "trade").links if link.target == "g-group")
    assert band.basis is n.Basis.ASSUMED
    assert grounds(graph, band) == (b.ASSUMED, b.STATED)


def test_what_rests_on_a_source_is_counted(town):
    assert by_basis(town)[n.Basis.ASSUMED] == 1
    counted = uses(town)[b.SOURCE.id]
    assert counted.claims == by_basis(town)[n.Basis.STATED]
    assert counted.newest == "2024-05"
