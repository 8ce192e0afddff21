"""What stands on a plate: its title, the line under it, and the page that it leads to."""

from __future__ import annotations

import pytest

from pathways.domain.graph import Graph
from pathways.domain.nouns import Here, Interval, Kind, Pace, RoleId, SkillId, Text
from pathways.domain.plates import employer_node, group_node, people, programme_node, role_node, skill_node, years
from pathways.domain.views import Node
from tests.builders import facts, organisation, programme, text


@pytest.mark.parametrize(
    ("length", "danish", "english"),
    [
        pytest.param(None, "længde ukendt", "length unknown", id="what nobody states is no zero"),
        pytest.param(0, "0 år", "0 years", id="nothing at all is many"),
        pytest.param(0.25, "¼ år", "¼ year", id="a part of a year has no whole before it"),
        pytest.param(1, "1 år", "1 year", id="one year is one"),
        pytest.param(1.5, "1½ år", "1½ years", id="more than one are many"),
        pytest.param(2, "2 år", "2 years", id="two years"),
        pytest.param(3.751, "3¾ år", "3¾ years", id="a third decimal does not count"),
        pytest.param(3.3, "3,3 år", "3.3 years", id="Danish has a comma where English has a point"),
    ],
)
def test_a_length_of_study_is_written_as_people_say_it(length, danish, english):
    assert years(length) == Text(danish, english)


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        pytest.param(Interval(8, 8, 8), Text("8 om året", "8 a year"), id="a printed count has no width"),
        pytest.param(Interval(7.6, 10, 12.4), Text("8-12 om året", "8-12 a year"), id="an estimate is a span"),
    ],
)
def test_people_are_told_as_far_as_they_are_known(interval, said):
    assert people(interval) == said


@pytest.mark.parametrize(
    ("changes", "danish", "english"),
    [
        pytest.param({}, "Testby (da) · 3½ år", "Testby · 3½ years", id="in town"),
        pytest.param(
            {"here": Here.PARTLY}, "delvis i Testby (da) · 3½ år", "partly in Testby · 3½ years", id="partly in town"
        ),
        pytest.param(
            {"here": Here.NO, "towns": ("Sorø", "Lyngby")}, "Sorø, Lyngby · 3½ år", "Sorø, Lyngby · 3½ years",
            id="in other towns",
        ),
        pytest.param(
            {"here": Here.NO, "towns": ()}, "ikke i Testby (da) · 3½ år", "not in Testby · 3½ years",
            id="elsewhere, and no source says where",
        ),
        pytest.param(
            {"pace": Pace.PART_TIME}, "Testby (da) · 3½ år, deltid", "Testby · 3½ years, part-time", id="beside a job"
        ),
    ],
)  # fmt: skip
def test_a_programme_says_where_it_is_taught_and_for_how_long(changes, danish, english):
    plate = programme_node(Graph(facts()), programme("beng", "D1", title=text("Long"), short=text("Short"), **changes))
    assert plate == Node(
        "p-beng", "programme", "beng", text("Short"), Text(danish, english), "D1", Kind.ENGINEERING, hub=False
    )


def taught(*programmes):
    """A role and its skill, and programmes that teach the one and lead to the other."""
    return Graph(
        facts(
            {"analyst": {"sql": 2}}, {one: {"sql": 1} for one in programmes}, [(one, "analyst") for one in programmes]
        )
    )


@pytest.mark.parametrize(
    ("programmes", "leading", "teaching"),
    [
        pytest.param(
            ["beng"],
            Text("1 uddannelse fører hertil", "1 programme leads here"),
            Text("1 uddannelse giver den", "1 programme teaches it"),
            id="one",
        ),
        pytest.param(
            ["beng", "msc"],
            Text("2 uddannelser fører hertil", "2 programmes lead here"),
            Text("2 uddannelser giver den", "2 programmes teach it"),
            id="several",
        ),
    ],
)
def test_a_role_and_a_skill_count_their_programmes_in_the_right_number(programmes, leading, teaching):
    graph = taught(*programmes)
    role, skill = graph.role(RoleId("analyst")), graph.skills[SkillId("sql")]
    assert role_node(graph, role) == Node("r-analyst", "role", "analyst", text("Analyst"), leading)
    assert skill_node(graph, skill) == Node("s-sql", "skill", "sql", text("SQL"), teaching, hub=True)


@pytest.mark.parametrize(
    ("count", "roles", "skills"),
    [
        pytest.param(1, Text("1 af disse job", "1 of these roles"), Text("1 kompe\u00adtence", "1 skill"), id="one"),
        pytest.param(
            2, Text("2 af disse job", "2 of these roles"), Text("2 kompe\u00adtencer", "2 skills"), id="several"
        ),
    ],
)
def test_an_employer_and_a_skill_group_count_what_of_them_is_in_the_picture(count, roles, skills):
    name = Text("Works", "Works")
    assert employer_node(organisation("works"), count) == Node("o-works", "employer", "works", name, roles)
    assert group_node(Graph(facts()), "group", count) == Node("g-group", "group", "group", text("Group"), skills)
