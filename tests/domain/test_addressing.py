"""Who is proposed for a gap and why, what is taught already, and the nearest bridge."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from pathways.domain.addressing import Proposal, Reason, ReasonKind, nearest_bridge, propose, taught
from pathways.domain.cover import Judged, Standing
from pathways.domain.flags import Subject
from pathways.domain.gaps import Gap
from pathways.domain.graph import Graph
from pathways.domain.nouns import Basis, Evidence, Here, Importance, Need
from tests import builders as b
from tests.histories import ask

TEACHES, FEEDS, HERE = ReasonKind
FAMILIES = (b.label("family"), b.label("elsewhere"))


def world(*programmes, roles=None, feeding=(), companies=()):
    """A graph of programmes: (id, school, skills) and what is otherwise than usual; a school teaches in town."""
    taught_by = {id: skills for id, _, skills, *_ in programmes}
    facts = b.facts(roles or {"analyst": {"sql": 3, "weld": 2}}, taught_by, feeding)
    schools = dict.fromkeys(school for _, school, *_ in programmes if school)
    rows = [
        replace(row, institution=school, **(more[0] if more else {}))
        for row, (_, school, _, *more) in zip(facts.programmes, programmes, strict=True)
    ]
    kinds = dict.fromkeys(companies, "company")
    organisations = tuple(b.organisation(one, kind=kinds.get(one, "institution")) for one in schools)
    return Graph(replace(facts, programmes=tuple(rows), organisations=organisations, families=FAMILIES))


AWAY, HALF = {"here": Here.NO}, {"here": Here.PARTLY}
ROLE = {"subject": Subject.ROLE, "level": None, "role": ""}


def proposed(graph, **asked):
    return [one.institution for one in propose(graph, ask(**asked))]


@pytest.mark.parametrize(
    ("programmes", "expected"),
    [
        pytest.param(
            [("a", "x", {"sql": 2}), ("b", "y", {"sql": 3}, AWAY)], ["y", "x"], id="the level asked for comes first"
        ),
        pytest.param(
            [("a", "x", {"sql": 3}, AWAY), ("b", "y", {"sql": 4})],
            ["y", "x"],
            id="more than asked for is no better, here is",
        ),
        pytest.param(
            [("a", "x", {"sql": 4}, AWAY), ("b", "y", {"sql": 3})],
            ["y", "x"],
            id="who is here comes before who teaches more than asked for",
        ),
        pytest.param(
            [("a", "x", {"sql": 3}, HALF), ("b", "y", {"sql": 3}, AWAY)], ["x", "y"], id="partly here is here"
        ),
        pytest.param([("a", "y", {"sql": 3}), ("b", "x", {"sql": 3})], ["x", "y"], id="of equals, by id"),
        pytest.param(
            [("a", "y", {"sql": 3, "weld": 1}), ("b", "x", {"sql": 3})], ["y", "x"], id="who teaches more of its kind"
        ),
        pytest.param(
            [("a", "x", {"weld": 3}), ("b", "y", {"weld": 3}, AWAY)], ["x"], id="where nobody teaches it: who is here"
        ),
        pytest.param([("a", None, {"sql": 3})], [], id="nobody, where no school is named"),
        pytest.param([], [], id="nobody, where nothing is taught"),
    ],
)
def test_who_is_proposed_for_a_skill(programmes, expected):
    assert proposed(world(*programmes)) == expected


def test_who_feeds_the_role_comes_before_who_is_here_only():
    programmes = [("a", "x", {"sql": 3}), ("b", "y", {"sql": 3}, AWAY), ("c", "z", {"weld": 1}, AWAY)]
    graph = world(*programmes, feeding=[("b", "analyst"), ("c", "analyst")])
    assert proposed(graph) == ["y", "x", "z"]
    assert proposed(graph, role="") == ["x", "y"], "no role, nobody feeds it"
    assert proposed(graph, role="gone") == ["x", "y"]


def test_of_equals_who_has_more_programmes_that_feed_the_role_comes_first():
    programmes = [("a", "x", {"sql": 3}), ("b", "y", {"sql": 3}), ("c", "y", {"sql": 3})]
    assert proposed(world(*programmes, feeding=[("a", "analyst"), ("b", "analyst"), ("c", "analyst")])) == ["y", "x"]
    assert proposed(world(*programmes, feeding=[("a", "analyst"), ("b", "analyst")])) == ["x", "y"]


def test_for_a_role_the_best_taught_of_what_it_takes_is_the_reason_told():
    graph = world(("a", "x", {"sql": 3, "weld": 2, "mend": 1}), roles={"analyst": {"sql": 3, "weld": 3, "mend": 3}})
    assert propose(graph, ask("analyst", **ROLE)) == (Proposal("x", (Reason(TEACHES, "a", 3, "sql"), Reason(HERE))),)


def test_for_a_role_who_feeds_it_comes_first_whatever_others_teach():
    graph = world(("feeder", "z", {"sql": 1}, AWAY), ("b", "a", {"sql": 3, "weld": 2}), feeding=[("feeder", "analyst")])
    assert proposed(graph, key="analyst", **ROLE) == ["z", "a"]


def test_where_no_level_is_said_any_level_is_enough():
    graph = world(("a", "y", {"sql": 2}), ("b", "x", {"sql": 1}))
    assert proposed(graph, level=None) == ["x", "y"], "of equals, by id"
    assert [one.id for one in nearest_bridge(graph, ask(level=None)).programmes] == ["a"]
    assert [one.id for one in nearest_bridge(world(("b", "x", {"sql": 1})), ask(level=None)).programmes] == ["b"]


def test_each_reason_is_the_best_of_its_kind():
    graph = world(
        ("low", "x", {"sql": 2}), ("high", "x", {"sql": 4}, AWAY), ("also", "x", {"weld": 1}),
        feeding=[("also", "analyst"), ("low", "analyst")],
    )  # fmt: skip
    reasons = (Reason(TEACHES, "high", 4, "sql"), Reason(FEEDS, "low"), Reason(HERE))
    assert propose(graph, ask()) == (Proposal("x", reasons),)


def test_for_a_role_who_feeds_it_comes_first_then_who_teaches_what_these_leave_open():
    graph = world(
        ("feeder", "x", {"sql": 3}), ("welding", "y", {"weld": 2}, AWAY), ("other", "z", {"cook": 2}),
        roles={"analyst": {"sql": 3, "weld": 2}, "chef": {"cook": 1}}, feeding=[("feeder", "analyst")],
    )  # fmt: skip
    assert propose(graph, ask("analyst", **ROLE)) == (
        Proposal("x", (Reason(FEEDS, "feeder"), Reason(HERE))),
        Proposal("y", (Reason(TEACHES, "welding", 2, "weld"),)),
        Proposal("z", (Reason(HERE),)),
    )


def test_where_nothing_is_left_open_all_needs_of_the_role_count():
    graph = world(
        ("feeder", "x", {"sql": 3, "weld": 2}), ("more", "y", {"sql": 3}, AWAY), feeding=[("feeder", "analyst")]
    )
    assert propose(graph, ask("analyst", **ROLE))[1] == Proposal("y", (Reason(TEACHES, "more", 3, "sql"),))
    assert nearest_bridge(graph, ask("analyst", **ROLE)) is None


def test_what_one_row_for_many_degrees_teaches_says_nothing_of_another_family():
    graph = world(("wide", "x", {"sql": 3}, {**AWAY, "judged_families": ("elsewhere",)}), ("b", "y", {"sql": 1}, AWAY))
    assert proposed(graph) == ["y"]
    assert nearest_bridge(graph, ask()).programmes == ()
    assert [one.id for one in nearest_bridge(graph, ask(role="")).programmes] == ["wide"]


def test_a_company_that_teaches_is_no_institution():
    assert proposed(world(("a", "x", {"sql": 3}), companies=["x"])) == []


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"unmapped": True}, id="own words"),
        pytest.param({"key": "gone"}, id="a skill that is not there"),
        pytest.param({"key": "gone", **ROLE}, id="a role that is not there"),
    ],
)
def test_nothing_is_proposed_where_nobody_can_tell(asked):
    graph = world(("a", "x", {"sql": 3}), feeding=[("a", "analyst")])
    assert (propose(graph, ask(**asked)), taught(graph, ask(**asked))) == ((), ())
    assert nearest_bridge(graph, ask(**asked)) is None


def test_what_is_taught_already_the_highest_level_first():
    graph = world(
        ("a", "x", {"sql": 2}), ("b", "x", {"sql": 4}, AWAY), ("c", None, {"sql": 4}), ("d", "x", {"weld": 4})
    )
    assert [one.programme for one in taught(graph, ask())] == ["c", "b", "a"]
    assert taught(graph, ask("analyst", **ROLE)) == ()


def test_the_nearest_bridge_to_a_skill_is_one_programme_at_its_level():
    graph = world(("long", "x", {"sql": 4}), ("far", "x", {"sql": 3}, {**AWAY, "years": 1}), ("low", "x", {"sql": 2}))
    found = nearest_bridge(graph, ask())
    assert ([one.id for one in found.programmes], found.leaves) == (["long"], ())
    assert [gap.skill.id for gap in chain(*found.closes)] == ["sql"]
    nothing = nearest_bridge(world(("low", "x", {"sql": 2})), ask())
    assert (nothing.programmes, [gap.skill.id for gap in nothing.leaves]) == ((), ["sql"])
    assert [one.id for one in nearest_bridge(graph, ask(level=None)).programmes] == ["long"]


def test_what_a_company_asks_for_is_a_gap_in_which_nothing_is_held():
    graph = world(("low", "x", {"sql": 2}))
    (gap,) = nearest_bridge(graph, ask()).leaves
    need = Need("analyst", "sql", 3, Importance.ESSENTIAL, Evidence(Basis.STATED, (), ""))
    assert gap == Gap(graph.skills["sql"], Judged(need, 1, 0, Standing.NOT_SEEN, estimated=False), shortfall=1.0)


def test_the_nearest_bridge_to_a_role_closes_what_its_feeders_leave_open():
    graph = world(("feeder", "x", {"sql": 3}), ("welding", "y", {"weld": 2}), feeding=[("feeder", "analyst")])
    assert [one.id for one in nearest_bridge(graph, ask("analyst", **ROLE)).programmes] == ["welding"]


@pytest.mark.parametrize("town", ["real_graph", "example_graph"])
def test_every_skill_and_role_of_the_towns_finds_somebody_the_same_each_time(request, town, example_facts):
    graph = Graph(example_facts) if town == "example_graph" else request.getfixturevalue(town)
    asks = [ask(id) for id in graph.skills] + [ask(id, **ROLE) for id in graph.roles]
    for each in asks:
        found = propose(graph, each)
        assert found == propose(graph, each)
        assert found, each.key
        for one in found:
            assert graph.organisations[one.institution].kind == "institution"
            assert one.reasons
