"""What a band of a picture rests on, and how much of the catalogue each source carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.grounds import by_basis, grounds, imprint, uses
from pathways.domain.portraits import programme_view
from pathways.domain.views import Link, Measure
from tests import builders as b
from tests.domain.test_entry import admission

NEVER = n.Evidence(n.Basis.ASSUMED, (), "2019")
"""Behind a level that no role asks for."""


@pytest.fixture(scope="module")
def town():
    base = b.facts(
        {"line-operator": {"gmp": 2}}, {"iron-trade": {"gmp": 2}, "day-degree": {"gmp": 3}},
        [("iron-trade", "line-operator")], [("line-operator", "old-works")],
        admissions=(admission("day-degree", "iron-trade"),),
    )  # fmt: skip
    outcomes = (b.outcome("iron-trade", "gmp", 2, b.ASSUMED), b.outcome("day-degree", "gmp", 3))
    return Graph(replace(base, outcomes=outcomes))


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        pytest.param("p-iron-trade", "r-line-operator", [b.STATED], id="a programme feeds a role"),
        pytest.param("r-line-operator", "o-old-works", [b.STATED], id="an employer has the role"),
        pytest.param("p-iron-trade", "p-day-degree", [b.STATED], id="one may study on"),
        pytest.param("p-iron-trade", "s-gmp", [b.ASSUMED], id="a programme teaches a skill"),
        pytest.param("s-gmp", "r-line-operator", [b.STATED], id="a role asks for a skill"),
        pytest.param("p-iron-trade", "g-group", [b.ASSUMED], id="a programme teaches skills of a group"),
        pytest.param("g-group", "r-line-operator", [b.STATED], id="a role asks for skills of a group"),
        pytest.param("f-kind-E", "r-line-operator", [], id="a folded plate stands for many"),
        pytest.param("p-day-degree", "r-line-operator", [], id="no such link"),
    ],
)
def test_grounds(town, source, target, found):
    band = Link(source, target, n.Kind.VOCATIONAL, None, n.Basis.STATED, b.text("x"), ("p-iron-trade",))
    assert list(grounds(town, band)) == found


def test_a_band_of_a_skill_group_is_no_surer_than_the_weakest_level_that_counts():
    base = b.facts({"line-operator": {"gmp": 2, "sop": 2}}, {"iron-trade": {}}, [("iron-trade", "line-operator")])
    taught = (
        b.outcome("iron-trade", "gmp"),
        b.outcome("iron-trade", "sop", 2, b.ASSUMED),
        b.outcome("iron-trade", "law", 2, NEVER),
    )
    skills = (*base.skills, b.skill("law"))
    graph = Graph(replace(base, skills=skills, outcomes=taught))
    (band,) = (link for link in programme_view(graph, "iron-trade").links if link.target == "g-group")
    assert band.basis is n.Basis.ASSUMED
    assert grounds(graph, band) == (b.ASSUMED, b.STATED)


def test_a_role_stands_on_those_of_its_needs_in_a_group_that_are_taught():
    needs = {"gmp": 2, "never-taught": 1, "in-another-group": 2}
    base = b.facts({"line-operator": needs}, {"iron-trade": {"gmp": 2, "in-another-group": 2}})
    asked = tuple(replace(one, evidence=NEVER) if one.skill != "gmp" else one for one in base.needs)
    skills = tuple(replace(one, group="other") if one.id == "in-another-group" else one for one in base.skills)
    groups = (*base.skill_groups, n.SkillGroup("other", b.text("Other")))
    graph = Graph(replace(base, needs=asked, skills=skills, skill_groups=groups))
    band = Link("g-group", "r-line-operator", n.Kind.VOCATIONAL, None, n.Basis.STATED, b.text("x"), ("p-iron-trade",))
    assert grounds(graph, band) == (b.STATED,)


def test_what_rests_on_a_source_is_counted(town):
    assert by_basis(town)[n.Basis.ASSUMED] == 1
    counted = uses(town)[b.SOURCE.id]
    assert counted.claims == by_basis(town)[n.Basis.STATED]
    assert counted.newest == "2024-05"


def counted(number, programme, likely, evidence, **where):
    """People a year from a programme to a role, at one organisation, or on to another programme."""
    ends = {"role": None, "organisation": None, "onward": None} | where
    return n.Flow(
        f"flow-{number}", n.ProgrammeId(programme), "employment", b.text("to work"), *ends.values(),
        n.Interval(likely, likely, likely), None, None, "2025", True, True, None, evidence,
    )  # fmt: skip


ALL, AT_WORKS, OF_DEGREE, ONWARD = (n.Evidence(n.Basis.DERIVED, (b.SOURCE.id,), f"202{at}") for at in range(4))


@pytest.fixture(scope="module")
def peopled(town):
    flows = (
        counted(1, "iron-trade", 20, ALL, role="line-operator"),
        counted(2, "iron-trade", 12, AT_WORKS, role="line-operator", organisation="old-works"),
        counted(3, "day-degree", 9, OF_DEGREE, role="line-operator"),
        counted(4, "iron-trade", 7, ONWARD, onward="day-degree"),
    )
    return Graph(replace(town.facts, flows=flows))


@pytest.mark.parametrize(
    ("source", "target", "origins", "found"),
    [
        pytest.param("p-iron-trade", "r-line-operator", ("p-iron-trade",), [b.STATED, ALL], id="all who go to a role"),
        pytest.param(
            "r-line-operator",
            "o-old-works",
            ("p-iron-trade",),
            [b.STATED, AT_WORKS],
            id="those of them at one employer",
        ),
        pytest.param("p-iron-trade", "p-day-degree", ("p-iron-trade",), [b.STATED, ONWARD], id="who study on"),
        pytest.param(
            "f-E",
            "r-line-operator",
            ("p-iron-trade", "p-day-degree"),
            [ALL, OF_DEGREE],
            id="of many programmes together",
        ),
        pytest.param(
            "f-E", "p-day-degree", ("p-iron-trade", "p-day-degree"), [ONWARD], id="who study on, of many programmes"
        ),
        pytest.param("p-day-degree", "p-iron-trade", ("p-day-degree",), [], id="nobody was counted"),
    ],
)
def test_a_width_in_people_rests_on_the_counts_behind_it(peopled, source, target, origins, found):
    band = Link(source, target, n.Kind.VOCATIONAL, 20.0, n.Basis.STATED, b.text("x"), origins)
    assert list(grounds(peopled, band, Measure.PEOPLE)) == found
    assert not {ALL, AT_WORKS, OF_DEGREE, ONWARD} & set(grounds(peopled, band)), "another measure, other grounds"


def test_a_band_without_a_width_rests_on_no_count(peopled):
    band = Link(
        "p-iron-trade", "r-line-operator", n.Kind.VOCATIONAL, None, n.Basis.STATED, b.text("x"), ("p-iron-trade",)
    )
    assert grounds(peopled, band, Measure.PEOPLE) == (b.STATED,)


def test_an_imprint_says_whose_facts_and_how_old():
    said = imprint(b.town(as_of="2026-11-23"))
    assert said == n.Text(
        "Disclaimer (da) Oplysningerne er fra 2026-11-23.", "Disclaimer The facts are as of 2026-11-23."
    )
