"""What is asked about the shortlist as a whole: what tells two things apart, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.asking_state import Asking, Kind, Why
from pathways.domain.graph import Graph
from pathways.domain.guidance import Barrier
from tests import builders as b
from tests.domain.worlds_of_talks import NARROW, SCHOOL, TOWN, along, asked, dated, facts, listed, programme, role

DATED = Graph(dated())


def of(*ids: str) -> tuple[n.Evidence, ...]:
    """What these programmes rest on."""
    return tuple(DATED.programmes[n.ProgrammeId(id)].evidence for id in ids)


def hindered(by: Barrier, *picks, **changes):
    return listed(SCHOOL, *picks, barriers=frozenset({by}), **changes)


def with_programmes(**changes: dict[str, object]) -> Graph:
    """The town where these programmes are otherwise."""
    town = facts()
    return Graph(replace(town, programmes=tuple(replace(one, **changes.get(one.id, {})) for one in town.programmes)))


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        pytest.param(
            hindered(Barrier.MONEY),
            Asking(Kind.MONEY, Why.BARRIER, ("trade",), None, (DATED.admissions_to("trade")[0].evidence,)), id="money",
        ),
        pytest.param(
            hindered(Barrier.COMMUTE, programme("faraway")),
            Asking(Kind.COMMUTE, Why.BARRIER, ("faraway",), None, of("faraway")), id="the way there",
        ),
        pytest.param(
            hindered(Barrier.HOURS, programme("college")),
            Asking(Kind.HOURS, Why.BARRIER, ("college",), None, of("college")), id="hours",
        ),
        pytest.param(
            hindered(Barrier.LANGUAGE, programme("faraway"), wishes={"language": "da"}),
            Asking(Kind.LANGUAGE, Why.WISH, ("faraway", "da"), None, of("faraway")), id="language",
        ),
        pytest.param(
            listed(NARROW, programme("faraway")),
            Asking(Kind.AWAY, Why.ELSEWHERE, ("programme:faraway",), None, of("faraway")), id="away",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("trade")),
            Asking(
                Kind.DIFFERENCE, Why.PAY, ("programme:trade", "programme:college"), None, of("trade", "college")
            ),
            id="a difference",
        ),
        pytest.param(
            listed(NARROW, programme("college"), along("college^2", "chief")),
            Asking(
                Kind.DIFFERENCE, Why.PAY, (along("college^2", "chief").name, "programme:college"), None, of("college")
            ),
            id="a difference between two with the same facts",
        ),
    ],
)  # fmt: skip
def test_a_question_says_what_it_is_about_and_what_it_rests_on(talk, expected):
    assert asked(talk, DATED)[expected.kind] == expected


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        pytest.param(hindered(Barrier.MONEY, along("college")), Kind.MONEY, id="a route without a wage does not pay"),
        pytest.param(hindered(Barrier.HOURS, along("college")), Kind.HOURS, id="a route leaves no time for a job"),
    ],
)
def test_a_route_in_full_time_helps_against_no_barrier(talk, kind):
    assert kind in asked(talk)


def test_a_door_in_part_time_leaves_time_for_a_job():
    town = facts()
    ways = tuple(replace(way, pace=n.Pace.PART_TIME) if way.programme == "faraway" else way for way in town.admissions)
    assert Kind.HOURS in asked(hindered(Barrier.HOURS, programme("faraway")))
    assert Kind.HOURS not in asked(hindered(Barrier.HOURS, programme("faraway")), Graph(replace(town, admissions=ways)))


def test_a_length_that_is_not_known_is_no_difference():
    talk = listed(NARROW, programme("college"), programme("master"))
    known, unknown = (with_programmes(master={"eqf": 6, "years": years}) for years in (2.0, None))
    assert asked(talk, known)[Kind.DIFFERENCE].why is Why.LENGTH
    assert Kind.DIFFERENCE not in asked(talk, unknown)


def test_of_pairs_that_differ_in_as_much_the_first_on_the_list_is_asked_about():
    graph = with_programmes(master={"eqf": 6})
    found = asked(listed(NARROW, programme("college"), programme("faraway"), programme("master")), graph)
    assert (found[Kind.DIFFERENCE].why, found[Kind.DIFFERENCE].about[1]) == (Why.PLACE, "programme:faraway")


def told_apart(one, other, statement: str, graph: Graph = TOWN) -> tuple[str, ...] | None:
    """The picks that a statement one is unsure of tells apart; None when it does not."""
    found = asked(listed(NARROW, one, other, likes={statement: "unsure"}), graph).get(Kind.APART)
    return found.about[1:] if found else None


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        pytest.param({"sql": 3}, {"sql": 4}, False, id="more of all is as much in part"),
        pytest.param(
            {"sql": 3, "dream": 1, "weld": 1}, {"sql": 4, "weld": 1}, False, id="two skills of a group add up"
        ),
        pytest.param({"sql": 1, "weld": 1}, {"sql": 3, "weld": 2}, True, id="a tenth more is enough"),
        pytest.param({"sql": 2, "weld": 2}, {"sql": 4, "dream": 1, "weld": 4}, False, id="less than a tenth is not"),
    ],
)
def test_what_tells_two_apart_is_the_part_of_each_that_a_statement_is_about(one, other, apart):
    town = facts()
    outcomes = tuple(
        b.outcome(id, skill, level)
        for id, taught in {"college": one, "faraway": other}.items()
        for skill, level in taught.items()
    )
    needs = tuple(
        b.need(id, skill, level)
        for id, taken in {"analyst": one, "chief": other}.items()
        for skill, level in taken.items()
    )
    graph = Graph(replace(town, outcomes=outcomes, needs=(*needs, b.need("dreamer", "dream", 1))))
    for first, second in ((programme("college"), programme("faraway")), (role("analyst"), role("chief"))):
        expected = (first.name, second.name) if apart else None
        assert told_apart(first, second, "make", graph) == expected


def test_a_route_is_made_of_what_is_taught_on_it_and_not_of_what_its_job_takes():
    assert told_apart(along("college"), programme("college"), "make") is None
